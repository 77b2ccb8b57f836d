"""What becomes of findings beside an earlier state."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.checking.comparing import Earlier, compared, earlier_from, known_of, without_left
from pacecar.checking.report import Against, Finding, Report, Subject, Summary, Undetermined
from tests.checking.states import finding, report_of

FINDINGS = st.builds(
    finding,
    name=st.sampled_from(["a", "b", "c"]),
    values=st.sampled_from(["v", "w"]),
    severity=st.sampled_from(["error", "warning", "info"]),
    waived=st.booleans(),
)
STATES = st.lists(FINDINGS, max_size=6)


def _beside(now: list[Finding], before: list[Finding]) -> Report:
    return compared(report_of(now), earlier_from(report_of(before), "revision HEAD"))


def _changes(report: Report) -> list[str]:
    return [found.change for found in report.findings]


def test_a_finding_is_introduced_changed_or_left_and_what_is_gone_is_resolved() -> None:
    """The report tells all four apart, and its verdict and summary are about what is new."""
    before = [finding("a"), finding("b"), finding("gone"), finding("w", severity="warning")]
    now = [
        finding("a"),
        finding("b", "other"),
        finding("new", severity="warning"),
        finding("w", severity="warning"),
    ]
    report = _beside(now, before)
    assert _changes(report) == ["left", "changed", "introduced", "left"]
    assert report.against == Against("revision HEAD", 1, 1, 2, (known_of(before[2]),))
    assert report.summary == Summary(1, 1, 0, 0, 0, 0, 0, 0)
    assert report.verdict == "rejected"
    assert [f.subject.id for f in without_left(report).findings] == ["b", "new"]
    assert without_left(report) == replace(report, findings=report.findings[1:3])


def test_what_the_plan_already_carries_rejects_nobody() -> None:
    """A plan with an old error and a new warning is accepted."""
    report = _beside([finding("a"), finding("new", severity="warning")], [finding("a")])
    assert (report.verdict, report.summary.error) == ("accepted", 0)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (finding("a", severity="warning"), finding("a"), "changed"),
        (finding("a", severity="info"), finding("a", severity="warning"), "changed"),
        (finding("a"), finding("a", severity="info"), "left"),
        (finding("a", waived=True), finding("a"), "changed"),
        (finding("a", waived=True), finding("a", severity="info"), "changed"),
        (finding("a"), finding("a", waived=True), "left"),
        (finding("a", waived=True), finding("a", waived=True), "left"),
    ],
)
def test_what_was_quieter_before_has_changed(before: Finding, now: Finding, change: str) -> None:
    """Who lives with a warning, or waives an error, does not live with an error."""
    assert _changes(_beside([now], [before])) == [change]


def test_each_known_finding_answers_for_one() -> None:
    """Of findings with one fingerprint no more are left than there were."""
    twice = [finding("a"), finding("a"), finding("a", "w")]
    assert _changes(_beside(twice, [finding("a", "w"), finding("a")])) == [
        "left",
        "introduced",
        "left",
    ]
    report = _beside([finding("a")], twice)
    assert report.against == Against(
        "revision HEAD", 0, 0, 1, (known_of(twice[0]), known_of(twice[2]))
    )


@given(STATES, STATES)
def test_every_finding_of_now_and_before_is_accounted_for(
    now: list[Finding], before: list[Finding]
) -> None:
    """Introduced, changed and left are those of now; resolved, changed and left those of before."""
    report = _beside(now, before)
    against = report.against
    assert against is not None
    assert [replace(f, change="") for f in report.findings] == now
    counts = Counter(_changes(report))
    assert counts == Counter(
        introduced=against.introduced, changed=against.changed, left=against.left
    )
    assert against.changed + against.left + len(against.resolved) == len(before)
    assert not Counter(against.resolved) - Counter(map(known_of, before))


@given(STATES)
def test_a_state_introduces_nothing_into_itself(now: list[Finding]) -> None:
    """Compared with itself in any order, everything is left and nothing rejects."""
    report = _beside(now, now[::-1])
    assert report.against == Against("revision HEAD", 0, 0, len(now), ())
    assert (without_left(report).findings, report.verdict) == ((), "accepted")


@given(STATES, STATES, st.randoms(use_true_random=False))
def test_the_order_before_changes_nothing(
    now: list[Finding], before: list[Finding], random: object
) -> None:
    """What was known is a heap without an order."""
    mixed = sorted(before, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert _beside(now, mixed) == _beside(now, before)


def test_rules_that_are_not_judged_now_are_left_out() -> None:
    """What nobody looked at is not resolved; flaws of the plan's structure always are."""
    flaw = replace(finding("flaw"), rule="plan/unknown-field")
    other = replace(finding("other"), rule="cost/y")
    earlier = earlier_from(report_of([finding("a"), other, flaw]), "report old.json")
    report = compared(report_of([], rules=["twins/x"]), earlier)
    assert report.against == Against(
        "report old.json", 0, 0, 0, (known_of(flaw), known_of(finding("a")))
    )
    could_not_run = replace(report_of([]).rules[0], outcome="could not run")
    stopped = replace(report_of([]), rules=(could_not_run,), verdict="not judged")
    report = compared(stopped, earlier)
    assert report.against == Against("report old.json", 0, 0, 0, (known_of(flaw),))
    assert report.verdict == "not judged"


def _waiting(count: int, *ids: str) -> Undetermined:
    examples = tuple(Subject("programs", one, "platform") for one in ids)
    return Undetermined("twins/x", "follower.platform", count, examples)


MANY = [f"p{number:02}" for number in range(20)]


@pytest.mark.parametrize(
    ("before", "now", "more"),
    [
        ([], [_waiting(2, "a", "b")], [_waiting(2, "a", "b")]),
        ([_waiting(2, "a", "b")], [_waiting(2, "a", "b")], []),
        ([_waiting(3, "a", "b", "c")], [_waiting(2, "a", "b")], []),
        ([_waiting(2, "a", "c")], [_waiting(3, "a", "b", "c")], [_waiting(1, "b")]),
        ([_waiting(30, *MANY)], [_waiting(31, *MANY)], [_waiting(1)]),
        ([_waiting(30, *MANY)], [_waiting(31, *MANY[1:], "p20")], [_waiting(1)]),
        (
            [_waiting(30, *MANY)],
            [_waiting(31, *MANY[:5], "p04a", *MANY[5:19])],
            [_waiting(1, "p04a")],
        ),
        ([_waiting(30)], [_waiting(31, *MANY)], [_waiting(1)]),
        (None, [_waiting(2, "a", "b")], [_waiting(2, "a", "b")]),
    ],
)
def test_undetermined_cases_are_told_where_they_are_more(
    before: list[Undetermined] | None, now: list[Undetermined], more: list[Undetermined]
) -> None:
    """Only what more cases wait for is told, with the subjects that are certainly new."""
    earlier = Earlier("x", (), None if before is None else tuple(before))
    report = compared(replace(report_of([]), undetermined=tuple(now)), earlier)
    assert list(report.undetermined) == more
    assert report.summary.undetermined == sum(entry.count for entry in more)
