"""Numbers and dates as intervals: comparing them and computing with them.

An unknown number is the widest interval its field admits, so nothing here needs to ask.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from pacecar.plan.values import (
    FALSE,
    INFINITY,
    TRUE,
    UNKNOWN,
    BlankInterval,
    Interval,
    UnknownInterval,
)

ANY_NUMBER: Final = UnknownInterval(-INFINITY, INFINITY)
Ends = Interval | tuple[float, float]


def _made(low: float, high: float, left: Ends, right: Ends) -> Interval:
    if isinstance(left, BlankInterval) or isinstance(right, BlankInterval):
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
    if left[0] == left[1] and right[0] == right[1]:
        product = times(left[0], right[0])
        return _made(product, product, left, right)
    ends = [times(a, b) for a in left[:2] for b in right[:2]]
    return _made(min(ends), max(ends), left, right)


def scaled(value: Interval, factor: int) -> Interval:
    """Bring a number to a finer scale."""
    kind = UnknownInterval if isinstance(value, BlankInterval) else Interval
    return kind(value[0] * factor, value[1] * factor)


def divide(left: Interval, right: Interval, numerator: int, denominator: int) -> Interval:
    """`a / b`, for messages; unknown where b may be 0 or an end is missing."""
    if right[0] <= 0 <= right[1] or INFINITY in (-left[0], left[1], -right[0], right[1]):
        return ANY_NUMBER
    from fractions import Fraction  # few reports divide

    factor = Fraction(numerator, denominator)
    ends = [Fraction(a) / Fraction(b) * factor for a in left[:2] for b in right[:2]]
    return _made(min(ends), max(ends), left, right)  # type: ignore[arg-type]  # exact, not float


def hull(left: Interval, right: Interval) -> Interval:
    """Return the smallest interval around both."""
    return _made(min(left[0], right[0]), max(left[1], right[1]), left, right)


def year_of(day: Interval) -> Interval:
    """`d.year`."""
    low, high = day[0], day[1]
    kind = UnknownInterval if isinstance(day, BlankInterval) else Interval
    return kind(
        date.fromordinal(int(low)).year if low > 0 else -INFINITY,
        date.fromordinal(int(high)).year if high < INFINITY else INFINITY,
    )


def earliest(day: Interval) -> Interval:
    """`earliest(d)`."""
    return day if isinstance(day, BlankInterval) else Interval(day[0], day[0])


def latest(day: Interval) -> Interval:
    """`latest(d)`."""
    return day if isinstance(day, BlankInterval) else Interval(day[1], day[1])


def equal_points(left: Ends, right: Ends) -> int:
    """`a == b` of numbers or dates."""
    if left[0] == left[1] == right[0] == right[1]:
        return TRUE
    return FALSE if left[1] < right[0] or right[1] < left[0] else UNKNOWN


def before(left: Ends, right: Ends) -> int:
    """`a < b` of numbers or dates."""
    return TRUE if left[1] < right[0] else FALSE if left[0] >= right[1] else UNKNOWN


def not_after(left: Ends, right: Ends) -> int:
    """`a <= b` of numbers or dates."""
    return TRUE if left[1] <= right[0] else FALSE if left[0] > right[1] else UNKNOWN


def is_blank(value: Interval) -> bool:
    """Return whether a number or date is none or unknown."""
    return isinstance(value, BlankInterval)
