"""Waivers: what they cover, why they do not, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pacecar.checking.check import check
from pacecar.checking.report import Finding, Report, Subject, Waived
from pacecar.checking.waiving import DEFAULT_TERMS, Terms
from pacecar.plan.nodes import Location, Span
from tests.checking.small import REFERENCE_DATA, TWINS, write_rule

PROGRAMS = """
programs:
  - {id: qashqai, name: Qashqai, company: nissan, segment: C, body: suv, platform: cmf-cd}
  - {id: kadjar, name: Kadjar, company: renault, segment: C, body: suv, leader: qashqai,
     platform: PLATFORM}
"""
MORE = """
companies:
  - {id: mitsubishi, name: Mitsubishi, member: true}
  - {id: dongfeng, name: Dongfeng, member: false}
  - {id: venucia, name: Venucia}
"""
RULE = "twins/on-one-platform"
WHAT = f"{RULE} for Kadjar"
BOTH = "renault, nissan"
RENEW = "Have it renewed, or mend what it excused, and remove it."
MENDED = "Remove it: what it excused is mended."


def _waiver(
    *,
    rule: str = RULE,
    about: str = "program: kadjar",
    until: str = "until: 2026-12-31",
    reason: str = "reason: Tooled already",
    by: str = BOTH,
    more: str = "",
) -> str:
    parts = (f"rule: {rule}", about, until, reason, f"approved_by: [{by}]", more)
    return f"  - {{{', '.join(part for part in parts if part)}}}\n"


def _report(
    folder: Path,
    *waivers: str,
    platform: str = "cmf-b",
    severity: str = "error",
    rule: str = TWINS,
    terms: Terms = DEFAULT_TERMS,
    select: tuple[str, ...] = (),
) -> Report:
    """Check a follower on the wrong platform, with waivers, as of 2025-12-31."""
    plan = folder / "plan"
    plan.mkdir(exist_ok=True)
    programs = PROGRAMS.replace("PLATFORM", platform)
    (plan / "plan.yaml").write_text(REFERENCE_DATA + programs, encoding="utf-8")
    waived = f"waivers:\n{''.join(waivers)}" if waivers else ""
    (plan / "more.yaml").write_text(MORE + waived, encoding="utf-8")
    text = rule.replace("severity: error", f"severity: {severity}")
    rules = write_rule(folder, text)
    write_rule(folder, TWINS, "cost/of-twins")
    return check(
        [plan],
        rules=[rules],
        select=select or (RULE,),
        today=date(2026, 1, 1),
        evaluator="builtin",
        terms=terms,
    )


def _twins(report: Report) -> Finding:
    (found,) = (found for found in report.findings if found.rule == RULE)
    return found


def _said(report: Report) -> list[tuple[str, str, str, str]]:
    """Return what is said of waivers: rule, severity, message, hint."""
    return [
        (found.rule, found.severity, found.message, found.hint)
        for found in report.findings
        if found.rule.startswith("waivers/")
    ]


def test_a_waiver_excuses_its_finding_and_says_how_to_hold_it(tmp_path: Path) -> None:
    """An approved error rejects nothing; the digest to copy is told, and copied it is quiet."""
    report = _report(tmp_path, _waiver())
    found = _twins(report)
    assert found.waived == Waived("Tooled already", "2026-12-31", ("renault", "nissan"))
    assert (report.verdict, report.summary.waived) == ("accepted", 1)
    assert _said(report) == [
        (
            "waivers/any-values",
            "info",
            f"The waiver of {WHAT} holds whatever becomes of the values.",
            f'To hold it to those of now add values: ["{found.values_digest}"]',
        )
    ]
    held = _report(tmp_path, _waiver(more=f'values: ["{found.values_digest}"]'))
    assert (_twins(held), _said(held)) == (found, [])


def test_what_is_said_of_a_waiver_stands_at_its_place(tmp_path: Path) -> None:
    """The whole finding: at the waiver's own date, about the waiver."""
    report = _report(tmp_path, _waiver(until="until: 2026-01-30", more='values: ["x"]'))
    report = _report(
        tmp_path,
        _waiver(until="until: 2026-01-30", more=f'values: ["{_twins(report).values_digest}"]'),
    )
    (found,) = (found for found in report.findings if found.rule.startswith("waivers/"))
    file = found.location.file if found.location else ""
    assert found == Finding(
        rule="waivers/expires-soon",
        severity="warning",
        legacy=False,
        waived=None,
        message=f"The waiver of {WHAT} ends in 30 days, on 2026-01-30.",
        hint="Keep the rule from then on, or have the waiver renewed.",
        subject=Subject("waivers", f"{RULE} kadjar", "until", f"{RULE} kadjar"),
        location=Location(file, Span(7, 59, 7, 69), "/waivers/0/until"),
        related=(),
        related_total=0,
        values={"until": "2026-01-30"},
        fingerprint=found.fingerprint,
        values_digest=found.values_digest,
    )
    assert report.verdict == "accepted"


@pytest.mark.parametrize(
    ("until", "days", "when"),
    [
        ("2025-12-31", 30, "today, on 2025-12-31"),
        ("2026-01-01", 30, "tomorrow, on 2026-01-01"),
        ("2026-01", 31, "in 31 days, on 2026-01-31"),
        ("2026-01", 30, ""),
        ("2025-12-31", 0, "today, on 2025-12-31"),
        ("2026-01-01", 0, ""),
    ],
)
def test_a_waiver_is_told_before_it_ends(tmp_path: Path, until: str, days: int, when: str) -> None:
    """So many days before its last day, which counts, there is a warning."""
    report = _report(tmp_path, _waiver(until=f"until: {until}"), terms=Terms(days=days))
    ends = [message for rule, _, message, _ in _said(report) if rule == "waivers/expires-soon"]
    assert ends == ([f"The waiver of {WHAT} ends {when}."] if when else [])
    assert report.verdict == "accepted"


NEEDS = "an error needs approval by 2 different members of the group, and it has"


@pytest.mark.parametrize(
    ("waiver", "rule", "reason", "hint"),
    [
        (_waiver(until="until: 2025-12-30"), "expired", "it expired on 2025-12-30", RENEW),
        (_waiver(until="until: 2025-11"), "expired", "it expired on 2025-11-30", RENEW),
        (_waiver(by="renault"), "incomplete", f"{NEEDS} renault", ""),
        (_waiver(by="renault, renault"), "incomplete", f"{NEEDS} renault", ""),
        (
            _waiver(by="renault, dongfeng, venucia"),
            "incomplete",
            f"{NEEDS} renault (dongfeng, venucia: not known to be a member)",
            "",
        ),
        (_waiver(by=""), "incomplete", "it has no approver", ""),
        (_waiver(by="null"), "incomplete", "it has no approver", ""),
        (_waiver(reason=""), "incomplete", "it has no reason", ""),
        (
            _waiver(until="", reason="", by=""),
            "incomplete",
            "it has no reason and no last day and no approver",
            "",
        ),
        (_waiver(more='values: ["x"]'), "other-values", "it was given for other values", ""),
        (_waiver(more="values: null"), "other-values", "it was given for other values", ""),
    ],
)
def test_a_waiver_that_does_not_count_is_told_twice(
    tmp_path: Path, waiver: str, rule: str, reason: str, hint: str
) -> None:
    """Its finding counts again and says why, and so does the waiver at its own place."""
    report = _report(tmp_path, waiver)
    found = _twins(report)
    assert (found.waived, report.verdict) == (None, "rejected")
    assert found.hint == f"Move Kadjar. Its waiver does not count: {reason}."
    ((name, severity, message, way_out),) = _said(report)
    assert (name, severity) == (f"waivers/{rule}", "warning")
    assert message == f"The waiver of {WHAT} does not count: {reason}."
    assert way_out == (hint or way_out)
    assert way_out


@pytest.mark.parametrize(
    ("severity", "by", "approvers", "waived"),
    [
        ("error", BOTH, 2, True),
        ("error", "mitsubishi, nissan, dongfeng", 2, True),
        ("error", BOTH, 3, False),
        ("error", "renault, nissan, mitsubishi", 3, True),
        ("error", "renault", 1, True),
        ("warning", "renault", 2, True),
        ("info", "renault", 3, True),
        ("warning", "dongfeng", 1, False),
    ],
)
def test_who_must_approve(
    tmp_path: Path, severity: str, by: str, approvers: int, *, waived: bool
) -> None:
    """An error takes so many different members, a warning or information one."""
    report = _report(tmp_path, _waiver(by=by), severity=severity, terms=Terms(approvers=approvers))
    assert (_twins(report).waived is not None) is waived


@pytest.mark.parametrize(
    ("waiver", "message", "hint"),
    [
        (
            _waiver(rule="twins/on-one-platfrm"),
            "There is no rule twins/on-one-platfrm, so this waiver covers nothing.",
            f'Did you mean "{RULE}"?',
        ),
        (
            _waiver(rule="money/matters"),
            "There is no rule money/matters, so this waiver covers nothing.",
            "`pacecar rules list` names them.",
        ),
        (
            _waiver(about="program: qashqai"),
            f"The plan has no finding of {RULE} for Qashqai, so this waiver covers nothing.",
            MENDED,
        ),
        (
            _waiver(about="subject: kadjr"),
            f"The plan has no finding of {RULE} for kadjr, so this waiver covers nothing.",
            'Did you mean "kadjar"?',
        ),
        (
            _waiver(rule="plan/unknown-field"),
            "plan/unknown-field is no rule of the rulebook, and cannot be waived.",
            "Mend what it reports.",
        ),
        (
            _waiver(rule="waivers/expired"),
            "waivers/expired is no rule of the rulebook, and cannot be waived.",
            "Mend what it reports.",
        ),
    ],
)
def test_a_stale_waiver_is_told(tmp_path: Path, waiver: str, message: str, hint: str) -> None:
    """What covers nothing is to be removed or mended, and says which it seems to be."""
    assert _said(_report(tmp_path, waiver)) == [("waivers/stale", "warning", message, hint)]


def test_a_waiver_of_what_is_mended_is_stale(tmp_path: Path) -> None:
    """Once the plan keeps the rule, the waiver only waits to hide a later mistake."""
    message = f"The plan has no finding of {WHAT}, so this waiver covers nothing."
    for until in ("2026-12-31", "2024"):
        said = _said(_report(tmp_path, _waiver(until=f"until: {until}"), platform="cmf-cd"))
        assert said == [("waivers/stale", "warning", message, MENDED)]


def test_nothing_is_said_where_nobody_looked(tmp_path: Path) -> None:
    """A rule that is not selected, and a case that waits for a value, may well need theirs."""
    assert _said(_report(tmp_path, _waiver(), select=("cost/of-twins",))) == []
    assert _said(_report(tmp_path, _waiver(), platform="null")) == []
    broken = _report(tmp_path, _waiver(), platform="[")
    assert (broken.verdict, _said(broken)) == ("not judged", [])


def test_a_waiver_of_an_unknown_program_says_so(tmp_path: Path) -> None:
    """The reference is a flaw; what follows for the waiver is said beside it."""
    report = _report(tmp_path, _waiver(about="program: kadjr"))
    assert _said(report) == [
        (
            "waivers/incomplete",
            "warning",
            "This waiver covers nothing: it has no known program or subject.",
            "Complete it, or remove it.",
        )
    ]
    assert "plan/unknown-reference" in {found.rule for found in report.findings}


def test_a_waiver_that_is_renewed_leaves_one_to_remove(tmp_path: Path) -> None:
    """The finding is covered by the one in force; the one that is over is stale."""
    report = _report(tmp_path, _waiver(), _waiver(until="until: 2024", reason="reason: Old"))
    assert _twins(report).waived == Waived("Tooled already", "2026-12-31", ("renault", "nissan"))
    said = [entry for entry in _said(report) if entry[0] != "waivers/any-values"]
    assert said == [
        ("waivers/stale", "warning", f"Another waiver covers {WHAT}.", "Remove this one.")
    ]


def test_a_former_id_of_a_rule_is_as_good(tmp_path: Path) -> None:
    """A rule that is renamed keeps its waivers."""
    rule = TWINS + "aliases: [twins/one-base]\n"
    report = _report(tmp_path, _waiver(rule="twins/one-base"), rule=rule, select=(RULE,))
    assert _twins(report).waived is not None


def test_the_order_of_waivers_does_not_show(tmp_path: Path) -> None:
    """Which of two waivers a finding names depends on what they say, not on where they stand."""
    one, other = _waiver(), _waiver(reason="reason: Another")
    reports = [_report(tmp_path, *order) for order in ((one, other), (other, one))]
    first, second = (
        [replace(found, location=None) for found in report.findings] for report in reports
    )
    assert _twins(reports[0]).waived == _twins(reports[1]).waived
    assert sorted(first, key=repr) == sorted(second, key=repr)
