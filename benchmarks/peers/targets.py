"""What Pacecar's evaluators are to reach beside their peers, and why they miss what they miss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from benchmarks.peers.figures import Found
from benchmarks.peers.registry import BUILTIN, DURABLE, PLAIN

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


_IN_PROCESS: Final = (1_000, 10_000, 100_000)

TARGETS: Final = (
    Target(
        f"{BUILTIN}: evaluating, of {PLAIN}",
        1.5,
        _IN_PROCESS,
        _evaluating(BUILTIN, PLAIN),
        "Four rules each go through all programs and call a compiled function for each of them, "
        "three for those that follow; each case, kept ones too, becomes a record, a tuple and an "
        "outcome, where the loop by hand looks at each program once and keeps what is broken. "
        "Python's garbage collector goes through all of it again and again.",
        "One compiled loop for each rule that tests in place, counts what is kept and makes "
        "records of the other cases alone; collecting garbage not at all between linking and the "
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
)
