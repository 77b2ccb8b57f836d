"""Changes of a plan that say what it left open, or change only how it is written."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from hypothesis import strategies as st

from tests.generation.choices import Choices, Drawn
from tests.generation.plans import Maker
from tests.reference.schema import (
    COLLECTIONS,
    FIELDS,
    MAY_BE_NONE,
    EntityKind,
    Kind,
    ListKind,
    RecordKind,
)

PlanData = dict[str, Any]


def complete(choices: Choices, plan: PlanData, share: int) -> PlanData:
    """Return the plan with so many of a hundred of its unknown cells known."""
    made = copy.deepcopy(plan)
    known = {name: [row["id"] for row in made.get(name, ()) if "id" in row] for name in COLLECTIONS}
    maker = Maker(choices, known)
    for fill in list(_blanks(made, maker)):
        if choices.chance(share):
            fill()
    return made


def shuffle(choices: Choices, data: Any) -> Any:
    """Return the data with the order of entities, items and keys changed."""
    if isinstance(data, dict):
        return {key: shuffle(choices, data[key]) for key in _mixed(choices, list(data))}
    if isinstance(data, list):
        return [shuffle(choices, item) for item in _mixed(choices, data)]
    return data


@st.composite
def completions(draw: st.DrawFn, plan: PlanData) -> PlanData:
    """Return the strategy of `complete`, for any share."""
    choices = Drawn(draw)
    return complete(choices, plan, choices.one_of((20, 60, 100)))


@st.composite
def shuffled(draw: st.DrawFn, plan: PlanData) -> PlanData:
    """Return the strategy of `shuffle`."""
    made: PlanData = shuffle(Drawn(draw), plan)
    return made


def _mixed(choices: Choices, items: list[Any]) -> list[Any]:
    left = list(items)
    return [left.pop(choices.up_to(len(left) - 1)) for _ in items]


def _blanks(plan: PlanData, maker: Maker) -> Iterator[Callable[[], None]]:
    """Yield what fills each unknown cell of a plan."""
    for collection in COLLECTIONS:
        for row in plan.get(collection, ()):
            yield from _in_mapping(row, collection, maker)


def _in_mapping(row: PlanData, owner: str, maker: Maker) -> Iterator[Callable[[], None]]:
    for field, kind in FIELDS[owner].items():
        optional = (owner, field) in MAY_BE_NONE
        if field not in row:
            if not optional:
                yield partial(_set, row, field, kind, maker)
            continue
        value = row[field]
        if value is None:
            yield partial(_decide, row, field, kind, maker, optional=optional)
        elif _dangles(kind, value):
            if maker.has(kind):
                yield partial(_set, row, field, kind, maker)
        elif isinstance(kind, RecordKind):
            yield from _in_mapping(value, kind.name, maker)
        elif isinstance(kind, ListKind):
            yield from _in_list(value, kind, maker)


def _in_list(value: Any, kind: ListKind, maker: Maker) -> Iterator[Callable[[], None]]:
    if isinstance(value, dict):
        assert isinstance(kind.item, RecordKind)
        assert kind.keyed is not None
        number = FIELDS[kind.item.name][kind.keyed[1]]
        for year, amount in value.items():
            if amount is None:
                yield partial(_set, value, year, number, maker)
        return
    for place, item in enumerate(value):
        if item is None or _dangles(kind.item, item):
            if maker.has(kind.item):
                yield partial(_set, value, place, kind.item, maker)
        elif isinstance(kind.item, RecordKind):
            yield from _in_mapping(item, kind.item.name, maker)


def _set(container: Any, place: Any, kind: Kind, maker: Maker) -> None:
    container[place] = maker.known(kind)


def _decide(row: PlanData, field: str, kind: Kind, maker: Maker, *, optional: bool) -> None:
    if optional and maker.choices.chance(40):
        del row[field]
    elif maker.has(kind):
        row[field] = maker.known(kind)


def _dangles(kind: Kind, value: Any) -> bool:
    return isinstance(kind, EntityKind) and value == "nowhere"
