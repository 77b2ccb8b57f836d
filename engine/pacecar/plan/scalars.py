"""What a scalar means: YAML 1.2's core schema, numbers with their limits, and dates."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final
from unicodedata import is_normalized

from pacecar.plan.limits import DECIMALS, DIGITS, ID_LENGTH
from pacecar.plan.nodes import NULLS, Scalar

_INTEGER: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BEGINS_NUMBER: Final = frozenset("+-.0123456789")
_TRUTHS: Final = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ID: Final = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{ID_LENGTH - 1}}}")

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9999


class OverLimit(Exception):
    """A number has more digits than are kept exactly; the message says which limit it is."""


def is_id(text: str) -> bool:
    """Whether `text` can be an id: a-z, 0-9, and within it `.`, `_` and `-`."""
    return _ID.fullmatch(text) is not None


def flaw_of_text(text: str) -> tuple[str, str]:
    """Return why `text` is no text for a plan, and what would mend it; twice "" if it is."""
    if text.isascii() and text.isprintable():
        return "", ""
    control = _CONTROL.search(text)
    if control:
        return f"holds the control character U+{ord(control[0]):04X}", "Remove it."
    if not is_normalized("NFC", text):
        mend = "Type the accented letters anew, or convert the file to NFC."
        return "holds letters and their accents apart (it is not in Unicode's form NFC)", mend
    return "", ""


def truth_of(scalar: Scalar) -> bool | None:
    """Return what a plain `true` or `false` stands for, None for any other scalar."""
    return _TRUTHS.get(scalar.text) if scalar.plain else None


def is_number(scalar: Scalar) -> bool:
    """Whether YAML reads this scalar as a number, be it infinite or none at all."""
    return scalar.plain and _reads_as_number(scalar.text)


def is_word(text: str) -> bool:
    """Whether `text`, without quotes, is a text for YAML: no number, truth value or null."""
    return text not in _TRUTHS and text not in NULLS and not _reads_as_number(text)


def _reads_as_number(text: str) -> bool:
    # Most texts are words: their first character decides.
    return text[:1] in _BEGINS_NUMBER and (
        _FLOAT.fullmatch(text) is not None
        or _INTEGER.fullmatch(text) is not None
        or _SPECIAL.fullmatch(text) is not None
    )


def is_special(scalar: Scalar) -> bool:
    """Whether this scalar is an infinity or "not a number"."""
    return scalar.plain and _SPECIAL.fullmatch(scalar.text) is not None


def looks_like_number(text: str) -> bool:
    """Whether `text`, if it were not quoted, would be a finite number."""
    return _FLOAT.fullmatch(text) is not None


def number_of(text: str) -> Decimal:
    """Return the finite number that a plain scalar's `text` stands for, exactly.

    Raises:
        OverLimit: if it has too many digits. They are counted before anything is computed:
            `1e999999999` is short to write.
    """
    if text.startswith(("0x", "0o")):
        if len(text) > 2 + 4 * DIGITS:
            raise OverLimit(f"A number has at most {DIGITS} digits.")
        return within_limits(Decimal(int(text, 0)))
    mantissa, _, exponent = text.lower().partition("e")
    digits = mantissa.lstrip("+-").replace(".", "").strip("0")
    if not digits:
        return Decimal(0)
    if len(digits) > 4 * DIGITS or len(exponent.lstrip("+-0")) > DECIMALS:
        raise OverLimit(f"A number has at most {DIGITS} digits.")
    return within_limits(Decimal(text))


def within_limits(number: Decimal) -> Decimal:
    """Return `number` if it can be kept exactly.

    Raises:
        OverLimit: if it has too many digits.
    """
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise OverLimit("A number is finite.")
    while digits and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    if not digits:
        return Decimal(0)
    decimals = max(-exponent, 0)
    if decimals > DECIMALS:
        raise OverLimit(f"A number has at most {DECIMALS} decimals.")
    if max(len(digits) + exponent, 0) + decimals > DIGITS:
        raise OverLimit(f"A number has at most {DIGITS} digits.")
    return number


def scaled(number: Decimal, scale: int) -> int | None:
    """Return `number` in units of 10 ** -scale, None if it has more decimals than that."""
    units = number.scaleb(scale)
    return int(units) if units == units.to_integral_value() else None


def is_date(text: str) -> bool:
    """Whether `text` has the form of a year, month or day."""
    return _DATE.fullmatch(text) is not None


def days_of(text: str) -> tuple[int, int] | None:
    """Return the first and last day that a year, month or day names.

    Days are proleptic ordinals (`date.toordinal`). None if `text` is no date of the calendar.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year = int(found[1])
    if year < FIRST_YEAR:
        return None
    first_month, last_month = (int(found[2]),) * 2 if found[2] else (1, 12)
    if not 1 <= first_month <= 12:  # noqa: PLR2004 - months
        return None
    length = _days_in(year, last_month)
    first_day, last_day = (int(found[3]),) * 2 if found[3] else (1, length)
    if not 1 <= first_day <= length:
        return None
    first = date(year, first_month, first_day).toordinal()
    return first, date(year, last_month, last_day).toordinal()


def date_text(scalar: Scalar) -> str:
    """Return the text of a scalar that stands for a date.

    A bare year is an integer for YAML, and integers have more than one spelling.
    """
    if scalar.plain and _INTEGER.fullmatch(scalar.text):
        try:
            return str(int(number_of(scalar.text)))
        except OverLimit:
            return scalar.text
    return scalar.text


def _days_in(year: int, month: int) -> int:
    if month == 12:  # noqa: PLR2004 - December, and the calendar ends with one
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days
