"""From drafts to linked elements: every reference becomes the entity it names."""

from __future__ import annotations

from datetime import date

from pacecar.plan import consistency
from pacecar.plan.drafts import Draft, Drafts
from pacecar.plan.elements import element_class, stand_in, written
from pacecar.plan.interpreting import Interpreter
from pacecar.plan.nodes import Flaw
from pacecar.plan.references import Beyond, References
from pacecar.plan.settings import Settings, read_settings
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element, Interval, State, Value

__all__ = ["Linked", "link", "stand_in"]

NARROWING = ("segments", "regions", "families")
"""The fields of a leadership that count for its specificity."""


class Linked:
    """What linking yields: the header, the collections sorted by id, settings and flaws.

    `references` finds the entities that were linked.
    """

    def __init__(self) -> None:
        self.header: Element = stand_in("plan", State.UNKNOWN)
        self.collections: dict[str, tuple[Element, ...]] = {}
        self.settings: Settings = {}
        self.flaws: list[Flaw] = []
        self.references: References | None = None


def link(
    drafts: Drafts,
    *,
    as_of: date | None,
    today: date,
    complete: bool,
    beyond: Beyond | None = None,
) -> Linked:
    """Read the fields of all entities.

    Args:
        drafts: the entities of all files.
        as_of: the date to judge at, instead of the plan's.
        today: the date to judge at where neither says one.
        complete: false if a file could not be read; see `References`.
        beyond: entities that are in no draft.
    """
    linked = Linked()
    made = [(draft, new_element(draft)) for found in drafts.of.values() for draft in found]
    elements: dict[str, dict[str, Element]] = {name: {} for name in SCHEMA}
    for draft, element in made:
        if draft.kept:
            elements[draft.collection.name][draft.id] = element
    references = References(elements, drafts, complete=complete, beyond=beyond)
    linked.references = references
    read: list[tuple[Draft, Element, Interpreter]] = []
    for draft, element in made:
        interpreter = Interpreter(draft, references, linked.flaws)
        interpreter.fill(element)
        read.append((draft, element, interpreter))
        if draft.collection.single:
            settings = read_settings(draft.origin, interpreter)
            linked.settings = settings if draft.kept else linked.settings
    for draft, element, interpreter in read:
        finish(draft, element, interpreter)
    headers = elements.pop("plan")
    linked.header = headers.get("plan") or _without_header()
    _set_as_of(linked.header, as_of, today)
    linked.collections = {
        name: tuple(found[key] for key in sorted(found)) for name, found in elements.items()
    }
    return linked


def finish(draft: Draft, element: Element, interpreter: Interpreter) -> None:
    """Report where the fields of a filled entity contradict each other, and set those derived."""
    consistency.check(draft, element, interpreter)
    _derive(element)


def new_element(draft: Draft) -> Element:
    """Return the entity of a draft, to be filled."""
    element = element_class(draft.collection.name)()
    element.id = draft.id
    element.name_of_kind = draft.collection.name
    element.origin = draft.origin
    element.owner = None
    element.state = State.KNOWN
    return element


def _derive(element: Element) -> None:
    """Set the fields that follow from others."""
    if element.name_of_kind == "programs":
        leader: Element = element.leader  # type: ignore[attr-defined]
        if leader.state is State.NONE:
            leader = element
        elif leader.state is State.PRESENT:
            leader = stand_in("programs", State.UNKNOWN)
        element.development = leader  # type: ignore[attr-defined]
    elif element.name_of_kind == "leaderships":
        element.specificity = _specificity(element)  # type: ignore[attr-defined]


def _specificity(leadership: Element) -> Value:
    """Count what narrows a leadership; what is unknown may be none, and may narrow it."""
    states = [getattr(leadership, name).state for name in NARROWING]
    certain = sum(state in (State.KNOWN, State.PRESENT) for state in states)
    return Interval(certain, certain + states.count(State.UNKNOWN))


def _without_header() -> Element:
    """Return the header of a plan that has none: nothing is said in it."""
    header = element_class("plan")()
    header.id = header.name_of_kind = "plan"
    header.origin = header.owner = None
    header.state = State.KNOWN
    for field, absent in written("plan"):
        setattr(header, field.name, absent)
    return header


def _set_as_of(header: Element, as_of: date | None, today: date) -> None:
    """Make the date to judge at known, also where the plan's cannot be used."""
    if as_of is not None or header.as_of.state is not State.KNOWN:  # type: ignore[attr-defined]
        day = (as_of or today).toordinal()
        header.as_of = Interval(day, day)  # type: ignore[attr-defined]
