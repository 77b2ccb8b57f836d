"""Numbers and dates in SQL: comparing intervals and computing with them.

An end that is missing is NULL, and a comparison with it is NULL, which is neither TRUE nor FALSE:
so nothing here asks whether there is a bound.
"""

from __future__ import annotations

from typing import NamedTuple

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import Span, Truth, Value, point
from pacecar.rulebook import tree

_OPPOSITE = {"<": ">=", "<=": ">"}


def constant(literal: tree.Literal_, factor: int = 1) -> Span:
    """Return a constant of a rule as a number or date."""
    low = int(literal.value) * factor
    high = low if literal.last is None else literal.last * factor
    if low == high:
        return point(syntax.number(low), total=True, floor=low, ceiling=low)
    return Span(syntax.number(low), syntax.number(high), floor=low, ceiling=high, total=True)


def scaled(value: Span, factor: int) -> Span:
    """Bring a number to a finer scale."""
    if factor == 1:
        return value

    def times(end: Sql) -> Sql:
        return syntax.compared("*", syntax.wide(end), syntax.number(factor))

    if value.point is not None:
        return point(
            times(value.point),
            total=value.blank is None,
            floor=None if value.floor is None else value.floor * factor,
            ceiling=None if value.ceiling is None else value.ceiling * factor,
        )
    low = None if value.low is None else times(value.low)
    high = None if value.high is None else times(value.high)
    return Span(low, high, value.blank, total=value.total)


def ordered(operator: str, left: Span, right: Span) -> Truth:
    """`a < b`, `a <= b`."""
    total = left.total and right.total and left.blank is None and right.blank is None
    if left.point is not None and right.point is not None:
        plain = syntax.compared(operator, left.point, right.point)
        if total:
            return Truth(plain, total=True)
        decided = _of_blanks(operator, left, right)
        if decided == "unknown":
            return Truth(plain)
        if decided in ("true", "false"):
            return Truth(syntax.first_there(plain, syntax.truth(decided == "true")), total=True)
    surely = never = syntax.FALSE
    if left.high is not None and right.low is not None:
        surely = syntax.compared(operator, left.high, right.low)
    if left.low is not None and right.high is not None:
        never = syntax.compared(_OPPOSITE[operator], left.low, right.high)
    return Truth(syntax.case((surely, syntax.TRUE), (never, syntax.FALSE)))


def _of_blanks(operator: str, left: Span, right: Span) -> str:
    """Return what a comparison is where a side is blank: "unknown", "true", "false".

    The empty text says that it depends on the other side.
    """
    if _free(left) and _free(right):
        return "unknown"
    if left.blank is not None and right.blank is not None:
        return ""
    fixed = right if left.blank is not None else left
    if fixed.floor is None or fixed.floor != fixed.ceiling:
        return ""
    holds = int.__lt__ if operator == "<" else int.__le__
    if left.ceiling is not None and right.floor is not None and holds(left.ceiling, right.floor):
        return "true"
    if left.floor is None or right.ceiling is None or holds(left.floor, right.ceiling):
        return "unknown"
    return "false"


def _free(value: Span) -> bool:
    return value.blank is None or (value.floor is None and value.ceiling is None)


def equal(left: Span, right: Span) -> Truth:
    """`a == b`."""
    if left.point is not None and right.point is not None and _free(left) and _free(right):
        total = left.blank is None and right.blank is None
        return Truth(syntax.equal(left.point, right.point), total)
    ends = (left.low, left.high, right.low, right.high)
    one = syntax.FALSE
    if all(end is not None for end in ends):
        low, high, other, last = (end for end in ends if end is not None)
        pairs = ((low, high), (high, other), (other, last))
        one = syntax.both(*(syntax.equal(a, b) for a, b in pairs if a != b))
    apart = []
    for high_end, low_end in ((left.high, right.low), (right.high, left.low)):
        if high_end is not None and low_end is not None:
            apart.append(syntax.compared("<", high_end, low_end))
    return Truth(syntax.case((one, syntax.TRUE), (syntax.either(*apart), syntax.FALSE)))


def _blank(*parts: Span) -> Sql | None:
    blanks = [part.blank for part in parts if part.blank is not None]
    return syntax.either(*blanks) if blanks else None


def added(left: Span, right: Span) -> Span:
    """`a + b` on one scale."""
    return _combined("+", left, right, right.low, right.high)


def subtracted(left: Span, right: Span) -> Span:
    """`a - b` on one scale."""
    return _combined("-", left, right, right.high, right.low)


def _combined(
    operator: str, left: Span, right: Span, with_low: Sql | None, with_high: Sql | None
) -> Span:
    if _exact(left) and _exact(right):
        assert left.point is not None  # noqa: S101 - as `_exact` tells
        assert right.point is not None  # noqa: S101 - as `_exact` tells
        made = syntax.compared(operator, syntax.wide(left.point), right.point)
        return point(made, total=True)
    low = high = None
    if left.low is not None and with_low is not None:
        low = syntax.compared(operator, syntax.wide(left.low), with_low)
    if left.high is not None and with_high is not None:
        high = syntax.compared(operator, syntax.wide(left.high), with_high)
    return Span(low, high, _blank(left, right), total=left.total and right.total)


def _exact(value: Span) -> bool:
    return value.point is not None and value.blank is None


def multiplied(left: Span, right: Span) -> Span:
    """`a * b`; 0 times a missing bound is 0."""
    if _exact(left) and _exact(right):
        assert left.point is not None  # noqa: S101 - as `_exact` tells
        assert right.point is not None  # noqa: S101 - as `_exact` tells
        return point(syntax.compared("*", syntax.wide(left.point), right.point), total=True)
    least, most = _products(left, right)
    return Span(least, most, _blank(left, right), total=left.total and right.total)


def _products(left: Span, right: Span) -> tuple[Sql, Sql]:
    """Return the least and greatest product of two ends, NULL where it is not bounded."""
    products: list[Sql] = []
    down: list[Sql] = []
    up: list[Sql] = []
    for one in (_End(left.low, is_high=False), _End(left.high, is_high=True)):
        for other in (_End(right.low, is_high=False), _End(right.high, is_high=True)):
            if one.at is not None and other.at is not None:
                products.append(syntax.compared("*", syntax.wide(one.at), other.at))
            _add_missing(one, other, down, up)
            _add_missing(other, one, down, up)
            # What is 0 makes 0 of a missing bound, which the product of two NULLs would hide.
            zero = _zero_of(one.at, other.at)
            products += [syntax.case((zero, syntax.number(0)))] if zero is not None else []
    return (
        _extreme("<", products, syntax.either(*down)),
        _extreme(">", products, syntax.either(*up)),
    )


def _zero_of(a: Sql | None, b: Sql | None) -> Sql | None:
    zeros = [syntax.equal(end, syntax.number(0)) for end in (a, b) if end is not None]
    return syntax.either(*zeros) if zeros else None


class _End(NamedTuple):
    """An end of an interval, NULL or None where it is not bounded, and which end it is."""

    at: Sql | None
    is_high: bool


def _add_missing(end: _End, other: _End, down: list[Sql], up: list[Sql]) -> None:
    """Add when a missing bound makes a product unbounded, by the sign of the other end."""
    missing = syntax.TRUE if end.at is None else syntax.is_null(end.at)
    alike = up if end.is_high == other.is_high else down
    if other.at is None:
        alike.append(missing)
        return
    zero = syntax.number(0)
    positive = syntax.compared(">", other.at, zero)
    negative = syntax.compared("<", other.at, zero)
    (up if end.is_high else down).append(syntax.both(missing, positive))
    (down if end.is_high else up).append(syntax.both(missing, negative))
    alike.append(syntax.both(missing, syntax.is_null(other.at)))


def _extreme(operator: str, values: list[Sql], never: Sql) -> Sql:
    """Return the least or greatest of values that are there, NULL where there `never` is one."""
    rest = "LEAST" if operator == "<" else "GREATEST"
    # Both leave NULLs out, in every engine that is written for.
    best = syntax.called(rest, *values) if len(values) > 1 else values[0]
    return syntax.case((never, syntax.NULL), otherwise=best)


def least_and_greatest(left: Span, right: Span) -> Span:
    """Return the smallest interval around both."""

    def outer(operator: str, one: Sql | None, other: Sql | None) -> Sql | None:
        if one is None or other is None:
            return None
        gone = syntax.either(syntax.is_null(one), syntax.is_null(other))
        first = syntax.compared(operator, one, other)
        return syntax.case((gone, syntax.NULL), (first, one), otherwise=other)

    return Span(
        outer("<", left.low, right.low),
        outer(">", left.high, right.high),
        _blank(left, right),
        total=left.total and right.total,
    )


def chosen(test: Truth, yes: Span, no: Span) -> Span:
    """`a if c else b`."""
    both = least_and_greatest(yes, no)

    def either(one: Sql | None, other: Sql | None, hull: Sql | None) -> Sql:
        nothing = syntax.NULL
        return syntax.case(
            (test.sql, one or nothing),
            (syntax.negated(test.sql), other or nothing),
            otherwise=hull or nothing,
        )

    blank = None
    if yes.blank is not None or no.blank is not None:
        never = syntax.FALSE
        blank = either(yes.blank or never, no.blank or never, both.blank or never)
    if test.total and yes.point is not None and no.point is not None:
        at = syntax.case((test.sql, yes.point), otherwise=no.point)
        if blank is None:
            return point(at, total=True)
        if _free(yes) and _free(no):
            return point(at, total=False)
    return Span(
        syntax.typed(either(yes.low, no.low, both.low), "INT128"),
        syntax.typed(either(yes.high, no.high, both.high), "INT128"),
        blank,
        total=both.total,
    )


def year(of: Span) -> Span:
    """`d.year`."""

    def year_of(day: Sql) -> Sql:
        first = syntax.typed(syntax.text("0001-01-01"), "DATE")
        days = syntax.compared("-", day, syntax.number(1))
        return syntax.called("YEAR", syntax.compared("+", first, days))

    if of.point is not None:
        return point(year_of(of.point), total=of.blank is None)
    low = None if of.low is None else year_of(of.low)
    high = None if of.high is None else year_of(of.high)
    return Span(low, high, of.blank, total=of.total)


def end_of(of: Span, *, last: bool) -> Span:
    """`earliest(d)`, `latest(d)`: of a blank date they are blank."""
    day = of.high if last else of.low
    if day is None:
        return of
    return point(day, total=of.blank is None)


def merged(test: Sql, yes: Value, no: Value) -> Value:
    """Return one of two truths or numbers, by a test that is TRUE or FALSE."""
    if isinstance(yes, Truth) and isinstance(no, Truth):
        return Truth(syntax.case((test, yes.sql), otherwise=no.sql), yes.total and no.total)
    if not isinstance(yes, Span) or not isinstance(no, Span):
        raise TypeError(yes)
    nothing, never = syntax.NULL, syntax.FALSE
    blank = None
    if yes.blank is not None or no.blank is not None:
        blank = syntax.case((test, yes.blank or never), otherwise=no.blank or never)
    return Span(
        syntax.case((test, yes.low or nothing), otherwise=no.low or nothing),
        syntax.case((test, yes.high or nothing), otherwise=no.high or nothing),
        blank,
    )
