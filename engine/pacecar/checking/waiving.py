"""Waivers: named, expiring exceptions that the plan makes from its rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from pacecar.checking.report import Finding, Waived
from pacecar.checking.selection import Named
from pacecar.checking.wording import days_in_words, name_of
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import TRUE, Element, State

FAMILY: Final = "waivers/"
"""The family of findings about waivers; it and that of the plan's structure are not rules'."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a waiver must fulfil.

    Attributes:
        approvers: how many different members of the group must approve of waiving an error;
            for a warning or information it is one.
        days: how many days before its end a waiver is told to end.
    """

    approvers: int = 2
    days: int = 30


DEFAULT_TERMS: Final = Terms()


@dataclass(slots=True)
class Waiver:
    """A waiver as it is written, and what it meets.

    Attributes:
        element: what the plan says.
        rule: the rule's present id, "" if it says none.
        subject: the id of its program, or its `subject`; "" if it says none.
        until: its last day as an ordinal, None if it is not known.
        approvers: the companies that approved, by id; those that are members apart.
        values: the digests of the findings it was given for, None if it covers any values.
        lacks: what it does not say, for which it covers nothing.
        covers: the findings that it covers.
        fails: those that it is about and does not cover, each with the reason.
    """

    element: Element
    rule: str
    subject: str
    until: int | None
    approvers: tuple[str, ...]
    members: frozenset[str]
    values: tuple[str, ...] | None
    lacks: tuple[str, ...]
    covers: list[Finding] = field(default_factory=list)
    fails: list[tuple[Finding, str]] = field(default_factory=list)

    @property
    def end(self) -> str:
        """The last day in words."""
        return days_in_words(self.until, self.until) if self.until is not None else "?"

    @property
    def waived(self) -> Waived:
        """What a finding that it covers says of it."""
        return Waived(_text(self.element, "reason"), self.end, self.approvers)

    def is_about(self, finding: Finding) -> bool:
        """Tell whether it is for this finding; a program's is for findings about programs."""
        program = self.element.program.state is State.KNOWN  # type: ignore[attr-defined]
        return not program or finding.subject.collection == "programs"


class Waivers:
    """The waivers of a plan, asked of one finding after the other."""

    def __init__(self, plan: Plan, rules: Iterable[Named], as_of: date, terms: Terms) -> None:
        """Read a plan's waivers; a rule may be named by a former id."""
        present = {alias: rule.id for rule in rules for alias in rule.aliases}
        self.all = [_read(element, present) for element in plan.collections.get("waivers", ())]
        self._as_of = as_of
        self._terms = terms
        self._about: dict[tuple[str, str], list[Waiver]] = {}
        for waiver in self.all:
            self._about.setdefault((waiver.rule, waiver.subject), []).append(waiver)

    def applied(self, finding: Finding) -> Finding:
        """Return a finding, marked as waived if a waiver covers it; see `waive`."""
        about = self._about.get((finding.rule, finding.subject.id))
        return _waived(finding, about, self._as_of, self._terms) if about else finding


def waive(
    findings: Iterable[Finding],
    plan: Plan,
    rules: Iterable[Named],
    as_of: date,
    terms: Terms,
) -> tuple[list[Finding], list[Waiver]]:
    """Return the findings, those that a waiver covers marked as waived, and all waivers.

    A waiver covers the findings of its rule, named by a former id if need be, on its program (or
    on its `subject`, by id) through the last day of `until`, if it has a reason and enough
    approvers, and if it names `values`, only findings with these. Where one fails to cover a
    finding the finding's hint says why. Flaws of the plan's structure cannot be waived.
    """
    waivers = Waivers(plan, rules, as_of, terms)
    return [waivers.applied(finding) for finding in findings], waivers.all


def _waived(finding: Finding, waivers: Sequence[Waiver], as_of: date, terms: Terms) -> Finding:
    covering: Waived | None = None
    reasons: list[str] = []
    for waiver in waivers:
        if finding.rule.startswith("plan/") or not waiver.is_about(finding):
            continue
        reason = _obstacle(waiver, finding, as_of, terms)
        if reason:
            waiver.fails.append((finding, reason))
            reasons.append(reason)
        else:
            waiver.covers.append(finding)
            covering = covering or waiver.waived
    if covering is not None or not reasons:
        return replace(finding, waived=covering)
    said = " ".join(f"Its waiver does not count: {reason}." for reason in reasons)
    return replace(finding, hint=f"{finding.hint} {said}".lstrip())


def _obstacle(waiver: Waiver, finding: Finding, as_of: date, terms: Terms) -> str:
    """Return why a waiver does not cover a finding that it is about, "" if it does."""
    if waiver.lacks:
        return f"it has no {' and no '.join(waiver.lacks)}"
    if waiver.until is not None and waiver.until < as_of.toordinal():
        return f"it expired on {waiver.end}"
    needed = terms.approvers if finding.severity == "error" else 1
    if len(waiver.members) < needed:
        what = "an error" if finding.severity == "error" else f"a finding of {finding.severity}"
        whom = f"{needed} different members" if needed > 1 else "a member"
        strangers = [name for name in waiver.approvers if name not in waiver.members]
        has = ", ".join(sorted(waiver.members)) or "none"
        more = f" ({', '.join(strangers)}: not known to be a member)" if strangers else ""
        return f"{what} needs approval by {whom} of the group, and it has {has}{more}"
    if waiver.values is not None and finding.values_digest not in waiver.values:
        return "it was given for other values"
    return ""


def _read(element: Element, present: Mapping[str, str]) -> Waiver:
    rule, program = _text(element, "rule"), element.program  # type: ignore[attr-defined]
    until = element.until  # type: ignore[attr-defined]
    known = program.state is State.KNOWN
    subject = program.id if known else _text(element, "subject")
    companies = [
        company
        for company in element.approved_by.items  # type: ignore[attr-defined]
        if company.state is State.KNOWN
    ]
    values = element.values  # type: ignore[attr-defined]
    ends = until.state is State.KNOWN
    lacks = {
        "known rule": rule,
        "known program or subject": subject,
        "reason": _text(element, "reason"),
        "last day": ends,
        "approver": companies,
    }
    return Waiver(
        element=element,
        rule=present.get(rule, rule),
        subject=subject,
        until=int(until.high) if ends else None,
        approvers=tuple(dict.fromkeys(company.id for company in companies)),
        members=frozenset(c.id for c in companies if c.member == TRUE),
        values=None if values.state is State.NONE else tuple(filter(_is_text, values.items)),
        lacks=tuple(name for name, value in lacks.items() if not value),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _text(element: Element, name: str) -> str:
    value = getattr(element, name, None)
    return value if isinstance(value, str) else ""


def subject_in_words(waiver: Waiver) -> str:
    """Return what a waiver is about as messages call it: its program's name, or its subject."""
    program = waiver.element.program  # type: ignore[attr-defined]
    return name_of(program) if program.state is State.KNOWN else waiver.subject or "?"
