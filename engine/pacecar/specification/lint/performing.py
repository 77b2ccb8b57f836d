"""Running the steps of an example without pytest, against a rulebook that says nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from inspect import signature
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_bdd.parser import Step
from pytest_bdd.steps import StepFunctionContext

from pacecar.plan.loading import load_plan
from pacecar.plan.portfolio import Plan
from pacecar.specification.example import Example, Setting
from pacecar.specification.interfaces import Answer, Counted
from pacecar.specification.lint import reading
from pacecar.specification.lint.vocabulary import matching


@dataclass(slots=True)
class Performance:
    """What came of running an example with its rule taken away.

    Attributes:
        plans: the plans that were to be checked.
        passed: whether all steps passed.
        problem: why a step before the check could not be run, "" if all were.
    """

    plans: list[Plan] = field(default_factory=list)
    passed: bool = False
    problem: str = ""


class _Silent:
    """An interface that loads each plan and finds nothing: what is left without the rule."""

    def __init__(self, rule: str, plans: list[Plan]) -> None:
        self._rule = rule
        self._plans = plans

    def __call__(
        self,
        paths: Sequence[Path],
        *,
        rules: Sequence[Path],  # noqa: ARG002 - no rule is left
        select: Sequence[str],
    ) -> Answer:
        """Return that the rule is not applicable, and no findings."""
        if select:
            today = datetime.now(tz=UTC).date()
            self._plans.append(load_plan(paths, as_of=None, today=today))
        return Answer({self._rule: Counted("not applicable", 0, 0, 0)}, ())


def perform(
    example: reading.Example, rule: str, root: Path, known: Sequence[StepFunctionContext]
) -> Performance:
    """Run an example of a rule's feature with the rule taken away.

    Args:
        example: the example.
        rule: the rule's id.
        root: the folder that the paths of plans are relative to.
        known: the definitions of the steps.
    """
    done = Performance()
    with TemporaryDirectory() as folder:
        setting = Setting(_Silent(rule, done.plans), (), rule, Path(folder))
        given = {"example": Example(setting), "pytestconfig": _session(root)}
        try:
            for step in example.steps:
                _take(step, known, given)
            done.passed = True
        except (pytest.fail.Exception, TypeError, ValueError, LookupError, OSError) as problem:
            done.problem = "" if done.plans else str(problem)
    return done


def _take(step: Step, known: Sequence[StepFunctionContext], given: Mapping[str, object]) -> None:
    found = matching(step, known)
    if len(found) != 1:
        raise ValueError(f"{len(found)} steps are `{step.name}`")
    words: dict[str, Any] = found[0].parser.parse_arguments(step.name) or {}
    if step.datatable is not None:
        words["datatable"] = step.datatable.raw()
    names = signature(found[0].step_func).parameters
    found[0].step_func(
        **{name: value for name, value in {**given, **words}.items() if name in names}
    )


def _session(root: Path) -> SimpleNamespace:
    """Return what steps ask a session of pytest for: a folder, and options that are not given."""
    return SimpleNamespace(rootpath=root, getoption=lambda _: None)
