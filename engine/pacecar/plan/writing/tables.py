"""Plain values to the cells of sheets: what workbooks and CSV files have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from pacecar.plan.fields import Collection, ListOf, Settings
from pacecar.plan.sheets.layout import (
    NONE,
    PAIR,
    SEPARATOR,
    Column,
    columns,
    number_text,
    paired,
    setting_column,
    year_column,
)
from pacecar.plan.tables import SCHEMA
from pacecar.plan.writing.document import Day, Document, Entity, Figure, Plain

UNKNOWN: Final = "?"
"""Says of a value that it is not known, where a blank cell would say that there is none."""

Content = str | bool | Figure | Day
"""What a cell holds; "" is blank."""


class Table(NamedTuple):
    """A collection as a sheet: its columns, and a row for each entity."""

    collection: Collection
    columns: tuple[Column, ...]
    rows: tuple[tuple[Content, ...], ...]


def table_of(name: str, document: Document) -> Table:
    """Return the sheet of a collection; it may have no rows."""
    entities = document.get(name, [])
    found = tuple(_columns(SCHEMA[name], entities))
    rows = tuple(tuple(_content(column, entity) for column in found) for entity in entities)
    return Table(SCHEMA[name], found, rows)


def cell_text(content: Content) -> str:
    """Return a cell's content as a text that is read back as the same."""
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, Figure):
        return number_text(Decimal(content.text))
    return content.text if isinstance(content, Day) else content


def _columns(collection: Collection, entities: list[Entity]) -> list[Column]:
    """Return the columns: volumes have one for each year where every entity knows every year."""
    found: list[Column] = []
    for column in columns(collection.name):
        kind = column.kind
        years = _years(column, entities) if isinstance(kind, ListOf) and kind.keyed else []
        if years:
            found += [year_column(collection.name, column.path[0], year) for year in years]
        else:
            found.append(column)
    for field in collection.fields:
        if isinstance(field.kind, Settings):
            found += _settings(field.name, entities)
    return found


def _years(column: Column, entities: list[Entity]) -> list[str]:
    """Return the years to make columns of; none where a blank cell would say too much."""
    name = column.path[0]
    values = [entity[name] for entity in entities if name in entity]
    every = [sorted(value) if isinstance(value, dict) else [] for value in values]
    known = all(isinstance(value, dict) and None not in value.values() for value in values)
    return every[0] if known and every and all(years == every[0] for years in every) else []


def _settings(name: str, entities: list[Entity]) -> list[Column]:
    found: dict[tuple[str, str], Column] = {}
    for entity in entities:
        rules = entity.get(name)
        for rule, values in rules.items() if isinstance(rules, dict) else ():
            for parameter in values if isinstance(values, dict) else ():
                found[rule, parameter] = setting_column(rule, parameter)
    return [found[key] for key in sorted(found)]


def _content(column: Column, entity: Entity) -> Content:
    value: Plain = entity
    for step in column.path:
        if value is None:
            return UNKNOWN
        if not isinstance(value, dict) or step not in value:
            return ""
        value = value[step]
    return _cell(column, value)


def _cell(column: Column, value: Plain) -> Content:
    if value is None:
        return UNKNOWN
    if isinstance(value, dict):
        return f"{SEPARATOR} ".join(_pair([k, v]) for k, v in value.items()) or NONE
    if value == [None]:
        return f"{UNKNOWN}{SEPARATOR}"  # A list of one; without the separator, no list is known.
    if isinstance(value, list):
        parts = list(value)
        if paired(column.kind) is not None:
            texts = [
                _pair(list(part.values())) if isinstance(part, dict) else UNKNOWN for part in parts
            ]
        else:
            texts = [_item(part) for part in parts]
        return f"{SEPARATOR} ".join(texts) or NONE
    return value


def _pair(sides: list[Plain]) -> str:
    """Return `plug-in-hybrid=mitsubishi`, or a label alone."""
    return PAIR.join(_item(side) for side in sides)


def _item(value: Plain) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, list | dict):
        raise TypeError("a cell holds no list of lists")
    return cell_text(value)
