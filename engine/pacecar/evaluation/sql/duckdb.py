"""The evaluator that has DuckDB bind and judge: one query for each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import InProcess, RuleEvaluation
from pacecar.evaluation.sql.binding import Judged, evaluation_of, judged_of
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.filling import Rows, rows_of
from pacecar.evaluation.sql.reading import columns_read
from pacecar.evaluation.sql.translating import Translation, translate
from pacecar.evaluation.sql.values import NotTranslated
from pacecar.plan.bulk.engine import SETTINGS
from pacecar.plan.bulk.layout import TABLES, Column
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.rule import Rule

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Queries:
    """The queries of some rules, each made once for what the tables hold."""

    def __init__(self, rules: Sequence[Rule], dialect: str = "duckdb") -> None:
        self.rules = {rule.id: rule for rule in rules}
        self.columns = columns_read(rules)
        self._dialect = dialect
        self._columns_of = {rule.id: columns_read([rule]) for rule in rules}
        self._made: dict[object, tuple[Translation, str]] = {}

    def of(self, rule: str, contents: Contents) -> tuple[Translation, str]:
        """Return a rule's translation and the text of its query.

        Raises:
            NotTranslated: the rule asks for something that has no translation.
        """
        key = (rule, contents.about(self._columns_of[rule]))
        if key not in self._made:
            try:
                made = translate(self.rules[rule], contents)
                self._made[key] = made, made.text(self._dialect)
            except RecursionError:
                raise NotTranslated("it is nested too deeply") from None
        return self._made[key]


class DuckDB:
    """Fills the tables from a plan in memory, and has DuckDB judge it.

    `fallbacks` are the rules that were judged in process after all the last time, with the
    reason of each.
    """

    name = "duckdb"

    def __init__(
        self,
        rules: Sequence[CompiledRule],
        typed: Sequence[Rule],
        connection: DuckDBPyConnection | None = None,
    ) -> None:
        """Take compiled rules, and what they were compiled from; a connection may be shared."""
        self.rules = tuple(rules)
        self.fallbacks: dict[str, str] = {}
        wanted = {rule.id for rule in rules}
        self._queries = Queries([rule for rule in typed if rule.id in wanted])
        self._connection = connection or connect()

    @property
    def note(self) -> str:
        """Which rules were judged in process after all, and why; "" if none was."""
        if not self.fallbacks:
            return ""
        rules = "; ".join(f"{rule} ({reason})" for rule, reason in sorted(self.fallbacks.items()))
        return f"judged in process and not by DuckDB: {rules}"

    def evaluate(self, plan: Plan) -> list[RuleEvaluation]:
        """Return one evaluation for each rule, in their order."""
        self.fallbacks = {}
        rows, contents = rows_of(plan, self._queries.columns)
        fill(self._connection, rows, self._queries.columns)
        return [self._evaluate(rule, plan, contents) for rule in self.rules]

    def _evaluate(self, rule: CompiledRule, plan: Plan, contents: Contents) -> RuleEvaluation:
        from duckdb import Error

        try:
            translation, text = self._queries.of(rule.id, contents)
            judged = judge(self._connection, text)
        except (NotTranslated, Error) as problem:
            self.fallbacks[rule.id] = str(problem).strip().splitlines()[0]
            return InProcess([rule], "builtin").evaluate(plan)[0]
        return evaluation_of(rule, plan, judged, translation.widths)


def judge(connection: DuckDBPyConnection, text: str) -> Judged:
    """Run a rule's query on tables that are filled.

    Raises:
        duckdb.Error: a number is too large for the engine, or the like.
    """
    return judged_of(connection.execute(text).fetchall())


def connect() -> DuckDBPyConnection:
    """Return a connection to a database in memory: no file is read, nothing fetched or printed."""
    import duckdb

    connection = duckdb.connect(config={**SETTINGS, "enable_external_access": False})
    # A query of more than two seconds would write into the report.
    connection.execute("SET enable_progress_bar = false")
    return connection


def fill(connection: DuckDBPyConnection, rows: Rows, columns: Mapping[str, frozenset[str]]) -> None:
    """Create the tables with these rows."""
    connection.begin()
    for name, values in rows.items():
        wanted = [column for column in TABLES[name].columns if column.name in columns[name]]
        selected = ", ".join(map(_unnested, wanted))
        # Names and types are the layout's; what a plan says is a parameter.
        query = f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT {selected}'
        connection.execute(query, list(values))
    connection.commit()


def _unnested(column: Column) -> str:
    return f'unnest(?::{duckdb_type(column)}[]) AS "{column.name}"'


def duckdb_type(column: Column) -> str:
    """Return the type that DuckDB holds a column in."""
    return "HUGEINT" if column.type.startswith("DECIMAL") else column.type
