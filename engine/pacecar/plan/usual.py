"""Values that are written as nearly all are, read in one step.

A reader takes a node and returns its value, or None where the value is null, flawed, new to it in
any way, or not what its field wants. It reports nothing and changes nothing, so that whoever
asked may read the same node again in full: `pacecar.plan.interpreting` has the words for all that
is not usual. What a reader does return is what the full way would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from pacecar.plan.elements import element_class, written
from pacecar.plan.fields import Field, Kind, ListOf, Record, Reference, Text
from pacecar.plan.nodes import Mapping as MappingNode
from pacecar.plan.nodes import Node, Origin, Scalar, Sequence
from pacecar.plan.scalar_values import Problem, scalar_value
from pacecar.plan.scalars import flaw_of_text, is_word
from pacecar.plan.values import Element, Items, State, Value

Reader = Callable[[Node, Element, str], Value | None]
"""Reads a node that belongs to an element, at a pointer; the last two are for records."""

_REMEMBERED: Final = 4_000
"""Texts whose values one field remembers: choices, shares and dates repeat, and few are new."""

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Step(NamedTuple):
    """How one field of an entity or record is read: `absent` is its value where it is not there."""

    name: str
    read: Reader
    absent: Value
    required: bool
    field: Field


class UsualValues:
    """The readers of a plan's fields, each made when it is first asked for.

    Args:
        entities: those that references name, by collection, then id. They are looked up while
            entities are read, by when all of them are known.
    """

    def __init__(self, entities: Mapping[str, Mapping[str, Element]]) -> None:
        self._entities = entities
        self._steps: dict[str, tuple[Step, ...]] = {}
        self._references: dict[str, Reader] = {}

    def steps(self, kind_name: str) -> tuple[Step, ...]:
        """Return how the fields of a collection's entities or of a record are read."""
        steps = self._steps.get(kind_name)
        if steps is None:
            steps = self._steps[kind_name] = tuple(
                Step(
                    field.name,
                    self.reader(field.kind, field.name),
                    absent,
                    field.required,
                    field,
                )
                for field, absent in written(kind_name)
            )
        return steps

    def reader(self, kind: Kind, name: str) -> Reader:
        """Return the reader of a field of this kind and name."""
        if isinstance(kind, Reference):
            return self._reference(kind.collection)
        if isinstance(kind, Record):
            return self._record(kind, f"/{name}")
        if isinstance(kind, ListOf):
            return self._list(kind, name)
        return _text if isinstance(kind, Text) and not kind.choices else _remembered(kind)

    def _list(self, kind: ListOf, name: str) -> Reader:
        if not isinstance(kind.item, Record):
            return _values(self.reader(kind.item, name))
        read = self._keyed if kind.keyed else self._records
        return read(kind.item, f"/{name}")

    def _reference(self, collection: str) -> Reader:
        reader = self._references.get(collection)
        if reader is None:
            entities = self._entities[collection]
            reader = self._references[collection] = _reference(
                entities, {id_: found for id_, found in entities.items() if is_word(id_)}
            )
        return reader

    def _record(self, kind: Record, step: str) -> Reader:
        make = self._maker(kind)

        def read(node: Node, owner: Element, pointer: str) -> Value | None:
            return make(node, owner, pointer + step)

        return read

    def _records(self, kind: Record, step: str) -> Reader:
        make = self._maker(kind)

        def read(node: Node, owner: Element, pointer: str) -> Value | None:
            if type(node) is not Sequence or node.flawed:
                return None
            records = []
            for index, item in enumerate(node.items):
                record = make(item, owner, f"{pointer}{step}/{index}")
                if record is None:
                    return None
                records.append(record)
            return Items(tuple(records))

        return read

    def _maker(self, kind: Record) -> Callable[[Node, Element, str], Element | None]:
        """Return what makes a record of a node, of which its whole pointer is given."""
        made_of, name, label, filled = element_class(kind.name), kind.name, kind.label, kind.filled
        steps = self.steps(name)

        def make(node: Node, owner: Element, pointer: str) -> Element | None:
            if type(node) is not MappingNode or node.flawed:
                return None
            entries = node.entries
            if filled and not entries:
                return None
            record = made_of()
            _place(record, name, owner, pointer, node)
            known = 0
            for field_name, read, absent, required, _ in steps:
                entry = entries.get(field_name)
                if entry is not None:
                    known += 1
                    found = read(entry.value, record, pointer)
                    if found is None:
                        return None
                    setattr(record, field_name, found)
                elif required:
                    return None
                else:
                    setattr(record, field_name, absent)
            if known < len(entries):
                return None
            called = entries.get(label)
            if called is not None and type(called.value) is Scalar:
                record.id = called.value.text
            else:
                record.id = "?" if label else pointer.rpartition("/")[2]
            return record

        return make

    def _keyed(self, kind: Record, step: str) -> Reader:
        """Return the reader of a mapping from the label of records to their other field."""
        label, other = kind.fields
        label_name, read_label = label.name, self.reader(label.kind, label.name)
        other_name, read_other = other.name, self.reader(other.kind, other.name)
        made_of, name = element_class(kind.name), kind.name

        def read(node: Node, owner: Element, pointer: str) -> Value | None:
            if type(node) is not MappingNode or node.flawed:
                return None
            seen = set()
            records = []
            for text, entry in node.entries.items():
                key, valued = entry.key, entry.value
                plain = key if key.plain else Scalar(text, True, key.place, key.flawed)  # noqa: FBT003 - hot constructor
                value = read_label(plain, owner, "")
                if value is None or value in seen:
                    return None
                seen.add(value)
                record = made_of()
                record.id = str(value[0]) if isinstance(value, tuple) else text
                own = f"{pointer}{step}/{text}"
                _place(record, name, owner, own, valued)
                of_it = read_other(valued, record, own)
                if of_it is None:
                    return None
                setattr(record, label_name, value)
                setattr(record, other_name, of_it)
                records.append(record)
            if len(records) > 1:
                records.sort(key=_id)
            return Items(tuple(records))

        return read


def _id(record: Element) -> str:
    return record.id


def _place(record: Element, name: str, owner: Element, pointer: str, node: Node) -> None:
    record.name_of_kind = name
    record.state = State.KNOWN
    record.owner = owner
    record.origin = Origin(owner.origin.file, pointer, node) if owner.origin else None


def _values(item: Reader) -> Reader:
    """Return the reader of a list whose items are not records."""

    def read(node: Node, owner: Element, pointer: str) -> Value | None:
        if type(node) is not Sequence or node.flawed:
            return None
        values = []
        for each in node.items:
            value = item(each, owner, pointer)
            if value is None:
                return None
            values.append(value)
        return Items(tuple(values))

    return read


def _reference(entities: Mapping[str, Element], words: Mapping[str, Element]) -> Reader:
    """Return the reader of ids; `words` are those that need no quotes to be texts."""

    def read(node: Node, _owner: Element, _pointer: str) -> Value | None:
        if type(node) is not Scalar or node.flawed:
            return None
        return (words if node.plain else entities).get(node.text)

    return read


def _text(node: Node, _owner: Element, _pointer: str) -> Value | None:
    """Read a text that begins with a letter, as nearly all do."""
    if type(node) is not Scalar or node.flawed:
        return None
    text = node.text
    if text[:1] not in _LETTERS or not is_word(text):
        return None
    if text.isascii() and text.isprintable():
        return text
    return None if flaw_of_text(text)[0] else text


def _remembered(kind: Kind) -> Reader:
    """Return a reader that reads each text in full once, and remembers what it stands for."""
    plain: dict[str, Value] = {}
    quoted: dict[str, Value] = {}

    def read(node: Node, _owner: Element, _pointer: str) -> Value | None:
        if type(node) is not Scalar or node.flawed:
            return None
        known = plain if node.plain else quoted
        value = known.get(node.text)
        if value is None and not node.is_null:
            found = scalar_value(kind, node)
            if not isinstance(found, Problem):
                value = found
                if len(known) < _REMEMBERED:
                    known[node.text] = value
        return value

    return read
