"""Figures of runs: medians, ratios, growth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import NamedTuple

from benchmarks.peers.one import PHASES
from benchmarks.peers.running import Run


class Figures(NamedTuple):
    """Medians of a contender at one size, over all rounds of all its runs; times in seconds.

    `trouble` and `wrong` are those of its runs; without any figures, all else is 0.
    """

    prepare: float = 0.0
    load: float = 0.0
    resolve: float = 0.0
    evaluate: float = 0.0
    memory: float = 0.0
    runs: int = 0
    trouble: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the figures may be compared: it ran, and found what was planted."""
        return self.runs > 0 and not self.wrong


Found = Mapping[tuple[str, int], Figures]
"""Figures by contender and size."""


def figures(runs: Iterable[Run]) -> dict[tuple[str, int], Figures]:
    """Return the figures of all contenders at all sizes."""
    grouped: dict[tuple[str, int], list[Run]] = {}
    for run in runs:
        grouped.setdefault((run.contender, run.size), []).append(run)
    return {key: _of(found) for key, found in grouped.items()}


def _of(runs: list[Run]) -> Figures:
    trouble = next((run.trouble for run in runs if run.trouble), "")
    wrong = tuple(sorted({rule for run in runs for rule in run.wrong}))
    good = [run for run in runs if not run.trouble]
    if not good:
        return Figures(trouble=trouble)
    times = {
        phase: median(spent for run in good for spent in run.times[phase])
        for phase in ("prepare", *PHASES)
    }
    memory = median(run.memory for run in good)
    return Figures(**times, memory=memory, runs=len(good), trouble=trouble, wrong=wrong)


def ratio(found: Found, size: int, contender: str, to: str) -> float | None:
    """Return how many times as long as another one a contender evaluates, None if unknown."""
    one, other = found.get((contender, size)), found.get((to, size))
    if one is None or other is None or not one.counts or not other.counts:
        return None
    return one.evaluate / other.evaluate


def growth(found: Found, contender: str, before: int, after: int) -> float | None:
    """Return how many times as long it evaluates at the larger size, None if unknown."""
    one, other = found.get((contender, after)), found.get((contender, before))
    if one is None or other is None or not one.counts or not other.counts:
        return None
    return one.evaluate / other.evaluate
