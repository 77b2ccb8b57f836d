"""Values in words: what messages, values and examples show of a plan's values.

Unknown is `?`, a bound `81..83`, an entity its name. Rounding is half to even.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

from pacecar.evaluation.sets import Distinct, Group
from pacecar.plan.fields import Date, Kind, ListOf, Number
from pacecar.plan.values import (
    FALSE,
    INFINITY,
    TRUE,
    BlankInterval,
    Element,
    Interval,
    Items,
    State,
)

_DIGITS = 60


def in_words(value: Any, kind: Kind, form: str = "") -> str:
    """Return a value as a message shows it.

    Args:
        value: what evaluation gave.
        kind: its type, which tells a date from a number and a number's scale.
        form: the placeholder's format, as ".1%" or "," or "".
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Distinct | Items) or isinstance(kind, ListOf):
        return _many(value, kind)
    if isinstance(value, Interval | tuple):
        return _interval(value, kind, form)
    if isinstance(value, Group):
        return " ".join(_plain(key) for key in value.keys)
    if isinstance(value, int):
        return {TRUE: "yes", FALSE: "no"}.get(value, "?")
    return _plain(value)


def name_of(element: Element) -> str:
    """Return an entity's name, or its id where it has no name."""
    if element.state is State.NONE:
        return "none"
    if element.state is not State.KNOWN:
        return "?"
    if element.name_of_kind == "leaderships":
        return element.id
    name = getattr(element, "name", None)
    if isinstance(name, str):
        return name
    return element.id


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Element):
        return name_of(value)
    if isinstance(value, tuple):
        return _interval(value, Number(0), "")
    if isinstance(value, int):
        return {TRUE: "yes", FALSE: "no"}.get(value, "?")
    return "none" if value.state is State.NONE else "?"


def _many(value: Any, kind: Kind) -> str:
    item = kind.item if isinstance(kind, ListOf) else kind
    if isinstance(value, Distinct):
        words = sorted(in_words(v, item) for v in value.certain)
        words += sorted(in_words(v, item) + " (perhaps)" for v in value.possible)
        words += ["?"] if value.unknown else []
    elif isinstance(value, Items):
        if value.state is State.NONE:
            return "none"
        words = [in_words(v, item) for v in value.items] + (["?"] if value.open else [])
    else:
        words = [in_words(member, item) for member in _members(value)]
    return ", ".join(words) or "none"


def _members(value: Iterable[Any]) -> list[Any]:
    return [entry[0] if isinstance(entry, tuple) else entry for entry in value]


def _interval(value: Any, kind: Kind, form: str) -> str:  # noqa: PLR0911 - for each kind of end
    low, high = value[0], value[1]
    if isinstance(value, BlankInterval):
        return "none" if value.state is State.NONE else "?"
    if isinstance(kind, Date):
        return days_in_words(low, high)
    scale = kind.scale if isinstance(kind, Number) else 0
    if low == high:
        return _number(low, scale, form)
    if low == -INFINITY and high == INFINITY:
        return "?"
    if high == INFINITY:
        return f"at least {_number(low, scale, form)}"
    if low == -INFINITY:
        return f"at most {_number(high, scale, form)}"
    ends = (_number(low, scale, form), _number(high, scale, form))
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}..{ends[1]}"


def _number(value: Any, scale: int, form: str) -> str:
    with localcontext() as context:
        context.prec = _DIGITS
        context.rounding = ROUND_HALF_EVEN
        number, exact = _decimal(value, scale)
        if form:
            return format(number, form)
        if number == number.to_integral_value():
            return str(number.to_integral_value())
        if not exact:
            number = number.quantize(Decimal("0.01"))
        return format(number.normalize(), "f")


def _decimal(value: Any, scale: int) -> tuple[Decimal, bool]:
    """Return a scaled integer or fraction as a decimal, and whether it is exactly that."""
    if isinstance(value, int):
        whole, rest = divmod(value, 10**scale)
        return Decimal(value).scaleb(-scale).normalize() if rest else Decimal(whole), True
    from fractions import Fraction  # which only a division makes

    fraction = Fraction(value) / 10**scale
    number = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return number, Fraction(number) == fraction


def days_in_words(low: float, high: float) -> str:
    """Return an interval of days as it was written: a year, a month, a day, or `a..b`."""
    if low == -INFINITY or high == INFINITY:
        return "?"
    first, last = date.fromordinal(int(low)), date.fromordinal(int(high))
    if first == last:
        return first.isoformat()
    after = date.fromordinal(min(int(high) + 1, date.max.toordinal()))
    if first.year == last.year:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year:04}"
        if first.day == 1 and first.month == last.month and after.month != last.month:
            return f"{first.year:04}-{first.month:02}"
    return f"{first.isoformat()}..{last.isoformat()}"


def as_data(value: Any, kind: Kind) -> object:  # noqa: PLR0911 - a case for each kind of value
    """Return a value as reports carry it in JSON.

    Exact numbers are numbers, entities ids, unknown is null, none the word, bounds are texts.
    """
    if isinstance(value, Element):
        return None if value.state > State.NONE else _id_of(value)
    if isinstance(value, Distinct | Items):
        item = kind.item if isinstance(kind, ListOf) else kind
        if isinstance(value, Items):
            if value.state is State.NONE:
                return "none"
            return None if value.open else [as_data(v, item) for v in value.items]
        return sorted(str(as_data(v, item)) for v in value.certain) + (
            ["?"] if value.possible or value.unknown else []
        )
    if isinstance(value, tuple) and not isinstance(kind, Date):
        words = _interval(value, kind, "")
        if value[0] == value[1] and not isinstance(value, BlankInterval):
            return int(words) if words.lstrip("-").isdigit() else float(words)
        return None if words == "?" else words
    words = in_words(value, kind)
    if isinstance(value, int):
        return {TRUE: True, FALSE: False}.get(value)
    return None if words == "?" else words


def _id_of(element: Element) -> str:
    return "none" if element.state is State.NONE else element.id
