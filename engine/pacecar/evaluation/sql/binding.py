"""From the rows that a query returns to the cases of a plan in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pacecar.evaluation.binding import Binding, groups_of, unknown_of
from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import JudgedCase, RuleEvaluation, missing_of
from pacecar.evaluation.record import Outcome
from pacecar.evaluation.running import functions_on
from pacecar.evaluation.sets import Group
from pacecar.evaluation.sql.translating import KEPT, UNPLACED
from pacecar.evaluation.sql.values import NO_TEXT, NOBODY
from pacecar.plan.linking import stand_in
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import TRUE, Interval, State

Row = tuple[Any, ...]
"""The outcome, what names the variables (keys, positions in lists, groups' keys), how many."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a query says of one rule.

    Attributes:
        kept: how many cases are kept.
        rows: the others, as the query returns them.
        unplaced: how many members of groups have no place.
    """

    kept: int
    rows: tuple[Row, ...]
    unplaced: int


def judged_of(rows: Sequence[Row]) -> Judged:
    """Return what the rows of a query say."""
    counts = {KEPT: 0, UNPLACED: 0}
    for row in rows:
        if row[0] in counts:
            counts[row[0]] += row[-1]
    others = tuple([row for row in rows if row[0] not in counts])
    return Judged(int(counts[KEPT]), others, int(counts[UNPLACED]))


def evaluation_of(
    rule: CompiledRule, plan: Plan, judged: Judged, widths: Sequence[int]
) -> RuleEvaluation:
    """Return what became of a rule, its cases in the order in which they are bound in process."""
    missing = missing_of(rule, plan)
    cases: list[JudgedCase] = []
    if judged.rows:
        bindings = _Bindings(rule, plan)
        found = []
        for outcome, *names, times in judged.rows:
            rest = iter(names)
            named = tuple(tuple(islice(rest, width)) for width in widths)
            found += [(*bindings.of(named), Outcome(outcome))] * times
        found.sort(key=lambda case: case[0])
        cases = [JudgedCase(binding, outcome) for _, binding, outcome in found]
    return RuleEvaluation(
        rule, tuple(cases), judged.unplaced, missing=missing, kept_unnamed=judged.kept
    )


class _Bindings:
    """Finds what cases are bound to, for one rule and plan."""

    def __init__(self, rule: CompiledRule, plan: Plan) -> None:
        self._sources = rule.cases
        self._plan = plan
        self._functions = functions_on(rule.binding, plan)
        self._groups: dict[int, dict[tuple[Any, ...], tuple[int, Group]]] = {}

    def of(self, named: Sequence[tuple[Any, ...]]) -> tuple[tuple[float, ...], Binding]:
        """Return the place of a case among all, and its binding."""
        places: list[float] = []
        binding: Binding = ()
        for number, names in enumerate(named):
            place, value = self._value(number, names, binding)
            places.append(place)
            binding = (*binding, value)
        return tuple(places), binding

    def _value(self, number: int, names: tuple[Any, ...], before: Binding) -> tuple[float, Any]:
        source = self._sources[number]
        if None in names:
            # What is not known comes after all that is.
            if source.kind in ("each", "joined"):
                return float("inf"), stand_in(source.collection, State.UNKNOWN)
            return float("inf"), unknown_of(source.blank)
        if source.kind == "group":
            if number not in self._groups:
                self._groups[number] = self._groups_by_keys(number)
            return self._groups[number][names]
        (place,) = names
        if source.kind == "within":
            return place, self._functions[f"items{number}"](*before).items[place]
        return place, self._plan.collections[source.collection][place]

    def _groups_by_keys(self, number: int) -> dict[tuple[Any, ...], tuple[int, Group]]:
        source = self._sources[number]
        groups, _ = groups_of(number, source, self._functions, self._plan)
        keys = {
            id(entity): key
            for entities in self._plan.collections.values()
            for key, entity in enumerate(entities)
        }
        return {
            tuple(_key(key, keys) for key in group.keys): (place, group)
            for place, group in enumerate(groups)
        }


def _key(value: Any, keys: dict[int, int]) -> Any:
    """Return the key of a group as the tables have it."""
    if isinstance(value, str):
        return value
    if isinstance(value, Interval):
        return int(value.low)
    if isinstance(value, int):
        return value == TRUE
    if value.state is State.NONE:
        return NOBODY if id(value) not in keys and hasattr(value, "name_of_kind") else NO_TEXT
    return keys[id(value)]
