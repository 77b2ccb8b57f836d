"""The `for` of a rule in SQL: one row for each binding of its variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pacecar.evaluation.expressions import Node, is_members, parts_of
from pacecar.evaluation.joins import Join
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.expressions import translated
from pacecar.evaluation.sql.groups import grouped
from pacecar.evaluation.sql.level import Columns, Level, Statement
from pacecar.evaluation.sql.sources import source_of
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import Entity, columns_of, key_of, moved
from pacecar.plan.bulk import layout
from pacecar.plan.fields import ListOf, Record
from pacecar.rulebook import tree
from pacecar.rulebook.rule import Each, Grouped, Rule, Within


@dataclass
class Cases:
    """The bindings of a rule so far.

    Attributes:
        level: whose rows are the bindings.
        names: for each variable, the columns that tell what it is bound to.
        certain: what makes a binding certain; NULL where it is only possibly there.
        lone: whether a partner is unknown; None if that cannot be.
        unplaced: the query that counts members without a place, None if all have one.
    """

    level: Level
    names: list[list[Sql]] = field(default_factory=list)
    certain: list[Sql] = field(default_factory=list)
    lone: Sql | None = None
    unplaced: Sql | None = None


def cases_of(rule: Rule, joins: Sequence[Sequence[Join]], statement: Statement) -> Cases:
    """Return the bindings of a rule's variables.

    Args:
        rule: the rule.
        joins: for each variable, what joins it to those before.
        statement: the query that is put together.
    """
    cases = Cases(Level(statement))
    later = any(joins)
    nodes = [rule.require, *([] if rule.where is None else [rule.where])]
    bound: list[tree.Variable] = []
    for source, by in zip(rule.sources_of_cases, joins, strict=True):
        if isinstance(source, Within):
            _within(cases, source)
        elif isinstance(source, Grouped):
            _group(cases, source, nodes, lost=later)
        elif by:
            _joined(cases, source, by, bound)
        else:
            _each(cases, source)
        bound.append(source.variable)
    return cases


def _each(cases: Cases, source: Each) -> None:
    level = cases.level
    alias = level.read(source.collection, source.variable.name)
    entity = Entity(
        layout.table_of(source.collection), syntax.column(alias, "k"), alias, total=True
    )
    level.known[source.variable] = entity
    cases.names.append([entity.key])


def _within(cases: Cases, source: Within) -> None:
    level = cases.level
    found = source_of(source.source, level)
    called = level.statement.fresh(source.variable.name)
    alias = level.read_as(found.table, called, found.on(called))
    element = found.read(alias)
    level.known[source.variable] = element.value
    if element.certain is not None:
        cases.certain.append(element.certain)
    cases.names.append([syntax.column(alias, "n")])


def asked_of_members(source: Grouped, nodes: Sequence[Node]) -> list[tree.Attribute]:
    """Return the plain fields that expressions ask of a group's members, as of the member."""
    found: dict[str, tree.Attribute] = {}

    def look(node: Node, members: frozenset[str]) -> None:
        if isinstance(node, tree.Aggregate):
            for generator in node.generators:
                of = generator.source
                if is_members(of) and isinstance(of, tree.Attribute) and of.of == source.variable:
                    members |= {generator.variable.name}
        if isinstance(node, tree.Attribute) and isinstance(node.of, tree.Variable):
            plain = not isinstance(node.type, ListOf | Record) and not node.may_be_none
            if node.of.name in members and plain:
                found[node.field] = replace(node, of=source.member)
        for part in parts_of(node):
            look(part, members)

    for node in nodes:
        look(node, frozenset())
    return list(found.values())


def _group(cases: Cases, source: Grouped, nodes: Sequence[Node], *, lost: bool) -> None:
    level = cases.level
    fields = [] if lost else asked_of_members(source, nodes)
    groups = grouped(source, level.statement, fields, lost=lost)
    alias = level.read(groups.table, source.variable.name)
    level.known[source.variable] = groups.read(alias)
    if not groups.certain:
        cases.certain.append(syntax.column(alias, "certain"))
    cases.names.append([syntax.column(alias, name) for name in groups.keys])
    cases.unplaced = groups.unplaced


def _joined(
    cases: Cases, source: Each, joins: Sequence[Join], bound: Sequence[tree.Variable]
) -> None:
    level = cases.level
    statement = level.statement
    sought = [key_of(translated(join.outer, level)) for join in joins]
    own = Level(statement)
    row = own.read(source.collection, source.variable.name)
    table = layout.table_of(source.collection)
    entity = Entity(table, syntax.column(row, "k"), row, total=True)
    own.known[source.variable] = entity
    found = [key_of(translated(join.inner, own)) for join in joins]
    if all(total for _, total in (*sought, *found)):
        _paired(cases, source, own, [key for key, _ in found], [key for key, _ in sought])
        return
    _with_strangers(cases, source, own, found, sought, bound)


def _paired(
    cases: Cases, source: Each, own: Level, keys: Sequence[Sql], sought: Sequence[Sql]
) -> None:
    """Join by keys that are all known."""
    level = cases.level
    table = layout.table_of(source.collection)
    columns = [(f"q{number}", key) for number, key in enumerate(keys)]
    row = own.known[source.variable]
    if not isinstance(row, Entity):
        raise TypeError(row)
    name = own.statement.add("partners", own.select([("k", row.key), *columns]))
    called = level.statement.fresh("partner")
    on = [syntax.equal(syntax.column(called, f"q{n}"), key) for n, key in enumerate(sought)]
    level.read_as(name, called, syntax.both(*on))
    entity = Entity(table, syntax.column(called, "k"), total=True)
    level.known[source.variable] = entity
    cases.names.append([entity.key])


def _with_strangers(  # noqa: PLR0913, PLR0917 - the two sides of a join
    cases: Cases,
    source: Each,
    own: Level,
    found: Sequence[tuple[Sql, bool]],
    sought: Sequence[tuple[Sql, bool]],
    bound: Sequence[tree.Variable],
) -> None:
    """Join by keys that may be unknown: what has such a key makes one binding of its own."""
    level, statement = cases.level, cases.level.statement
    row = own.known[source.variable]
    columns = Columns("b")
    values = {variable: columns.add(level.known[variable]) for variable in bound}
    names = [[columns.add_column(c, total=False) for c in named] for named in cases.names]
    keys = [columns.add_column(key, total=total) for key, total in sought]
    certain = columns.add_column(syntax.both(*cases.certain), total=False)
    lone = columns.add_column(cases.lone or syntax.FALSE, total=True)
    before = statement.add("bound", level.select(columns.made))
    own_keys = [(f"q{number}", key) for number, (key, _) in enumerate(found)]
    partners = statement.add("partners", own.select([("k", columns_of(row)[0]), *own_keys]))
    left, right = "l", "r"
    carried = [name for name, _ in columns.made if name not in (lone, certain)]
    here = [(name, syntax.column(left, name)) for name in carried]
    status = [(certain, syntax.column(left, certain)), (lone, syntax.column(left, lone))]
    on = [
        syntax.equal(syntax.column(left, key), syntax.column(right, f"q{number}"))
        for number, key in enumerate(keys)
    ]
    parts = [
        syntax.select(
            [*here, *status, ("k", syntax.column(right, "k"))],
            syntax.table(before, left),
            [syntax.join("INNER", syntax.table(partners, right), syntax.both(*on))],
        )
    ]
    gone = [
        syntax.is_null(syntax.column(left, key))
        for key, (_, total) in zip(keys, sought, strict=True)
        if not total
    ]
    if gone:
        strange = [(certain, syntax.column(left, certain)), (lone, syntax.TRUE), ("k", syntax.NULL)]
        parts.append(
            syntax.select([*here, *strange], syntax.table(before, left), where=syntax.either(*gone))
        )
    missing = [
        syntax.is_null(syntax.column(right, f"q{number}"))
        for number, (_, total) in enumerate(found)
        if not total
    ]
    if missing:
        nothing = [(name, syntax.NULL) for name in carried]
        alone = [(certain, syntax.TRUE), (lone, syntax.TRUE), ("k", syntax.column(right, "k"))]
        parts.append(
            syntax.select(
                [*nothing, *alone], syntax.table(partners, right), where=syntax.either(*missing)
            )
        )
    made = Level(statement)
    alias = made.read(statement.add("bindings", syntax.union(parts)), "binding")
    for variable in bound:
        where = [syntax.column(alias, name) for name in values[variable]]
        made.known[variable] = moved(level.known[variable], where, lost=True)
    table = layout.table_of(source.collection)
    made.known[source.variable] = Entity(table, syntax.column(alias, "k"))
    cases.names = [[syntax.column(alias, name) for name in named] for named in names]
    cases.names.append([syntax.column(alias, "k")])
    cases.certain = [syntax.column(alias, certain)]
    cases.lone = syntax.column(alias, lone)
    cases.level = made
