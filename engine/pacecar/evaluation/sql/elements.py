"""The elements of an aggregate as rows, before anything is asked of the outside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from pacecar.evaluation.expressions import variables_of
from pacecar.evaluation.joins import Taken
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.expressions import truth_of
from pacecar.evaluation.sql.fields import items_value
from pacecar.evaluation.sql.level import Level
from pacecar.evaluation.sql.sources import Element, Source, source_of
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import Entity, Truth
from pacecar.plan.bulk import layout
from pacecar.plan.bulk.layout import Table
from pacecar.plan.fields import ListOf, Reference
from pacecar.plan.values import State
from pacecar.rulebook import tree


class Rows(NamedTuple):
    """The elements of an aggregate at the level that reads them.

    Attributes:
        level: where they are read.
        truth: whether an element is kept, as far as its own conditions tell.
        number: how many elements a row stands for; None for one.
        links: columns that join its sources to the outside, with what they join.
    """

    level: Level
    truth: Truth
    number: Sql | None
    links: tuple[tuple[Sql, Sql, bool], ...]


def rows_of(node: tree.Aggregate, taken: Taken, level: Level) -> Rows | None:
    """Return the elements, or None if a source depends both on others and on the outside."""
    rows = Level(level.statement)
    elements: list[Element] = []
    links: list[tuple[Sql, Sql, bool]] = []
    owner: tree.Variable | None = None
    for generator, following in zip_longest(node.generators, node.generators[1:]):
        if following is not None and _lists_of_all(generator, following, level) is not None:
            owner = generator.variable
            continue
        if owner is not None:
            elements.append(_owned(owner, generator, rows))
            owner = None
            continue
        names = variables_of(generator.source)
        outside = names - taken.names
        if outside and names & taken.names:
            return None
        source = source_of(generator.source, level if outside else rows)
        if outside:
            alias = rows.read(source.table, _alias(generator))
            links += [
                (syntax.column(alias, link.column), link.outer, link.total) for link in source.links
            ]
        else:
            alias = joined(rows, source, generator)
        element = source.read(alias)
        rows.known[generator.variable] = element.value
        elements.append(element)
    truth = kept_of(elements, [truth_of(condition, rows) for condition in taken.own])
    return Rows(rows, truth, number_of(elements), tuple(links))


def _lists_of_all(
    generator: tree.Generator, following: tree.Generator, level: Level
) -> Table | None:
    """Return the items' table where two generators go through the lists of all entities.

    It has all there is to go through, unless a list is not known.
    """
    of, path = generator.source, following.source
    if not isinstance(of, tree.CollectionAll) or not isinstance(path, tree.Attribute):
        return None
    if path.of != generator.variable or not isinstance(path.type, ListOf):
        return None
    table = layout.table_of(of.name)
    states = level.contents.states_of(table, table.column("state", path.field))
    if states & {State.UNKNOWN, State.PRESENT}:
        return None
    return layout.items_of(table, path.field)


def _owned(owner: tree.Variable, generator: tree.Generator, rows: Level) -> Element:
    """Read the items of all lists; their owners are looked up where they are asked for."""
    path = generator.source
    if not isinstance(path, tree.Attribute) or not isinstance(owner.type, Reference):
        raise TypeError(path)
    table = layout.table_of(owner.type.collection)
    items = layout.items_of(table, path.field)
    alias = rows.read(items.name, _alias(generator))
    rows.known[owner] = Entity(table, syntax.column(alias, "owner"), total=True)
    element = Element(items_value(items, alias, rows.contents))
    rows.known[generator.variable] = element.value
    return element


def joined(level: Level, source: Source, generator: tree.Generator) -> str:
    """Read one more source whose links are at the same level."""
    called = level.statement.fresh(_alias(generator))
    return level.read_as(source.table, called, source.on(called))


def _alias(generator: tree.Generator) -> str:
    return generator.variable.name.replace("~", "")


def kept_of(elements: Sequence[Element], conditions: Sequence[Truth]) -> Truth:
    """Return whether elements are there and their conditions hold."""
    certain = [element.certain for element in elements if element.certain is not None]
    return Truth(
        syntax.both(*certain, *(condition.sql for condition in conditions)),
        not certain and all(condition.total for condition in conditions),
    )


def number_of(elements: Sequence[Element]) -> Sql | None:
    """Return how many elements a row stands for, None for one."""
    numbers = [element.number for element in elements if element.number is not None]
    if not numbers:
        return None
    made = numbers[0]
    for number in numbers[1:]:
        made = syntax.compared("*", made, number)
    return made
