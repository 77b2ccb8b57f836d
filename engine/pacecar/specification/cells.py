"""Cells of a feature's tables as YAML: what a planner writes in a sheet, as a plan has it.

A blank cell leaves the key out: what that means (none, or unknown) is the plan format's
business. `?` or `unknown` is unknown whatever the field, `-` or `none` is known to be absent.
Lists are split at `;` or `,`, and a technology reads `plug-in-hybrid=mitsubishi`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pacecar.plan.fields import Field, Kind, ListOf, Record, Reference, Text
from pacecar.plan.tables import SCHEMA

Entity = dict[str, str]
"""An entity of an example: its keys, each with its value as YAML on one line.

A key may have two parts, as `units 2024` or `cost planned`, which share one mapping.
"""

_UNKNOWN = ("?", "unknown")
_ABSENT = ("-", "none")
_PLAIN = re.compile(r"[\w.+-]+")


def entities(collection: str, table: Sequence[Sequence[str]]) -> list[Entity]:
    """Return the entities of a table: its first row has the fields' names.

    Raises:
        ValueError: the table has no rows, or names a field twice.
    """
    header, *rows = table
    keys = [heading(collection, name) for name in header]
    if not rows:
        raise ValueError(f"the table of {collection} has no rows")
    if repeated := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"the table of {collection} has two columns {min(repeated)!r}")
    return [_completed(collection, dict(zip(keys, row, strict=True))) for row in rows]


def heading(collection: str, name: str) -> str:
    """Return the key for a column's heading: `Upper body shared`, `units 2024`."""
    words = name.strip().split()
    joined = "_".join(words).lower()
    fields = {field.name for field in SCHEMA[collection].fields}
    first, _, rest = joined.partition("_")
    if joined in fields or not rest:
        return joined
    if joined.startswith("model_line_"):
        return f"model_line {joined.removeprefix('model_line_')}"
    return f"{first} {rest}" if first in fields else joined


def value(collection: str, key: str, cell: str) -> str | None:
    """Return a cell's value as YAML on one line, or None if the key is to be left out."""
    field = field_of(collection, key)
    cell = cell.strip()
    if cell in _UNKNOWN:
        return "null"
    if cell in _ABSENT:
        return "[]" if field and isinstance(field.kind, ListOf) and not field.may_be_none else None
    if not cell:
        return "null" if field and field.required else None
    return _yaml(field.kind, cell) if field else json.dumps(cell, ensure_ascii=False)


def field_of(collection: str, key: str) -> Field | None:
    """Return the field that a key of one or two parts names, or None."""
    first, _, rest = key.partition(" ")
    field = SCHEMA[collection].field(first)
    if field is None or not rest:
        return field
    if isinstance(field.kind, Record):
        return field.kind.field(rest)
    if isinstance(field.kind, ListOf) and field.kind.keyed and isinstance(field.kind.item, Record):
        return _parts(field.kind.item)[1]
    return None


def text_of(collection: str, many: Sequence[Entity]) -> str:
    """Return a collection as the YAML of a plan."""
    lines = [f"{collection}:"]
    for entity in many:
        lines += [f"{'  - ' if not n else '    '}{line}" for n, line in enumerate(_lines(entity))]
    return "\n".join(lines) + "\n"


def header_text(header: Mapping[str, str]) -> str:
    """Return the header of a plan as YAML."""
    return "".join(["plan:\n", *(f"  {line}\n" for line in _lines(header))])


def _completed(collection: str, row: Mapping[str, str]) -> Entity:
    """Return a row as an entity; what must be written is, as its id or as unknown."""
    found = {key: value(collection, key, cell) for key, cell in row.items()}
    for field in SCHEMA[collection].fields:
        if field.required and field.name not in row:
            found[field.name] = found.get("id") if field.name == "name" else "null"
    return {key: text for key, text in found.items() if text is not None}


def _parts(record: Record) -> tuple[Field, Field]:
    """Return the label and the other field of a record with two fields."""
    label = record.field(record.label)
    other = next(field for field in record.fields if field is not label)
    return (label or other), other


def _yaml(kind: Kind, cell: str) -> str:
    if isinstance(kind, ListOf):
        items = [item.strip() for item in re.split("[;,]", cell)]
        return "[" + ", ".join(_item(kind.item, item) for item in items) + "]"
    if isinstance(kind, Text | Reference) or not _PLAIN.fullmatch(cell):
        return json.dumps(cell, ensure_ascii=False)
    return cell


def _item(kind: Kind, item: str) -> str:
    if item in _UNKNOWN:
        return "null"
    if not isinstance(kind, Record):
        return _yaml(kind, item)
    label, other = _parts(kind)
    name, equals, rest = (part.strip() for part in item.partition("="))
    found = f"{label.name}: {_yaml(label.kind, name)}"
    if equals and rest not in _UNKNOWN:
        found += f", {other.name}: {_yaml(other.kind, rest)}"
    return "{" + found + "}"


def _lines(entity: Mapping[str, str]) -> list[str]:
    """Return an entity's keys as YAML; keys of two parts are gathered into one mapping."""
    nested: dict[str, list[str]] = {}
    for key, text in entity.items():
        first, _, rest = key.partition(" ")
        nested.setdefault(first, []).append(f"{rest}: {text}" if rest else text)
    return [
        f"{first}: {{{', '.join(parts)}}}" if f"{first}" not in entity else f"{first}: {parts[0]}"
        for first, parts in nested.items()
    ]
