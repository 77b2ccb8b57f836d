"""The SQL evaluator on one plan after the other, its tables filled once for many rules."""

from __future__ import annotations

from functools import cache

from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import RuleEvaluation
from pacecar.evaluation.sql.binding import evaluation_of
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.duckdb import connect, fill, judge
from pacecar.evaluation.sql.filling import rows_of
from pacecar.evaluation.sql.translating import translate
from pacecar.evaluation.sql.values import NotTranslated
from pacecar.plan.bulk.layout import TABLES
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.rule import Rule

EVERYTHING = {
    table.name: frozenset(column.name for column in table.columns if "unsure" not in column.path)
    for table in TABLES.values()
    if table.path != ("unsure",)
}


class NotJudged(Exception):
    """The evaluator leaves the rule to another one; the message says why."""


class _Tables:
    """A database, and which plan is in it."""

    def __init__(self) -> None:
        self.connection = connect()
        self.connection.execute("SET threads = 1")
        self._plan: Plan | None = None
        self._contents: Contents | None = None

    def of(self, plan: Plan) -> Contents:
        """Fill the tables, if they hold another plan."""
        if self._contents is None or plan is not self._plan:
            rows, contents = rows_of(plan, EVERYTHING)
            fill(self.connection, rows, EVERYTHING)
            self._plan, self._contents = plan, contents
        return self._contents


@cache
def _tables() -> _Tables:
    return _Tables()


def evaluated(plan: Plan, rule: Rule, compiled: CompiledRule) -> RuleEvaluation:
    """Return what the SQL evaluator makes of a rule, without anyone to take its place.

    Raises:
        NotJudged: the rule is not translated.
    """
    tables = _tables()
    contents = tables.of(plan)
    try:
        translation = translate(rule, contents)
    except NotTranslated as refusal:
        raise NotJudged(str(refusal)) from refusal
    text = translation.text("duckdb")
    found = judge(tables.connection, text)
    return evaluation_of(compiled, plan, found, translation.widths)
