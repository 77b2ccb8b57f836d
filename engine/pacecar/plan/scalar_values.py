"""Scalars to values, by the kind of field they are written in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from pacecar.plan import scalars
from pacecar.plan.fields import Date, Kind, Number, Text, Truth
from pacecar.plan.limits import DIGITS
from pacecar.plan.nearest import nearest, suggestion
from pacecar.plan.nodes import Scalar
from pacecar.plan.values import FALSE, TRUE, Interval, Value
from pacecar.plan.wording import described, listed, quoted

_LEAST_PERCENT: Final = 2
"""From here on, a number that is too large for a share may be meant in percent."""

_GROUPED: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
"""A number whose points may separate thousands, as in 120.000."""

_DATES: Final = "Write it as 2025, 2025-03 or 2025-03-31."
_TRUTHS: Final = {
    "yes": "true",
    "y": "true",
    "on": "true",
    "no": "false",
    "n": "false",
    "off": "false",
}


class Problem(NamedTuple):
    """Why a scalar is no value of its field: "is ...", to follow the field's name."""

    rule: Literal["plan/wrong-type", "plan/over-limit", "plan/impossible-date"]
    said: str
    hint: str = ""


def scalar_value(kind: Kind, scalar: Scalar) -> Value | Problem:
    """Read a scalar that is not null, of any kind but a reference."""
    if isinstance(kind, Text):
        return text_value(kind, scalar)
    if isinstance(kind, Number):
        return number_value(kind, scalar)
    if isinstance(kind, Date):
        return date_value(kind, scalar)
    if isinstance(kind, Truth):
        return truth_value(scalar)
    raise TypeError(f"no scalar is a {type(kind).__name__}")


def text_value(kind: Text, scalar: Scalar) -> str | Problem:
    """Read a text, or one of the kind's choices."""
    problem = written_as_text(scalar, "a text")
    if problem:
        return problem
    text = scalar.text
    if kind.choices:
        return text if text in kind.choices else _no_choice(kind.choices, text)
    said, hint = scalars.flaw_of_text(text)
    return Problem("plan/wrong-type", said, hint) if said else text


def written_as_text(scalar: Scalar, wanted: str) -> Problem | None:
    """Return what is wrong with a scalar that YAML does not read as a text."""
    if scalar.plain and (scalars.is_number(scalar) or scalars.truth_of(scalar) is not None):
        hint = f'Write "{scalar.text}", in quotes.'
        return Problem("plan/wrong-type", f"is {described(scalar)}; {wanted} belongs here", hint)
    return None


def truth_value(scalar: Scalar) -> int | Problem:
    """Read true or false."""
    truth = scalars.truth_of(scalar)
    if truth is None:
        meant = _TRUTHS.get(scalar.text.casefold(), scalar.text.casefold())
        hint = f"Write {meant}, without quotes." if meant in ("true", "false") else ""
        said = f"is {described(scalar)}; true or false belongs here"
        return Problem("plan/wrong-type", said, hint)
    return TRUE if truth else FALSE


def number_value(kind: Number, scalar: Scalar) -> Interval | Problem:
    """Read an exact number, in units of the kind's scale."""
    text = scalar.text
    if scalar.plain and len(text) <= DIGITS and text.isdecimal() and text.isascii():
        # Nearly all numbers are whole, and within their limits.
        whole = int(text)
        if _within(kind, whole):
            return Interval(whole * 10**kind.scale, whole * 10**kind.scale)
    if not scalars.is_number(scalar) or scalars.is_special(scalar):
        return _no_number(scalar)
    try:
        number = scalars.number_of(scalar.text)
    except scalars.OverLimit as problem:
        return Problem("plan/over-limit", f"is {quoted(scalar.text)}", str(problem))
    units = scalars.scaled(number, kind.scale)
    if units is None:
        said = f"is {scalar.text}; a whole number belongs here"
        return Problem("plan/wrong-type", said)
    if not kind.scale and _GROUPED.fullmatch(scalar.text):
        said = f"is {scalar.text}, which may be {units} or {scalar.text.replace('.', '')}"
        return Problem("plan/wrong-type", said, "Write it without separators.")
    return _out_of_range(kind, number, scalar.text) or Interval(units, units)


def date_value(kind: Date, scalar: Scalar) -> Interval | Problem:
    """Read the days that a date names; of a bound of validity, the day it begins or ends on."""
    text = scalars.date_text(scalar)
    if not scalars.is_date(text):
        said = f"is {described(scalar)}; a year, month or day belongs here"
        return Problem("plan/wrong-type", said, _DATES)
    days = scalars.days_of(text)
    if days is None:
        said = f"is {text}, which the calendar does not have"
        return Problem("plan/impossible-date", said, _DATES)
    first, last = days
    if kind.bound == "first":
        return Interval(first, first)
    return Interval(last if kind.bound else first, last)


def _within(kind: Number, number: Decimal | int) -> bool:
    if kind.calendar and not scalars.FIRST_YEAR <= number <= scalars.LAST_YEAR:
        return False
    return (kind.low is None or kind.low <= number) and (kind.high is None or number <= kind.high)


def _out_of_range(kind: Number, number: Decimal, text: str) -> Problem | None:
    if kind.calendar and not scalars.FIRST_YEAR <= number <= scalars.LAST_YEAR:
        return Problem("plan/over-limit", f"is {text}; a year has four digits")
    if kind.low is not None and number < kind.low:
        return Problem("plan/over-limit", f"is {text}; {kind.low} is the least")
    if kind.high is not None and number > kind.high:
        percent = kind.high == 1 and _LEAST_PERCENT <= number <= 100  # noqa: PLR2004 - percent
        hint = f"Write {number / 100} for {number} %." if percent else ""
        return Problem("plan/over-limit", f"is {text}; {kind.high} is the most", hint)
    return None


def _no_choice(choices: tuple[str, ...], text: str) -> Problem:
    said = f"is {quoted(text)}, which is none of {listed(choices)}"
    return Problem("plan/wrong-type", said, suggestion(nearest(text, choices)))


def _no_number(scalar: Scalar) -> Problem:
    text = scalar.text.strip()
    hint = ""
    if not scalar.plain and scalars.looks_like_number(text):
        hint = f"Write {text}, without quotes."
    elif text.endswith("%") and scalars.looks_like_number(text[:-1].strip()):
        hint = "Write a share, such as 0.8 for 80 %."
    elif _GROUPED.fullmatch(text):
        hint = "Write it without separators."
    elif scalars.looks_like_number(text.replace(",", "").replace(" ", "").replace("_", "")):
        hint = "Write it without separators, with a point before decimals."
    elif scalars.is_special(scalar):
        return Problem("plan/wrong-type", f"is {text}; a finite number belongs here")
    return Problem("plan/wrong-type", f"is {described(scalar)}; a number belongs here", hint)
