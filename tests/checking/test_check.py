"""What a check reports, whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pacecar.checking.report import (
    Finding,
    Related,
    Subject,
    Summary,
    Undetermined,
    Waived,
)
from pacecar.checking.selection import UnknownRule, select_rules
from pacecar.plan.nodes import Location, Span
from tests.checking.small import TWINS, report_on_small

QASHQAI = "{id: qashqai, name: Qashqai, company: nissan, segment: C, body: suv, platform: cmf-cd}"
KADJAR = "{id: kadjar, name: Kadjar, company: renault, segment: C, body: suv, leader: qashqai"

JUDGES = pytest.mark.parametrize("evaluator", ["builtin", "auto"])


def _programs(*lines: str) -> str:
    return "programs:\n" + "".join(f"  - {line}\n" for line in lines)


def _location(report_file: str, line: int, text: str, whole: str, pointer: str) -> Location:
    column = whole.index(text) + 1
    return Location(report_file, Span(line, column, line, column + len(text)), pointer)


@JUDGES
def test_a_broken_case_is_a_finding_at_the_planners_own_place(
    tmp_path: Path, evaluator: str
) -> None:
    """The finding has place, message, hint, related place, values and fingerprint."""
    follower = f"{KADJAR}, platform: cmf-b}}"
    report = report_on_small(tmp_path, _programs(QASHQAI, follower), evaluator=evaluator)
    (finding,) = report.findings
    file = finding.location.file if finding.location else ""
    subject = Subject("programs", "kadjar", "platform", "Kadjar", "Renault")
    other = Subject("programs", "qashqai", "platform", "Qashqai", "Nissan")
    assert finding == Finding(
        rule="twins/on-one-platform",
        severity="error",
        legacy=False,
        waived=None,
        message="Kadjar is on CMF-B, Qashqai on CMF-C/D.",
        hint="Move Kadjar.",
        subject=subject,
        location=_location(file, 16, "cmf-b", f"  - {follower}", "/programs/1/platform"),
        related=(
            Related(
                other,
                _location(file, 15, "cmf-cd", f"  - {QASHQAI}", "/programs/0/platform"),
                "Qashqai: platform CMF-C/D",
            ),
        ),
        related_total=1,
        values={"follower.platform": "cmf-b", "follower.leader.platform": "cmf-cd"},
        fingerprint=finding.fingerprint,
        values_digest=finding.values_digest,
    )
    assert report.verdict == "rejected"
    assert report.summary == Summary(1, 0, 0, 0, 0, 0, kept=0, broken=1)


@JUDGES
@pytest.mark.parametrize(
    ("platform", "outcome", "summary"),
    [
        ("cmf-cd", "kept", Summary(0, 0, 0, 0, 0, 0, kept=1, broken=0)),
        ("null", "undetermined", Summary(0, 0, 0, 0, 1, 0, kept=0, broken=0)),
    ],
)
def test_a_case_that_is_not_broken_is_no_finding(
    tmp_path: Path, evaluator: str, platform: str, outcome: str, summary: Summary
) -> None:
    """What is kept is counted, and what is unknown is not reported as a violation."""
    follower = f"{KADJAR}, platform: {platform}}}"
    report = report_on_small(tmp_path, _programs(QASHQAI, follower), evaluator=evaluator)
    assert (report.findings, report.rules[0].outcome) == ((), outcome)
    assert (report.summary, report.verdict) == (summary, "accepted")


def test_an_undetermined_case_names_what_it_waits_for(tmp_path: Path) -> None:
    """The path of the unknown value is named, with the program that lacks it."""
    report = report_on_small(tmp_path, _programs(QASHQAI, f"{KADJAR}, platform: null}}"))
    example = Subject("programs", "kadjar", "platform", "Kadjar", "Renault")
    assert report.undetermined == (
        Undetermined("twins/on-one-platform", "follower.platform", 1, (example,)),
    )


def test_a_dangling_leader_is_a_flaw_and_leaves_the_case_undetermined(tmp_path: Path) -> None:
    """A reference to nothing is an error of structure; the rule waits for it."""
    follower = f"{KADJAR}, platform: cmf-b}}".replace("qashqai", "qashqay")
    report = report_on_small(tmp_path, _programs(QASHQAI, follower))
    (finding,) = report.findings
    assert (finding.rule, finding.severity) == ("plan/unknown-reference", "error")
    assert "qashqai" in finding.hint
    assert [(u.needs, u.count) for u in report.undetermined] == [("follower.leader", 1)]


def test_without_followers_the_rule_is_not_applicable(tmp_path: Path) -> None:
    """A rule without a case says so, rather than that it is kept."""
    report = report_on_small(tmp_path, _programs(QASHQAI))
    assert report.rules[0].outcome == "not applicable"


WAIVER = """
waivers:
  - {{rule: twins/on-one-platform, program: kadjar, until: {until}, reason: Tooled already,
     approved_by: [renault, nissan]}}
"""


@pytest.mark.parametrize(("until", "in_force"), [("2025-12-31", True), ("2025-12-30", False)])
def test_a_waiver_covers_its_finding_through_its_last_day(
    tmp_path: Path, until: str, *, in_force: bool
) -> None:
    """A waived finding stays in the report and rejects nothing; an expired waiver counts not."""
    programs = _programs(QASHQAI, f"{KADJAR}, platform: cmf-b}}") + WAIVER.format(until=until)
    report = report_on_small(tmp_path, programs)
    waived = Waived("Tooled already", until, ("renault", "nissan")) if in_force else None
    assert [f.waived for f in report.findings if f.rule == "twins/on-one-platform"] == [waived]
    assert report.verdict == ("accepted" if in_force else "rejected")
    assert (report.summary.waived, report.summary.error) == ((1, 0) if in_force else (0, 1))


def test_a_rule_that_fails_could_not_run_and_the_plan_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash inside a rule never reads as kept."""

    def crash(*arguments: object) -> None:
        message = "out of luck"
        raise ValueError(message)

    monkeypatch.setattr("pacecar.evaluation.binding.functions_on", crash)
    report = report_on_small(tmp_path, _programs(QASHQAI))
    assert (report.rules[0].outcome, report.verdict) == ("could not run", "not judged")
    assert report.rules[0].problem == "ValueError: out of luck"


def test_a_plan_that_cannot_be_read_is_not_judged(tmp_path: Path) -> None:
    """Unreadable YAML is reported and no rule claims to have run."""
    report = report_on_small(tmp_path, "programs: [")
    assert (report.verdict, report.rules) == ("not judged", ())
    assert [finding.rule for finding in report.findings] == ["plan/unreadable"]


def test_a_missing_entity_that_a_rule_requires_is_a_finding(tmp_path: Path) -> None:
    """A rule is not silent because the target it measures against was deleted."""
    rule = TWINS + "requires: targets.common-platforms\n"
    report = report_on_small(tmp_path, _programs(QASHQAI), rule)
    (finding,) = report.findings
    assert finding.message == (
        "The plan has no `common-platforms` among its targets, which this rule needs."
    )
    assert report.rules[0].outcome == "broken"


def test_the_order_of_entities_and_keys_changes_nothing_but_positions(tmp_path: Path) -> None:
    """Shuffled, a plan gives the same findings, at other places."""
    follower = f"{KADJAR}, platform: cmf-b}}"
    turned = (
        "{platform: cmf-b, leader: qashqai, body: suv, segment: C, company: renault, "
        "name: Kadjar, id: kadjar}"
    )
    one = report_on_small(tmp_path, _programs(QASHQAI, follower))
    other = report_on_small(tmp_path, _programs(turned, QASHQAI))

    def placeless(finding: Finding) -> Finding:
        related = tuple(replace(r, location=None) for r in finding.related)
        return replace(finding, location=None, related=related)

    assert list(map(placeless, one.findings)) == list(map(placeless, other.findings))
    assert (one.summary, one.undetermined) == (other.summary, other.undetermined)


def test_selecting_an_unknown_rule_says_what_is_near() -> None:
    """A misspelt rule is refused, and with the rulebook empty there is nothing near."""
    with pytest.raises(UnknownRule, match=r"There is no rule or family `twins/x`\.$"):
        select_rules((), ["twins/x"], [])
