"""Values that are known, none, unknown, or there but unusable, and what compares them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Final

from tests.reference.schema import (
    DayKind,
    EntityKind,
    Kind,
    ListKind,
    NumberKind,
    RecordKind,
    TextKind,
    TruthKind,
)

INFINITY: Final = float("inf")
End = Fraction | float
"""An end of an interval: an exact number, or plus or minus infinity."""


class State(Enum):
    """What is known of a value; PRESENT is there for certain, but unusable."""

    KNOWN = "known"
    NONE = "none"
    UNKNOWN = "unknown"
    PRESENT = "present"


Truth = bool | None
"""Kleene's three values; None is unknown."""


@dataclass(frozen=True)
class Text:
    """A text."""

    state: State
    text: str = ""


@dataclass(frozen=True)
class Interval:
    """A number, or a date as the ordinals of the days it names (`dated`)."""

    low: End
    high: End
    dated: bool
    state: State = State.KNOWN

    @property
    def is_point(self) -> bool:
        """Whether it is one single number or day."""
        return self.low == self.high


@dataclass(eq=False)
class Thing:
    """An entity, a record, the plan's header or a group; equal to itself only.

    `kind` is a collection, a record of the schema, or "group". A stand-in (whose state is not
    KNOWN) has no fields.
    """

    kind: str
    state: State
    label: str = "?"
    fields: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Member:
    """An element of a list, set or group.

    `there` is True for certain, None for possibly. With `many` it stands for any number of
    elements.
    """

    value: Value
    there: Truth = True
    many: bool = False


@dataclass(frozen=True)
class Bag:
    """A list, a set, the members of a group, or a whole collection."""

    members: tuple[Member, ...]
    state: State = State.KNOWN


Value = Truth | Text | Interval | Thing | Bag


def blank(kind: Kind, state: State = State.UNKNOWN) -> Value:  # noqa: PLR0911 - one case for each form
    """Return the value of a field that is none, unknown or unusable."""
    match kind:
        case TruthKind():
            return None
        case TextKind():
            return Text(state)
        case NumberKind(low, high):
            return Interval(
                -INFINITY if low is None else Fraction(low),
                INFINITY if high is None else Fraction(high),
                dated=False,
                state=state,
            )
        case DayKind():
            return Interval(-INFINITY, INFINITY, dated=True, state=state)
        case EntityKind(name) | RecordKind(name):
            return Thing(name, state)
        case ListKind(item):
            if state is State.NONE:
                return Bag((), state)
            return Bag((Member(blank(item), there=None, many=True),), state)


def state_of(value: Value) -> State:
    """Return what is known of a value; of truths, there are only known and unknown ones."""
    if value is None:
        return State.UNKNOWN
    return State.KNOWN if isinstance(value, bool) else value.state


def is_settled(value: Value) -> bool:
    """Whether a value is none, or known to be one certain thing that can be compared."""
    if isinstance(value, Interval):
        return value.state is State.NONE or (value.state is State.KNOWN and value.is_point)
    return state_of(value) in (State.KNOWN, State.NONE)


def both(parts: Iterable[Truth]) -> Truth:
    """Return Kleene's `and`."""
    known = list(parts)
    if False in known:
        return False
    return None if None in known else True


def either(parts: Iterable[Truth]) -> Truth:
    """Return Kleene's `or`."""
    known = list(parts)
    if True in known:
        return True
    return None if None in known else False


def negation(truth: Truth) -> Truth:
    """Return Kleene's `not`."""
    return None if truth is None else not truth


def equal(a: Value, b: Value) -> Truth:
    """Return `a == b`."""
    if isinstance(a, Interval) and isinstance(b, Interval):
        if a.is_point and b.is_point and a.low == b.low:
            return True
        return False if a.high < b.low or b.high < a.low else None
    if not is_settled(a) or not is_settled(b):
        return None
    return same(a, b)


def same(a: Value, b: Value) -> bool:
    """Whether two settled values are the same."""
    if State.NONE in (state_of(a), state_of(b)):
        return state_of(a) is state_of(b)
    if isinstance(a, Interval) and isinstance(b, Interval):
        return a.low == b.low
    if isinstance(a, Thing) or isinstance(b, Thing):
        return a is b
    return a == b


def less(a: Value, b: Value) -> Truth:
    """Return `a < b`."""
    if isinstance(a, Interval) and isinstance(b, Interval):
        if a.high < b.low:
            return True
        return False if a.low >= b.high else None
    assert isinstance(a, Text)
    assert isinstance(b, Text)
    if a.state is not State.KNOWN or b.state is not State.KNOWN:
        return None
    return a.text < b.text


def contains(bag: Bag, value: Value) -> Truth:
    """Return `value in bag`: whether it equals an element that is there."""
    return either(both([member.there, equal(member.value, value)]) for member in bag.members)


def distinct(members: Iterable[Member]) -> Bag:
    """Return the set of the members' values.

    An unknown element may be the same as any other one. So none of them is an element of its
    own for certain, except that the set is not empty if there is no certain value, but an
    unknown element that is certain.
    """
    values: list[Member] = []
    unknown: list[Member] = []
    for member in members:
        if not is_settled(member.value):
            unknown.append(member)
            continue
        twin = next((v for v in values if same(v.value, member.value)), None)
        if twin is None:
            values.append(Member(member.value, member.there))
        elif member.there:
            values[values.index(twin)] = Member(twin.value, there=True)
    needed = not any(v.there for v in values)
    for member in unknown:
        certain = True if needed and member.there else None
        needed = needed and not certain
        values.append(Member(member.value, certain, member.many))
    return Bag(tuple(values))
