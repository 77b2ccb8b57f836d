"""The classes of a plan's elements, made from the tables, and their stand-ins.

Each collection and record has a class with a slot for each of its fields, and three stand-ins
(none, unknown, present), whose fields are all unknown: a path may lead on through what is not
there, and ends in something unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from pacecar.plan.fields import (
    Date,
    Field,
    Kind,
    ListOf,
    Number,
    Record,
    Reference,
    Settings,
    Truth,
)
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import (
    INFINITY,
    NONE_ITEMS,
    NONE_TEXT,
    PRESENT_ITEMS,
    PRESENT_TEXT,
    UNKNOWN,
    UNKNOWN_ITEMS,
    UNKNOWN_TEXT,
    BlankInterval,
    Element,
    NoneInterval,
    PresentInterval,
    State,
    UnknownInterval,
    Value,
)

_TEXTS: Final = {
    State.NONE: NONE_TEXT,
    State.UNKNOWN: UNKNOWN_TEXT,
    State.PRESENT: PRESENT_TEXT,
}
_ITEMS: Final = {
    State.NONE: NONE_ITEMS,
    State.UNKNOWN: UNKNOWN_ITEMS,
    State.PRESENT: PRESENT_ITEMS,
}
_INTERVALS: Final[dict[State, type[BlankInterval]]] = {
    State.NONE: NoneInterval,
    State.UNKNOWN: UnknownInterval,
    State.PRESENT: PresentInterval,
}


def element_class(kind_name: str) -> type[Element]:
    """Return the class of a collection's entities ("programs") or of a record."""
    return _CLASSES[kind_name]


def stand_in(kind_name: str, state: State) -> Element:
    """Return the element that stands for one that is none, unknown, or there but not known.

    Args:
        kind_name: a collection ("programs"), or the name of a record
            ("programs.technologies").
        state: NONE, UNKNOWN or PRESENT.
    """
    return _STAND_INS[kind_name, state]


@cache
def blank(kind: Kind, state: State) -> Value:
    """Return the value of a field of this kind that is none, unknown or unusable."""
    if isinstance(kind, Number | Date):
        return _INTERVALS[state](*_range(kind))
    if isinstance(kind, Reference | Record):
        return stand_in(kind.name if isinstance(kind, Record) else kind.collection, state)
    if isinstance(kind, ListOf):
        return _ITEMS[state]
    return UNKNOWN if isinstance(kind, Truth) else _TEXTS[state]


def _range(kind: Number | Date) -> tuple[float, float]:
    if isinstance(kind, Date):
        return -INFINITY, INFINITY
    unit = 10**kind.scale
    low = -INFINITY if kind.low is None else kind.low * unit
    high = INFINITY if kind.high is None else kind.high * unit
    return low, high


def written(kind_name: str) -> tuple[tuple[Field, Value], ...]:
    """Return the fields that are read into an element, each with its value where it is absent."""
    return _WRITTEN[kind_name]


def slots(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the fields that elements hold: rules read no settings, and `followers` is a query."""
    return tuple(
        field
        for field in fields
        if field.name != "id"
        and not isinstance(field.kind, Settings)
        and not (field.derived and isinstance(field.kind, ListOf))
    )


def _kinds() -> Iterator[tuple[str, tuple[Field, ...]]]:
    """Yield each collection and record with its fields."""
    pending: list[tuple[str, tuple[Field, ...]]] = [(c.name, c.fields) for c in SCHEMA.values()]
    for name, fields in pending:
        yield name, fields
        for field in fields:
            kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
            if isinstance(kind, Record):
                pending.append((kind.name, kind.fields))


def _make_class(name: str, fields: tuple[Field, ...]) -> type[Element]:
    title = name.replace("_", " ").replace(".", " ").title().replace(" ", "")
    names = tuple(field.name for field in slots(fields))
    return type(title, (Element,), {"__slots__": names, "__module__": __name__})


def _make_stand_in(name: str, state: State) -> Element:
    made = _CLASSES[name]()
    made.id = UNKNOWN_TEXT  # type: ignore[assignment]  # as every path through a stand-in
    made.name_of_kind = name
    made.origin = made.owner = None
    made.state = state
    return made


_FIELDS: Final = dict(_kinds())
_WRITTEN: Final[dict[str, tuple[tuple[Field, Value], ...]]] = {}
_CLASSES: Final = {name: _make_class(name, fields) for name, fields in _FIELDS.items()}
_STAND_INS: Final = {
    (name, state): _make_stand_in(name, state)
    for name in _CLASSES
    for state in (State.NONE, State.UNKNOWN, State.PRESENT)
}
for _name, _state in _STAND_INS:
    for _field in slots(_FIELDS[_name]):
        setattr(_STAND_INS[_name, _state], _field.name, blank(_field.kind, State.UNKNOWN))
for _name, _fields in _FIELDS.items():
    _WRITTEN[_name] = tuple(
        (_field, blank(_field.kind, State.NONE if _field.may_be_none else State.UNKNOWN))
        for _field in slots(_fields)
        if not _field.derived
    )
