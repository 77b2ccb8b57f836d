"""Gathers the records of a session, its own or those of its workers, and writes them to files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pacecar.specification.recording import RECORD
from pacecar.specification.results import ExampleResult, Results, example_from, in_order


class Gatherer:
    """A plugin that gathers what became of each example."""

    def __init__(self) -> None:
        self._examples: list[ExampleResult] = []
        self._problems: list[str] = []
        self.started = time.time()

    @property
    def results(self) -> Results:
        """What is gathered, in the order of the features."""
        return Results(in_order(self._examples), tuple(self._problems))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Gather the record of an example, or what kept it from having one."""
        entry = getattr(report, RECORD, None)
        if entry is not None:
            self.found(example_from(entry))
        elif report.failed:
            self.hindered(f"{report.nodeid}: {report.longreprtext.strip()}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Gather what was refused."""
        if report.failed:
            self.hindered(report.longreprtext.strip())

    def found(self, example: ExampleResult) -> None:
        """Take the result of an example."""
        self._examples.append(example)

    def hindered(self, problem: str) -> None:
        """Take what kept a feature or an example from being run."""
        self._problems.append(problem)


class Writer(Gatherer):
    """A plugin that writes what is gathered when the session ends."""

    def __init__(self, results: Path | None, messages: Path | None) -> None:
        super().__init__()
        self._to_results = results
        self._to_messages = messages

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the files."""
        if self._to_results:
            self._to_results.write_text(self.results.to_json(), "utf-8")
        if self._to_messages:
            from pacecar.specification.messages import ndjson

            text = ndjson(self.results, session.config.rootpath, self.started, time.time())
            self._to_messages.write_text(text, "utf-8")


def write_at_the_end(config: pytest.Config) -> None:
    """Register the writer if a file was asked for; workers leave it to whom they report to.

    Raises:
        pytest.UsageError: a file is to be in a folder that is not there.
    """
    if hasattr(config, "workerinput"):
        return
    results, messages = (_file(config, f"pacecar_{name}") for name in ("results", "messages"))
    if results or messages:
        config.pluginmanager.register(Writer(results, messages), "pacecar-writer")


def _file(config: pytest.Config, option: str) -> Path | None:
    given: str | None = config.getoption(option)
    if not given:
        return None
    file = config.invocation_params.dir / given
    if file.is_dir() or not file.parent.is_dir():
        raise pytest.UsageError(f"--{option.replace('_', '-')}: {given} cannot be written")
    return file
