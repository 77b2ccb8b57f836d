"""Dates as people type them, and as spreadsheets store them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

from pacecar.plan.sheets.numbers import Doubt

Grain = Literal["year", "month", "day"]
"""How coarse a date is shown."""

_ISO: Final = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?")
_MONTH_FIRST: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_NAMED: Final = re.compile(r"(?:([0-9]{1,2})[ .-]+)?([a-z]{3,9})\.?[ ,-]+([0-9]{4})", re.IGNORECASE)
_MIDNIGHT: Final = re.compile(r"[T ]0{1,2}:00(?::00(?:[.,]0+)?)?(?:Z|\+00:00)?$")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_LETTERS: Final = 3
_TWELVE: Final = 12

_FIRST: Final = date(1899, 12, 31).toordinal()
_FIRST_1904: Final = date(1904, 1, 1).toordinal()
_LEAP: Final = 60
"""The serial number of 1900-02-29, a day that spreadsheets count and the calendar has not."""


def date_of(text: str) -> str | Doubt | None:
    """Return a typed date as `2026`, `2026-03` or `2026-03-15`.

    Where the day comes first or the month cannot be told, it is a Doubt; what has the form of
    no date is None. Whether the calendar has such a day is not asked.
    """
    text = _MIDNIGHT.sub("", text)
    found = _ISO.fullmatch(text)
    if found:
        return _iso(found[1], found[3], found[4])
    found = _MONTH_FIRST.fullmatch(text)
    if found:
        return _iso(found[2], found[1])
    found = _DAY_FIRST.fullmatch(text)
    if found:
        return _day_first(text, found)
    found = _NAMED.fullmatch(text)
    if found:
        name = found[2].lower()
        for number, month in enumerate(_MONTHS, 1):
            if name in (month, month[:_LETTERS]):
                return _iso(found[3], str(number), found[1])
    return None


def _day_first(text: str, found: re.Match[str]) -> str | Doubt:
    first, mark, second, year = found.groups()
    # With points the day comes first wherever dates are written so.
    if mark != "." and first != second and int(first) <= _TWELVE and int(second) <= _TWELVE:
        either = f"{_iso(year, second, first)} or {_iso(year, first, second)}"
        return Doubt(f"is {text}, which may be {either}", "Write one of the two.")
    if mark != "." and int(second) > _TWELVE >= int(first):
        return _iso(year, first, second)
    return _iso(year, second, first)


def _iso(year: str, month: str | None = None, day: str | None = None) -> str:
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def date_of_serial(number: float, grain: Grain, *, since_1904: bool) -> str | None:
    """Return the date of a serial number, as coarse as it is shown; None if there is none.

    Args:
        number: days since the epoch; the time of day is left out.
        grain: what the cell's number format shows.
        since_1904: whether the workbook counts from 1904.
    """
    if not 0 <= number < date.max.toordinal():
        return None
    days = int(number)
    if since_1904:
        ordinal = _FIRST_1904 + days
    elif days == _LEAP:
        return _shown("1900-02-29", grain)
    else:
        ordinal = _FIRST + days - (days > _LEAP)
    if ordinal <= _FIRST or ordinal > date.max.toordinal():
        return None
    return _shown(date.fromordinal(ordinal).isoformat(), grain)


def _shown(day: str, grain: Grain) -> str:
    return day[: {"year": 4, "month": 7, "day": 10}[grain]]


# What spreadsheets show for the formats that have a number and no text of their own.
_BUILT_IN: Final[dict[int, Grain]] = {
    14: "day", 15: "day", 16: "day", 17: "month", 22: "day",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 54, 57, 58), "day"),
}  # fmt: skip
_NOT_SHOWN: Final = re.compile(
    r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]?|[eE][-+]|general', re.IGNORECASE
)


def grain_of(number: int, code: str | None) -> Grain | None:
    """Return how coarse a number format shows dates, None if it shows none.

    Args:
        number: the format's number in the workbook.
        code: its text (`mm/yyyy`), None for one of those that need none.
    """
    if code is None:
        return _BUILT_IN.get(number)
    shown = _NOT_SHOWN.sub("", code.partition(";")[0]).lower()
    if "d" in shown:
        return "day"
    years = "y" in shown or "e" in shown
    if "m" in shown and (years or not re.search("[hs]", shown)):
        return "month"
    return "year" if years else None
