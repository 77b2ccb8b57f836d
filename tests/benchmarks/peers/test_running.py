"""Running contenders: who is asked, who is not any more, what is wrong, what is kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.peers.__main__ import main
from benchmarks.peers.contender import Answer
from benchmarks.peers.environment import Environment
from benchmarks.peers.files import write
from benchmarks.peers.one import told
from benchmarks.peers.registry import ENTRIES, Entry, chosen
from benchmarks.peers.running import Kept, Run, run_all, run_once, wrong_rules
from pacecar.evaluation.judges import durable_available

ONE, OTHER, SMALL = Entry("one", "", "-"), Entry("other", "", "-"), Entry("small", "", "-", most=10)
TIMES = {"prepare": [0.0], "load": [1.0], "resolve": [0.0], "evaluate": [2.0]}
HERE = Environment(Path(sys.executable), without_java="no Java")


def test_contenders_run_in_turn(tmp_path: Path) -> None:
    """Size by size, over and over, each contender once; none beyond its own size."""
    runs = list(_all([ONE, SMALL], [100, 10], 2, Kept(tmp_path / "runs", {}), {}))
    assert [(run.contender, run.size, run.number) for run in runs] == [
        ("one", 10, 0),
        ("small", 10, 0),
        ("one", 10, 1),
        ("small", 10, 1),
        ("one", 100, 0),
        ("one", 100, 1),
    ]


def test_who_has_no_figures_is_not_asked_again(tmp_path: Path) -> None:
    """Who took too long, or crashed, is not run any more, and is shown at each larger size."""
    trouble = {("one", 10): "over 5 s"}
    runs = list(_all([ONE, OTHER], [10, 100], 2, Kept(tmp_path / "runs", {}), trouble))
    told = [(run.contender, run.size, run.trouble) for run in runs if run.trouble]
    assert told == [("one", 10, "over 5 s"), ("one", 100, "over 5 s at 10")]
    assert sum(run.contender == "other" for run in runs) == 4


def test_who_takes_long_runs_once(tmp_path: Path) -> None:
    """A run of more than the stated time is not repeated."""
    runs = list(_all([ONE], [10], 3, Kept(tmp_path / "runs", {}), {}, long=2.5))
    assert [run.number for run in runs] == [0]


def test_what_was_interrupted_goes_on(tmp_path: Path) -> None:
    """Runs that are kept are not made again; those of another commit are."""
    file = tmp_path / "runs"
    first = list(_all([ONE], [10], 2, Kept(file, {"commit": "a"}), {}))
    crashes = {("one", 10): "crashed"}
    assert list(_all([ONE], [10], 2, Kept(file, {"commit": "a"}), crashes)) == first
    other = list(_all([ONE], [10], 2, Kept(file, {"commit": "b"}), crashes))
    assert [run.trouble for run in other] == ["crashed"]


def _all(
    entries: Sequence[Entry],
    sizes: Sequence[int],
    runs: int,
    kept: Kept,
    troubles: Mapping[tuple[str, int], str],
    *,
    long: float = 1e9,
) -> Iterator[Run]:
    """Run contenders that take three seconds, or have a trouble."""

    def once(entry: Entry, size: int, number: int) -> Run:
        trouble = troubles.get((entry.name, size), "")
        return Run(entry.name, size, number, trouble, (), {} if trouble else TIMES, 0)

    return run_all(entries, sizes, runs, once, kept, long=long)


def test_another_answer_is_wrong() -> None:
    """Ids that differ, outcomes that differ, rounds that differ: each is told, rule by rule."""
    entry = Entry("one", "", "-", rules=("R1", "R2"))
    planted, outcomes = {"R1": ["a", "b"], "R2": ["c"]}, {"R1": [1, 2, 0], "R2": [2, 1, 0]}

    def wrong(answer: Answer, *, steady: bool = True) -> tuple[str, ...]:
        answered = {"steady": steady, "answer": told(answer)}
        return wrong_rules(entry, answered, {"planted": planted, "outcomes": outcomes})

    right = {"R1": ["b", "a"], "R2": ["c"]}
    assert wrong(Answer(right)) == ()
    assert wrong(Answer(right, {"R1": (1, 2, 0), "R2": (2, 1, 0)})) == ()
    assert wrong(Answer({"R1": ["a"], "R2": ["c"]})) == ("R1",)
    assert wrong(Answer({"R1": ["a", "b", "b"], "R2": ["c"]})) == ("R1",)
    assert wrong(Answer({"R1": ["a", "b"]})) == ("R2",)
    assert wrong(Answer(right, {"R1": (1, 2, 0), "R2": (1, 1, 1)})) == ("R2",)
    assert wrong(Answer(right), steady=False) == ("R1", "R2")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_each_contender_has_its_phases(entry: Entry) -> None:
    """Its module can be read where its engine is not installed, and has the four phases."""
    if entry.module:
        module = import_module(f"benchmarks.peers.contenders.{entry.module}")
        phases = ("prepare", "load", "resolve", "evaluate")
        assert [callable(getattr(module, phase, None)) for phase in phases] == [True] * 4


def test_contenders_are_chosen_by_the_beginning_of_their_name() -> None:
    """Names and modules may be shortened; what is none is told, with all there are."""
    assert [entry.name for entry in chosen("plain,rego")] == [
        "plain Python",
        "Rego (regorus)",
        "Rego (rego-cpp)",
    ]
    assert chosen("") == list(ENTRIES)
    with pytest.raises(LookupError, match=r"no contender 'prolog'; there are .*'SQLite'"):
        chosen("prolog")


def test_a_failure_is_told_in_its_own_words(tmp_path: Path) -> None:
    """A contender that is not there, fails or takes too long has no figures but a reason."""
    write(tmp_path, 20, 1, most_in_plan=20)

    def trouble(entry: Entry, cap: float = 60) -> str:
        return run_once(entry, HERE, tmp_path, size=20, number=0, cap=cap).trouble

    assert trouble(Entry("java", "", "-")) == "not run: no Java"
    assert trouble(Entry("none", "no_such_module", "-")).startswith("failed: ModuleNotFoundError")
    assert trouble(Entry("plain", "plain_python", "-"), cap=0.001) == "over 0 s"


@pytest.mark.slow
def test_contenders_of_this_environment_find_what_is_planted(tmp_path: Path) -> None:
    """Plain Python, SQLite, DuckDB and Pacecar, all ways, agree with what was planted."""
    here = ["--here", "--folder", str(tmp_path), "--sizes", "1000", "--runs", "1"]
    assert main([*here, "--contenders", "plain,sqlite,duckdb,pacecar_b,pacecar_duckdb"]) == 0
    text = (tmp_path / "benchmarks.md").read_text("utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith("| SQLite")][:1]
    assert row.endswith("| 1 | right |")
    assert (tmp_path / "benchmarks-time.svg").read_text("utf-8").count("<polyline") == 10


@pytest.mark.slow
@pytest.mark.skipif(not durable_available(), reason="durable-rules is not installed")
def test_the_durable_judge_finds_what_is_planted(tmp_path: Path) -> None:
    """Pacecar with durable-rules agrees with what was planted."""
    here = ["--here", "--folder", str(tmp_path), "--sizes", "1000", "--runs", "1"]
    assert main([*here, "--contenders", "pacecar_durable"]) == 0
