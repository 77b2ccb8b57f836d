"""The workload: what is planted in it is what is wrong with it, by a count of its own."""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.peers.files import write
from benchmarks.peers.workload import RULES, Workload, make, shares

HALF = 50


def offences(workload: Workload) -> dict[str, list[str]]:
    """Return what is wrong, by rule, looked for in the simplest way."""
    found: dict[str, list[str]] = {rule: [] for rule in RULES}
    by_id = {program.id: program for program in workload.programs}
    leading = defaultdict(set)
    for program in workload.programs:
        if not program.leader:
            leading[program.region].add(program.company)
            continue
        if program.leader not in by_id:
            found["R1"].append(program.id)
        elif by_id[program.leader].leader:
            found["R2"].append(program.id)
        if program.leader in by_id and by_id[program.leader].platform != program.platform:
            found["R3"].append(program.id)
        if program.upper_body <= HALF:
            found["R4"].append(program.id)
    found["R5"] = sorted(region for region, companies in leading.items() if len(companies) > 1)
    for year, (common, whole) in shares(workload).items():
        if Fraction(common, whole) < Fraction(4, 5):
            found["R6"].append(str(year))
    return {rule: sorted(ids) for rule, ids in found.items()}


@settings(deadline=None)
@given(st.integers(1_000, 2_500), st.integers(0, 1_000))
def test_what_is_planted_is_what_is_wrong(count: int, seed: int) -> None:
    """Each rule is broken for exactly those that were planted, a fiftieth of what it looks at."""
    workload = make(count, seed)
    assert {rule: list(ids) for rule, ids in workload.planted.items()} == offences(workload)
    followers = count // 2
    each = {**dict.fromkeys(RULES, followers // 50), "R5": max(1, count // 20 // 50), "R6": 1}
    assert {rule: len(ids) for rule, ids in workload.planted.items()} == each


def test_a_workload_is_made_by_its_seed() -> None:
    """The same size and seed make the same workload, another seed another one."""
    assert make(100, 7) == make(100, 7)
    assert make(100, 7) != make(100, 8)


def test_no_workload_is_too_small_for_what_is_planted() -> None:
    """The smallest one has an offence of each rule; a smaller one is refused."""
    smallest = make(20)
    assert offences(smallest) == {rule: list(ids) for rule, ids in smallest.planted.items()}
    assert all(smallest.planted.values())
    with pytest.raises(ValueError, match="20 programs or more, not 19"):
        make(19)


def test_outcomes_are_of_all_cases() -> None:
    """What follows a leader that is lost is undetermined where the leader is asked about."""
    outcomes = make(1_000).outcomes()
    assert outcomes == {
        "R1": (490, 10, 0),
        "R2": (480, 10, 10),
        "R3": (480, 10, 10),
        "R4": (490, 10, 0),
        "R5": (49, 1, 0),
        "R6": (49, 1, 0),
    }


def test_files_are_written_once(tmp_path: Path) -> None:
    """A workload that is there is left as it is; a large one has no plan in Pacecar's format."""
    write(tmp_path / "small", 40, 1, most_in_plan=40)
    first = (tmp_path / "small" / "programs.jsonl").read_text("utf-8")
    write(tmp_path / "small", 41, 2, most_in_plan=40)
    assert (tmp_path / "small" / "programs.jsonl").read_text("utf-8") == first
    lines = [json.loads(line) for line in first.splitlines()]
    assert len(lines) == 40
    assert {line["upper_body_shared"] is None for line in lines if line["leader"] is None} == {True}
    write(tmp_path / "large", 41, 1, most_in_plan=40)
    assert (tmp_path / "small" / "plan").is_dir()
    assert not (tmp_path / "large" / "plan").exists()
