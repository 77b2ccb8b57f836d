"""Counting programs of which not everything is known: exact numbers, or bounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pacecar.evaluation.bounds import not_after
from pacecar.evaluation.scopes import ends
from pacecar.plan.values import FALSE, TRUE


@dataclass(frozen=True, slots=True)
class Count:
    """A number of programs: exact if `low` is `high`, else bounds that can both be reached."""

    low: int
    high: int

    def __str__(self) -> str:
        """Write it as `81`, or as `81..83` where it is not certain."""
        return str(self.low) if self.low == self.high else f"{self.low}..{self.high}"


def count(truths: Iterable[int]) -> Count:
    """Return how many of some conditions hold (see `pacecar.plan.values`)."""
    found = list(truths)
    return Count(found.count(TRUE), len(found) - found.count(FALSE))


def on_sale(program: Any, first: int, last: int) -> int:
    """Return whether a program is on sale at some time from one day to another, both included.

    The same is asked by the rules that count models: it starts no later than the last day, and
    does not end before the first.
    """
    return min(not_after(program.start, (last, last)), not_after((first, first), ends(program)))
