"""Where choices come from: Hypothesis, which can shrink them, or a plain random generator."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(Protocol):
    """Makes choices; the first option and False count as the simplest."""

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        ...

    def chance(self, percent: int) -> bool:
        """Return True in so many of a hundred cases."""
        ...

    def up_to(self, most: int) -> int:
        """Return a number from 0 to `most`."""
        ...


class Rolled:
    """Choices of a random generator with a seed: fast, and repeatable."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - tests want repeatable numbers

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[int(self._random.random() * len(options))]

    def chance(self, percent: int) -> bool:
        """Return True in so many of a hundred cases."""
        return self._random.random() * 100 < percent

    def up_to(self, most: int) -> int:
        """Return a number from 0 to `most`."""
        return int(self._random.random() * (most + 1))


class Drawn:
    """Choices of Hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.up_to(len(options) - 1)]

    def chance(self, percent: int) -> bool:
        """Return True in so many of a hundred cases."""
        return self.up_to(99) >= 100 - percent

    def up_to(self, most: int) -> int:
        """Return a number from 0 to `most`."""
        return self._draw(st.integers(0, most)) if most else 0
