"""Plans that are judged as of a day long past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pacecar.cli.staleness import staleness
from tests.cli.conftest import FakeCheck, Result, Run
from tests.formats.samples import ACCEPTED

AS_OF = date(2026, 1, 1)
STALE = replace(ACCEPTED, plan_name="Some plan", as_of=AS_OF.isoformat(), texts={"p.yaml": ""})
TOLD = (
    "pacecar: Some plan is judged as of 2026-01-01, 91 days ago: bring its as_of up to date, or "
    "say --as-of DATE\n"
)


@pytest.fixture
def later(checked: FakeCheck, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 91 days after the day that a plan is judged at."""
    checked.report = STALE
    monkeypatch.setattr("pacecar.cli.check.today", lambda: AS_OF + timedelta(91))


@pytest.mark.parametrize(
    ("age", "days", "stale"),
    [
        (90, 90, False),
        (91, 90, True),
        (1, 1, False),
        (2, 1, True),
        (9999, 0, False),
        (-1, 1, False),
    ],
)
def test_bounds(age: int, days: int, *, stale: bool) -> None:
    """A day is stale that is more days ago than is still recent; 0 is any number of them."""
    assert bool(staleness(STALE, AS_OF + timedelta(age), days)) is stale


def test_a_plan_without_a_name() -> None:
    """A plan need not have a name to be told of."""
    told = staleness(replace(STALE, plan_name=""), AS_OF + timedelta(400), 90)
    assert told.startswith("the plan is judged as of 2026-01-01, 400 days ago: ")


def test_it_is_told_and_fails_nothing(later: None, pacecar: Run) -> None:
    """The line goes to standard error whatever the format, and the exit code stays."""
    arguments = ("check", "plan", "--fail-level", "info", "--format", "concise")
    assert pacecar(*arguments) == Result(0, "", TOLD)


@pytest.mark.parametrize("arguments", [("--stale-after", "91"), ("--as-of", "2026-01-01")])
def test_who_means_it_is_not_told(later: None, pacecar: Run, arguments: tuple[str, ...]) -> None:
    """More days may be recent, and who names the day knows it."""
    assert pacecar("check", "plan", "--format", "concise", *arguments) == Result(0, "", "")


@pytest.mark.parametrize(
    ("text", "err"),
    [
        ("stale-after = 0", ""),
        ("stale-after = 400", ""),
        ("stale_after = 90", TOLD),
        ("stale-after = -1", "FILE:1: stale-after is a number of days, and not -1\n"),
        ("stale-after = true", "FILE:1: stale-after is a number of days, and not True\n"),
        ("stale-after = '9d'", "FILE:1: stale-after is a number of days, and not '9d'\n"),
    ],
)
def test_the_setting(later: None, pacecar: Run, folder: Path, text: str, err: str) -> None:
    """The number of days can be set, and what is none is told at its place."""
    file = folder / "pacecar.toml"
    file.write_text(f"{text}\n", encoding="utf-8")
    result = pacecar("check", "plan", "--format", "concise")
    assert result.err == err.replace("FILE", f"pacecar: {file}")


def test_the_variable(later: None, pacecar: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment has numbers as texts."""
    monkeypatch.setenv("PACECAR_STALE_AFTER", "91")
    assert pacecar("check", "plan", "--format", "concise").err == ""
