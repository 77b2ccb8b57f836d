"""JUnit XML, read back by a library for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from pacecar.checking.report import Report
from pacecar.formats.registry import FORMATS
from pacecar.formats.view import View
from tests.formats.samples import (
    ACCEPTED,
    ACCEPTED_AGAIN,
    COMPARED,
    NOT_JUDGED,
    REJECTED,
    SAMPLES,
)

KINDS: Mapping[type[object], str] = {Failure: "failure", Error: "error", Skipped: "skipped"}


def _xml(*reports: Report, view: View | None = None) -> JUnitXml:
    return JUnitXml.fromstring(FORMATS["junit"].render(reports, view or View()).encode())


def _outcomes(report: Report, view: View | None = None) -> dict[str, str]:
    """Return the outcome of each test case by its name, structure left out where it passed."""
    found = {}
    for suite in _xml(report, view=view):
        for case in suite:
            kind = "".join(KINDS[type(result)] for result in case.result)
            if kind or not case.name.startswith("plan/"):
                found[case.name] = kind or "passed"
    return found


@pytest.mark.parametrize(
    ("report", "view", "outcomes"),
    [
        (
            REJECTED,
            View(),
            {
                "plan/unknown-reference": "failure",
                "cost/a-twin-saves": "skipped",
                "portfolio/common-platform-share": "passed",
                "technology/comes-from-its-leader": "failure",
                "twins/leader-is-no-follower": "passed",
                "twins/share-a-plant": "skipped",
            },
        ),
        (
            REJECTED,
            View(fail_level="warning"),
            {
                "plan/unknown-reference": "failure",
                "cost/a-twin-saves": "skipped",
                "portfolio/common-platform-share": "passed",
                "technology/comes-from-its-leader": "failure",
                "twins/leader-is-no-follower": "passed",
                "twins/share-a-plant": "failure",
            },
        ),
        (
            ACCEPTED,
            View(),
            {"cost/a-twin-saves": "skipped", "twins/leader-is-no-follower": "passed"},
        ),
        (NOT_JUDGED, View(), {"plan/unreadable": "error", "twins/share-a-plant": "error"}),
        (
            replace(ACCEPTED_AGAIN, undetermined=()),
            View(fail_level="info"),
            {
                "cost/a-twin-saves": "skipped",
                "portfolio/common-platform-share": "passed",
                "technology/comes-from-its-leader": "passed",
                "twins/leader-is-no-follower": "passed",
                "twins/share-a-plant": "passed",
            },
        ),
    ],
)
def test_outcomes(report: Report, view: View, outcomes: dict[str, str]) -> None:
    """A case fails if it lets the check fail; what waits or has no case is skipped."""
    assert _outcomes(report, view) == outcomes


def test_undetermined_cases_may_fail() -> None:
    """Where the settings let undetermined cases fail, so does their test case."""
    outcomes = _outcomes(replace(REJECTED, findings=()), View(undetermined="reject"))
    assert outcomes["twins/share-a-plant"] == "failure"
    assert outcomes["technology/comes-from-its-leader"] == "failure"


def test_a_failure_lists_its_findings() -> None:
    """A failure has its findings in lines that an editor can follow, and what else there is."""
    suites = {suite.name: suite for suite in _xml(COMPARED, view=View(fail_level="warning"))}
    (case,) = (
        c for c in suites["Alliance mid-term plan: twins"] if c.name.endswith("share-a-plant")
    )
    (failure,) = case.result
    assert failure.message.startswith("1 finding: Mitsubishi Outlander IV is built in Okazaki")
    assert failure.type == "warning"
    assert failure.text == (
        "plans/new/programs.yaml:5:13: warning twins/share-a-plant (changed): Mitsubishi Outlander "
        "IV is built in Okazaki, its leader Nissan Rogue III in Smyrna and Kyushu. Build "
        "Mitsubishi Outlander IV in Smyrna or Kyushu too, or ask for a waiver."
    )
    assert case.system_out == (
        "Twins are built in one plant where they are sold in one region\n"
        "39 cases: 33 kept, 3 broken, 3 undetermined\n"
        "plans/new/programs.yaml:12:13: info twins/share-a-plant (left as before): Renault Kadjar "
        "is built in Palencia, its leader Nissan Qashqai II in Sunderland.\n"
        "plans/new/programs.yaml:12:13: warning twins/share-a-plant (waived until 2026-06-30): "
        "Renault Kadjar is built in Palencia, its leader Nissan Qashqai II in Sunderland.\n"
        "3 cases need plants of the follower's leader: m-outlander-4; r-kadjar"
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_counts(name: str) -> None:
    """The counts of each suite and of the file are those of the cases in it."""
    xml = _xml(SAMPLES[name], REJECTED)
    totals = [0, 0, 0, 0]
    for suite in xml:
        results = [type(result) for case in suite for result in case.result]
        counts = [len(list(suite)), *(results.count(k) for k in (Failure, Error, Skipped))]
        assert [suite.tests, suite.failures, suite.errors, suite.skipped] == counts
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
    assert [xml.tests, xml.failures, xml.errors, xml.skipped] == totals
