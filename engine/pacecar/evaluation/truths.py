"""The meaning of the language's operators on values: what generated code calls.

Every function is total: none and unknown go in, and an honest answer comes out. The meaning
is that of `docs/semantics.md`; truths are 0 (false), 1 (unknown) and 2 (true).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from pacecar.plan.values import (
    FALSE,
    INFINITY,
    TRUE,
    UNKNOWN,
    Blank,
    BlankInterval,
    Element,
    Interval,
    Items,
    NONE_TEXT,
    State,
    UnknownInterval,
)

ANY_NUMBER = UnknownInterval(-INFINITY, INFINITY)


class Distinct:
    """A set: values certainly in it, values possibly in it, and unknown elements.

    `unknown` is how many elements are not known (infinite below an open list), `some` whether
    one of them is certainly there.
    """

    __slots__ = ("certain", "possible", "some", "stand_in", "unknown")

    def __init__(self, stand_in: object) -> None:
        self.certain: dict[object, None] = {}
        self.possible: dict[object, None] = {}
        self.unknown: float = 0
        self.some = False
        self.stand_in = stand_in

    def add(self, truth: int, number: float, value: object) -> None:
        """Take in a value kept certainly (2) or possibly (1), `number` times."""
        if not is_known(value):
            self.unknown += number
            self.some = self.some or truth == TRUE
        elif truth == TRUE:
            self.certain[value] = None
            self.possible.pop(value, None)
        elif value not in self.certain:
            self.possible[value] = None

    def count(self) -> Interval:
        """Return the bounds of how many elements there are."""
        certain = len(self.certain)
        low = certain or (1 if self.some else 0)
        return Interval(low, certain + len(self.possible) + self.unknown)

    def holds(self, value: object) -> int:
        """Return whether the value is in the set."""
        if not (self.certain or self.possible or self.unknown):
            return FALSE
        if not is_known(value):
            return UNKNOWN
        if value in self.certain:
            return TRUE
        return UNKNOWN if value in self.possible or self.unknown else FALSE

    def elements(self) -> Iterator[tuple[object, int, float]]:
        """Yield each element with its presence and how many of its kind there may be."""
        for value in self.certain:
            yield value, TRUE, 1
        for value in self.possible:
            yield value, UNKNOWN, 1
        if self.unknown:
            yield self.stand_in, UNKNOWN, self.unknown


class Group:
    """A group of a `for` with `by`: its keys in order, and its members with their presence."""

    __slots__ = ("keys", "members")

    def __init__(self, keys: tuple[object, ...]) -> None:
        self.keys = keys
        self.members: list[tuple[Element, int, float]] = []


def is_known(value: object) -> bool:
    """Return whether a value can be told from another: known or none.

    Of numbers and dates only a single point can; a truth must be decided.
    """
    kind = type(value)
    if kind is str:
        return True
    if kind is int:
        return value != UNKNOWN
    if isinstance(value, Interval):
        return not isinstance(value, BlankInterval) and value.low == value.high
    if isinstance(value, tuple):
        return bool(value[0] == value[1])
    return value.state < State.UNKNOWN  # type: ignore[attr-defined,no-any-return]


def known(value: Any) -> int:  # noqa: ANN401 - any value of the plan
    """`known(x)`: the value was given, exactly or coarsely, or is known to be none."""
    if isinstance(value, str):
        return TRUE
    if isinstance(value, int):
        return FALSE if value == UNKNOWN else TRUE
    if isinstance(value, Items):
        return TRUE if value.state < State.UNKNOWN and all(map(known, value.items)) else FALSE
    if type(value) is tuple:
        return TRUE
    return TRUE if value.state < State.UNKNOWN else FALSE


def is_none(value: Any) -> int:  # noqa: ANN401 - any value that may be none
    """`x is None`."""
    if isinstance(value, str):
        return FALSE
    state = value.state
    return TRUE if state is State.NONE else UNKNOWN if state is State.UNKNOWN else FALSE


def equal_text(left: str | Blank, right: str | Blank) -> int:
    """`a == b` of texts."""
    if type(left) is str and type(right) is str:
        return TRUE if left == right else FALSE
    if (type(left) is str or left is NONE_TEXT) and (type(right) is str or right is NONE_TEXT):
        return TRUE if left is right else FALSE
    return UNKNOWN


def equal_truth(left: int, right: int) -> int:
    """`a == b` of truths."""
    if UNKNOWN in (left, right):
        return UNKNOWN
    return TRUE if left == right else FALSE


def text_before(left: str | Blank, right: str | Blank) -> int:
    """`a < b` of texts, by code point."""
    if type(left) is str and type(right) is str:
        return TRUE if left < right else FALSE
    return UNKNOWN


def member_of(value: object, items: Items) -> int:
    """`x in list`."""
    if not items.items and not items.open:
        return FALSE
    if not is_known(value):
        return UNKNOWN
    doubt = items.open
    for item in items.items:
        if not is_known(item):
            doubt = True
        elif item == value:
            return TRUE
    return UNKNOWN if doubt else FALSE


def among(value: object, constants: tuple[object, ...]) -> int:
    """`x in (constants)`; numbers are given as points."""
    if isinstance(value, tuple):
        truths = [equal_points(value, constant) for constant in constants]
        return max(truths, default=FALSE)
    if not constants:
        return FALSE
    if not is_known(value):
        return UNKNOWN
    return TRUE if value in constants else FALSE


def equal_points(left: Any, right: Any) -> int:  # noqa: ANN401 - two intervals
    """`a == b` of numbers or dates."""
    if left[0] == left[1] == right[0] == right[1]:
        return TRUE
    return FALSE if left[1] < right[0] or right[1] < left[0] else UNKNOWN


def in_members(value: object, members: list[tuple[Element, int, float]]) -> int:
    """`x in group.members`."""
    if not members:
        return FALSE
    if not is_known(value):
        return UNKNOWN
    return next((presence for member, presence, _ in members if member is value), FALSE)


def items_of(items: Items, stand_in: object) -> Iterable[tuple[object, int, float]]:
    """Yield a list's elements with presence and number; an open one ends in a stand-in."""
    for item in items.items:
        yield item, TRUE, 1
    if items.open:
        yield stand_in, UNKNOWN, INFINITY


def all_of(elements: Iterable[object]) -> Iterable[tuple[object, int, float]]:
    """Yield the entities of a collection, all certainly there."""
    for element in elements:
        yield element, TRUE, 1


def _made(low: float, high: float, *parts: Interval) -> Interval:
    if any(isinstance(part, BlankInterval) for part in parts):
        return UnknownInterval(low, high)
    return Interval(low, high)


def add(left: Interval, right: Interval) -> Interval:
    """`a + b` on one scale."""
    return _made(left[0] + right[0], left[1] + right[1], left, right)


def subtract(left: Interval, right: Interval) -> Interval:
    """`a - b` on one scale."""
    return _made(left[0] - right[1], left[1] - right[0], left, right)


def times(left: float, right: float) -> float:
    """Return the product, where 0 times a missing bound is 0."""
    return left * right if left and right else 0


def multiply(left: Interval, right: Interval) -> Interval:
    """`a * b`."""
    ends = [times(a, b) for a in left[:2] for b in right[:2]]
    return _made(min(ends), max(ends), left, right)


def scaled(value: Interval, factor: int) -> Interval:
    """Bring a number to a finer scale."""
    return _made(value[0] * factor, value[1] * factor, value)


def divide(left: Interval, right: Interval, factor: Fraction) -> Interval:
    """`a / b`, for messages; unknown where b may be 0 or an end is missing."""
    if right[0] <= 0 <= right[1] or INFINITY in (-left[0], left[1], -right[0], right[1]):
        return ANY_NUMBER
    ends = [Fraction(a) / Fraction(b) * factor for a in left[:2] for b in right[:2]]
    return _made(min(ends), max(ends), left, right)  # type: ignore[arg-type]  # exact, not float


def hull(left: Interval, right: Interval) -> Interval:
    """Return the smallest interval around both."""
    return _made(min(left[0], right[0]), max(left[1], right[1]), left, right)


def either(left: object, right: object, unknown: object) -> object:
    """Return what `a if unknown else b` is for anything but numbers and dates."""
    return left if is_known(left) and is_known(right) and left == right else unknown


def year_of(day: Interval) -> Interval:
    """`d.year`."""
    low, high = day[0], day[1]
    return _made(
        date.fromordinal(int(low)).year if low > 0 else -INFINITY,
        date.fromordinal(int(high)).year if high < INFINITY else INFINITY,
        day,
    )


def earliest(day: Interval) -> Interval:
    """`earliest(d)`."""
    return day if isinstance(day, BlankInterval) else Interval(day[0], day[0])


def latest(day: Interval) -> Interval:
    """`latest(d)`."""
    return day if isinstance(day, BlankInterval) else Interval(day[1], day[1])


def text_function(name: str, *texts: str | Blank) -> Any:  # noqa: ANN401 - text or truth
    """Apply `lower`, `starts_with`, `ends_with` or `contains`."""
    if not all(isinstance(text, str) for text in texts):
        from pacecar.plan.values import UNKNOWN_TEXT

        return UNKNOWN_TEXT if name == "lower" else UNKNOWN
    first = str(texts[0])
    if name == "lower":
        return first.lower()
    second = str(texts[1])
    if name == "contains":
        return TRUE if second in first else FALSE
    holds = first.startswith(second) if name == "starts_with" else first.endswith(second)
    return TRUE if holds else FALSE


def choose(test: int, yes: Interval, no: Interval, join: Any) -> Interval:  # noqa: ANN401
    """`a if c else b` of numbers and dates."""
    if test == UNKNOWN:
        joined: Interval = join(yes, no)
        return joined
    return yes if test == TRUE else no


def choose_either(test: int, yes: object, no: object, unknown: object) -> object:
    """`a if c else b` of anything else."""
    if test == UNKNOWN:
        return either(yes, no, unknown)
    return yes if test == TRUE else no


def before(left: Interval, right: Interval) -> int:
    """`a < b` of numbers or dates."""
    return TRUE if left[1] < right[0] else FALSE if left[0] >= right[1] else UNKNOWN


def not_after(left: Interval, right: Interval) -> int:
    """`a <= b` of numbers or dates."""
    return TRUE if left[1] <= right[0] else FALSE if left[0] > right[1] else UNKNOWN


def in_collection(value: object, entities: tuple[object, ...]) -> int:
    """`x in programs`: every known entity of the collection is."""
    if not entities:
        return FALSE
    if not is_known(value):
        return UNKNOWN
    return TRUE if value in entities else FALSE


def is_blank(value: Interval) -> bool:
    """Return whether a number or date is none or unknown."""
    return isinstance(value, BlankInterval)
