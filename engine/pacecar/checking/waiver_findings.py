"""What is to be said of waivers themselves: that they end, have ended, or cover nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pacecar.checking.findings import digest_of, fingerprint_of
from pacecar.checking.report import Finding, Subject
from pacecar.checking.selection import Named
from pacecar.checking.waiving import FAMILY, Terms, Waiver, subject_in_words
from pacecar.plan.nearest import Spellings, suggestion
from pacecar.rulebook.severity import Severity


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known after judging.

    Attributes:
        rules: the rulebook's rules, whether they were judged or not.
        ran: the ids of those that were judged and could run.
        waiting: the rules and subjects of undetermined cases.
        findings: all findings.
    """

    rules: Sequence[Named]
    ran: Collection[str]
    waiting: Collection[tuple[str, str]]
    findings: Sequence[Finding]
    _near: dict[str, Spellings] = field(default_factory=dict)

    def knows(self, rule: str) -> bool:
        """Tell whether the rulebook has a rule."""
        return any(known.id == rule for known in self.rules)

    def nearest_rule(self, rule: str) -> str:
        """Return the rule that a misspelt one probably stands for, "" if none is near."""
        if "" not in self._near:
            names = [(name, name) for rule in self.rules for name in (rule.id, *rule.aliases)]
            self._near[""] = Spellings(names)
        return self._near[""].nearest(rule)

    def nearest_subject(self, rule: str, subject: str) -> str:
        """Return the subject of a rule's findings that a misspelt one probably stands for."""
        if rule not in self._near:
            found = {f.subject.id for f in self.findings if f.rule == rule}
            self._near[rule] = Spellings((name, name) for name in found)
        return self._near[rule].nearest(subject)


def findings_about(
    waivers: Iterable[Waiver], judged: Judged, as_of: date, terms: Terms
) -> Iterator[Finding]:
    """Yield what there is to say of each waiver.

    Nothing is said of one whose rule was not judged, or waits for what is not known: it may well
    be needed.
    """
    covered = {id(finding) for waiver in waivers for finding in waiver.covers}
    for waiver in waivers:
        if waiver.covers:
            yield from _in_force(waiver, as_of, terms)
        fails = [(finding, why) for finding, why in waiver.fails if id(finding) not in covered]
        if fails:
            yield _failing(waiver, [why for _, why in fails])
        elif waiver.fails and not waiver.covers:
            message = f"Another waiver covers {_what(waiver)}."
            yield _finding(waiver, "stale", "warning", message, "Remove this one.")
        elif not waiver.covers:
            yield from _idle(waiver, judged)


def _in_force(waiver: Waiver, as_of: date, terms: Terms) -> Iterator[Finding]:
    """Yield that a waiver ends soon, and that it holds whatever becomes of the values."""
    left = (waiver.until or 0) - as_of.toordinal()
    if left <= terms.days:
        when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        message = f"The waiver of {_what(waiver)} ends {when}, on {waiver.end}."
        hint = "Keep the rule from then on, or have the waiver renewed."
        yield _finding(waiver, "expires-soon", "warning", message, hint, "until", waiver.end)
    if waiver.values is None:
        digests = sorted({finding.values_digest for finding in waiver.covers})
        written = ", ".join(f'"{digest}"' for digest in digests)
        message = f"The waiver of {_what(waiver)} holds whatever becomes of the values."
        hint = f"To hold it to those of now add values: [{written}]"
        yield _finding(waiver, "any-values", "info", message, hint)


def _failing(waiver: Waiver, reasons: Sequence[str]) -> Finding:
    """Return that a waiver does not cover what it is about, and why."""
    why = reasons[0]
    if waiver.lacks:
        name, at, hint = "incomplete", "", "Complete it, or remove it."
    elif why.startswith("it expired"):
        name, at = "expired", "until"
        hint = "Have it renewed, or mend what it excused, and remove it."
    elif why.startswith("it was given"):
        name, at = "other-values", "values"
        hint = "Ask for a new waiver; what was approved is no longer what the plan says."
    else:
        name, at, hint = "incomplete", "approved_by", "Have the others approve, too."
    message = f"The waiver of {_what(waiver)} does not count: {why}."
    return _finding(waiver, name, "warning", message, hint, at, why)


def _idle(waiver: Waiver, judged: Judged) -> Iterator[Finding]:
    """Yield why a waiver has nothing to cover, where that is certain."""
    structural = waiver.rule.startswith(("plan/", FAMILY))
    if structural:
        message = f"{waiver.rule} is no rule of the rulebook, and cannot be waived."
        yield _finding(waiver, "stale", "warning", message, "Mend what it reports.", "rule")
    elif waiver.rule and not judged.knows(waiver.rule):
        hint = suggestion(judged.nearest_rule(waiver.rule)) or "`pacecar rules list` names them."
        message = f"There is no rule {waiver.rule}, so this waiver covers nothing."
        yield _finding(waiver, "stale", "warning", message, hint, "rule")
    elif waiver.lacks:
        lacks = " and no ".join(waiver.lacks)
        message = f"This waiver covers nothing: it has no {lacks}."
        yield _finding(waiver, "incomplete", "warning", message, "Complete it, or remove it.")
    elif waiver.rule in judged.ran and (waiver.rule, waiver.subject) not in judged.waiting:
        near = judged.nearest_subject(waiver.rule, waiver.subject)
        hint = suggestion(near) or "Remove it: what it excused is mended."
        message = f"The plan has no finding of {_what(waiver)}, so this waiver covers nothing."
        yield _finding(waiver, "stale", "warning", message, hint)


def _what(waiver: Waiver) -> str:
    return f"{waiver.rule or '?'} for {subject_in_words(waiver)}"


def _finding(  # noqa: PLR0913, PLR0917 - what differs between findings
    waiver: Waiver,
    name: str,
    severity: Severity,
    message: str,
    hint: str,
    at: str = "",
    value: str = "",
) -> Finding:
    element = waiver.element
    subject = Subject("waivers", element.id, at, element.id)
    values = {at: value} if value else {}
    return Finding(
        rule=f"{FAMILY}{name}",
        severity=severity,
        legacy=False,
        waived=None,
        message=message,
        hint=hint,
        subject=subject,
        location=element.origin.locate(at or "rule") if element.origin else None,
        related=(),
        related_total=0,
        values=values,
        fingerprint=fingerprint_of(f"{FAMILY}{name}", subject),
        values_digest=digest_of(values),
    )
