"""What a report asks of whole collections to tell of a rule's cases: fields of their entities.

Two entities that are equal in these are the same to whoever tells: one of them stands for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pacecar.evaluation.expressions import Node, parts_of
from pacecar.plan.fields import Reference
from pacecar.rulebook import tree
from pacecar.rulebook.rule import Grouped, Placeholder, Rule, Within

Fields = Mapping[str, frozenset[str] | None]
"""Of each collection that is gone through, the fields read; None if the entities are themselves."""


def fields_told(rule: Rule) -> Fields:
    """Return what is read of the entities of the collections that a rule goes through."""
    found: dict[str, set[str]] = {}
    themselves: set[str] = set()
    for node in _told(rule):
        for collection, field in _read(node, {}):
            if field is None:
                themselves.add(collection)
            else:
                found.setdefault(collection, set()).add(field)
    return {
        name: None if name in themselves else frozenset(found.get(name, ()))
        for name in (*found, *themselves)
    }


def _told(rule: Rule) -> Iterator[Node]:
    """Yield all that is said in a rule."""
    yield rule.require
    if rule.where is not None:
        yield rule.where
    yield rule.at.of
    yield from (related.of for related in rule.related)
    yield from (downgrade.when for downgrade in rule.downgrades)
    yield from rule.lets.values()
    for template in (rule.message, rule.hint):
        yield from (p.expression for p in template.parts if isinstance(p, Placeholder))
    for source in rule.sources_of_cases:
        if isinstance(source, Within):
            yield source.source
        elif isinstance(source, Grouped):
            yield from (key for _, key in source.keys)
            if source.condition is not None:
                yield source.condition


def fields_named(rule: Rule) -> tuple[frozenset[str], int]:
    """Return what is read of entities that are named by a rule's cases, and by one another.

    Returns:
        The fields, of whatever collection; and how many entities lie on the longest path.
    """
    fields: set[str] = set()
    longest = 1
    for node in _told(rule):
        for field, length in _steps(node):
            fields.add(field)
            longest = max(longest, length)
    return frozenset(fields), longest


def _steps(node: Node) -> Iterator[tuple[str, int]]:
    """Yield the fields of entities that are read below a node, each with the entities before."""
    if isinstance(node, tree.Attribute):
        # What a path ends in is told by its id or name.
        yield node.field, _length(node) + isinstance(node.type, Reference)
    if isinstance(node, tree.Call):
        # What a function reads of an entity, it reads as a whole; see `evaluation.scopes`.
        yield from ((field, 1) for field in _OF_FUNCTIONS)
    for part in parts_of(node):
        yield from _steps(part)


_OF_FUNCTIONS: Final = (
    *("regions", "technologies", "segment", "body", "platform", "start", "end", "since", "until"),
)


def _length(node: Node) -> int:
    """Return how many entities a path leads through."""
    if not isinstance(node, tree.Attribute):
        return 0
    return isinstance(node.of.type, Reference) + _length(node.of)


Bound = Mapping[tree.Variable, str]
"""The variables that go through a whole collection, and which."""


def _read(node: Node, bound: Bound) -> Iterator[tuple[str, str | None]]:
    """Yield what is read of entities; None for a field stands for the entity itself."""
    if isinstance(node, tree.Variable):
        if node in bound:
            yield bound[node], None
    elif isinstance(node, tree.Attribute) and isinstance(node.of, tree.Variable):
        if node.of in bound:
            yield bound[node.of], node.field
    elif isinstance(node, tree.Aggregate):
        yield from _of_aggregate(node, bound)
    else:
        for part in parts_of(node):
            yield from _read(part, bound)


def _of_aggregate(node: tree.Aggregate, bound: Bound) -> Iterator[tuple[str, str | None]]:
    inner = dict(bound)
    for generator in node.generators:
        yield from _read(generator.source, inner)
        if isinstance(generator.source, tree.CollectionAll):
            inner[generator.variable] = generator.source.name
        for condition in generator.conditions:
            yield from _read(condition, inner)
    # What is counted is not looked at.
    if not (node.function == "count" and isinstance(node.element, tree.Variable)):
        yield from _read(node.element, inner)
