"""A report read back from `pacecar-report/1`, to be shown in the formats for people.

JSON says of a rule only its outcome: title, rationale and quotes stay empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pacecar.checking.report import (
    Against,
    Finding,
    Known,
    Related,
    Report,
    RuleResult,
    Subject,
    Summary,
    Undetermined,
    Waived,
)
from pacecar.formats.json import FORMAT
from pacecar.plan.nodes import Location, Span

_Entry = Mapping[str, Any]


class NoReport(Exception):
    """What was to be a report is none; the message says so."""


def report_in(document: Any, names: Mapping[str, str], texts: Mapping[str, str]) -> Report:
    """Return the report that a document of JSON is.

    Args:
        document: what was read.
        names: what files are called here, by what the report calls them; others keep their name.
        texts: the files that are here, by their names here.

    Raises:
        NoReport: it is no report of the version that this Pacecar writes.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NoReport(f"it is no report of the format {FORMAT}")
    try:
        return _report(document, names, texts)
    except (KeyError, TypeError, AttributeError) as problem:
        raise NoReport(f"the report lacks something: {problem}") from None


def _report(document: _Entry, names: Mapping[str, str], texts: Mapping[str, str]) -> Report:
    rules = tuple(_rule(entry) for entry in document["rules"])
    kept, broken = sum(rule.kept for rule in rules), sum(rule.broken for rule in rules)
    plan, against = document["plan"], document.get("against")
    return Report(
        evaluator=document["tool"]["evaluator"],
        plan_name=plan["name"],
        plan_digest=plan["digest"],
        as_of=plan["as_of"],
        programs=plan["programs"],
        rulebook_digest=document["rulebook"]["digest"],
        rulebook_rules=document["rulebook"]["rules"],
        verdict=document["verdict"],
        summary=Summary(**document["summary"], kept=kept, broken=broken),
        rules=rules,
        findings=tuple(_finding(entry, names) for entry in document["findings"]),
        undetermined=tuple(_undetermined(entry) for entry in document["undetermined"]),
        texts=texts,
        against=None if against is None else _against(against),
        evaluator_note=document["tool"].get("note", ""),
    )


def _rule(entry: _Entry) -> RuleResult:
    return RuleResult(
        rule=entry["rule"],
        title="",
        severity="error",
        outcome=entry["outcome"],
        cases=entry["cases"],
        kept=entry["kept"],
        broken=entry["broken"],
        undetermined=entry["undetermined"],
        unplaced=0,
        rationale="",
        quotes=(),
        problem=entry.get("problem", ""),
    )


def _finding(entry: _Entry, names: Mapping[str, str]) -> Finding:
    waived = entry["waived"]
    return Finding(
        rule=entry["rule"],
        severity=entry["severity"],
        legacy=entry["legacy"],
        waived=None
        if waived is None
        else Waived(waived["reason"], waived["until"], tuple(waived["approved_by"])),
        message=entry["message"],
        hint=entry["hint"],
        subject=_subject(entry["subject"]),
        location=_location(entry["location"], names),
        related=tuple(
            Related(_subject(one["subject"]), _location(one["location"], names), one["message"])
            for one in entry["related"]
        ),
        related_total=entry["related_total"],
        values=entry["values"],
        fingerprint=entry["fingerprint"],
        values_digest=entry["values_digest"],
        change=entry.get("change", ""),
    )


def _subject(entry: _Entry) -> Subject:
    return Subject(entry["collection"], entry["id"], entry["field"])


def _location(entry: _Entry | None, names: Mapping[str, str]) -> Location | None:
    if entry is None:
        return None
    span = Span(
        entry["line"],
        entry["column"],
        entry["end_line"],
        entry["end_column"],
        entry.get("cell", ""),
    )
    return Location(names.get(entry["file"], entry["file"]), span, entry["pointer"])


def _against(entry: _Entry) -> Against:
    return Against(
        what=entry["what"],
        introduced=entry["introduced"],
        changed=entry["changed"],
        left=entry["left"],
        resolved=tuple(_known(one) for one in entry["resolved"]),
    )


def _known(entry: _Entry) -> Known:
    return Known(
        rule=entry["rule"],
        severity=entry["severity"],
        subject=_subject(entry["subject"]),
        message=entry["message"],
        fingerprint=entry["fingerprint"],
        values_digest=entry["values_digest"],
    )


def _undetermined(entry: _Entry) -> Undetermined:
    examples: Sequence[_Entry] = entry["examples"]
    subjects = tuple(Subject(one["collection"], one["id"], "") for one in examples)
    return Undetermined(entry["rule"], entry["needs"], entry["count"], subjects)
