"""Dictionaries and one loop: what a programmer writes who needs these six rules and no others."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.files import PLATFORMS, PROGRAMS, lines_of

HALF = 0.5


def prepare() -> None:
    """Nothing is prepared."""


def load(_: None, folder: Path) -> Any:
    """Read the flat files into dictionaries."""
    programs = list(lines_of(folder / f"{PROGRAMS}.jsonl"))
    common = {one["id"]: one["common"] for one in lines_of(folder / f"{PLATFORMS}.jsonl")}
    return programs, common


def resolve(_: None, data: Any) -> Any:
    """Leaders are looked up while the rules are asked."""
    return data


def evaluate(_: None, data: Any) -> Answer:
    """Ask all rules of each program in turn."""
    programs, common = data
    by_id = {program["id"]: program for program in programs}
    lost, chained, apart, little = [], [], [], []
    leading: defaultdict[str, set[str]] = defaultdict(set)
    built: defaultdict[int, int] = defaultdict(int)
    on_common: defaultdict[int, int] = defaultdict(int)
    for program in programs:
        leader_id = program["leader"]
        if leader_id is None:
            leading[program["region"]].add(program["company"])
        else:
            leader = by_id.get(leader_id)
            if leader is None:
                lost.append(program["id"])
            else:
                if leader["leader"] is not None:
                    chained.append(program["id"])
                if leader["platform"] != program["platform"]:
                    apart.append(program["id"])
            if program["upper_body_shared"] <= HALF:
                little.append(program["id"])
        volume = program["volume"]
        built[program["year"]] += volume
        if common[program["platform"]]:
            on_common[program["year"]] += volume
    divided = [region for region, companies in leading.items() if len(companies) > 1]
    short = [str(year) for year, all_ in built.items() if on_common[year] * 5 < all_ * 4]
    return Answer(
        {"R1": lost, "R2": chained, "R3": apart, "R4": little, "R5": divided, "R6": short}
    )
