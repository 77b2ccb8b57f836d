"""What aggregates go through: lists, sets whose elements may be unknown, and groups.

Elements come with their presence (2 certain, 1 possible) and how many of their kind there
may be: the unknown element at the end of an open list stands for any number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product, repeat
from typing import Any

from pacecar.evaluation.truths import is_known
from pacecar.plan.values import FALSE, INFINITY, TRUE, UNKNOWN, Element, Interval, Items, State


class Distinct:
    """A set: values certainly in it, values possibly in it, and unknown elements.

    `unknown` is how many elements are not known (infinite below an open list), `some` whether
    one of them is certainly there.
    """

    __slots__ = ("certain", "possible", "some", "stand_in", "unknown")

    def __init__(self, stand_in: object) -> None:
        self.certain: dict[object, None] = {}
        self.possible: dict[object, None] = {}
        self.unknown: float = 0
        self.some = False
        self.stand_in = stand_in

    def add(self, truth: int, number: float, value: object) -> None:
        """Take in a value kept certainly (2) or possibly (1), `number` times."""
        if not is_known(value):
            self.unknown += number
            self.some = self.some or truth == TRUE
        elif truth == TRUE:
            self.certain[value] = None
            self.possible.pop(value, None)
        elif value not in self.certain:
            self.possible[value] = None

    def count(self) -> Interval:
        """Return the bounds of how many elements there are."""
        certain = len(self.certain)
        low = certain or (1 if self.some else 0)
        return Interval(low, certain + len(self.possible) + self.unknown)

    def holds(self, value: object) -> int:
        """Return whether the value is in the set."""
        if not (self.certain or self.possible or self.unknown):
            return FALSE
        if not is_known(value):
            return UNKNOWN
        if value in self.certain:
            return TRUE
        return UNKNOWN if value in self.possible or self.unknown else FALSE

    def elements(self) -> Iterator[tuple[object, int, float]]:
        """Yield each element with its presence and how many of its kind there may be.

        An unknown element may be the same as any other, so none is one more for certain; but
        where no value is certain, one unknown element that is certain is.
        """
        for value in self.certain:
            yield value, TRUE, 1
        for value in self.possible:
            yield value, UNKNOWN, 1
        alone = 1 if self.some and not self.certain else 0
        if alone:
            yield self.stand_in, TRUE, 1
        if self.unknown > alone:
            yield self.stand_in, UNKNOWN, self.unknown - alone


class Members(list[tuple[Element, int, float]]):
    """The members of a group, each with its presence and number; the same only as itself.

    So a member is certainly (2) or possibly (1) there, and stands for as many as the number says.
    """

    __slots__ = ()

    __hash__ = object.__hash__  # type: ignore[assignment]  # what is remembered of it is its own

    def __eq__(self, other: object) -> bool:
        """Return whether it is the very same."""
        return self is other

    def __ne__(self, other: object) -> bool:
        """Return whether it is another."""
        return self is not other


class Group:
    """A group of a `for` with `by`: its keys in order, and its members with their presence.

    One of state UNKNOWN stands for a group that is not known.
    """

    __slots__ = ("keys", "members", "state")

    def __init__(self, keys: tuple[object, ...], state: State = State.KNOWN) -> None:
        self.keys = keys
        self.state = state
        self.members = Members()

    def add(self, member: Element, presence: int, number: float = 1) -> None:
        """Take in a member that is certainly (2) or possibly (1) there."""
        self.members.append((member, presence, number))


def choices_of(keys: tuple[Any, ...]) -> tuple[list[tuple[object, ...]], bool]:
    """Return the groups a member is placed in, and whether that is all of them."""
    if len(keys) == 1:
        known, complete = _options(keys[0])
        return [(key,) for key in known], complete
    options = list(map(_options, keys))
    return list(product(*(known for known, _ in options))), all(whole for _, whole in options)


def _options(key: Any) -> tuple[Sequence[object], bool]:
    """Return the known values of one key, and whether that is all of them."""
    if not isinstance(key, Items):
        return ((key,), True) if is_known(key) else ((), False)
    items = key.items
    if len(items) == 1 and is_known(items[0]) and not key.open:
        return items, True
    items = tuple(dict.fromkeys(items))
    known = tuple(filter(is_known, items))
    return known, not key.open and len(known) == len(items)


def in_members(value: object, members: Members) -> int:
    """`x in group.members`."""
    if not members:
        return FALSE
    if not is_known(value):
        return UNKNOWN
    return next((presence for member, presence, _ in members if member is value), FALSE)


def items_of(items: Items, stand_in: object) -> Iterable[tuple[object, int, float]]:
    """Yield a list's elements with presence and number; an open one ends in a stand-in."""
    for item in items.items:
        yield item, TRUE, 1
    if items.open:
        yield stand_in, UNKNOWN, INFINITY


def numbered(elements: Iterable[object]) -> Iterable[tuple[object, float]]:
    """Yield the entities of a collection, each with how many it stands for.

    A collection that knows which of them are equal in what is asked yields one of each.
    """
    counted = getattr(elements, "counted", None)
    if counted is None:
        return zip(elements, repeat(1))
    return ((element, number) for element, _, number in counted())


def in_collection(value: object, entities: tuple[object, ...]) -> int:
    """`x in programs`: every known entity of the collection is."""
    if not entities:
        return FALSE
    if not is_known(value):
        return UNKNOWN
    return TRUE if value in entities else FALSE


def member_of(value: object, items: Items) -> int:
    """`x in list`."""
    if not items.items and not items.open:
        return FALSE
    if not is_known(value):
        return UNKNOWN
    doubt = items.open
    for item in items.items:
        if not is_known(item):
            doubt = True
        elif item == value:
            return TRUE
    return UNKNOWN if doubt else FALSE
