"""Spark binds and judges: over tables of a cluster, or over a plan in memory."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import InProcess, RuleEvaluation
from pacecar.evaluation.record import Outcome
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.binding import Judged, evaluation_of, judged_of
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.dialects import SPARK_SETTINGS, Script, script_of
from pacecar.evaluation.sql.filling import Rows, rows_of
from pacecar.evaluation.sql.reading import columns_read, columns_told, has_ids
from pacecar.evaluation.sql.translating import UNPLACED, Translation, translate
from pacecar.evaluation.sql.values import NotTranslated
from pacecar.plan.bulk.layout import TABLES, Column
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.rule import Each, Grouped, Rule

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
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""For a plan in memory: all the time goes into starting, so nothing is begun that is not used."""


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


# ------------------------------------------------------------------- tables on a cluster


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one rule over tables of a cluster.

    Attributes:
        rule: its id.
        kept, broken, undetermined: how many cases are so.
        unplaced: how many members of groups have no place.
        problem: why it could not be judged, "" if it was.
    """

    rule: str
    kept: int = 0
    broken: int = 0
    undetermined: int = 0
    unplaced: int = 0
    problem: str = ""


class SparkEvaluator:
    """Judges what lies in tables or views of a Spark session, called as in `plan.bulk.layout`.

    Nothing but counts comes to the driver, unless cases are asked for.
    """

    def __init__(self, session: SparkSession, rules: Sequence[Rule]) -> None:
        """Take a session and typed rules, those of what `load_rulebook` returns.

        The session keeps the settings that it is given here, `SPARK_SETTINGS`.
        """
        settle(session)
        self.session = session
        self.rules = {rule.id: rule for rule in rules}
        self._columns = columns_told(rules)
        self._contents: Contents | None = None

    @property
    def columns(self) -> Mapping[str, frozenset[str]]:
        """The tables that the rules read, and the columns of each; no others need be there."""
        return self._columns

    def evaluate(self) -> Iterator[Judgement]:
        """Yield what becomes of each rule, in their order.

        Raises:
            TableMissing: the session lacks what the rules read.
        """
        for rule in self.rules:
            yield self._judgement(rule)

    def cases(self, rule: str) -> DataFrame:
        """Return the cases of a rule that are not kept, and how many of them are alike.

        Its columns are `outcome` (1 broken, 2 undetermined, 3 members without a place), one for
        each variable of `for`, with the id of what it is bound to (its key `k` where it has no
        id, its position in a list), or one for each key of a group, and `cases`.

        Raises:
            NotTranslated: the rule asks for something that has no translation.
        """
        translation = self._translated(rule)
        script = script_of(translation.query("spark"), "spark")
        try:
            made = run(self.session, script)
        finally:
            release(self.session, script)
        return _with_ids(self.session, made, self.rules[rule], translation.widths)

    def _judgement(self, rule: str) -> Judgement:
        try:
            script = script_of(self._translated(rule).query("spark"), "spark")
        except NotTranslated as refusal:
            return Judgement(rule, problem=str(refusal))
        try:
            frame = run(self.session, script)
            counted = frame.groupBy("outcome").agg({"cases": "sum"}).collect()
        except refusals() as error:
            return Judgement(rule, problem=told(error))
        finally:
            release(self.session, script)
        counts = {int(outcome): int(cases) for outcome, cases in counted}
        return Judgement(
            rule,
            kept=counts.get(Outcome.KEPT, 0),
            broken=counts.get(Outcome.BROKEN, 0),
            undetermined=counts.get(Outcome.UNDETERMINED, 0),
            unplaced=counts.get(UNPLACED, 0),
        )

    def _translated(self, rule: str) -> Translation:
        if self._contents is None:
            self._contents = contents_of(self.session, self._columns)
        return translate(self.rules[rule], self._contents)


class TableMissing(Exception):
    """A session lacks a table, or columns of one; the message names them."""


def contents_of(session: SparkSession, columns: Mapping[str, frozenset[str]]) -> Contents:
    """Return what is in the columns that rules read: one look at each table.

    Raises:
        TableMissing: a table is not there, or has not all of the columns.
    """
    gaps: set[tuple[str, str]] = set()
    states: dict[tuple[str, str], frozenset[int]] = {}
    empty: set[str] = set()
    for name, wanted in columns.items():
        asked = [column for column in TABLES[name].columns if column.name in wanted]
        names = [column.name for column in asked]
        there = session.catalog.tableExists(name)
        if not there or not wanted <= set(session.table(name).columns):
            raise TableMissing(
                f"The session has no table or view {name} with the columns {', '.join(names)}."
            )
        looks = [("every", syntax.counted()), *((c.name, _look(c)) for c in asked)]
        look = syntax.select(looks, syntax.table(name, "t"))
        ((every, *found),) = session.sql(look.sql("spark")).collect()
        if not every:
            empty.add(name)
        for column, value in zip(asked, found, strict=True):
            if column.part == "state":
                states[name, column.name] = frozenset(value)
            elif column.nullable and value < every:
                gaps.add((name, column.name))
    return Contents(frozenset(gaps), states, frozenset(empty))


def _look(column: Column) -> syntax.Sql:
    of = syntax.column("t", column.name)
    return syntax.called("COLLECT_SET", of) if column.part == "state" else exp.Count(this=of)


def _with_ids(
    session: SparkSession, cases: DataFrame, rule: Rule, widths: Sequence[int]
) -> DataFrame:
    """Return cases with ids in place of keys, under the names of the variables."""
    from pyspark.sql.functions import col

    named = [col("outcome")]
    columns = iter(f"k{number}" for number in range(sum(widths)))
    for source, width in zip(rule.sources_of_cases, widths, strict=True):
        variable = source.variable.name
        keys = [next(columns) for _ in range(width)]
        if isinstance(source, Grouped):
            names = [f"{variable}.{name}" for name, _ in source.keys]
            named += [col(key).alias(name) for key, name in zip(keys, names, strict=True)]
            continue
        (key,) = keys
        if isinstance(source, Each) and has_ids(TABLES[source.collection]):
            ids = session.table(source.collection).select(
                col("k").alias(f"{key}_k"), col("id").alias(f"{key}_id")
            )
            cases = cases.join(ids, cases[key] == ids[f"{key}_k"], "left")
            key = f"{key}_id"
        named.append(col(key).alias(variable))
    return cases.where(col("outcome") != int(Outcome.KEPT)).select(*named, col("cases"))


# --------------------------------------------------------------------- a plan in memory


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
