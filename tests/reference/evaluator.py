"""The cases of a rule and their outcomes, by trying every binding."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Any

from tests.reference.expressions import Definition, Scope, bag_of, parse, truth_of, value_of
from tests.reference.reading import Plan, PlanData, number
from tests.reference.schema import COLLECTIONS
from tests.reference.values import (
    Bag,
    Interval,
    Member,
    State,
    Text,
    Thing,
    Value,
    equal,
    is_settled,
    same,
)

RuleData = Mapping[str, Any]
"""A rule as its YAML file holds it: `for`, `let`, `where`, `require`, `parameters`."""

Case = tuple[str, tuple[str, ...]]
"""An outcome ("kept", "broken", "undetermined"), and a label for each variable of `for`."""


@dataclass(frozen=True)
class Evaluation:
    """What a rule comes to: its cases, and how many members of groups could not be placed."""

    cases: Counter[Case]
    unplaced: int = 0

    @property
    def outcome(self) -> str:
        """Return broken before undetermined before kept before not applicable."""
        outcomes = {outcome for outcome, _ in self.cases}
        order = ("broken", "undetermined", "kept")
        return next((outcome for outcome in order if outcome in outcomes), "not applicable")


@dataclass(frozen=True)
class Binding:
    """Values and labels of the variables so far.

    It is not `certain` where an element is only possibly there; it is not `paired` where a
    partner is unknown.
    """

    values: Mapping[str, Value]
    labels: tuple[str, ...] = ()
    certain: bool = True
    paired: bool = True

    def add(self, name: str, value: Value, label: str, *, certain: bool = True) -> Binding:
        """Return the binding with one more variable."""
        return replace(
            self,
            values={**self.values, name: value},
            labels=(*self.labels, label),
            certain=self.certain and certain,
        )


def evaluate(
    plan_data: PlanData, rule: RuleData, definitions: Mapping[str, Definition] | None = None
) -> Evaluation:
    """Return the cases of a rule on a plan."""
    return _Rule(Plan(plan_data), rule, definitions or {}).evaluate()


class _Rule:
    def __init__(self, plan: Plan, rule: RuleData, definitions: Mapping[str, Definition]) -> None:
        self.plan = plan
        self.sources: Mapping[str, Any] = rule["for"]
        self.lets: Mapping[str, str] = rule.get("let", {})
        self.where = parse(rule.get("where", "True"))
        self.require = parse(rule["require"])
        self.definitions = definitions
        self.constants = {
            name: _constant(data) for name, data in rule.get("parameters", {}).items()
        }
        self.unplaced = 0

    def evaluate(self) -> Evaluation:
        bindings = [Binding({})]
        for place, name in enumerate(self.sources):
            bindings = list(self._bind(name, list(self.sources)[:place], bindings))
        cases = Counter(
            (outcome, binding.labels)
            for binding in bindings
            if (outcome := self._judge(binding)) is not None
        )
        return Evaluation(cases, self.unplaced)

    def _scope(self, values: Mapping[str, Value]) -> Scope:
        return Scope(self.plan, values, values, self.lets, self.constants, self.definitions)

    def _judge(self, binding: Binding) -> str | None:
        scope = self._scope(binding.values)
        where = truth_of(self.where, scope)
        if where is False:
            return None
        if not binding.paired:
            return "undetermined"
        if not binding.certain:
            where = None
        match where, truth_of(self.require, scope):
            case _, True:
                return "kept"
            case True, False:
                return "broken"
            case _:
                return "undetermined"

    # ------------------------------------------------------------------------ for

    def _bind(self, name: str, earlier: list[str], bindings: list[Binding]) -> Iterator[Binding]:
        source = self.sources[name]
        if isinstance(source, Mapping):
            groups = self._groups(source)
            for binding, group in product(bindings, groups):
                yield binding.add(name, group, group.label, certain=_has_certain_member(group))
        elif source not in COLLECTIONS:
            for binding in bindings:
                yield from self._items(name, parse(source), binding)
        elif earlier:
            yield from self._pairs(name, source, earlier, bindings)
        else:
            for binding, entity in product(bindings, self.plan.all(source)):
                yield binding.add(name, entity, entity.label)

    def _items(self, name: str, source: ast.expr, binding: Binding) -> Iterator[Binding]:
        scope = self._scope(binding.values)
        for item in bag_of(source, scope).members:
            label = _label(item.value)
            yield binding.add(name, item.value, label, certain=item.there is True)

    # ------------------------------------------------------------------------ pairs

    def _pairs(
        self, name: str, collection: str, earlier: list[str], bindings: list[Binding]
    ) -> Iterator[Binding]:
        """Pair what is bound with the entities of a later collection.

        Each side whose key is unknown makes one binding with an unknown partner.
        """
        joins = self._joins(name, collection, earlier)
        entities = [
            (entity, [value_of(own, self._scope({name: entity})) for own, _ in joins])
            for entity in self.plan.all(collection)
        ]
        for binding in bindings:
            key = [value_of(other, self._scope(binding.values)) for _, other in joins]
            if not all(map(is_settled, key)):
                partner = Thing(collection, State.UNKNOWN)
                yield replace(binding.add(name, partner, "?"), paired=False)
                continue
            for entity, own in entities:
                if all(map(is_settled, own)) and all(map(same, own, key)):
                    yield binding.add(name, entity, entity.label)
        nobody = self._nobody(earlier)
        for entity, own in entities:
            if not all(map(is_settled, own)):
                yield replace(nobody.add(name, entity, entity.label), paired=False)

    def _joins(
        self, name: str, collection: str, earlier: list[str]
    ) -> list[tuple[ast.expr, ast.expr]]:
        """Return both sides of what joins a later collection: its own, and the earlier one.

        The key is made of all equalities of texts, references or records, so that their order
        does not matter. Numbers and dates, which can be equal without being known, are left
        to `where`.
        """
        found = []
        anything = self._scope({name: Thing(collection, State.UNKNOWN)})
        for part in _and_parts(self.where, self.lets):
            match part:
                case ast.Compare(left, [ast.Eq()], [right]):
                    for own, other in ((left, right), (right, left)):
                        if (
                            self._variables(own) == {name}
                            and self._variables(other)
                            and self._variables(other) <= set(earlier)
                            and isinstance(value_of(own, anything), Text | Thing)
                        ):
                            found.append((own, other))
        assert found, f"nothing joins {name} to {earlier}"
        return found

    def _variables(self, node: ast.expr) -> set[str]:
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        return names & set(self.sources)

    def _nobody(self, names: list[str]) -> Binding:
        """Return the binding in which all variables so far are unknown."""
        nobody = Binding({})
        for name in names:
            source = self.sources[name]
            if isinstance(source, Mapping):
                nobody = nobody.add(name, self._unknown_group(source), "?")
            elif source in COLLECTIONS:
                nobody = nobody.add(name, Thing(source, State.UNKNOWN), "?")
            else:
                scope = self._scope(nobody.values)
                (item,) = bag_of(parse(source), scope).members
                nobody = nobody.add(name, item.value, "?")
        return nobody

    # ------------------------------------------------------------------------ groups

    def _groups(self, source: Mapping[str, Any]) -> list[Thing]:
        variable, _, collection = source["each"].partition(" in ")
        keys = {name: parse(text) for name, text in source["by"].items()}
        condition = parse(source.get("if", "True"))
        groups: list[tuple[list[Value], list[Member]]] = []
        for entity in self.plan.all(collection):
            scope = self._scope({variable: entity})
            there = truth_of(condition, scope)
            if there is False:
                continue
            columns = [_alternatives(value_of(key, scope)) for key in keys.values()]
            if any(not is_settled(value) for column in columns for value in column):
                self.unplaced += 1
            for row in product(*([v for v in column if is_settled(v)] for column in columns)):
                _group(groups, list(row)).append(Member(entity, there))
        return [
            Thing(
                "group",
                State.KNOWN,
                "/".join(_label(value) for value in values),
                {**dict(zip(keys, values, strict=True)), "members": Bag(tuple(members))},
            )
            for values, members in groups
        ]

    def _unknown_group(self, source: Mapping[str, Any]) -> Thing:
        variable, _, collection = source["each"].partition(" in ")
        member = Thing(collection, State.UNKNOWN)
        scope = self._scope({variable: member})
        keys = {
            name: _alternatives(value_of(parse(text), scope))[0]
            for name, text in source["by"].items()
        }
        members = Bag((Member(member, there=None, many=True),), State.UNKNOWN)
        return Thing("group", State.UNKNOWN, "?", {**keys, "members": members})


def _constant(data: Any) -> Value:
    if isinstance(data, bool):
        return data
    return Text(State.KNOWN, data) if isinstance(data, str) else number(Decimal(str(data)))


def _and_parts(node: ast.expr, lets: Mapping[str, str]) -> Iterator[ast.expr]:
    match node:
        case ast.BoolOp(ast.And(), parts):
            for part in parts:
                yield from _and_parts(part, lets)
        case ast.Name(name) if name in lets:
            yield from _and_parts(parse(lets[name]), lets)
        case _:
            yield node


def _alternatives(key: Value) -> list[Value]:
    """Return the values that a key puts a member under: each item of a list, once."""
    if not isinstance(key, Bag):
        return [key]
    found: list[Value] = []
    for item in key.members:
        if not is_settled(item.value) or not any(equal(item.value, value) for value in found):
            found.append(item.value)
    return found


def _group(groups: list[tuple[list[Value], list[Member]]], row: list[Value]) -> list[Member]:
    """Return the members of the group with these keys, which is made if it is new."""
    for values, members in groups:
        if all(same(a, b) for a, b in zip(values, row, strict=True)):
            return members
    groups.append((row, []))
    return groups[-1][1]


def _has_certain_member(group: Thing) -> bool:
    members = group.fields["members"]
    assert isinstance(members, Bag)
    return any(member.there for member in members.members)


def _label(value: Value) -> str:
    match value:
        case Text(State.KNOWN, text):
            return text
        case Thing():
            return value.label
        case bool():
            return "true" if value else "false"
        case Interval(state=State.KNOWN) if value.is_point:
            return str(value.low)
        case _:
            return "?"
