"""What a cell of a CSV file is in SQL: as `pacecar.plan.sheets.cells` reads it, where it is plain.

Of the many ways in which people write numbers and dates, those that a whole column may be written
in are read here; cells in any other are left to the reader in process.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pacecar.plan.bulk.leaves import Leaf, literal
from pacecar.plan.fields import Date, Kind, ListOf, Number, Record, Truth
from pacecar.plan.limits import SCALAR_LENGTH
from pacecar.plan.sheets.cells import TRUTHS
from pacecar.plan.sheets.layout import BLANK, COMMENT, ERRORS, NONE, PAIR, SEPARATOR, UNKNOWN

_NUMBER: Final = "-?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,][0-9]+)?"
_TWO_NUMBERS: Final = "-?[1-9][0-9]{0,2}[.,][0-9]{3}"
"""One thousand or one and a quarter; see `pacecar.plan.sheets.numbers`."""
_PERCENT: Final = "[0-9]{1,3}(?:[.,][0-9]{1,4})? ?%"
_DAY_FIRST: Final = r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}"
_MONTH_FIRST: Final = r"[0-9]{2}[-/.][0-9]{4}"
_YEAR: Final = "[0-9]{4}"

NO_TEXTS: Final = "CAST([] AS VARCHAR[])"
NO_PAIRS: Final = "CAST([] AS VARCHAR[][])"
NO_KEYED: Final = "CAST([] AS STRUCT(key VARCHAR, value VARCHAR)[])"

MISSING: Final = Leaf("TRUE", "FALSE", "FALSE", "CAST(NULL AS VARCHAR)")
"""The leaf of a field that the file has no column for."""


def leaf_of(cell: str, kind: Kind, *, none: bool) -> Leaf:
    """Return a cell; `none` if a blank one says that there is none."""
    blank, unknown = _is_one_of(cell, BLANK), _is_one_of(cell, UNKNOWN)
    if none:
        absent = f"({blank} OR lower({cell}) = {literal(NONE)})"
        leaf = Leaf(absent, unknown, f"NOT {absent} AND NOT {unknown}", cell)
    else:
        null = f"({blank} OR {unknown})"
        leaf = Leaf("FALSE", null, f"NOT {null}", cell)
    # It may be what a spreadsheet shows for a formula that failed.
    fits = f"({leaf.fits} AND NOT starts_with({cell}, {literal(COMMENT)}))"
    return _as(kind, leaf._replace(fits=fits))


def list_of(cell: str, kind: ListOf, *, none: bool) -> Leaf:
    """Return a cell that holds a list; its `text` is the list of its items, as texts or pairs.

    An item that has other spaces around it than blanks is not plain, and names nothing.
    """
    leaf = leaf_of(cell, kind, none=none)
    fits = f"({leaf.fits} AND length({cell}) <= {SCALAR_LENGTH})"
    items = (
        f"list_filter(list_transform(string_split(replace({cell}, chr(10), {literal(SEPARATOR)}), "
        f"{literal(SEPARATOR)}), lambda x: trim(x)), lambda x: x <> '')"
    )
    items = f"CASE WHEN lower({cell}) = {literal(NONE)} THEN {NO_TEXTS} ELSE {items} END"
    if isinstance(kind.item, Record):
        left, right = _sides("x")
        if kind.keyed:
            pair = f"struct_pack(key := {left}, value := {right})"
        else:
            pair = f"CASE WHEN NOT {_is_one_of('x', UNKNOWN)} THEN [{left}, {right}] END"
        items = f"list_transform({items}, lambda x: {pair})"
    return Leaf(leaf.absent, leaf.null, fits, items)


def item_of(text: str, kind: Kind) -> Leaf:
    """Return an item of a list, or one side of a pair, which may be NULL."""
    null = f"coalesce({_is_one_of(text, BLANK)} OR {_is_one_of(text, UNKNOWN)}, FALSE)"
    return _as(kind, Leaf("FALSE", null, "TRUE", text))


def label_of(text: str, kind: Kind, *, keyed: bool) -> Leaf:
    """Return the label of a pair, without which it is none."""
    leaf = item_of(text, kind)
    if keyed:
        fits = f"regexp_full_match({text}, {literal(_YEAR)})"
        return Leaf("FALSE", "FALSE", fits, text)
    there = f"coalesce({text} <> '', FALSE)"
    return leaf._replace(null=f"({there} AND {leaf.null})", fits=f"({there} AND {leaf.fits})")


def years_of(cells: Iterable[tuple[str, str]]) -> str:
    """Return the list that stands in columns of its own: labels, and cells."""
    packed = (f"struct_pack(key := {literal(year)}, value := {cell})" for year, cell in cells)
    return f"[{', '.join(packed)}]"


def is_comment(text: str) -> str:
    """Return the condition that a text says that it is not for the plan."""
    errors = ", ".join(map(literal, sorted(ERRORS)))
    return f"(starts_with({text}, {literal(COMMENT)}) AND upper({text}) NOT IN ({errors}))"


def _as(kind: Kind, leaf: Leaf) -> Leaf:
    """Return a leaf as one of its kind: when it is written plainly, and what it then says."""
    cell = leaf.text
    if isinstance(kind, Number):
        return leaf._replace(fits=f"({leaf.fits} AND {_is_number(kind, cell)})", text=_number(cell))
    if isinstance(kind, Date):
        return leaf._replace(text=_date(cell))
    if isinstance(kind, Truth):
        ways = " ".join(
            f"WHEN {_is_one_of(cell, (w for w in TRUTHS if TRUTHS[w] == truth))} THEN '{truth}'"
            for truth in ("true", "false")
        )
        text = f"(CASE {ways} END)"
        return leaf._replace(fits=f"({leaf.fits} AND {text} IS NOT NULL)", text=text)
    return leaf


def _is_number(kind: Number, cell: str) -> str:
    plain = (
        f"(regexp_full_match({cell}, {literal(_NUMBER)}) "
        f"AND NOT regexp_full_match({cell}, {literal(_TWO_NUMBERS)}))"
    )
    if kind.high != 1:
        return plain
    percent = f"regexp_full_match({cell}, {literal(_PERCENT)})"
    return f"({plain} OR ({percent} AND NOT regexp_matches({cell}, '[.,][0-9]{{3}} ?%')))"


def _number(cell: str) -> str:
    """Return a number with a point before its decimals, and nothing else between its digits."""
    bare = f"replace(replace({cell}, ' ', ''), ',', '.')"
    share = f"TRY_CAST(rtrim({bare}, '%') AS DECIMAL(9, 4)) * CAST(0.01 AS DECIMAL(3, 2))"
    return f"(CASE WHEN ends_with({cell}, '%') THEN CAST({share} AS VARCHAR) ELSE {bare} END)"


def _date(cell: str) -> str:
    return (
        f"(CASE WHEN regexp_full_match({cell}, {literal(_DAY_FIRST)}) "
        f"THEN {cell}[7:10] || '-' || {cell}[4:5] || '-' || {cell}[1:2] "
        f"WHEN regexp_full_match({cell}, {literal(_MONTH_FIRST)}) "
        f"THEN {cell}[4:7] || '-' || {cell}[1:2] ELSE {cell} END)"
    )


def _sides(text: str) -> tuple[str, str]:
    """Return what stands before and behind the first mark of a pair; NULL if it has none."""
    at = f"instr({text}, {literal(PAIR)})"
    left = f"CASE WHEN {at} > 0 THEN {text}[1:{at} - 1] ELSE {text} END"
    right = f"CASE WHEN {at} > 0 THEN {text}[{at} + 1:] END"
    return f"trim({left})", f"trim({right})"


def _is_one_of(text: str, words: Iterable[str]) -> str:
    return f"(lower({text}) IN ({', '.join(map(literal, sorted(words)))}))"
