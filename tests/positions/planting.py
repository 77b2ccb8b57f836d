"""One thing wrong in a plan that is otherwise right: what, where, and which rule says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pacecar.plan.fields import Date, Field, ListOf, Number, Record, Reference, Text
from pacecar.plan.tables import SCHEMA
from tests.generation.choices import Choices
from tests.positions.writing import Path, Raw, Twice

Plan = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Planted:
    """A plan with one flaw: the rule that reports it, and the value (or key) it is about.

    Where a value is `absent`, a sheet has a blank cell for it; other files have none.
    """

    plan: Plan
    rule: str
    path: Path
    at_key: bool = False
    absent: Path | None = None


Flaw = Callable[[Plan, Choices], Planted]


def fields_of(plan: Plan, wanted: Callable[[Field], bool]) -> list[tuple[Path, Field]]:
    """Return the written, non-empty fields of all entities that are as wanted."""
    return [
        ((name, index, field.name), field)
        for name, content in plan.items()
        if isinstance(content, list)
        for index, entity in enumerate(content)
        for field in SCHEMA[name].fields
        if entity.get(field.name) not in (None, [], {}) and wanted(field)
    ]


def _with(plan: Plan, path: Path, value: Any) -> Plan:
    changed = deepcopy(plan)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


def _field(plan: Plan, choices: Choices, wanted: Callable[[Field], bool]) -> tuple[Path, Field]:
    return choices.one_of(fields_of(plan, wanted))


def dangling(plan: Plan, choices: Choices) -> Planted:
    """A reference names nothing."""
    path, field = _field(plan, choices, _refers)
    if isinstance(field.kind, ListOf):
        path = (*path, choices.up_to(len(_at(plan, path)) - 1))
    return Planted(_with(plan, path, "xyzzy"), "plan/unknown-reference", path)


def no_number(plan: Plan, choices: Choices) -> Planted:
    """A word stands where a number belongs."""
    path, _ = _field(plan, choices, lambda field: isinstance(field.kind, Number))
    return Planted(_with(plan, path, "many"), "plan/wrong-type", path)


def no_choice(plan: Plan, choices: Choices) -> Planted:
    """A text is none of those that may be written."""
    path, _ = _field(
        plan, choices, lambda field: isinstance(field.kind, Text) and bool(field.kind.choices)
    )
    return Planted(_with(plan, path, "xyzzy"), "plan/wrong-type", path)


def no_day(plan: Plan, choices: Choices) -> Planted:
    """A date is one that no calendar has."""
    path, _ = _field(plan, choices, lambda field: isinstance(field.kind, Date))
    day = choices.one_of(("2024-13", "2023-02-29", "2024-04-31"))
    return Planted(_with(plan, path, day), "plan/impossible-date", path)


def over_limit(plan: Plan, choices: Choices) -> Planted:
    """A number has more digits than are kept."""
    paths = [
        (*path, key)
        for path, _ in fields_of(plan, lambda field: field.name in ("units", "cost"))
        for key in _at(plan, path)
    ]
    path = choices.one_of(paths)
    return Planted(_with(plan, path, 12345678901234567), "plan/over-limit", path)


def unknown_field(plan: Plan, choices: Choices) -> Planted:
    """A field has a name that none has."""
    path, _ = _field(plan, choices, lambda field: field.name in ("note", "body", "start"))
    changed: Any = deepcopy(plan)
    entity = changed[path[0]][path[1]]
    entity["xyzzy"] = "something"
    return Planted(changed, "plan/unknown-field", (*path[:2], "xyzzy"), at_key=True)


def blank_name(plan: Plan, choices: Choices) -> Planted:
    """A name that must be there is missing: told at the id."""
    path, _ = _field(plan, choices, lambda field: field.name == "name")
    changed: Any = deepcopy(plan)
    del changed[path[0]][path[1]]["name"]
    return Planted(changed, "plan/missing-field", (*path[:2], "id"), absent=path)


def same_id(plan: Plan, choices: Choices) -> Planted:
    """The last entity of a collection has the id of an earlier one."""
    changed: Any = deepcopy(plan)
    programs = changed["programs"]
    copied = {**programs[choices.up_to(len(programs) - 1)]}
    programs.append(copied)
    return Planted(changed, "plan/duplicate-id", ("programs", len(programs) - 1, "id"))


def same_key(plan: Plan, choices: Choices) -> Planted:
    """A key of an entity is written twice."""
    path, _ = _field(plan, choices, lambda field: field.name in ("segment", "start", "name"))
    changed: Any = deepcopy(plan)
    entity: Mapping[str, Any] = changed[path[0]][path[1]]
    changed[path[0]][path[1]] = Twice(entity, str(path[2]), entity[str(path[2])])
    return Planted(changed, "plan/duplicate-key", path, at_key=True)


def unreadable(plan: Plan, choices: Choices) -> Planted:
    """A value begins with what no value can begin with."""
    path, _ = _field(plan, choices, lambda field: field.name in ("name", "start", "regions"))
    return Planted(_with(plan, path, Raw("@x")), "plan/unreadable", path)


def _refers(field: Field) -> bool:
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    return isinstance(kind, Reference) and not isinstance(kind, Record)


def _at(plan: Plan, path: Path) -> Any:
    value: Any = plan
    for step in path:
        value = value[step]
    return value


IN_ANY_FORM: tuple[Flaw, ...] = (
    dangling, no_number, no_choice, no_day, over_limit, unknown_field, blank_name, same_id,
)  # fmt: skip
"""What can be wrong in every format."""

IN_TEXT: tuple[Flaw, ...] = (*IN_ANY_FORM, same_key, unreadable)
"""What can be wrong where keys are written with each value."""
