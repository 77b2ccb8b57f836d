"""The examples of a feature, recorded while pytest runs them: their plans and expectations.

pytest-bdd matches the steps, as in every run of a feature; the examples must pass. What is kept
of each is its plan, loaded, and its Then steps with their arguments.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from pytest_bdd.parser import Scenario, Step

from pacecar.plan.loading import load_plan
from pacecar.plan.portfolio import Plan
from pacecar.specification import interfaces
from pacecar.specification.interfaces import Answer

Answering = Callable[[Plan], Answer]
"""What the rule of a feature answers on a plan."""

_NOT_NEEDED: Final = (
    "terminal",
    "cacheprovider",
    "warnings",
    "unraisableexception",
    "threadexception",
)
"""Plugins of pytest that would write, or take their time."""

SILENCE: Final = Answer({}, ())
"""What all rules are taken to answer: it is no matter of the rule that is looked at."""

Expectation = tuple[Callable[..., object], Mapping[str, Any]]
"""A Then step's function, and its arguments but the example."""


class FeatureFails(Exception):
    """A feature that fails with the rule as it is; the message says how."""


@dataclass(slots=True)
class Recorded:
    """An example: its name, its plan, and what it expects."""

    name: str
    plan: Plan
    expectations: list[Expectation] = field(default_factory=list)


class _Recorder:
    """A plugin of pytest that records the examples that run, and what checks their plans."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._plan: Plan | None = None
        self.examples: list[Recorded] = []
        self.problems: list[str] = []
        self._current: object = None

    def interface(
        self,
        paths: Sequence[Path],
        *,
        rules: Sequence[Path],  # noqa: ARG002 - as every interface
        select: Sequence[str],
    ) -> Answer:
        """Answer as the rule does, and keep the plan."""
        if not select:
            return SILENCE
        self._plan = load_plan(paths, as_of=None, today=datetime.now(tz=UTC).date())
        return self._answering(self._plan)

    @pytest.hookimpl
    def pytest_bdd_before_step_call(
        self,
        request: pytest.FixtureRequest,
        scenario: Scenario,
        step: Step,
        step_func: Callable[..., object],
        step_func_args: Mapping[str, Any],
    ) -> None:
        """Record the plan of an example at its first Then, and each Then."""
        if step.type != "then":
            return
        if self._current is not request.node and self._plan is not None:
            self._current, plan, self._plan = request.node, self._plan, None
            self.examples.append(Recorded(scenario.name, plan))
        arguments = {name: value for name, value in step_func_args.items() if name != "example"}
        self.examples[-1].expectations.append((step_func, arguments))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a feature that cannot be collected."""
        if report.failed:
            self.problems.append(report.longreprtext)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note an example that fails."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext}")


def record(feature: Path, rules: Sequence[Path], answering: Answering) -> list[Recorded]:
    """Run a feature and return its examples.

    It is a session of pytest within this process; other plugins than ours have no part in it.

    Raises:
        FeatureFails: an example fails, or there is none.
    """
    recorder = _Recorder(answering)
    arguments = [str(feature), "-c", os.devnull, "--rootdir", str(Path.cwd()), "--capture=no"]
    arguments += ["--disable-plugin-autoload", "-p", "pytest_bdd.plugin"]
    arguments += ["-p", "pacecar.specification.plugin"]
    for name in _NOT_NEEDED:
        arguments += ["-p", f"no:{name}"]
    for folder in rules:
        arguments += ["--pacecar-rules", str(folder)]
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_ADDOPTS", raising=False)
        patch.delenv("PYTEST_PLUGINS", raising=False)
        patch.setitem(interfaces.INTERFACES, "in-process", recorder.interface)
        code = pytest.main(arguments, plugins=[recorder])
    if recorder.problems or code:
        said = "\n".join(recorder.problems) or f"pytest ended with {int(code)}"
        raise FeatureFails(f"{feature} fails before anything is changed:\n{said}")
    return recorder.examples
