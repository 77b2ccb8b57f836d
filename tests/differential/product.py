"""The product's answers, in the words of the reference evaluator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pacecar.evaluation.compiling import compile_rule
from pacecar.evaluation.evaluating import InProcess
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.rule import Rulebook
from tests.differential.tables import evaluated
from tests.differential.yaml_text import dump
from tests.generation.rules import DEFINED_FOR, DEFINITIONS
from tests.reference.evaluator import Evaluation
from tests.reference.schema import EntityKind

TODAY = date(2025, 6, 30)
NAME = "made-up/rule"
COUNTING = "counting"
"""The built-in judge as reports have it: it decides at once, and counts what is kept."""

PLAIN = {
    "title": "A rule made up at random",
    "severity": "error",
    "version": 1,
    "source": ["S1"],
    "rationale": "It is only compared.",
}
STATEMENTS = {"statements": [{"id": "S1", "quote": "Nobody said so."}]}


class NotLoaded(Exception):
    """The product refuses the rule; the message says why."""


def plan_text(plan: Mapping[str, Any]) -> str:
    """Return a plan as YAML."""
    return dump(plan)


def rule_text(rule: Mapping[str, Any]) -> str:
    """Return a rule as YAML, with what every rule must say."""
    variable = list(rule["for"])[-1]
    return dump({**PLAIN, **rule, "report": {"at": variable, "message": "It is broken."}})


def load_plan(plan: Mapping[str, Any]) -> Plan:
    """Return a plan as the product reads it."""
    file = SourceFile("plan.yaml", plan_text(plan).encode())
    loaded = load_files([file], as_of=None, today=TODAY)
    assert loaded.judged, loaded.flaws
    return loaded


@contextmanager
def rules_folder() -> Iterator[Path]:
    """Make a folder for rules, with the definitions that rules use."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "made-up").mkdir()
        (folder / "sources.yaml").write_text(dump(STATEMENTS), "utf-8")
        (folder / "definitions.yaml").write_text(_definitions(), "utf-8")
        yield folder


def load_rule(folder: Path, rule: Mapping[str, Any]) -> Rulebook:
    """Return a rulebook of one rule.

    Raises:
        NotLoaded: the product refuses it.
    """
    (folder / f"{NAME}.yaml").write_text(rule_text(rule), "utf-8")
    try:
        return load_rulebook([folder])
    except RulebookError as problems:
        raise NotLoaded("; ".join(p.message for p in problems.problems)) from problems


def judged(plan: Plan, rulebook: Rulebook, judge: str) -> Evaluation | str:
    """Return what the product makes of the one rule, or why it could not run."""
    (rule,) = rulebook.rules
    compiled = compile_rule(rule)
    if judge == "duckdb":
        evaluation = evaluated(plan, rule, compiled)
    elif judge == "spark":
        from tests.differential import sparked

        evaluation = sparked.evaluated(plan, rule, compiled)
    elif judge == COUNTING:
        (evaluation,) = InProcess([compiled], "builtin", name_kept=False).evaluate(plan)
    else:
        (evaluation,) = InProcess([compiled], judge).evaluate(plan)
    if evaluation.problem:
        return evaluation.problem
    names = _places(plan)
    cases: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for case in evaluation.cases:
        labels = tuple(_renamed(label, names) for label in case.labels)
        cases[case.outcome.name.lower(), labels] += 1
    if evaluation.kept_unnamed:
        cases["kept", ()] += evaluation.kept_unnamed
    return Evaluation(cases, evaluation.unplaced)


def _places(plan: Plan) -> dict[str, str]:
    """Return the place of each leadership by what the product calls it, long names first."""
    found = {}
    for leadership in plan.collections["leaderships"]:
        assert leadership.origin is not None
        found[leadership.id] = leadership.origin.pointer.lstrip("/")
    return {name: found[name] for name in sorted(found, key=len, reverse=True)}


def _renamed(label: str, names: Mapping[str, str]) -> str:
    for name, place in names.items():
        if label == name or label.startswith(f"{name}/"):
            return place + label.removeprefix(name)
    return "?" if set(label) == {"?", "/"} else label  # a group of unknown keys


def _definitions() -> str:
    definitions = {}
    for name, definition in DEFINITIONS.items():
        kinds = DEFINED_FOR[name]
        parameters = {
            parameter: kind.collection if isinstance(kind, EntityKind) else "number"
            for parameter, kind in zip(definition.parameters, kinds, strict=True)
        }
        definitions[name] = {"parameters": parameters, "is": definition.expression}
    return dump(definitions)
