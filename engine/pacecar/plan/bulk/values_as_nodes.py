"""Rows of typed values as the nodes that a YAML file would have for them."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from datetime import date, datetime, time
from decimal import Decimal
from math import isnan
from typing import Any

from pacecar.plan.fields import Field, Kind, ListOf, Record
from pacecar.plan.nodes import Entry, Mapping, Node, Scalar, Sequence, Span


def node_of_row(
    fields: SequenceOf[Field],
    values: SequenceOf[Any],
    number: int,
    columns: MappingOf[str, int],
) -> Mapping:
    """Return a row as a mapping: its fields and their values, at the row and their columns."""
    entries: dict[str, Entry] = {}
    for field, value in zip(fields, values, strict=True):
        column = columns[field.name]
        span = Span(number, column, number, column)
        if value is None and field.may_be_none:
            continue
        key = Scalar(field.name, plain=True, span=span)
        entries[field.name] = Entry(key, _node(value, field.kind, span))
    first = columns.get("id", 1)
    return Mapping(entries, Span(number, first, number, first))


def _node(value: Any, kind: Kind, span: Span) -> Node:
    if isinstance(value, dict):
        return _mapping(value, kind, span)
    if isinstance(value, list | tuple):
        if isinstance(kind, ListOf) and kind.keyed:
            return _keyed(value, kind, span)
        item = kind.item if isinstance(kind, ListOf) else kind
        return Sequence([_node(each, item, span) for each in value], span)
    return _scalar(value, span)


def _mapping(value: MappingOf[Any, Any], kind: Kind, span: Span) -> Mapping:
    fields = {f.name: f for f in kind.fields} if isinstance(kind, Record) else {}
    entries: dict[str, Entry] = {}
    for step, inner in value.items():
        field = fields.get(str(step))
        if inner is None and field is not None and field.may_be_none:
            continue
        text = _scalar(step, span).text
        of = field.kind if field is not None else kind
        entries[text] = Entry(Scalar(text, plain=True, span=span), _node(inner, of, span))
    return Mapping(entries, span)


def _keyed(value: SequenceOf[Any], kind: ListOf, span: Span) -> Node:
    """Return a list of structs as the mapping that it stands for, if it does."""
    record = kind.item
    whole = Sequence([_node(each, record, span) for each in value], span)
    if not isinstance(record, Record):
        return whole
    label, other = record.fields
    entries: dict[str, Entry] = {}
    for each in value:
        if not isinstance(each, dict) or not {*each} <= {label.name, other.name}:
            return whole
        key = _scalar(each.get(label.name), span)
        if key.text in entries:
            return whole
        entries[key.text] = Entry(key, _node(each.get(other.name), other.kind, span))
    return Mapping(entries, span)


def _scalar(value: Any, span: Span) -> Scalar:
    if value is None:
        return Scalar("", plain=True, span=span)
    if isinstance(value, str):
        return Scalar(value, plain=False, span=span)
    return Scalar(_plain(value), plain=True, span=span)


def _plain(value: Any) -> str:
    """Return a value that is no text as YAML would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _floating(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, datetime):
        midnight = value.time() == time() and value.tzinfo is None
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _floating(value: float) -> str:
    if isnan(value):
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    return _decimal(Decimal(repr(value)))


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
