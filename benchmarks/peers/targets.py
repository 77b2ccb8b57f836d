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
        "Each of the rules goes through the programs by itself and counts its cases by their three "
        "outcomes; members of groups are kept, as findings tell of them, and sums are made as "
        "bounds. The loop by hand looks at each program once, knows that nothing is unknown, and "
        "keeps what is broken.",
        "One loop for all rules that are about the same collection, and sums without bounds where "
        "a plan leaves nothing unknown, as the queries have it.",
    ),
    Target(
        f"{BUILTIN}: resolving and evaluating, of {PLAIN}'s evaluating",
        4.5,
        _IN_PROCESS,
        _evaluating(BUILTIN, PLAIN, linking=True),
        "Resolving is all that makes findings out of a file's flaws: each value is checked by its "
        "field's type, kept with its place, and the wrong ids get a suggestion. The loop by hand "
        "checks nothing.",
        "Nothing that keeps the place of every value; the reader of files of rows checks columns "
        "rather than values, and is for larger plans.",
    ),
    Target(
        f"{DURABLE}: evaluating, of {PLAIN}",
        4.0,
        _IN_PROCESS,
        _evaluating(DURABLE, PLAIN),
        "Each case becomes a record, each distinct record a fact in JSON, and each rule a state of "
        "its own that is opened, asked and deleted.",
        "Facts of several rules in one state; and in a fact the order of numbers instead of the "
        "numbers, as there are few orders.",
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
        "Reading holds what it makes of rows within the limit it is given, 400 MB here; it needs "
        "less if it is given less.",
        "A smaller limit: `--memory 300MB` is the least.",
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
