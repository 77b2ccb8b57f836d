"""Spark binds and judges: how it is asked, and the evaluator for a plan in memory."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import InProcess, RuleEvaluation
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.binding import Judged, evaluation_of, judged_of
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.dialects import SPARK_SETTINGS, Script, script_of
from pacecar.evaluation.sql.filling import Rows, rows_of
from pacecar.evaluation.sql.reading import columns_read
from pacecar.evaluation.sql.translating import Translation, translate
from pacecar.evaluation.sql.values import NotTranslated
from pacecar.plan.bulk.layout import TABLES, Column
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.rule import Rule

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SMALL: Final = {
    "spark.master": "local[1]",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.maxPlanStringLength": "1000",
    "spark.sql.ui.retainedExecutions": "1",
    "spark.ui.retainedJobs": "1",
    "spark.ui.retainedStages": "1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""For a plan in memory: all the time goes into starting, so nothing is begun that is not used.

Nor is anything kept of queries that are done: their plans would fill the memory.
"""


def small_session(settings: Mapping[str, str] | None = None) -> SparkSession:
    """Return a session in a Java machine beside this process, for plans that fit in memory.

    Args:
        settings: others, or others of the same names.
    """
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("pacecar")
    for name, value in {**_SMALL, **SPARK_SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("FATAL")
    # What is refused is told by those who asked, and not by Spark on the standard error as well.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    return session


class Spark:
    """Fills views from a plan in memory, and has Spark judge it.

    `fallbacks` are the rules that were judged in process after all the last time, with the
    reason of each.
    """

    name = "spark"

    def __init__(
        self,
        rules: Sequence[CompiledRule],
        typed: Sequence[Rule],
        session: SparkSession | None = None,
    ) -> None:
        """Take compiled rules, and what they were compiled from; a session may be shared."""
        self.rules = tuple(rules)
        self.fallbacks: dict[str, str] = {}
        self._typed = {rule.id: rule for rule in typed}
        self._columns = columns_read([self._typed[rule.id] for rule in rules])
        self._session = session or small_session()

    @property
    def note(self) -> str:
        """Which rules were judged in process after all, and why; "" if none was."""
        if not self.fallbacks:
            return ""
        rules = "; ".join(f"{rule} ({reason})" for rule, reason in sorted(self.fallbacks.items()))
        return f"judged in process and not by Spark: {rules}"

    def evaluate(self, plan: Plan) -> list[RuleEvaluation]:
        """Return one evaluation for each rule, in their order."""
        self.fallbacks = {}
        rows, contents = rows_of(plan, self._columns)
        settle(self._session)
        fill(self._session, rows, self._columns)
        found = [self._evaluate(rule, plan, contents) for rule in self.rules]
        for name in rows:
            self._session.catalog.dropTempView(name)
        return found

    def _evaluate(self, rule: CompiledRule, plan: Plan, contents: Contents) -> RuleEvaluation:
        try:
            translation = translate(self._typed[rule.id], contents)
            judged = judge(self._session, translation)
        except NotTranslated as refusal:
            self.fallbacks[rule.id] = str(refusal)
        except refusals() as error:
            self.fallbacks[rule.id] = told(error)
        else:
            return evaluation_of(rule, plan, judged, translation.widths)
        return InProcess([rule], "builtin").evaluate(plan)[0]


def judge(session: SparkSession, translation: Translation) -> Judged:
    """Run a rule's query on views that are filled, in a session that is settled.

    Raises:
        Exception: one of `refusals()`: a number is too large, or the like.
    """
    script = script_of(translation.query("spark"), "spark")
    try:
        rows = run(session, script).collect()
    finally:
        release(session, script)
    return judged_of([tuple(row) for row in rows])


def run(session: SparkSession, script: Script) -> DataFrame:
    """Return the rows of a rule's query, which are worked out when they are asked for."""
    for name, text in script.kept:
        # A checkpoint, and not a cache: plans would still hold what led to that, twice and twice.
        session.sql(text).localCheckpoint().createOrReplaceTempView(name)
    return session.sql(script.last)


def release(session: SparkSession, script: Script) -> None:
    """Drop what a query kept on its way."""
    for name, _ in script.kept:
        session.catalog.dropTempView(name)


def settle(session: SparkSession) -> None:
    """Give a session the settings that queries rely on."""
    for name, value in SPARK_SETTINGS.items():
        session.conf.set(name, value)


def fill(session: SparkSession, rows: Rows, columns: Mapping[str, frozenset[str]]) -> None:
    """Create views of these rows."""
    for name, values in rows.items():
        wanted = [column for column in TABLES[name].columns if column.name in columns[name]]
        view = _values(wanted, values).sql("spark")
        # Of one partition each, so that nothing need be exchanged.
        session.sql(view).coalesce(1).createOrReplaceTempView(name)


def _values(columns: Sequence[Column], values: Sequence[Sequence[Any]]) -> syntax.Sql:
    """Return a SELECT of rows written out, which Spark holds as they are, without a task."""
    rows = [tuple(map(_literal, row)) for row in zip(*values, strict=True)]
    nothing = tuple(syntax.NULL.copy() for _ in columns)
    names = [exp.Identifier(this=column.name, quoted=True) for column in columns]
    listed = exp.Values(
        expressions=[exp.Tuple(expressions=list(row)) for row in rows or [nothing]],
        alias=exp.TableAlias(this=exp.Identifier(this="v", quoted=True), columns=names),
    )
    return syntax.select(
        [(c.name, syntax.typed(syntax.column("v", c.name), c.type)) for c in columns],
        listed,
        where=None if rows else syntax.FALSE,
    )


def _literal(value: Any) -> syntax.Sql:
    if value is None:
        return syntax.NULL.copy()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int):
        return syntax.number(int(value))
    return syntax.text(str(value))


def refusals() -> tuple[type[Exception], ...]:
    """Return the errors with which Spark refuses a query: what comes of a task may be bare."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    return PySparkException, Py4JJavaError


def told(error: Exception) -> str:
    """Return what an error of Spark says, without its codes and where in Spark it came up."""
    found = re.search(
        r"\[[A-Z_.]+\] +([^\n]*?)(?: SQLSTATE: \w+)?(?: \(line .*\))?$", str(error), re.MULTILINE
    )
    return found[1] if found else str(error).strip().splitlines()[0]
