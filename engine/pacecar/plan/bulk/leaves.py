"""What a scalar is in SQL: when it is sure to have no flaw, and its value in the tables.

SQL never says what is wrong. It says of which rows it is sure that nothing is, and turns those
into values; the rest are read by the readers of small plans, who have the words. So the
conditions here may hold for too few rows, and never for one too many.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from pacecar.plan.fields import Date, Field, Kind, Number, Reference, Text, Truth
from pacecar.plan.limits import SCALAR_LENGTH
from pacecar.plan.scalars import FIRST_YEAR, LAST_YEAR

_ID: Final = "[a-z0-9][a-z0-9._-]{0,199}"
_USUAL: Final = (
    r"[ -~\x{A1}-\x{2FF}\x{400}-\x{481}\x{3041}-\x{3096}\x{30A1}-\x{30FA}\x{4E00}-\x{9FFF}]*"
)
"""Letters that stand for themselves in Unicode's form NFC, and no control characters."""

_WHOLE: Final = "-?[0-9]{1,15}"
_DECIMAL: Final = r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?"
_DATE: Final = "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_EPOCH: Final = "(DATE '0001-01-01')"


class Leaf(NamedTuple):
    """A scalar of a file's row, as expressions in SQL.

    Attributes:
        absent: whether nothing is written; never NULL.
        null: whether it is written that the value is not known; never NULL.
        fits: whether it is written as a value of its kind is; NULL for "not sure".
        text: what is written, as a text.
    """

    absent: str
    null: str
    fits: str
    text: str


class Value(NamedTuple):
    """A column's ending and its expression in SQL."""

    ending: str
    expression: str


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """Return the name of a table or column as SQL writes it."""
    return '"' + text.replace('"', '""') + '"'


def every(conditions: list[str]) -> str:
    """Return the condition that all of them hold."""
    return "(" + " AND ".join(conditions) + ")" if conditions else "TRUE"


def is_id(text: str) -> str:
    """Return the condition that a text can be an id."""
    return f"regexp_full_match({text}, {literal(_ID)})"


def is_sure(field: Field, leaf: Leaf) -> str:
    """Return the condition that a field has no flaw of its own; whom it names is not asked."""
    ways = [] if field.required else [leaf.absent]
    if field.may_be_null:
        ways.append(leaf.null)
    ways.append(f"({leaf.fits} AND {_is_sure(field, leaf.text)})")
    return f"coalesce({' OR '.join(ways)}, FALSE)"


def item_is_sure(kind: Kind, leaf: Leaf) -> str:
    """Return the condition that an item of a list has no flaw of its own."""
    field = Field("item", kind)
    return f"coalesce({leaf.null} OR ({leaf.fits} AND {_is_sure(field, leaf.text)}), FALSE)"


def _is_sure(field: Field, text: str) -> str:
    kind = field.kind
    if isinstance(kind, Text):
        if kind.choices:
            return f"{text} IN ({', '.join(map(literal, kind.choices))})"
        usual = f"regexp_full_match({text}, {literal(_USUAL)})"
        usual += f" AND length({text}) <= {SCALAR_LENGTH}"
        return f"{usual} AND trim({text}) <> ''" if field.required else usual
    if isinstance(kind, Number):
        return _number_is_sure(kind, text)
    if isinstance(kind, Date):
        return f"regexp_full_match({text}, {literal(_DATE)}) AND {_first_day(text)} IS NOT NULL"
    return f"length({text}) <= {SCALAR_LENGTH}"


def _number_is_sure(kind: Number, text: str) -> str:
    form = _DECIMAL if kind.scale else _WHOLE
    parts = [f"regexp_full_match({text}, {literal(form)})"]
    number = f"TRY_CAST({text} AS DECIMAL(21, 6))"
    if kind.calendar:
        parts.append(f"{number} BETWEEN {FIRST_YEAR} AND {LAST_YEAR}")
    if kind.low is not None:
        parts.append(f"{number} >= {kind.low}")
    if kind.high is not None:
        parts.append(f"{number} <= {kind.high}")
    return every(parts)


def values_of(kind: Kind, text: str) -> list[Value]:
    """Return the columns of a value of which it is sure that it has no flaw."""
    if isinstance(kind, Number):
        return [Value("", _number(kind, text))]
    if isinstance(kind, Date):
        first, last = _ordinal(_first_day(text)), _ordinal(_last_day(text))
        if kind.bound:
            return [Value("", first if kind.bound == "first" else last)]
        return [Value("_lo", first), Value("_hi", last)]
    if isinstance(kind, Truth):
        return [Value("", f"TRY_CAST({text} AS BOOLEAN)")]
    if not isinstance(kind, Text | Reference):
        raise TypeError(f"{type(kind).__name__} is no scalar")
    return [Value("", text)]


def _number(kind: Number, text: str) -> str:
    if not kind.scale:
        return f"TRY_CAST({text} AS BIGINT)"
    scaled = f"TRY_CAST({text} AS DECIMAL(21, 6)) * {10**kind.scale}"
    return f"CAST({scaled} AS HUGEINT)"


def _first_day(text: str) -> str:
    """Return the first day of a date, NULL if the calendar has none."""
    day = (
        f"TRY_CAST({text} || CASE length({text}) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END"
        " AS DATE)"
    )
    return f"(CASE WHEN {text} >= '{FIRST_YEAR}' THEN {day} END)"


def _last_day(text: str) -> str:
    day = _first_day(text)
    return (
        f"(CASE length({text}) WHEN 4 THEN {day} + INTERVAL 1 YEAR - INTERVAL 1 DAY"
        f" WHEN 7 THEN last_day({day}) ELSE {day} END)"
    )


def _ordinal(day: str) -> str:
    """Return the ordinal of a day, as Python's `date.toordinal` counts."""
    return f"CAST(CAST({day} AS DATE) - {_EPOCH} + 1 AS INTEGER)"
