"""The values that a linked plan holds: known, none, or unknown.

Every value is made so that evaluation needs no special cases: a path through something
unknown ends in something unknown, an unknown date or number is the widest interval there is.

Truth has three values, held as integers so that `min` is "and" and `max` is "or".
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pacecar.plan.nodes import Origin

FALSE: Final = 0
UNKNOWN: Final = 1
TRUE: Final = 2

INFINITY: Final = float("inf")


class State(IntEnum):
    """What is known of a value.

    UNKNOWN may turn out to be none; PRESENT is known to be there, but not what it is (a
    reference to an id that does not exist, a value of the wrong type).
    """

    KNOWN = 0
    NONE = 1
    UNKNOWN = 2
    PRESENT = 3


class Interval(NamedTuple):
    """An exact number (low equals high), a bound on one, or the days that a date names.

    Numbers are scaled integers, days proleptic ordinals (`date.toordinal`); an end that is
    not bounded is plus or minus infinity.
    """

    low: float
    high: float

    @property
    def state(self) -> State:
        """A plain interval is known."""
        return State.KNOWN


class BlankInterval(Interval):
    """A number or date that is none or unknown: the widest interval its field admits.

    It equals only its own kind, so that a value that is none and one that is unknown are
    never taken for each other where values are remembered.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Equal in kind and ends."""
        return type(self) is type(other) and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Not equal."""
        return not self == other

    def __hash__(self) -> int:
        """Hash by kind and ends."""
        return hash((type(self), self.low, self.high))


class NoneInterval(BlankInterval):
    """A number or date known to be absent."""

    __slots__ = ()

    @property
    def state(self) -> State:
        """Known to be absent."""
        return State.NONE


class UnknownInterval(BlankInterval):
    """A number or date that is not known, and may turn out to be none."""

    __slots__ = ()

    @property
    def state(self) -> State:
        """Not known at all."""
        return State.UNKNOWN


class PresentInterval(BlankInterval):
    """A number or date that is there, but cannot be read."""

    __slots__ = ()

    @property
    def state(self) -> State:
        """There, but not known."""
        return State.PRESENT


class Blank:
    """A text that is none or unknown; compare by identity with the three constants."""

    __slots__ = ("state",)

    def __init__(self, state: State) -> None:
        self.state = state

    def __repr__(self) -> str:
        """Show the state, as `Blank(UNKNOWN)`."""
        return f"Blank({self.state.name})"


NONE_TEXT: Final = Blank(State.NONE)
UNKNOWN_TEXT: Final = Blank(State.UNKNOWN)
PRESENT_TEXT: Final = Blank(State.PRESENT)


class Items:
    """A list: its items (an item may itself be unknown), and whether there may be more.

    `open` is true where the list is not known at all: any number of further items is possible.
    """

    __slots__ = ("items", "open", "state")

    def __init__(self, items: tuple[object, ...], state: State = State.KNOWN) -> None:
        self.items = items
        self.state = state
        self.open = state is State.UNKNOWN or state is State.PRESENT

    def __repr__(self) -> str:
        """Show items and state."""
        return f"Items({self.items!r}, {self.state.name})"


NONE_ITEMS: Final = Items((), State.NONE)
UNKNOWN_ITEMS: Final = Items((), State.UNKNOWN)
PRESENT_ITEMS: Final = Items((), State.PRESENT)


class Element:
    """A program, platform, plant, ... or a record inside one, with its fields as attributes.

    The classes with the fields' slots are made from the tables by `pacecar.plan.linking`.
    There are three stand-ins for each class, of state NONE, UNKNOWN and PRESENT, whose fields
    are all unknown.

    Attributes:
        state: KNOWN for a real element.
        name_of_kind: the collection ("programs") or record ("programs.technologies").
        id: an entity's id; a record's label within its owner; unknown for a stand-in.
        origin: where it is written, None for a stand-in.
        owner: the entity that a record belongs to, None for entities.
    """

    __slots__ = ("id", "name_of_kind", "origin", "owner", "state")

    id: str
    name_of_kind: str
    origin: Origin | None
    owner: Element | None
    state: State

    def __repr__(self) -> str:
        """Show kind and id."""
        known = self.state is State.KNOWN
        return f"<{self.name_of_kind} {self.id if known else self.state.name}>"


Value = str | int | Interval | Blank | Items | Element
