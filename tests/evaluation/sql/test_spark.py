"""Spark finds what the evaluators in process find, over a plan in memory and over tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pacecar.evaluation.compiling import compile_rule
from pacecar.evaluation.evaluating import InProcess, RuleEvaluation
from pacecar.evaluation.record import Outcome
from pacecar.evaluation.sql.cluster import Judgement, SparkEvaluator, TableMissing
from pacecar.evaluation.sql.dialects import script_of
from pacecar.evaluation.sql.parquet import write_tables
from pacecar.evaluation.sql.spark import Spark, refusals
from pacecar.evaluation.sql.syntax import one_row, select
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.portfolio import Plan
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rule
from tests.evaluation.sql.functions import REFUSED, everything
from tests.evaluation.sql.made import plan_of, rule_of
from tests.spark import needs_spark, session

pytestmark = needs_spark

SOME = (
    "leadership/one-leader-per-region",
    "sharing/platform-is-really-common",
    "twins/leader-is-no-follower",
    "twins/rivals-are-twinned",
    "twins/share-a-plant",
)

KEYS_OF_RIVALS = [
    "outcome",
    "market.segment",
    "market.body",
    "market.region",
    "market.powertrain",
    "cases",
]

AS_ON_A_CLUSTER = {
    "spark.sql.adaptive.enabled": ("true", "false"),
    "spark.sql.autoBroadcastJoinThreshold": ("10MB", "-1"),
    "spark.sql.codegen.wholeStage": ("true", "false"),
    "spark.sql.codegen.factoryMode": ("FALLBACK", "NO_CODEGEN"),
    "spark.sql.shuffle.partitions": ("3", "1"),
}
"""What a cluster has, and what other tests have."""


def _plan(folder: Path) -> Plan:
    files = [SourceFile(str(path), path.read_bytes()) for path in sorted(folder.rglob("*.yaml"))]
    return load_files(files, as_of=None, today=date(2026, 1, 1))


@pytest.fixture(scope="module")
def alliance() -> Plan:
    """Return the reference plan."""
    return _plan(bundled("plans") / "alliance")


def _rules(*names: str) -> list[Rule]:
    rules = load_rulebook([bundled("rules")]).rules
    return [rule for rule in rules if not names or rule.id in names]


def _told(found: RuleEvaluation) -> object:
    """Return what is told of a rule: cases that are kept are counted only."""
    told = [(case.labels, case.outcome) for case in found.cases if case.outcome is not Outcome.KEPT]
    return found.rule.id, found.count(Outcome.KEPT), told, found.unplaced, found.missing


def test_all_rules_find_the_same(alliance: Plan) -> None:
    """Every rule of the rulebook on the reference plan; none falls back, and nothing is left."""
    rules = _rules()
    compiled = [compile_rule(rule) for rule in rules]
    judging = Spark(compiled, rules, session())

    found = judging.evaluate(alliance)

    assert judging.note == ""
    expected = InProcess(compiled, "builtin").evaluate(alliance)
    assert [_told(one) for one in found] == [_told(one) for one in expected]
    assert session().sql("SHOW TABLES").collect() == []


def test_what_spark_refuses_is_judged_in_process(tmp_path: Path) -> None:
    """A text that is not Latin has no small letters that engines agree about."""
    rule = rule_of(tmp_path, "for: {q: platforms}\nrequire: lower(q.name) == q.name\n", "q")
    plan = plan_of("platforms:\n- {id: a, name: \u03a9}\n- {id: b, name: b}\n")
    judging = Spark([compile_rule(rule)], [rule], session())

    (found,) = judging.evaluate(plan)

    assert [(c.labels, c.outcome.name) for c in found.cases] == [
        (("a",), "BROKEN"),
        (("b",), "KEPT"),
    ]
    assert judging.note == (
        "judged in process and not by Spark: tried/rule (lower() of other than Latin letters)"
    )


@pytest.fixture
def tables(alliance: Plan, tmp_path: Path) -> Iterator[Path]:
    """Return a folder with the tables of the reference plan, which are also views.

    They are judged with the settings that a cluster comes with.
    """
    for name, value in AS_ON_A_CLUSTER.items():
        session().conf.set(name, value[0])
    names = write_tables(alliance, _rules(*SOME), tmp_path)
    for name in names:
        session().read.parquet(str(tmp_path / f"{name}.parquet")).createOrReplaceTempView(name)
    yield tmp_path
    for name in names:
        session().catalog.dropTempView(name)
    for name, value in AS_ON_A_CLUSTER.items():
        session().conf.set(name, value[1])


@pytest.mark.usefixtures("tables")
def test_tables_of_a_cluster_are_judged(alliance: Plan) -> None:
    """Counts of each rule, and the cases by id, of views that were made from Parquet."""
    rules = _rules(*SOME)
    judging = SparkEvaluator(session(), rules)
    expected = InProcess([compile_rule(rule) for rule in rules], "builtin").evaluate(alliance)

    assert list(judging.evaluate()) == [
        Judgement(
            one.rule.id,
            one.count(Outcome.KEPT),
            one.count(Outcome.BROKEN),
            one.count(Outcome.UNDETERMINED),
            one.unplaced,
        )
        for one in expected
    ]
    cases = judging.cases("twins/share-a-plant")
    assert cases.columns == ["outcome", "follower", "cases"]
    assert sorted(map(tuple, cases.collect())) == sorted(
        (int(case.outcome), case.labels[0], 1)
        for case in expected[-1].cases
        if case.outcome is not Outcome.KEPT
    )


@pytest.mark.usefixtures("tables")
def test_groups_are_called_by_their_keys(alliance: Plan) -> None:
    """A key that is a reference is told as its id."""
    (rule,) = _rules("twins/rivals-are-twinned")
    judging = SparkEvaluator(session(), [rule])
    (expected,) = InProcess([compile_rule(rule)], "builtin").evaluate(alliance)
    cases = judging.cases(rule.id).where("outcome < 3")

    assert cases.columns == KEYS_OF_RIVALS
    assert sorted((row[0], "/".join(row[1:-1])) for row in cases.collect()) == sorted(
        (int(case.outcome), case.labels[0])
        for case in expected.cases
        if case.outcome is not Outcome.KEPT
    )


def test_what_is_required_and_not_there_is_told(tmp_path: Path) -> None:
    """A rule that asks for a target says so where the plan has none."""
    plan = plan_of("companies: [{id: a, name: A}]\n")
    (rule,) = _rules("portfolio/common-platform-share")
    for name in write_tables(plan, [rule], tmp_path):
        path = str(tmp_path / f"{name}.parquet")
        session().read.parquet(path).createOrReplaceTempView(name)

    (found,) = SparkEvaluator(session(), [rule]).evaluate()

    assert found == Judgement(rule.id, missing=rule.requires)
    assert found.missing != ()
    for name in SparkEvaluator(session(), [rule]).columns:
        session().catalog.dropTempView(name)


def test_a_table_that_is_missing_is_named() -> None:
    """Instead of an error of Spark in the midst of a query."""
    judging = SparkEvaluator(session(), _rules("twins/leader-is-no-follower"))

    with pytest.raises(TableMissing) as problem:
        list(judging.evaluate())

    assert str(problem.value) == (
        "The session has no table or view programs with the columns k, id, leader, leader_state."
    )


def test_spark_agrees_about_functions() -> None:
    """Spark gives each expression the value that DuckDB gives it."""
    columns = [(f"c{number}", value) for number, (value, _) in enumerate(everything())]
    text = script_of(select(columns, one_row()), "spark").last

    ((*found,),) = session().sql(text).collect()

    assert found == [expected for _, expected in everything()]


def test_spark_refuses_what_it_cannot_do_exactly() -> None:
    """What is too large, or in letters that engines disagree about, is an error."""
    for expression in REFUSED:
        text = script_of(select([("found", expression)], one_row()), "spark").last
        with pytest.raises(refusals()):
            session().sql(text).collect()
