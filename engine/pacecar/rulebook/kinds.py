"""Types as rule owners speak of them, and which of them may be compared."""

from __future__ import annotations

from collections.abc import Mapping

from pacecar.plan.fields import (
    Collection,
    Date,
    Field,
    ListOf,
    Number,
    Record,
    Reference,
    Settings,
    Text,
    Truth,
)
from pacecar.rulebook.tree import GroupOf, SetOf, Type

Schema = Mapping[str, Collection]

HEADER = "plan"


def singular(kind: Type, schema: Schema) -> str:
    """Return what one value of a type is called, without article: "program", "date"."""
    match kind:
        case Reference(collection):
            name = schema[collection].singular if collection in schema else collection
        case Record(name):
            name = "plan" if name == HEADER else f"record of `{name}`"
        case Text(domain):
            name = domain or "text"
        case ListOf(item):
            name = f"list of {plural(readable(item), schema)}"
        case SetOf(item):
            name = f"set of {plural(item, schema)}"
        case GroupOf(collection):
            name = f"group of {collection}"
        case _:
            name = {Truth: "truth value", Number: "number", Date: "date"}[type(kind)]
    return name


def plural(kind: Type, schema: Schema) -> str:
    """Return what several values of a type are called: "programs", "dates"."""
    if isinstance(kind, Reference):
        return kind.collection
    if isinstance(kind, Text) and kind.domain == "body":
        return "bodies"
    return singular(kind, schema) + "s"


def a(kind: Type, schema: Schema) -> str:
    """Return a type with its article: "a program", "an id"."""
    name = singular(kind, schema)
    if isinstance(kind, Record) and name == HEADER:
        return f"the {name}"
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def readable(kind: object) -> Type:
    """Return the type that a field's kind has in expressions."""
    assert not isinstance(kind, Settings)  # noqa: S101 - fields of this kind are hidden from rules
    return kind  # type: ignore[return-value] # the two unions differ in Settings only


def fields_of(kind: Type, schema: Schema) -> tuple[Field, ...]:
    """Return the fields that a rule may read of a value of this type."""
    fields: tuple[Field, ...] = ()
    if isinstance(kind, Reference) and kind.collection in schema:
        fields = schema[kind.collection].fields
    elif isinstance(kind, Record):
        fields = kind.fields
    return tuple(field for field in fields if not isinstance(field.kind, Settings))


def elements_of(kind: Type) -> Type | None:
    """Return the type of the elements of a list or set, or None for anything else."""
    match kind:
        case ListOf(item):
            return readable(item)
        case SetOf(item):
            return item
    return None


def comparable(left: Type, right: Type) -> bool:
    """Return whether two values can be equal: of one kind, and of one domain."""
    match left, right:
        case Text(one), Text(other):
            return not one or not other or one == other
        case Reference(one), Reference(other):
            return one == other
        case Record(one), Record(other):
            return one == other
        case (Truth(), Truth()) | (Number(), Number()) | (Date(), Date()):
            return True
    return False
