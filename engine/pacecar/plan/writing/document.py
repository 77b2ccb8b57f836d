"""What a plan says, as plain values in the order written, whatever kind of file said it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from pacecar.plan.fields import Date, Field, Kind, ListOf, Number, Record, Settings, Truth
from pacecar.plan.nodes import Flaw, Mapping, Node, Scalar, Sequence
from pacecar.plan.portfolio import Plan
from pacecar.plan.scalars import OverLimit, date_text, is_number, number_of, truth_of
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element


class Figure(NamedTuple):
    """A number, by the shortest text of its digits."""

    text: str


class Day(NamedTuple):
    """A year, month or day, as coarse as it is written."""

    text: str


Plain: TypeAlias = "bool | Figure | Day | str | list[Plain] | dict[str, Plain] | None"
"""A value: None is one that is not known. What is absent is no value."""

Entity = dict[str, Plain]
Document = dict[str, list[Entity]]
"""The entities of each collection; `plan` has one."""

_CARRIED: Final = ("plan/missing-field", "plan/unknown-reference", "plan/impossible-date")


def obstacles(plan: Plan) -> list[Flaw]:
    """Return the flaws of a plan that keep it from being written anew.

    What is written where it belongs is carried as it is, such as a reference to nothing. What
    could not be read (a field that there is not, a second value for a key) would be lost.
    """
    return [
        flaw for flaw in plan.flaws if flaw.fatal or flaw.rule not in _CARRIED or flaw.field == "id"
    ]


def document_of(plan: Plan) -> Document:
    """Return what a plan without obstacles says, in the order of its files and lines."""
    found = {name: elements_of(plan, name) for name in SCHEMA}
    return {name: [_entity(e) for e in elements] for name, elements in found.items() if elements}


def elements_of(plan: Plan, name: str) -> list[Element]:
    """Return the entities of a collection as they are written; of `plan` the one there is."""
    if SCHEMA[name].single:
        return [plan.header] if plan.header.origin is not None else []
    return sorted(plan.collections.get(name, ()), key=_place)


def entity_of(collection: str, node: Mapping) -> Entity:
    """Return what the mapping of an entity says."""
    return _mapping(SCHEMA[collection].fields, node)


def _place(element: Element) -> tuple[str, int, str]:
    """Return what orders entities as they are written: their file, and their number in it."""
    if element.origin is None:
        return "", 0, element.id
    number = element.origin.pointer.rpartition("/")[2]
    return element.origin.file, int(number) if number.isdecimal() else 0, element.id


def _entity(element: Element) -> Entity:
    node = element.origin.node if element.origin else None
    return entity_of(element.name_of_kind, node) if isinstance(node, Mapping) else {}


def _mapping(fields: tuple[Field, ...], node: Mapping) -> dict[str, Plain]:
    """Return the fields of an entity or record, in the order of the schema."""
    return dict(_written(fields, node))


def _written(fields: tuple[Field, ...], node: Mapping) -> Iterator[tuple[str, Plain]]:
    for field in fields:
        entry = node.entries.get(field.name)
        if entry is None:
            continue
        value = plain(field.kind, entry.value)
        blank = value is None and bool(entry.value.span.cell)
        # In a sheet each row has each column: a blank cell is a field that was left out.
        if not blank or field.required or field.may_be_none:
            yield field.name, value


def plain(kind: Kind, node: Node) -> Plain:
    """Return what a node says where a value of a kind belongs."""
    if isinstance(node, Scalar):
        return None if node.is_null else _scalar(kind, node)
    if isinstance(node, Sequence):
        item = kind.item if isinstance(kind, ListOf) else kind
        return [plain(item, each) for each in node.items]
    if isinstance(kind, Record):
        return dict(_mapping(kind.fields, node))
    if isinstance(kind, ListOf) and isinstance(kind.item, Record):
        other = kind.item.fields[1].kind
        years = sorted(node.entries.values(), key=lambda entry: entry.key.text)
        return {_label(entry.key): plain(other, entry.value) for entry in years}
    # What is left are settings: rule, parameter, value.
    return {key: plain(kind, entry.value) for key, entry in node.entries.items()}


def _label(key: Scalar) -> str:
    return date_text(Scalar(key.text, plain=True, span=key.span))


def _scalar(kind: Kind, node: Scalar) -> Plain:
    if isinstance(kind, Date):
        return Day(date_text(node))
    if isinstance(kind, Truth):
        truth = truth_of(node)
        return node.text if truth is None else truth
    if isinstance(kind, Number | Settings) and is_number(node):
        return Figure(digits(node.text))
    if isinstance(kind, Settings):
        truth = truth_of(node)
        return node.text if truth is None else truth
    return node.text


def digits(text: str) -> str:
    """Return a number by its shortest decimal; as it stands if it has too many digits."""
    try:
        number = number_of(text)
    except OverLimit:
        return text
    return f"{number.normalize():f}" if number else "0"
