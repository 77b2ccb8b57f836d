"""What the nodes of one entity mean, field by field; what they cannot mean is reported.

Nothing stops at a flaw: the value becomes one that is there but not known, and the rest of
the entity is read.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from pacecar.plan.drafts import Draft
from pacecar.plan.elements import blank, element_class
from pacecar.plan.fields import Date, Field, Kind, ListOf, Number, Record, Reference, Text, Truth
from pacecar.plan.nearest import nearest, suggestion
from pacecar.plan.nodes import Flaw, Location, Mapping, Node, Origin, Scalar, Sequence
from pacecar.plan.references import References
from pacecar.plan.scalar_values import Problem, scalar_value, written_as_text
from pacecar.plan.scalars import is_id
from pacecar.plan.values import Element, Items, State, Value
from pacecar.plan.wording import described, listed, quoted, quoted_id, visible

Path = tuple[str | int, ...]
"""From an entity down to a value in it."""

FlawRule = Literal[
    "plan/duplicate-key",
    "plan/impossible-date",
    "plan/missing-field",
    "plan/over-limit",
    "plan/unknown-field",
    "plan/unknown-reference",
    "plan/wrong-type",
]
"""The rules that the content of an entity can break."""

_WANTED: Final = {
    Text: "a text",
    Reference: "an id",
    Truth: "true or false",
    Number: "a number",
    Date: "a year, month or day",
    Record: "a mapping",
    ListOf: "a list",
}


class Interpreter:
    """Reads one entity, and reports under its name."""

    def __init__(self, draft: Draft, references: References, flaws: list[Flaw]) -> None:
        self._draft = draft
        self._origin = draft.origin
        self._references = references
        self._flaws = flaws

    def fill(self, element: Element) -> None:
        """Give an entity the values of its fields."""
        collection = self._draft.collection
        self._fill(element, collection.name, self._draft.node, collection.fields, ())

    def report(  # noqa: PLR0913 - what a finding is made of
        self,
        rule: FlawRule,
        message: str,
        path: Path,
        *,
        hint: str = "",
        location: Location | None = None,
        related: tuple[tuple[Location, str], ...] = (),
    ) -> None:
        """Report a flaw of the value at `path`, or at `location` if it stands elsewhere."""
        collection = self._draft.collection
        self._flaws.append(
            Flaw(
                rule,
                message,
                location or self._origin.locate(*path),
                hint=hint,
                collection=collection.name,
                subject="" if collection.single else self._draft.id,
                field=visible(str(path[0])) if path else "",
                related=related,
            ),
        )

    def _fill(
        self,
        element: Element,
        kind_name: str,
        node: Mapping,
        fields: tuple[Field, ...],
        path: Path,
    ) -> None:
        """Read the fields of an entity or record: what is usual in one step, the rest in full."""
        entries = node.entries
        pointer = self._pointer(path)
        known = 0
        for name, read, absent, required, field in self._references.usual.steps(kind_name):
            entry = entries.get(name)
            if entry is None:
                setattr(element, name, absent)
                if required and not node.flawed:
                    self._missing(field, path)
                continue
            known += 1
            value = read(entry.value, element, pointer)
            if value is None:
                value = self._field(field, entry.value, (*path, name), element)
            setattr(element, name, value)
        known += not path and self._draft.collection.named and "id" in entries
        if known < len(entries):
            self._unknown_fields(node, fields, path)

    def _field(self, field: Field, node: Node, path: Path, element: Element) -> Value:
        if isinstance(node, Scalar) and node.is_null and not node.flawed:
            if not field.may_be_null:
                self._missing(field, path[:-1])
            return blank(field.kind, State.UNKNOWN)
        value = self._value(field.kind, node, path, element)
        if field.required and isinstance(value, str) and not value.strip():
            self.report("plan/missing-field", f"{_name(path)} is blank.", path)
            return blank(field.kind, State.PRESENT)
        return value

    def _value(self, kind: Kind, node: Node, path: Path, element: Element) -> Value:
        """Read a value that is not null."""
        if node.flawed:
            return blank(kind, State.PRESENT)
        if isinstance(kind, Record):
            return self._record(kind, node, path, element)
        if isinstance(kind, ListOf):
            read = self._keyed if kind.keyed else self._list
            return read(kind, node, path, element)
        if isinstance(node, Scalar):
            return self._scalar(kind, node, path)
        self._wrong_type(kind, node, path)
        return blank(kind, State.PRESENT)

    def _scalar(self, kind: Kind, node: Scalar, path: Path) -> Value:
        if isinstance(kind, Reference):
            entity = self._references.find(kind.collection, node.text)
            found: Value | Problem | None = written_as_text(node, "an id") or entity
        else:
            found = scalar_value(kind, node)
        if isinstance(found, Problem):
            self.report(found.rule, f"{_name(path)} {found.said}.", path, hint=found.hint)
        elif found is not None:
            return found
        elif isinstance(kind, Reference):
            self._dangling(kind, node, path)
        return blank(kind, State.PRESENT)

    def _dangling(self, kind: Reference, node: Scalar, path: Path) -> None:
        if not self._references.is_reported(kind.collection, node.text):
            message = f"{_name(path)} is {quoted_id(node.text)}, which is not in {kind.collection}."
            hint = self._references.hint(kind.collection, node.text)
            self.report("plan/unknown-reference", message, path, hint=hint)

    def _list(self, kind: ListOf, node: Node, path: Path, element: Element) -> Value:
        if not isinstance(node, Sequence):
            hint = _as_list(node) if isinstance(node, Scalar) else ""
            self._wrong_type(kind, node, path, hint)
            return blank(kind, State.PRESENT)
        items = [
            blank(kind.item, State.UNKNOWN)
            if isinstance(item, Scalar) and item.is_null and not item.flawed
            else self._value(kind.item, item, (*path, index), element)
            for index, item in enumerate(node.items)
        ]
        return Items(tuple(items))

    def _record(self, kind: Record, node: Node, path: Path, owner: Element) -> Value:
        if not isinstance(node, Mapping):
            hint = ""
            if isinstance(node, Scalar) and kind.label:
                hint = f"Write {{{kind.label}: {node.text}}}."
            self._wrong_type(kind, node, path, hint)
            return blank(kind, State.PRESENT)
        if kind.filled and not node.entries:
            fields = listed(quoted(field.name) for field in kind.fields)
            message = f"{_name(path)} is empty; {fields} may stand in it."
            self.report("plan/missing-field", message, path)
            return blank(kind, State.PRESENT)
        record = self._new(kind, node, path, owner)
        self._fill(record, kind.name, node, kind.fields, path)
        label = node.entries.get(kind.label)
        if label is not None and isinstance(label.value, Scalar) and not label.value.is_null:
            record.id = label.value.text
        return record

    def _keyed(self, kind: ListOf, node: Node, path: Path, owner: Element) -> Value:
        """Read a mapping from the label of records to their other field."""
        record_kind = kind.item
        if not isinstance(node, Mapping) or not isinstance(record_kind, Record):
            message = f"{_name(path)} is {described(node)}; a mapping belongs here."
            hint = "Write {2024: 120000}: each key before its value."
            self.report("plan/wrong-type", message, path, hint=hint)
            return blank(kind, State.PRESENT)
        label, other = record_kind.fields
        first: dict[Value, Scalar] = {}
        records: list[Element] = []
        for key, entry in node.entries.items():
            value = self._label(label, entry.key, path)
            if value is None:
                self._field(other, entry.value, (*path, key), owner)
                records.append(_present(record_kind))
                continue
            if value in first:
                self._repeated(entry.key, first[value], (*path, key))
                continue
            first[value] = entry.key
            record = self._new(record_kind, entry.value, (*path, key), owner)
            setattr(record, label.name, value)
            setattr(record, other.name, self._field(other, entry.value, (*path, key), owner))
            record.id = str(value[0]) if isinstance(value, tuple) else key
            records.append(record)
        records.sort(key=lambda record: record.id if record.state is State.KNOWN else "")
        return Items(tuple(records))

    def _label(self, field: Field, key: Scalar, path: Path) -> Value | None:
        """Read the key of a keyed mapping: in JSON a text, though it is a number."""
        plain = key if key.flawed else Scalar(key.text, plain=True, span=key.span)
        value = scalar_value(field.kind, plain)
        if not isinstance(value, Problem):
            return value
        pointer = self._origin.locate(*path, key.text).pointer
        location = Location(self._origin.file, key.span, pointer)
        message = f"{quoted(key.text)} stands where a {field.name} belongs."
        self.report(value.rule, message, path, location=location)
        return None

    def _repeated(self, key: Scalar, first: Scalar, path: Path) -> None:
        file, pointer = self._origin.file, self._origin.locate(*path).pointer
        self.report(
            "plan/duplicate-key",
            f"The key {quoted(key.text)} is here a second time; the first one counts.",
            path,
            hint="Remove one of the two.",
            location=Location(file, key.span, pointer),
            related=((Location(file, first.span, pointer), "the first one"),),
        )

    def _new(self, kind: Record, node: Node, path: Path, owner: Element) -> Element:
        record = element_class(kind.name)()
        # Not its index: what a record is called must not depend on the order of a list.
        record.id = "?" if kind.label else str(path[-1])
        record.name_of_kind = kind.name
        record.state = State.KNOWN
        record.owner = owner
        record.origin = Origin(self._origin.file, self._pointer(path), node)
        return record

    def _pointer(self, path: Path) -> str:
        """Return the pointer of what is read at `path`, whose keys are fields and numbers."""
        return self._origin.pointer + "".join([f"/{step}" for step in path])

    def _wrong_type(self, kind: Kind, node: Node, path: Path, hint: str = "") -> None:
        message = f"{_name(path)} is {described(node)}; {_WANTED[type(kind)]} belongs here."
        self.report("plan/wrong-type", message, path, hint=hint)

    def _missing(self, field: Field, path: Path) -> None:
        of = _name(path) if path else self._called()
        hint = f"Add {field.name}: ..."
        if field.may_be_null:
            hint = f"Add {field.name}: ..., or {field.name}: null if it is not known."
        location = self._origin.locate(*path) if path else self._origin.locate(field.name)
        if location.cell:
            hint = "Write it into the cell."
        self.report(
            "plan/missing-field",
            f"{of} has no {quoted(field.name)}.",
            (*path, field.name),
            hint=hint,
            location=location,
        )

    def _called(self) -> str:
        collection = self._draft.collection
        if collection.single or not self._draft.id:
            return f"This {collection.singular}"
        return f"The {collection.singular} {quoted(self._draft.id)}"

    def _unknown_fields(self, node: Mapping, fields: tuple[Field, ...], path: Path) -> None:
        names = [field.name for field in fields if not field.derived]
        for key, entry in node.entries.items():
            if key in names:
                continue
            of = _name(path) if path else f"A {self._draft.collection.singular}"
            meant = nearest(key, names)
            pointer = self._origin.locate(*path, key).pointer
            self.report(
                "plan/unknown-field",
                f"{of} has no field {quoted(key)}.",
                (*path, key),
                hint=suggestion(meant) or f"Its fields are {listed(names)}.",
                location=Location(self._origin.file, entry.key.span, pointer),
            )


def _present(kind: Record) -> Element:
    value = blank(kind, State.PRESENT)
    if not isinstance(value, Element):
        raise TypeError(f"{kind.name} has no stand-in")
    return value


def _as_list(scalar: Scalar) -> str:
    """Return the hint to write a text as the list that it may be meant as."""
    items = [item.strip() for item in re.split("[;,]", scalar.text)]
    if not all(items) or not (scalar.plain or all(map(is_id, items))):
        return ""
    return f"Write [{visible(', '.join(items))}]."


def _name(path: Path) -> str:
    """Return how messages name the value at `path`: the last key, and whether it is an item."""
    *before, last = path
    if isinstance(last, int):
        return f"Item {last + 1} of {quoted(str(before[-1]))}"
    if before and isinstance(before[-1], str):
        return f"{quoted(last)} of {quoted(before[-1])}"
    return quoted(last)
