"""CLIPS: a fact for each program and platform, a production for each rule.

CLIPS has no sums over facts that stay linear: a production tells each volume to a function in
Python, which adds it up.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.files import PLATFORMS, PROGRAMS, lines_of
from benchmarks.peers.workload import RULES

CONSTRUCTS = (
    "(deftemplate platform (slot id (type SYMBOL)) (slot common (type SYMBOL)))",
    """(deftemplate program (slot id (type SYMBOL)) (slot company (type SYMBOL))
        (slot leader (type SYMBOL)) (slot region (type SYMBOL)) (slot platform (type SYMBOL))
        (slot shared (type FLOAT)) (slot volume (type INTEGER)) (slot year (type INTEGER)))""",
    """(defrule r1 (program (id ?f) (leader ?l&~none)) (not (program (id ?l)))
        => (broken R1 ?f))""",
    """(defrule r2 (program (id ?f) (leader ?l&~none)) (program (id ?l) (leader ~none))
        => (broken R2 ?f))""",
    """(defrule r3 (program (id ?f) (leader ?l&~none) (platform ?p))
        (program (id ?l) (platform ~?p)) => (broken R3 ?f))""",
    """(defrule r4 (program (id ?f) (leader ~none) (shared ?s&:(<= ?s 0.5)))
        => (broken R4 ?f))""",
    """(defrule r5 (program (leader none) (region ?r) (company ?c))
        (program (leader none) (region ?r) (company ~?c)) => (broken R5 ?r))""",
    """(defrule r6 (platform (id ?f) (common ?c)) (program (platform ?f) (year ?y) (volume ?v))
        => (built ?y ?v ?c))""",
)


def prepare() -> None:
    """Import the engine; its productions belong to an environment, and so to loading."""
    import clips  # noqa: F401 - that is what takes time


def load(_: None, folder: Path) -> Any:
    """Assert the facts."""
    import clips

    found = _Found()
    environment = clips.Environment()
    environment.define_function(found.broken, "broken")
    environment.define_function(found.built, "built")
    for construct in CONSTRUCTS:
        environment.build(construct)
    symbol = clips.Symbol
    platform = environment.find_template("platform")
    for one in lines_of(folder / f"{PLATFORMS}.jsonl"):
        common = symbol("yes" if one["common"] else "no")
        platform.assert_fact(id=symbol(one["id"]), common=common)
    program = environment.find_template("program")
    for one in lines_of(folder / f"{PROGRAMS}.jsonl"):
        program.assert_fact(
            id=symbol(one["id"]),
            company=symbol(one["company"]),
            leader=symbol(one["leader"] or "none"),
            region=symbol(one["region"]),
            platform=symbol(one["platform"]),
            shared=one["upper_body_shared"] or 1.0,
            volume=one["volume"],
            year=one["year"],
        )
    return environment, found


class _Found:
    """What productions tell while they run."""

    def __init__(self) -> None:
        self.ids: dict[str, set[str]] = {rule: set() for rule in RULES}
        self.all: defaultdict[int, int] = defaultdict(int)
        self.common: defaultdict[int, int] = defaultdict(int)

    def broken(self, rule: str, id_: str) -> None:
        """Take the subject of a broken rule."""
        self.ids[rule].add(str(id_))

    def built(self, year: int, volume: int, common: str) -> None:
        """Take the volume of a program."""
        self.all[year] += volume
        if common == "yes":
            self.common[year] += volume


def resolve(_: None, data: Any) -> Any:
    """Leaders are joined by the engine, as facts come in."""
    return data


def evaluate(_: None, data: Any) -> Answer:
    """Run all that was activated."""
    environment, found = data
    environment.run()
    short = [str(year) for year, all_ in found.all.items() if found.common[year] * 5 < all_ * 4]
    return Answer({**{rule: list(ids) for rule, ids in found.ids.items()}, "R6": short})
