"""Waivers: named, expiring exceptions that the plan makes from its rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pacecar.checking.report import Finding, Waived
from pacecar.checking.selection import Named
from pacecar.checking.wording import days_in_words
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import Element, State


def waive(
    findings: Iterable[Finding], plan: Plan, rules: Iterable[Named], as_of: date
) -> list[Finding]:
    """Return the findings, those that a waiver in force covers marked as waived.

    A waiver covers a finding of its rule on its program (or on its `subject`, by id) through
    the last day of its `until`; it may name the rule by a former id. One without a known rule,
    subject, reason, approver or `until` covers nothing. Findings about the plan's structure
    cannot be waived.
    """
    present = {alias: rule.id for rule in rules for alias in rule.aliases}
    in_force: dict[tuple[str, str], Waived] = {}
    for waiver in plan.collections.get("waivers", ()):
        covered = _covered(waiver, as_of)
        if covered:
            (rule, subject), waived = covered
            in_force.setdefault((present.get(rule, rule), subject), waived)
    return [
        replace(finding, waived=in_force.get((finding.rule, finding.subject.id)))
        if not finding.rule.startswith("plan/")
        else finding
        for finding in findings
    ]


def _covered(waiver: Element, as_of: date) -> tuple[tuple[str, str], Waived] | None:
    rule, reason = getattr(waiver, "rule", None), getattr(waiver, "reason", None)
    program, until = waiver.program, waiver.until  # type: ignore[attr-defined]
    subject = program.id if program.state is State.KNOWN else getattr(waiver, "subject", None)
    if not (isinstance(rule, str) and isinstance(reason, str) and isinstance(subject, str)):
        return None
    if until.state is not State.KNOWN or until.high < as_of.toordinal():
        return None
    approvers = waiver.approved_by.items  # type: ignore[attr-defined]
    names = tuple(company.id for company in approvers if company.state is State.KNOWN)
    if not names:
        return None
    return (rule, subject), Waived(reason, days_in_words(until.high, until.high), names)
