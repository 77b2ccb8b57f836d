"""Records what becomes of each example and its steps, as a part of pytest's own reports.

Reports travel from the workers of pytest-xdist to the session that gathers them, with whatever
else is set on them; so do the records.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest
from pytest_bdd.exceptions import StepDefinitionNotFoundError
from pytest_bdd.parser import Scenario, Step

from pacecar.specification.interfaces import InterfaceFailed
from pacecar.specification.results import ExampleResult, Status, StepResult, StepStatus

RECORD = "pacecar_example"
"""The attribute of a report that holds a record, as a mapping."""

NO_SUCH_STEP = "there is no such step; all steps: pacecar spec steps"


@dataclass
class _Running:
    """An example while it runs."""

    scenario: Scenario
    started: float = field(default_factory=time.time)
    since: float = field(default_factory=time.perf_counter)
    steps: list[StepResult] = field(default_factory=list)
    step_since: float = field(default_factory=time.perf_counter)

    def note(self, step: Step, status: StepStatus) -> None:
        """Note what became of the step that ran."""
        took = 0.0 if status == "skipped" else time.perf_counter() - self.step_since
        keyword = step.keyword.strip()
        self.steps.append(StepResult(keyword, step.name, step.line_number, status, round(took, 6)))
        self.step_since = time.perf_counter()


_RUNNING = pytest.StashKey[_Running]()


class Recorder:
    """A plugin that attaches to the report of each example what became of it."""

    @pytest.hookimpl
    def pytest_bdd_before_scenario(
        self, request: pytest.FixtureRequest, scenario: Scenario
    ) -> None:
        """Begin the record of an example."""
        request.node.stash[_RUNNING] = _Running(scenario)

    @pytest.hookimpl
    def pytest_bdd_after_step(self, request: pytest.FixtureRequest, step: Step) -> None:
        """Record a step that passed."""
        request.node.stash[_RUNNING].note(step, "passed")

    @pytest.hookimpl
    def pytest_bdd_step_error(
        self, request: pytest.FixtureRequest, step: Step, exception: BaseException
    ) -> None:
        """Record the step that ended its example."""
        skipped = isinstance(exception, pytest.skip.Exception)
        request.node.stash[_RUNNING].note(step, "skipped" if skipped else "failed")

    @pytest.hookimpl
    def pytest_bdd_step_func_lookup_error(self, request: pytest.FixtureRequest, step: Step) -> None:
        """Record a step that does not exist."""
        request.node.stash[_RUNNING].note(step, "undefined")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach the record to the report of the run itself."""
        report = yield
        running = item.stash.get(_RUNNING, None)
        if running is not None and call.when == "call":
            setattr(report, RECORD, asdict(_record(running, item, call, report)))
        return report


def path_in_session(path: str, config: pytest.Config) -> str:
    """Return a feature's path relative to the root of the session, if it lies below it."""
    file = Path(path)
    return (
        file.relative_to(config.rootpath) if file.is_relative_to(config.rootpath) else file
    ).as_posix()


def _record(
    running: _Running, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport
) -> ExampleResult:
    scenario = running.scenario
    for step in scenario.steps[len(running.steps) :]:
        running.note(step, "skipped")
    section = scenario.rule
    status: Status = report.outcome
    return ExampleResult(
        path_in_session(scenario.feature.filename, item.config),
        scenario.feature.name,
        section.name if section else "",
        scenario.name,
        tuple(sorted({*scenario.feature.tags, *(section.tags if section else ()), *scenario.tags})),
        scenario.line_number,
        _row(item),
        status,
        "" if call.excinfo is None else message_of(call.excinfo.value),
        round(running.started, 6),
        round(time.perf_counter() - running.since, 6),
        tuple(running.steps),
    )


def _row(item: pytest.Item) -> dict[str, str]:
    """Return the row of an outline that an example is run with."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return {name: str(text) for name, text in parameters.get("_pytest_bdd_example", {}).items()}


def message_of(problem: BaseException) -> str:
    """Return what went wrong in an example, without how it came to be noticed."""
    if isinstance(problem, StepDefinitionNotFoundError):
        return NO_SUCH_STEP
    said = str(problem).strip()
    plain = isinstance(problem, ValueError | AssertionError | InterfaceFailed)
    known = plain or isinstance(problem, pytest.fail.Exception | pytest.skip.Exception)
    return said if known and said else f"{type(problem).__name__}: {said}".rstrip(": ")
