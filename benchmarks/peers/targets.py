"""What Pacecar's evaluators are to reach beside their peers, and why they miss what they miss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from benchmarks.peers.figures import Found, growth
from benchmarks.peers.registry import BUILTIN, BULK, DUCKDB, DURABLE, PLAIN

Measure = Callable[[Found, int], float | None]


class Target(NamedTuple):
    """A ratio that is to be reached.

    Attributes:
        what: the ratio, in words.
        most: what it may be.
        sizes: where it is asked for.
        measure: returns it, None where something was not run.
        reason: why it is missed, if it is.
        closing: what would close the gap.
    """

    what: str
    most: float
    sizes: Sequence[int]
    measure: Measure
    reason: str
    closing: str


def _evaluating(contender: str, to: str, *, linking: bool = False) -> Measure:
    """Measure evaluating, and the resolving of the contender alone if it is asked for."""

    def measure(found: Found, size: int) -> float | None:
        one, other = found.get((contender, size)), found.get((to, size))
        if one is None or other is None or not one.counts or not other.counts:
            return None
        return (one.evaluate + linking * one.resolve) / other.evaluate

    return measure


def _remembering(contender: str, to: str) -> Measure:
    """Measure the memory of a process beside another one's."""

    def measure(found: Found, size: int) -> float | None:
        one, other = found.get((contender, size)), found.get((to, size))
        if one is None or other is None or not one.counts or not other.counts:
            return None
        return one.memory / other.memory

    return measure


def _growing(contender: str, times: int) -> Measure:
    """Measure how many times as long so many times the programs take."""
    return lambda found, size: growth(found, contender, size // times, size)


_IN_PROCESS: Final = (1_000, 10_000, 100_000)
_LARGE: Final = (100_000, 1_000_000)

TARGETS: Final = (
    Target(
        f"{BUILTIN}: evaluating, of {PLAIN}",
        1.5,
        _IN_PROCESS,
        _evaluating(BUILTIN, PLAIN),
        "Four rules each go through all programs, three of them for those that follow; each case "
        "becomes a record that is looked up, kept ones too, and each program is placed in its "
        "groups by calls, where the loop by hand looks at each program once and keeps what is "
        "broken. Python's garbage collector goes through all of it again and again.",
        "A compiled loop that tests in place, and makes records of the cases alone that are not "
        "kept; one for groups as well; collecting garbage not at all between linking and the "
        "report.",
    ),
    Target(
        f"{BUILTIN}: resolving and evaluating, of {PLAIN}'s evaluating",
        4.5,
        _IN_PROCESS,
        _evaluating(BUILTIN, PLAIN, linking=True),
        "Resolving is all that makes findings out of a file's flaws: each value is checked by its "
        "field's type, kept with its place, and the wrong ids get a suggestion. The loop by hand "
        "checks nothing.",
        "A reader for bulk files that checks columns rather than values.",
    ),
    Target(
        f"{DURABLE}: evaluating, of {PLAIN}",
        4.0,
        _IN_PROCESS,
        _evaluating(DURABLE, PLAIN),
        "Binding is the same as with the built-in judge, and most of the time.",
        "What closes the gap of the built-in judge.",
    ),
    Target(
        f"{BULK}: evaluating, of {DUCKDB}",
        1.5,
        _LARGE,
        _evaluating(BULK, DUCKDB),
        "The queries count all outcomes and tell undetermined ones apart, and a region is one of a "
        "list; the queries by hand do none of that.",
        "One pass over the programs for all rules that look at each follower.",
    ),
    Target(
        f"{BULK}: memory, of {DUCKDB}",
        2.0,
        _LARGE,
        _remembering(BULK, DUCKDB),
        "While references are resolved the file's rows and the tables made of them are both there.",
        "Resolving file by file, or with a limit on DuckDB's memory, which then spills.",
    ),
    Target(
        f"{BULK}: evaluating ten times the programs",
        12.0,
        _LARGE,
        _growing(BULK, 10),
        "A hash table that no longer fits a processor's cache costs more for each program.",
        "Keys in the order of the file, so that twins stand near each other.",
    ),
)
