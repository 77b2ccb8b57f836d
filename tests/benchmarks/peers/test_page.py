"""The page and the plots: what was measured, what was missed, who was wrong."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.peers.figures import Figures, figures, growth, ratio
from benchmarks.peers.page import page, plots, time_in_words
from benchmarks.peers.plot import apart
from benchmarks.peers.registry import BUILTIN, DUCKDB, PLAIN
from benchmarks.peers.running import Run

ABOUT = {"command": "python -m benchmarks.peers", "date": "2026-11-25", "commit": "c0ffee"}


def _run(contender: str, size: int, evaluate: float, **more: object) -> Run:
    times = {"prepare": [0.0], "load": [1.0], "resolve": [evaluate], "evaluate": [evaluate]}
    return Run(contender, size, 0, times=times, memory=2**20, **more)  # type: ignore[arg-type]


FOUND = figures(
    [
        _run(PLAIN, 1_000, 0.002),
        _run(PLAIN, 10_000, 0.02),
        _run(BUILTIN, 1_000, 0.003),
        _run(BUILTIN, 10_000, 0.08),
        _run("SQLite", 1_000, 0.001, wrong=("R3",)),
        _run("Polars", 1_000, 0.001),
        Run("Polars", 1_000, 1, trouble="crashed: SIGSEGV"),
        Run("Drools", 1_000, 0, trouble="over 5 s"),
    ]
)


def test_figures_are_medians_of_all_rounds() -> None:
    """Rounds of all runs count alike, and a run without figures is only told."""
    runs = [_run("Polars", 10, 1.0), _run("Polars", 10, 3.0), _run("Polars", 10, 4.0)]
    runs.append(Run("Polars", 10, 3, trouble="over 5 s"))
    assert figures(runs) == {
        ("Polars", 10): Figures(0.0, 1.0, 3.0, 3.0, 2**20, runs=3, trouble="over 5 s")
    }


def test_ratios_and_growth_need_both_figures() -> None:
    """Where one was not run, or was wrong, there is no ratio."""
    assert ratio(FOUND, 1_000, BUILTIN, PLAIN) == 1.5
    assert growth(FOUND, BUILTIN, 1_000, 10_000) == pytest.approx(26.67, abs=0.01)
    assert ratio(FOUND, 1_000, "SQLite", PLAIN) is None
    assert ratio(FOUND, 1_000, BUILTIN, DUCKDB) is None
    assert growth(FOUND, "Polars", 1_000, 10_000) is None


def test_the_page_tells_who_is_wrong_and_who_did_not_end() -> None:
    """Nobody is dropped: each has its row, with the reason where there are no figures."""
    text = page(FOUND, [1_000, 10_000], ABOUT, {"polars": "2.1.0"})
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert "| SQLite | 1.0 s | 1.0 ms | 1.0 ms | - | - | 1 MiB | 1 | **wrong: R3** |" in rows
    assert "| Drools | - | - | - | - | - | - | - | over 5 s |" in rows
    polars = "| Polars | 1.0 s | 1.0 ms | 1.0 ms | 0.50 | - | 1 MiB | 1 | "
    assert f"{polars}right; crashed: SIGSEGV |" in rows
    assert "- **Polars** (polars 2.1.0): " in text


def test_a_target_that_is_missed_says_why() -> None:
    """It is reached only if it is at each size, and a missed one has its reason and its cure."""
    text = page(FOUND, [1_000, 10_000], ABOUT, {})
    missed = f"| {BUILTIN}: evaluating, of {PLAIN} | 1.5 | 1.50 | 4.00 | **no** |"
    assert missed in text
    assert f"- **{BUILTIN}: evaluating, of {PLAIN}.** " in text
    reached = page({k: v for k, v in FOUND.items() if k[1] == 1_000}, [1_000], ABOUT, {})
    assert f"| {BUILTIN}: evaluating, of {PLAIN} | 1.5 | 1.50 | yes |" in reached
    assert f"- **{BUILTIN}: evaluating, of {PLAIN}.** " not in reached


def test_plots_show_what_counts() -> None:
    """Each plot is well-formed and names those whose figures count, and nobody else."""
    for drawn in plots(FOUND, [1_000, 10_000]).values():
        root = ET.fromstring(drawn)  # noqa: S314 - written a line above
        names = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
        assert {PLAIN, BUILTIN, "Polars"} <= set(names)
        assert not {"SQLite", "Drools", DUCKDB} & set(names)


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 300), min_size=1, max_size=15))
def test_names_do_not_overlap(wanted: dict[str, float]) -> None:
    """Names keep their order, and a line's height between them, within the plot."""
    places = apart(wanted, 0, 300)
    in_order = [places[name] for name in sorted(wanted, key=lambda name: (wanted[name], name))]
    gaps = [b - a for a, b in pairwise(in_order)]
    assert all(gap >= 15 - 1e-6 for gap in gaps)
    assert 0 <= in_order[0] <= in_order[-1] <= 300


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0000123, "12 µs"), (0.00123, "1.2 ms"), (0.0123, "12 ms"), (1.23, "1.2 s"), (123, "123 s")],
)
def test_times_are_read_at_a_glance(seconds: float, words: str) -> None:
    """A time has a unit and no more digits than count."""
    assert time_in_words(seconds) == words
