"""A plan in files of rows is read, judged and told as the same plan in YAML is."""

from __future__ import annotations

import copy
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

import pacecar.checking.bulk as checking
from pacecar.plan.source import read_nodes
from tests.bulk.both import (
    RULES,
    PlanData,
    as_parquet_has_it,
    every_rule,
    in_process,
    placed,
    through_database,
    told,
    write_csv,
    write_jsonl,
    write_parquet,
    write_yaml,
)
from tests.generation.choices import Rolled
from tests.generation.plans import make_plan
from tests.plan.test_model_agreement import core

TARGETS = (
    *("common-platforms", "common-platforms-by-family", "common-platforms-by-volume"),
    *("joint-new-programs", "joint-vehicles", "trimmed", "saving"),
)
REAL = RULES.parent / "plans" / "alliance"
SEEDS = [1, 2, 3]
MANY = range(107, 134)
FORMS = ("jsonl", "parquet", "jsonl companies platforms regions", "csv", "csv companies platforms")


@pytest.fixture(autouse=True)
def _all_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_SHOWN", 10**6)


def plan_of(seed: int) -> PlanData:
    """Return a plan that has something for every rule to look at."""
    plan = make_plan(Rolled(seed))
    plan.setdefault("programs", [])
    aims = {"year": 2025, "at_least": Decimal("0.8"), "at_most": Decimal("0.4")}
    plan["targets"] = [*plan.get("targets", []), *({"id": name, **aims} for name in TARGETS)]
    if not plan["programs"]:
        plan["programs"] = [{"id": "n-1", "name": "N", "company": "no", "segment": "B"}]
    return plan


def assert_same(folder: Path, plan: PlanData, rows: str) -> None:
    """Compare what is told of a plan in YAML and in a form of files of rows."""
    plan = copy.deepcopy(plan)
    named = [name for name in ("programs", *rows.split()[1:]) if plan.get(name)]
    if rows.startswith("csv"):
        write_csv(folder / "yaml", plan, named)
        assert_same_in(folder / "yaml")
        return
    if rows == "parquet":
        plan["programs"] = list(map(as_parquet_has_it, plan["programs"]))
        write_parquet(folder / "rows", plan)
    else:
        write_jsonl(folder / "rows", plan, named)
    write_yaml(folder / "yaml", plan)
    rules = every_rule()
    expected = in_process(folder / "yaml", select=rules)
    found = through_database(folder / "rows", select=rules)
    assert told(found) == told(expected)
    assert found.evaluator == "duckdb"
    assert not found.evaluator_note


def assert_same_in(folder: Path) -> None:
    """Compare what is told of the same files, and where."""
    rules = every_rule()
    expected = in_process(folder, select=rules)
    found = through_database(folder, select=rules)
    assert told(found) == told(expected)
    assert placed(found) == placed(expected)
    assert not found.evaluator_note


@pytest.mark.parametrize("seed", SEEDS[:1])
@pytest.mark.parametrize("rows", ["jsonl", "parquet", "csv"])
def test_every_rule_says_the_same_of_files_of_rows(tmp_path: Path, rows: str, seed: int) -> None:
    """Findings, messages, values, counts and flaws are the same, whatever the format."""
    assert_same(tmp_path, plan_of(seed), rows)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_of_many_plans_the_same_is_said(tmp_path: Path, seed: int) -> None:
    """Each in one of the forms in turn, also of plans whose other collections are files of rows."""
    assert_same(tmp_path, plan_of(seed), FORMS[seed % len(FORMS)])


@pytest.mark.slow
def test_of_the_real_plan_the_same_is_said(tmp_path: Path) -> None:
    """All programs of the reference plan as JSON Lines, judged by every rule."""
    expected = in_process(REAL, select=every_rule())
    (tmp_path / "rows").mkdir()
    for file in REAL.glob("*.yaml"):
        shutil.copy(file, tmp_path / "rows")
    with (tmp_path / "rows" / "programs.jsonl").open("w", encoding="utf-8") as lines:
        for file in sorted((REAL / "programs").glob("*.yaml")):
            root, _ = read_nodes(file.read_bytes(), file.name)
            lines.writelines(
                f"{json.dumps(row, default=float)}\n" for row in core(root)["programs"]
            )
    found = through_database(tmp_path / "rows", select=every_rule())
    assert told(found) == told(expected)
