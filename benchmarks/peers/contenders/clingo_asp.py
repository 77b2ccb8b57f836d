"""clingo: the programs as ground facts, the rules as an answer set program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.files import PLATFORMS, PROGRAMS, lines_of
from benchmarks.peers.workload import RULES

PROGRAM = """
r1(F) :- follows(F, L, _), not leads(L, _, _), not follows(L, _, _).
r2(F) :- follows(F, L, _), follows(L, _, _).
r3(F) :- follows(F, L, _), on(F, P), on(L, Q), P != Q.
r4(F) :- follows(F, _, S), S <= 50.
r5(R) :- leads(_, R, C), leads(_, R, D), C < D.
built(Y, V) :- year(Y), V = #sum { W, P : volume(P, Y, W) }.
shared(Y, V) :- year(Y), V = #sum { W, P : volume(P, Y, W), on(P, F), common(F) }.
year(Y) :- volume(_, Y, _).
r6(Y) :- built(Y, V), shared(Y, W), W * 5 < V * 4.
#show r1/1. #show r2/1. #show r3/1. #show r4/1. #show r5/1. #show r6/1.
"""


def prepare() -> None:
    """Import the engine."""
    import clingo  # noqa: F401 - that is what takes time


def load(_: None, folder: Path) -> Any:
    """Ground the facts."""
    import clingo

    control = clingo.Control(message_limit=0)
    control.add("facts", [], "".join(_facts(folder)))
    control.ground([("facts", [])])
    return control


def _facts(folder: Path) -> Iterator[str]:
    """Yield the facts as text; numbers are whole ones, so shares are in hundredths."""
    for one in lines_of(folder / f"{PLATFORMS}.jsonl"):
        if one["common"]:
            yield f"common({one['id']}).\n"
    for one in lines_of(folder / f"{PROGRAMS}.jsonl"):
        id_ = one["id"]
        if one["leader"] is None:
            yield f"leads({id_},{one['region']},{one['company']}).\n"
        else:
            share = round(one["upper_body_shared"] * 100)
            yield f"follows({id_},{one['leader']},{share}).\n"
        yield f"on({id_},{one['platform']}). volume({id_},{one['year']},{one['volume']}).\n"


def resolve(_: None, data: Any) -> Any:
    """Leaders are joined while the rules are asked."""
    return data


def evaluate(_: None, data: Any) -> Answer:
    """Ground the rules on the facts; the one answer set holds what they find."""
    data.add("rules", [], PROGRAM)
    data.ground([("rules", [])])
    broken: dict[str, list[str]] = {rule: [] for rule in RULES}
    with data.solve(yield_=True) as handle:
        for symbol in handle.model().symbols(shown=True):
            broken[symbol.name.upper()].append(str(symbol.arguments[0]))
    return Answer(broken)
