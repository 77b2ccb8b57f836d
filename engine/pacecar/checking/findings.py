"""Findings from broken cases, missing entities and flaws of the plan's structure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from pacecar.checking.cases import CasesInWords, labels_of
from pacecar.checking.report import Finding, Related, Subject
from pacecar.evaluation.binding import Binding
from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import RuleEvaluation
from pacecar.evaluation.record import Outcome
from pacecar.plan.nodes import Flaw
from pacecar.plan.portfolio import Plan

# The number of an item is where it stands in its list, which is no part of what is wrong.
_ITEM = re.compile(r"^Item \d+ of")


def fingerprint_of(rule: str, subject: Subject, *labels: str) -> str:
    """Return a name for a finding that does not depend on lines, order or values."""
    return _digest([rule, subject.collection, subject.id, subject.field, *labels])


def _digest(data: object) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:24]


def digest_of(values: Mapping[str, object]) -> str:
    """Return a digest of a finding's values, the same in whatever order the plan lists them."""
    return _digest({name: _in_order(value) for name, value in values.items()})


def _in_order(value: object) -> object:
    return sorted(value, key=str) if isinstance(value, list) else value


def findings_of(evaluation: RuleEvaluation, words: CasesInWords) -> Iterator[Finding]:
    """Yield a finding for each broken case of a rule."""
    for case in evaluation.cases:
        if case.outcome is Outcome.BROKEN:
            yield finding_of_case(case.binding, words)


def finding_of_case(binding: Binding, words: CasesInWords) -> Finding:
    """Return the finding for a broken case."""
    rule = words.rule
    subject, location = words.place(binding)
    severity, legacy = words.severity(binding)
    related, total = words.related(binding)
    values = words.values(binding)
    several = labels_of(binding) if len(binding) > 1 else ()
    return Finding(
        rule=rule.id,
        severity=severity,
        legacy=legacy,
        waived=None,
        message=words.message(binding),
        hint=words.hint(binding),
        subject=subject,
        location=location,
        related=related,
        related_total=total,
        values=values,
        fingerprint=fingerprint_of(rule.id, subject, *several),
        values_digest=digest_of(words.known_by(values)),
    )


def missing_of(evaluation: RuleEvaluation, plan: Plan) -> Iterator[Finding]:
    """Yield a finding for each entity that a rule requires and the plan lacks."""
    return findings_of_missing(evaluation.rule, evaluation.missing, plan)


def findings_of_missing(
    rule: CompiledRule, missing: Iterable[tuple[str, str]], plan: Plan
) -> Iterator[Finding]:
    """Yield a finding for each of these entities, by collection and id."""
    header = plan.header.origin
    for collection, wanted in missing:
        subject = Subject(collection, wanted, "", wanted)
        yield Finding(
            rule=rule.id,
            severity=rule.severity,
            legacy=False,
            waived=None,
            message=f"The plan has no `{wanted}` among its {collection}, which this rule needs.",
            hint=f"Add {wanted} to {collection}, or leave the rule out with --ignore.",
            subject=subject,
            location=header.whole() if header else None,
            related=(),
            related_total=0,
            values={},
            fingerprint=fingerprint_of(rule.id, subject, "missing"),
            values_digest=digest_of({}),
        )


def finding_of_flaw(flaw: Flaw) -> Finding:
    """Return the finding for a flaw of the plan's structure; all of them are errors."""
    subject = Subject(flaw.collection, flaw.subject, flaw.field, flaw.subject)
    related = tuple(Related(subject, location, text) for location, text in flaw.related)
    return Finding(
        rule=flaw.rule,
        severity="error",
        legacy=False,
        waived=None,
        message=flaw.message,
        hint=flaw.hint,
        subject=subject,
        location=flaw.location,
        related=related,
        related_total=len(related),
        values={},
        fingerprint=fingerprint_of(flaw.rule, subject, _ITEM.sub("Item of", flaw.message)),
        values_digest=digest_of({}),
    )


def sort_key(finding: Finding) -> tuple[str, int, int, str, str]:
    """Return the order of findings: file, line, column, rule, fingerprint."""
    location = finding.location
    if location is None:
        return ("", 0, 0, finding.rule, finding.fingerprint)
    span = location.span
    return (location.file, span.line, span.column, finding.rule, finding.fingerprint)
