"""What a generator goes through, as a table to join: a collection, list, set or group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from pacecar.evaluation.expressions import Node
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.expressions import translated
from pacecar.evaluation.sql.fields import items_value
from pacecar.evaluation.sql.level import Level, Statement, moved_to
from pacecar.evaluation.sql.membership import is_open
from pacecar.evaluation.sql.sets import with_strays
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import (
    NOBODY,
    Entity,
    Found,
    Listed,
    Members,
    NotTranslated,
    Set,
    Value,
    columns_of,
    moved,
    totals_of,
)
from pacecar.plan.bulk import layout
from pacecar.plan.bulk.layout import Table
from pacecar.plan.values import State
from pacecar.rulebook import tree


class Element(NamedTuple):
    """One element: its value, whether it is certain (None: always), how many (None: one)."""

    value: Value
    certain: Sql | None = None
    number: Sql | None = None


class Link(NamedTuple):
    """A column that joins a source to a value outside; both may be NULL if not `total`."""

    column: str
    outer: Sql
    total: bool


class Source(NamedTuple):
    """A table to go through, what joins it, and how an element is read from its rows."""

    table: str
    links: tuple[Link, ...]
    read: Callable[[str], Element]

    def on(self, alias: str) -> Sql | None:
        """Return the condition that joins it, None if nothing does."""
        parts = [
            syntax.compared(
                "==" if link.total else "same", syntax.column(alias, link.column), link.outer
            )
            for link in self.links
        ]
        return syntax.both(*parts) if parts else None


def source_of(node: Node, level: Level) -> Source:
    """Return what a generator goes through, joined to what is at a level.

    Raises:
        NotTranslated: it is a choice between lists or sets.
    """
    if isinstance(node, tree.CollectionAll):
        table = layout.table_of(node.name)

        def entity(alias: str) -> Element:
            return Element(Entity(table, syntax.column(alias, "k"), alias, total=True))

        return Source(table.name, (), entity)
    held = translated(node, level)
    if isinstance(held, Listed):
        return _list(held, level)
    if isinstance(held, Set):
        return _found(with_strays(held.found, level.statement), held.keys, held.totals)
    if isinstance(held, Members):
        group = held.group
        keys = tuple(part for _, key in group.keys for part in columns_of(key))
        totals = [part and group.total for _, key in group.keys for part in totals_of(key)]
        return _found(group.found, keys, tuple(totals))
    raise NotTranslated("it goes through something else than a list, set or group")


def _found(found: Found, keys: tuple[Sql, ...], totals: tuple[bool, ...]) -> Source:
    links = tuple(
        Link(f"q{number}", key, total)
        for number, (key, total) in enumerate(zip(keys, totals, strict=True))
    )

    def element(alias: str) -> Element:
        value = syntax.column(alias, "value")
        width = len(columns_of(found.sample))
        made = moved(found.sample, [value] * width, lost=not found.known)
        if isinstance(made, Entity):
            held = [(name, moved_to(one, alias, names)) for name, one, names in found.held]
            made = replace(made, held=tuple(held))
        return Element(
            made,
            None if found.certain else syntax.column(alias, "certain"),
            None if found.single else syntax.column(alias, "number"),
        )

    return Source(found.rows, links, element)


def _list(held: Listed, level: Level) -> Source:
    items, contents = held.items, level.contents
    if is_open(held, level) is None:

        def item(alias: str) -> Element:
            return Element(items_value(items, alias, contents))

        return Source(items.name, (Link("owner", held.owner, total=True),), item)
    owner = held.owner
    if not held.total:
        owner = syntax.first_there(owner, syntax.number(NOBODY))

    def possible(alias: str) -> Element:
        value = items_value(items, alias, contents, there=False)
        return Element(value, syntax.column(alias, "certain"), syntax.column(alias, "number"))

    table = _with_strangers(held, level.statement)
    return Source(table, (Link("owner", owner, total=True),), possible)


def _with_strangers(held: Listed, statement: Statement) -> str:
    """Return the items of lists; one that is not known has one unknown item, any number of times.

    The lists of what is not known itself lie with the owner -1.
    """
    items: Table = held.items
    name = f"{items.name}_possible"
    if name not in statement.remembered:
        statement.remembered[name] = statement.add(name, _possible(held, statement))
    return str(statement.remembered[name])


def _possible(held: Listed, statement: Statement) -> Sql:
    items = held.items
    columns = [column.name for column in items.columns if column.part in ("key", "value")]
    columns = ["k"] if items.kind else columns
    columns.append("n")
    state = ["state"] if items.kind else []
    nothing = [(name, syntax.NULL) for name in columns]
    nothing += [(name, syntax.number(State.UNKNOWN)) for name in state]
    strange = [("certain", syntax.NULL), ("number", syntax.NULL)]
    here = "items"
    plain = [(name, syntax.column(here, name)) for name in [*columns, *state]]
    parts: list[Sql] = [
        syntax.select(
            [
                ("owner", syntax.column(here, "owner")),
                *plain,
                ("certain", syntax.TRUE),
                ("number", syntax.number(1)),
            ],
            syntax.table(items.name, here),
        ),
        syntax.select([("owner", syntax.number(NOBODY)), *nothing, *strange], syntax.one_row()),
    ]
    column = held.owners.column("state", *held.path)
    if statement.contents.states_of(held.owners, column) & {State.UNKNOWN, State.PRESENT}:
        owners = "owners"
        open_ = syntax.compared(
            ">=", syntax.column(owners, column.name), syntax.number(State.UNKNOWN)
        )
        parts.append(
            syntax.select(
                [("owner", syntax.column(owners, "k")), *nothing, *strange],
                syntax.table(held.owners.name, owners),
                where=open_,
            )
        )
    return syntax.union(parts)
