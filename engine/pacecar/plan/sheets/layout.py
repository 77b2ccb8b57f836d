"""Where the fields of a plan stand in sheets, and back: for those who read and who write them.

A sheet holds one collection and is called like it. A row is an entity. A column is a field, or
one value of a record: `cost planned`, `model line segment`, `units 2024`, and on the sheet
`plan`, `settings twins/share-a-plant most`. The sheet `plan` has a row of headers like every
other one, or its fields one below the other with the values beside them.

A cell holds one value, or a list with `;` between the items. An item of a list of records is
its label, and its other value behind `=`: `plug-in-hybrid=mitsubishi; hybrid=?`. Volumes may
also stand so in one column: `units` with `2024=120000; 2025=90000`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from pacecar.plan.fields import Collection, Field, Kind, ListOf, Record, Settings, Text
from pacecar.plan.limits import SCALAR_LENGTH
from pacecar.plan.nearest import nearest
from pacecar.plan.tables import SCHEMA

SEPARATOR: Final = ";"
"""Between the items of a list; a line break in the cell does the same."""

PAIR: Final = "="
"""Between a record's label and its other value."""

COMMENT: Final = "#"
"""Begins the header of a column, the first cell of a row, or a sheet's name: not for the plan."""

UNKNOWN: Final = frozenset({"?", "tbd", "tba", "n/a", "unknown"})
"""Cells that say, in letters of any case, that a value is not known; so does a blank cell."""

BLANK: Final = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}"})
"""Cells that hold nothing: unknown, or none where a field that is left out is none."""

NONE: Final = "none"
"""A cell that says that there is none: an empty list, no leader."""

_IGNORED: Final = re.compile(r"[\s_.\u200b\ufeff]+")
_SETTING: Final = re.compile(r"\s*settings[\s.]+(\S+)\s+(\S+)\s*", re.IGNORECASE)
_YEAR: Final = re.compile("[0-9]{4}")
_AMBIGUOUS: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_KEYED: Final = 2


class Column(NamedTuple):
    """A column of a collection's sheet.

    Attributes:
        header: as Pacecar writes it.
        path: from the entity to the value: ("leader",), ("cost", "planned"), ("units", "2024"),
            ("settings", "twins/share-a-plant", "most").
        field: what the cells hold: the entity's field, or that of its record.
    """

    header: str
    path: tuple[str, ...]
    field: Field

    @property
    def kind(self) -> Kind:
        """The kind of the values in its cells."""
        return self.field.kind


def fold(name: str) -> str:
    """Return what counts of a sheet's name or a header: case, spaces, `_` and `.` do not."""
    return _IGNORED.sub("", name).casefold()


def sheet_name(collection: str) -> str:
    """Return the name of a collection's sheet, as Pacecar writes it."""
    return collection.replace("_", " ").capitalize()


def collection_of(name: str) -> Collection | None:
    """Return the collection that a sheet or a file's stem names, None if it names none."""
    return _collections().get(fold(name))


def collection_meant(name: str) -> Collection | None:
    """Return the collection that a name may mean which is none: misspelt, or said with more.

    "Progams" is near to programs, and "Programs Renault" begins with it. A name that begins
    with `#` is not for the plan.
    """
    if name.startswith(COMMENT):
        return None
    meant = nearest(name, SCHEMA)
    if meant:
        return SCHEMA[meant]
    words = re.findall(r"[^\W_]+", name.casefold())
    # Not `plan`: many a sheet is called so that holds none.
    found = [word for word in words if word in SCHEMA and not SCHEMA[word].single]
    return SCHEMA[found[0]] if found else None


@cache
def columns(collection: str) -> tuple[Column, ...]:
    """Return the columns that a collection's sheet may have, in the order of its fields.

    Those of `units 2024` and of settings are as many as the plan needs: `year_column` and
    `setting_column` make them.
    """
    return tuple(_columns(SCHEMA[collection]))


def year_column(collection: str, field: str, year: str) -> Column:
    """Return the column for one label of a keyed list: `units 2024`."""
    found = SCHEMA[collection].field(field)
    if found is None or not isinstance(found.kind, ListOf):
        raise ValueError(f"{collection} have no {field} by year")
    item = found.kind.item
    if not isinstance(item, Record) or not found.kind.keyed:
        raise ValueError(f"{collection} have no {field} by year")
    return Column(f"{_spaced(field)} {year}", (field, year), item.fields[1])


def setting_column(rule: str, parameter: str) -> Column:
    """Return the column of the sheet `plan` for the value of a rule's parameter."""
    field = Field(name=parameter, kind=Settings())
    return Column(f"settings {rule} {parameter}", ("settings", rule, parameter), field)


def column_of(collection: str, header: str) -> Column | None:
    """Return the column that a header names, None if the collection has none of that name."""
    if len(header) > SCALAR_LENGTH:
        return None
    folded = fold(header)
    found = _by_header(collection).get(folded)
    if found is not None:
        return found
    for field in SCHEMA[collection].fields:
        if isinstance(field.kind, ListOf) and field.kind.keyed:
            rest = folded.removeprefix(fold(field.name))
            if rest != folded and _YEAR.fullmatch(rest):
                return year_column(collection, field.name, rest)
        if isinstance(field.kind, Settings):
            setting = _SETTING.fullmatch(header)
            if setting:
                return setting_column(setting[1], setting[2])
    return None


def headers(collection: str) -> tuple[str, ...]:
    """Return the headers that a misspelt one is compared with."""
    return tuple(column.header for column in columns(collection))


def header_meant(collection: str, header: str) -> str:
    """Return the header that a misspelt one may mean, "" if none is near."""
    return nearest(header, headers(collection))


def is_comment(text: str) -> bool:
    """Whether a header, or the first cell of a row, says that what follows is not for the plan."""
    return text.startswith(COMMENT) and not is_error(text)


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for a formula that failed: `#REF!`."""
    return text.upper() in ERRORS


def number_text(number: Decimal) -> str:
    """Return a number as a text that a cell or CSV file can only be read one way.

    1.250 may be one thousand or one and a quarter; 1.2500 is no number of thousands.
    """
    text = f"{number:f}"
    return f"{text}0" if _AMBIGUOUS.fullmatch(text) else text


# fmt: off
ERRORS: Final = frozenset((
    "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#PYTHON!",
    "#EXTERNAL!",
))
# fmt: on
"""What spreadsheets show for formulas that failed."""


@cache
def _collections() -> dict[str, Collection]:
    return {fold(name): collection for name, collection in SCHEMA.items()}


@cache
def _by_header(collection: str) -> dict[str, Column]:
    return {fold(column.header): column for column in columns(collection)}


def _columns(collection: Collection) -> Iterator[Column]:
    for field in collection.fields:
        kind = field.kind
        if field.derived or isinstance(kind, Settings):
            continue
        if isinstance(kind, Record):
            for inner in kind.fields:
                header = f"{_spaced(field.name)} {_spaced(inner.name)}"
                yield Column(header, (field.name, inner.name), inner)
        else:
            yield Column(_spaced(field.name), (field.name,), field)


def paired(kind: Kind) -> Record | None:
    """Return the record whose label and other value are the items of a list's cell."""
    item = kind.item if isinstance(kind, ListOf) else None
    if isinstance(item, Record) and len(item.fields) == _KEYED:
        return item
    return None


def is_free(kind: Kind) -> bool:
    """Whether a kind is a text that may hold anything: a comma in it separates nothing."""
    return isinstance(kind, Text) and not kind.choices and kind.domain in ("", "brand")


def _spaced(name: str) -> str:
    return name.replace("_", " ")
