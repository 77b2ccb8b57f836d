"""Numbers as people type them: `0,55`, `55 %`, `1 250 000`; what can mean two things is said."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple


class Doubt(NamedTuple):
    """Why a cell cannot be read: "is ...", to follow the name of its column."""

    said: str
    hint: str


_SPACES: Final = re.compile("[\u00a0\u2007\u2009\u202f]")
_GROUPED: Final = (
    # Blanks and apostrophes only ever separate thousands.
    re.compile(r"([-+]?[0-9]{1,3}(?:( )[0-9]{3}(?: [0-9]{3})*))(?:[.,]([0-9]+))?"),
    re.compile(r"([-+]?[0-9]{1,3}(?:(')[0-9]{3}(?:'[0-9]{3})*))(?:[.,]([0-9]+))?"),
    # Points and commas do, where there are two of them or both.
    re.compile(r"([-+]?[0-9]{1,3}(?:(,)[0-9]{3}){2,})(?:\.([0-9]+))?"),
    re.compile(r"([-+]?[0-9]{1,3}(?:(,)[0-9]{3})+)\.([0-9]+)"),
    re.compile(r"([-+]?[0-9]{1,3}(?:(\.)[0-9]{3}){2,})(?:,([0-9]+))?"),
    re.compile(r"([-+]?[0-9]{1,3}(?:(\.)[0-9]{3})+),([0-9]+)"),
)
_AMBIGUOUS: Final = re.compile(r"([-+]?[1-9][0-9]{0,2})[.,]([0-9]{3})")
_PLAIN: Final = re.compile(r"[-+]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?")
_EXACT: Final = 25
"""Characters of a number that can be divided by 100 without rounding."""
_DIGITS: Final = 15
_LARGEST: Final = 1e21


def decimal_of(text: str, *, share: bool) -> str | Doubt | None:
    """Return a typed number as a decimal with a point.

    Args:
        text: what stands in the cell.
        share: whether the field is a share, which may be written in percent.

    Returns:
        The decimal; a Doubt if the text may be more than one number, or a percentage where
        none belongs; None if it is no number.
    """
    typed = _SPACES.sub(" ", text).replace("\N{MINUS SIGN}", "-").replace("\u2019", "'").strip()
    number = _decimal(typed.removesuffix("%").strip())
    if not number:
        return None
    if isinstance(number, Doubt) or not typed.endswith("%"):
        return number
    if not share:
        return Doubt(f"is {text}; a number that is no percentage belongs here", "Leave out the %.")
    if len(number) > _EXACT:
        return number if "e" in number.lower() else f"{number}e-2"
    return f"{Decimal(number).scaleb(-2):f}"


def _decimal(text: str) -> str | Doubt:
    """Return a number with a point before its decimals, "" if it is none."""
    for grouped in _GROUPED:
        found = grouped.fullmatch(text)
        if found:
            whole = found[1].replace(found[2], "")
            return f"{whole}.{found[3]}" if found[3] else whole
    found = _AMBIGUOUS.fullmatch(text)
    if found:
        decimals = found[2].rstrip("0")
        smaller = f"{found[1]}.{decimals}" if decimals else found[1]
        return Doubt(
            f"is {text}, which may be {found[1]}{found[2]} or {smaller}",
            f"Write {found[1]}{found[2]} or {found[1]}.{found[2]}0.",
        )
    return text.replace(",", ".") if _PLAIN.fullmatch(text) else ""


def shortest(number: float) -> str:
    """Return the decimal that a spreadsheet shows for a stored number: at most 15 digits.

    0.1 + 0.2 is stored as 0.30000000000000004, and is 0.3 for whoever wrote it.
    """
    text = f"{number:.{_DIGITS}g}"
    return f"{Decimal(text):f}" if abs(number) < _LARGEST and abs(number) > 1 / _LARGEST else text
