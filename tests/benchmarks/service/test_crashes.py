"""The crash harness itself, small: real servers, killed under load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.service.crashes import Wanted, figures, run
from benchmarks.service.history import KINDS
from benchmarks.service.processes import descendants, is_alive, kill, resident
from benchmarks.service.reliability import NoPlace, keep


@pytest.mark.slow
@pytest.mark.parametrize(("database", "servers"), [("sqlite", 1), ("postgresql", 2)])
def test_nothing_acknowledged_is_lost_or_doubled(
    tmp_path: Path, database: str, servers: int
) -> None:
    """Some kills under some load leave each acknowledged submission there, once."""
    wanted = Wanted(3, 60, database, servers, clients=4, seed=1, again=5)
    outcome = run(wanted, tmp_path)
    told = figures(wanted, outcome)
    assert outcome.verdict.faults == ()
    assert outcome.in_order, told
    assert outcome.killed.total == 3
    assert (outcome.verdict.acknowledged, outcome.verdict.stored) == (60, 60)
    assert {told[kind] for kind in KINDS} == {"0"}


def test_descendants_are_found_and_killed() -> None:
    """A process of a process is found, killed once, and then gone."""
    inner = "import sys; print(flush=True); sys.stdin.read()"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", outer], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (child,) = descendants(process.pid)
        assert resident(process.pid) > 0
        assert kill(child)
        process.wait(10)
        assert (is_alive(child), kill(child), descendants(process.pid)) == (False, False, [])


def test_figures_take_the_place_of_earlier_ones(tmp_path: Path) -> None:
    """Only what stands between the marks of a name changes, and a missing place is told."""
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x -->\nold\n<!-- end of x -->\nb\n<!-- y -->\n<!-- end of y -->\n")
    keep(page, "x", "new\\1")
    expected = "a\n<!-- x -->\nnew\\1\n<!-- end of x -->\nb\n<!-- y -->\n<!-- end of y -->\n"
    assert page.read_text() == expected
    with pytest.raises(NoPlace, match="no place for z"):
        keep(page, "z", "new")
