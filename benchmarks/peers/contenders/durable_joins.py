"""durable-rules by itself, with joins in its own language: facts of programs, then of followers.

All programs are asserted before the first follower, as a condition that something is not there
fires at once. Facts have ids of their own, as those that it makes are not unique. In conditions
the comparison with another fact does not come last: where the last one fails, durable-rules reads
beyond its memory and often crashes. It has no sums: R6 is not asked. Rules fire as facts are
asserted, so that is what is timed as evaluating.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.files import PROGRAMS, lines_of

AT_ONCE = 1_000
"""Facts in a batch."""


def prepare() -> Any:
    """Import the engine; rules that have seen facts stay so, and each round defines them anew."""
    import durable.lang  # noqa: F401 - that is what takes time

    return count()


def load(engine: Any, folder: Path) -> Any:
    """Define the rules and make the facts."""
    found: dict[str, set[str]] = {rule: set() for rule in ("R1", "R2", "R3", "R4", "R5")}
    name = f"six{next(engine)}"
    _define(name, found)
    ids = count(1)
    programs, followers = [], []
    for one in lines_of(folder / f"{PROGRAMS}.jsonl"):
        twin = {"pid": one["id"], "platform": one["platform"]}
        follows = {"follows": int(one["leader"] is not None)}
        place = {"region": one["region"], "company": one["company"]}
        programs.append({"id": next(ids), "kind": "program", **twin, **follows, **place})
        if one["leader"] is not None:
            shared = round(one["upper_body_shared"] * 100)
            own = {"leader": one["leader"], "shared": shared}
            followers.append({"id": next(ids), "kind": "follower", **twin, **own})
    return name, found, (programs, followers)


def _define(name: str, found: dict[str, set[str]]) -> None:
    """Define the ruleset; each rule has expressions of its own, as it changes them."""
    from durable.lang import c, m, none, ruleset, when_all

    def follower() -> Any:
        return c.f << (m.kind == "follower")

    def its_leader() -> Any:
        return (m.pid == c.f.leader) & (m.kind == "program")

    def leads() -> Any:
        return (m.kind == "program") & (m.follows == 0)

    def tell(rule: str, subject: Callable[[Any], str]) -> Callable[[Any], None]:
        return lambda c: found[rule].add(subject(c))

    with ruleset(name):
        when_all(follower(), none(its_leader()))(tell("R1", lambda c: c.f.pid))
        chained = c.l << its_leader() & (m.follows == 1)
        when_all(follower(), chained)(tell("R2", lambda c: c.f.pid))
        apart = c.l << (m.platform != c.f.platform) & its_leader()
        when_all(follower(), apart)(tell("R3", lambda c: c.f.pid))
        little = m.shared <= 50  # noqa: PLR2004 - half of it
        when_all(c.f << (m.kind == "follower") & little)(tell("R4", lambda c: c.f.pid))
        elsewhere = (m.region == c.a.region) & (m.company != c.a.company)
        when_all(c.a << leads(), c.b << elsewhere & leads())(tell("R5", lambda c: c.a.region))


def resolve(_: Any, data: Any) -> Any:
    """Leaders are joined by the engine, as facts come in."""
    return data


def evaluate(_: Any, data: Any) -> Answer:
    """Assert the facts."""
    from durable.lang import assert_facts

    name, found, kinds = data
    for facts in kinds:
        for start in range(0, len(facts), AT_ONCE):
            assert_facts(name, facts[start : start + AT_ONCE])
    return Answer({rule: list(ids) for rule, ids in found.items()})
