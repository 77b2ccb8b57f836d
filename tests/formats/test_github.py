"""Workflow commands of GitHub."""

from __future__ import annotations

import re
from dataclasses import replace

from pacecar.checking.report import Report
from pacecar.formats.registry import FORMATS
from pacecar.formats.view import View
from tests.formats.samples import COMPARED, DEVELOPER, MARKUP, NOT_JUDGED, REJECTED, WORKBOOK


def _lines(*reports: Report) -> list[str]:
    return FORMATS["github"].render(reports, View()).splitlines()


def test_a_finding() -> None:
    """A finding is a command on its lines and columns, titled by its rule."""
    report = replace(REJECTED, findings=(DEVELOPER,), against=None)
    assert _lines(report)[0] == (
        "::error file=plans/new/programs.yaml,line=8,col=49,endLine=8,endColumn=56,"
        "title=technology/comes-from-its-leader%3A A technology comes from the company that leads "
        "it::Mitsubishi Outlander IV takes Plug-in hybrid from Renault, but Mitsubishi leads it."
        "%0ALet Mitsubishi develop it, or narrow what Mitsubishi leads."
    )


def test_errors_come_first() -> None:
    """The gravest come first, over all plans, and what a waiver covers is only counted."""
    lines = _lines(REJECTED, REJECTED)
    kinds = [line.split(" ", 1)[0] for line in lines]
    assert kinds == ["::error"] * 4 + ["::warning"] * 2 + ["::notice"] * 4 + ["pacecar:"] * 2
    assert lines[-1] == (
        "pacecar: Alliance mid-term plan: rejected: 2 errors, 1 warning, 2 info, 1 waived"
    )


def test_more_than_github_shows() -> None:
    """Where there are more than GitHub shows, the last line says so."""
    report = replace(REJECTED, findings=(DEVELOPER,) * 11)
    assert _lines(report)[-1] == "GitHub shows 10 of 11 errors of a step; this log has them all."
    assert "GitHub shows" not in _lines(replace(report, findings=(DEVELOPER,) * 10))[-1]


def test_a_comparison() -> None:
    """What is new comes before what was there, of each severity; the sum tells both."""
    lines = _lines(COMPARED)
    titles = [re.split("%3A |::", line.partition("title=")[2])[0] for line in lines]
    assert titles == [
        "technology/comes-from-its-leader",
        "plan/unknown-reference (left as before)",
        "twins/share-a-plant (changed)",
        "twins/share-a-plant (left as before)",
        "portfolio/common-platform-share (left as before)",
        "",
    ]
    assert lines[-1] == (
        "pacecar: Alliance mid-term plan: rejected: 1 error, 1 warning, 1 waived; introduces 2, "
        "changes 1, resolves 12, leaves 3 (against revision HEAD)"
    )


def test_could_not_run() -> None:
    """A rule that could not run is an error without a place."""
    assert _lines(NOT_JUDGED)[0] == (
        "::error title=twins/share-a-plant::could not run: the evaluator stopped with signal 11."
    )


def test_a_span_over_lines_and_a_cell() -> None:
    """Columns end on the line where they begin; a cell is told in the message."""
    lines = _lines(WORKBOOK)
    assert lines[1].startswith("::error file=plans/new/Plan 2026 (d\u00e9f).xlsx,title=")
    assert "::Programs!F12: Mitsubishi Outlander IV" in lines[1]
    assert lines[2].startswith("::error file=../other/a#b?.yaml,line=1,col=2,title=")
    assert "line=2,col=4,endLine=2,endColumn=10," in lines[4]
    assert "::B2: There is no platform" in lines[4]


def test_nothing_forges_a_command() -> None:
    """Whatever a planner calls something, a line begins one command and holds no other."""
    lines = _lines(MARKUP)
    assert len(lines) == 2
    assert lines[0].startswith(
        "::error file=plans/a%3Ab%2C c %2541%3A%3A.yaml,line=5,col=13,endLine=5,endColumn=22,title="
    )
    properties, _, _ = lines[0][2:].partition("::")
    assert properties.count("=") == 6 + 1
    assert lines[1].startswith("pacecar: <script>")
    assert "##[" not in lines[1]
