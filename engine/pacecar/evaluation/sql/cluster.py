"""Spark over tables of a cluster, which no plan in memory stands behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from pacecar.evaluation.record import Outcome
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.dialects import script_of
from pacecar.evaluation.sql.reading import columns_told, names_of
from pacecar.evaluation.sql.spark import refusals, release, run, settle, told
from pacecar.evaluation.sql.translating import UNPLACED, Translation, translate
from pacecar.evaluation.sql.values import NotTranslated
from pacecar.plan.bulk.layout import TABLES, Column
from pacecar.rulebook.rule import Rule

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one rule over tables of a cluster.

    Attributes:
        rule: its id.
        kept, broken, undetermined: how many cases are so.
        unplaced: how many members of groups have no place.
        problem: why it could not be judged, "" if it was.
        missing: entities that the rule requires and the plan lacks: the collection and the id.
    """

    rule: str
    kept: int = 0
    broken: int = 0
    undetermined: int = 0
    unplaced: int = 0
    problem: str = ""
    missing: tuple[tuple[str, str], ...] = ()


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
        id, its position in a list), or one for each key of a group, and `cases`. An unknown one,
        and a reference that is none, is NULL.

        Raises:
            NotTranslated: the rule asks for something that has no translation.
        """
        translation = self._translated(rule)
        script = script_of(translation.query("spark"), "spark")
        try:
            made = run(self.session, script)
        finally:
            release(self.session, script)
        return _with_ids(self.session, made, self.rules[rule])

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
            missing=self._missing(rule),
        )

    def _missing(self, rule: str) -> tuple[tuple[str, str], ...]:
        wanted = self.rules[rule].requires
        return tuple((name, key) for name, key in wanted if not self._has(name, key))

    def _has(self, collection: str, wanted: str) -> bool:
        from pyspark.sql.functions import col

        return not self.session.table(collection).where(col("id") == wanted).isEmpty()

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


def _with_ids(session: SparkSession, cases: DataFrame, rule: Rule) -> DataFrame:
    """Return cases with ids in place of keys, under the names of the variables."""
    from pyspark.sql.functions import col

    named = [col("outcome")]
    names = [name for source in rule.sources_of_cases for name in names_of(source)]
    for number, (name, collection) in enumerate(names):
        key = f"k{number}"
        if collection:
            ids = session.table(collection).select(
                col("k").alias(f"{key}_k"), col("id").alias(f"{key}_id")
            )
            cases = cases.join(ids, cases[key] == ids[f"{key}_k"], "left")
            key = f"{key}_id"
        named.append(col(key).alias(name))
    return cases.where(col("outcome") != int(Outcome.KEPT)).select(*named, col("cases"))
