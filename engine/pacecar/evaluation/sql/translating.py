"""From a typed rule to its query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pacecar.evaluation.compiling import joins_of
from pacecar.evaluation.expressions import Node, parts_of, variables_of
from pacecar.evaluation.joins import plain_parts
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.aggregates import needs_of
from pacecar.evaluation.sql.cases import Cases, cases_of
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.dialects import in_dialect, recomputes
from pacecar.evaluation.sql.expressions import translated, truth_of
from pacecar.evaluation.sql.level import Columns, Level, Statement, moved_to
from pacecar.evaluation.sql.rewriting import rewritten
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import Truth, not_false
from pacecar.rulebook import tree
from pacecar.rulebook.rule import Grouped, Rule, Source, Within

KEPT: Final = 0
BROKEN: Final = 1
UNDETERMINED: Final = 2
UNPLACED: Final = 3


@dataclass(frozen=True, slots=True)
class Translation:
    """A rule's query.

    Its rows are: the outcome (0 kept, 1 broken, 2 undetermined, 3 unplaced); the columns that
    name a case, `k0`, `k1`, ..., NULL where it is kept; and how many `cases` there are. What is
    kept is one row.

    Attributes:
        rule: the rule's id.
        tables: common table expressions, in order.
        judged: the last of them, that has all cases with their outcomes.
        unplaced: the one that counts members without a place, "" if all have one.
        widths: for each variable of `for`, how many columns name what it is bound to.
    """

    rule: str
    tables: tuple[tuple[str, Sql], ...]
    judged: str
    unplaced: str
    widths: tuple[int, ...]

    def text(self, dialect: str, *, pretty: bool = False) -> str:
        """Return the query in the words of an engine: "duckdb" or "spark"."""
        return in_dialect(self.query(dialect), dialect, pretty=pretty)

    def query(self, dialect: str) -> Sql:
        """Return the syntax tree of the query, in the form that suits an engine."""
        names = [f"k{number}" for number in range(sum(self.widths))]
        parts = _grouped(self.judged, names) if recomputes(dialect) else _apart(self.judged, names)
        if self.unplaced:
            parts.append(_unplaced(self.unplaced, names))
        return syntax.query(self.tables, syntax.union(parts))


def translate(rule: Rule, contents: Contents) -> Translation:
    """Return the query of a rule for tables with these contents.

    Raises:
        NotTranslated: the rule asks for something that has no translation.
    """
    rule = _plain(rule)
    statement = Statement(contents)
    cases, where = _filtered(cases_of(rule, joins_of(rule), statement), rule)
    require = truth_of(rule.require, cases.level)
    names = [(f"k{n}", column) for n, column in enumerate(c for n in cases.names for c in n)]
    outcome = _outcome(require, where, cases.lone)
    judged = cases.level.select([("outcome", outcome), *names], where=[not_false(where)])
    table = statement.add("judged", judged)
    unplaced = ""
    if cases.unplaced is not None:
        unplaced = statement.add("unplaced", cases.unplaced)
    tables, widths = tuple(statement.tables), tuple(map(len, cases.names))
    return Translation(rule.id, tables, table, unplaced, widths)


def _plain(rule: Rule) -> Rule:
    sources = tuple(map(_plain_source, rule.sources_of_cases))
    where = None if rule.where is None else rewritten(rule.where)
    return replace(rule, sources_of_cases=sources, where=where, require=rewritten(rule.require))


def _plain_source(source: Source) -> Source:
    if isinstance(source, Within):
        return replace(source, source=rewritten(source.source))
    if isinstance(source, Grouped):
        condition = None if source.condition is None else rewritten(source.condition)
        keys = tuple((name, rewritten(key)) for name, key in source.keys)
        return replace(source, condition=condition, keys=keys)
    return source


def _filtered(cases: Cases, rule: Rule) -> tuple[Cases, Truth]:
    """Return the bindings and their `where`.

    Where the rest of the rule asks for aggregates, what can be said without them is said first,
    so that these are computed for what is left.
    """
    parts = [] if rule.where is None else plain_parts(rule.where)
    first = [part for part in parts if not _aggregates(part)]
    rest = [part for part in parts if _aggregates(part)]
    if first and (rest or _aggregates(rule.require)):
        cases = _kept(cases, first, [*rest, rule.require])
    else:
        rest = parts
    truths = [truth_of(part, cases.level) for part in rest]
    where = syntax.both(*cases.certain, *(truth.sql for truth in truths))
    return cases, Truth(where, not cases.certain and all(truth.total for truth in truths))


def _aggregates(node: Node) -> bool:
    return isinstance(node, tree.Aggregate) or any(map(_aggregates, parts_of(node)))


def _operands(node: Node) -> Iterator[Node]:
    """Yield the largest expressions without aggregates that an expression needs."""
    if isinstance(node, tree.Aggregate):
        for operand in needs_of(node):
            yield from _operands(operand)
    elif _aggregates(node):
        for part in parts_of(node):
            yield from _operands(part)
    elif variables_of(node):
        yield node


def _kept(cases: Cases, conditions: Sequence[Node], rest: Sequence[Node]) -> Cases:
    """Return the bindings that conditions do not exclude, with what the rest needs of them."""
    level = cases.level
    truths = [truth_of(condition, level) for condition in conditions]
    where = Truth(
        syntax.both(*cases.certain, *(truth.sql for truth in truths)),
        not cases.certain and all(truth.total for truth in truths),
    )
    columns = Columns("c")
    held = {
        operand: columns.add(translated(operand, level))
        for node in rest
        for operand in _operands(node)
    }
    names = [[columns.add_column(c, total=False) for c in named] for named in cases.names]
    certain = [] if where.total else [columns.add_column(where.sql, total=False)]
    lone = None if cases.lone is None else columns.add_column(cases.lone, total=True)
    body = level.select(columns.made, where=[not_false(where)])
    made = Level(level.statement)
    alias = made.read(level.statement.add("cases", body), "case")
    for operand, where_held in held.items():
        made.known[operand] = moved_to(translated(operand, level), alias, where_held)
    return Cases(
        made,
        [[syntax.column(alias, name) for name in named] for named in names],
        [syntax.column(alias, name) for name in certain],
        None if lone is None else syntax.column(alias, lone),
        cases.unplaced,
    )


def _outcome(require: Truth, where: Truth, lone: Sql | None) -> Sql:
    kept = (require.sql, syntax.number(KEPT))
    if require.total and where.total and lone is None:
        return syntax.case(kept, otherwise=syntax.number(BROKEN))
    broken = syntax.negated(require.sql)
    if not where.total:
        broken = syntax.both(broken, where.sql)
    alone = syntax.FALSE if lone is None else lone
    return syntax.case(
        (alone, syntax.number(UNDETERMINED)),
        kept,
        (broken, syntax.number(BROKEN)),
        otherwise=syntax.number(UNDETERMINED),
    )


def _apart(judged: str, names: Sequence[str]) -> list[Sql]:
    """Return how many cases are kept, and each that is not: the cases are gone through twice."""
    outcome = syntax.column("j", "outcome")
    kept = syntax.number(KEPT)
    nothing = [(name, syntax.NULL) for name in names]
    named = [(name, syntax.column("j", name)) for name in names]
    source = syntax.table(judged, "j")
    return [
        syntax.select(
            [("outcome", kept), *nothing, ("cases", syntax.counted())],
            source,
            where=syntax.equal(outcome, kept),
        ),
        syntax.select(
            [("outcome", outcome), *named, ("cases", syntax.number(1))],
            source,
            where=syntax.compared("!=", outcome, kept),
        ),
    ]


def _grouped(judged: str, names: Sequence[str]) -> list[Sql]:
    """Return the same, having gone through the cases once."""
    outcome = syntax.column("j", "outcome")
    broken = syntax.compared("!=", outcome, syntax.number(KEPT))
    named = [(name, syntax.case((broken, syntax.column("j", name)))) for name in names]
    return [
        syntax.select(
            [("outcome", outcome), *named, ("cases", syntax.counted())],
            syntax.table(judged, "j"),
            group=[outcome, *(column for _, column in named)],
        )
    ]


def _unplaced(table: str, names: Sequence[str]) -> Sql:
    nothing = [(name, syntax.NULL) for name in names]
    return syntax.select(
        [("outcome", syntax.number(UNPLACED)), *nothing, ("cases", syntax.column("u", "cases"))],
        syntax.table(table, "u"),
    )
