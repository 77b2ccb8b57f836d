"""The rules of a run in SARIF's words: what they ask, why, and what their level is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pacecar.checking.report import Report, RuleResult
from pacecar.formats.structure import STRUCTURE
from pacecar.rulebook.severity import Severity

LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def descriptors(report: Report) -> list[dict[str, object]]:
    """Return every rule of the run, sorted by id: those of structure, and those judged."""
    found = {rule: _structure(rule) for rule in STRUCTURE}
    found |= {result.rule: _descriptor(result) for result in report.rules}
    for finding in report.findings:
        if finding.rule not in found:
            text = {"text": finding.rule}
            level = {"level": LEVELS[finding.severity]}
            found[finding.rule] = {
                "id": finding.rule,
                "name": _name(finding.rule),
                "shortDescription": text,
                "fullDescription": text,
                "help": text,
                "defaultConfiguration": level,
                "properties": _properties(finding.rule),
            }
    return [found[rule] for rule in sorted(found)]


def _structure(rule: str) -> dict[str, object]:
    title, reason = STRUCTURE[rule]
    return {
        "id": rule,
        "name": _name(rule),
        "shortDescription": {"text": title},
        "fullDescription": {"text": reason},
        "help": {"text": f"{title}. {reason}", "markdown": f"{_plain(title)}. {_plain(reason)}"},
        "defaultConfiguration": {"level": "error"},
        "properties": _properties(rule),
    }


def _descriptor(result: RuleResult) -> dict[str, object]:
    title = _line(result.title) or result.rule
    text = "\n\n".join(_help(result, title))
    markdown = "\n\n".join(_help_as_markdown(result, title))
    return {
        "id": result.rule,
        "name": _name(result.rule),
        "shortDescription": {"text": title},
        "fullDescription": {"text": _line(result.rationale) or title},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": LEVELS[result.severity]},
        "properties": _properties(result.rule),
    }


def _help(result: RuleResult, title: str) -> Iterator[str]:
    yield f"{title}."
    if result.rationale:
        yield _line(result.rationale)
    for statement, quote in result.quotes:
        yield f'{statement}: "{_line(quote)}"'
    yield f"More: pacecar explain {result.rule}"


def _help_as_markdown(result: RuleResult, title: str) -> Iterator[str]:
    yield f"**{_plain(title)}.**"
    if result.rationale:
        yield _plain(_line(result.rationale))
    for statement, quote in result.quotes:
        yield f"> {_plain(_line(quote))} ({_plain(statement)})"
    yield f"More: `pacecar explain {result.rule}`"


def _name(rule: str) -> str:
    """Return a rule's id as an identifier: `TwinsShareAPlant`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"\W+", rule))


def _properties(rule: str) -> dict[str, object]:
    """Return the rule's family as a tag, and how sure its findings are: what is unknown is none."""
    return {"tags": [rule.partition("/")[0]], "precision": "very-high"}


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", text)
