"""Runs features with pytest, and tells of them in the words of features.

Nothing but pytest, pytest-bdd and Pacecar takes part, whatever else is installed or set up where
it runs; a `conftest.py` beside the features does, as it may bring steps of their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from pacecar.specification.gathering import Gatherer
from pacecar.specification.results import ExampleResult, Results

INTERRUPTED: Final = 2
UNUSABLE: Final = 4

_QUIET = (
    "--continue-on-collection-errors",
    f"--config-file={os.devnull}",
    "--override-ini=python_files=",
    "--override-ini=norecursedirs=.*",
    "-pno:cacheprovider",
    "-ppytest_bdd.plugin",
    "-ppacecar.specification.plugin",
)


@dataclass(frozen=True, slots=True)
class Run:
    """What is to be run.

    Attributes:
        features: files and folders, each perhaps with `::` and the name of an example's test.
        rules: folders of rules.
        plan: whose reference data is taken, or "".
        interface: how plans are checked.
        keyword: selects examples, as pytest's -k does; "" selects all.
        jobs: processes to run in; more than one needs pytest-xdist.
        options: further options of the plugin.
    """

    features: Sequence[str]
    rules: Sequence[Path]
    plan: str = ""
    interface: str = "in-process"
    keyword: str = ""
    jobs: int = 1
    options: Sequence[str] = ()

    @property
    def arguments(self) -> list[str]:
        """The arguments of pytest."""
        chosen = [f"--rootdir={Path.cwd()}", f"--pacecar-interface={self.interface}"]
        chosen += [f"--pacecar-rules={folder}" for folder in self.rules]
        chosen += [f"--pacecar-plan={self.plan}"] if self.plan else []
        chosen += [f"-k={self.keyword}"] if self.keyword else []
        chosen += ["-pxdist.plugin", f"-n{self.jobs}"] if self.jobs > 1 else []
        return [*_QUIET, *chosen, *self.options, *self.features]


class Watcher(Gatherer):
    """A plugin that gathers results in the place of pytest's own report, and can be watched."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = 0
        self.passed = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Silence pytest: what it would say is about tests, files of Python, and itself."""
        config.pluginmanager.set_blocked("terminalreporter")

    def found(self, example: ExampleResult) -> None:
        """Take the result of an example, and say how far the run is."""
        super().found(example)
        self.failed += example.status == "failed"
        self.passed += example.status == "passed"
        self.progress()

    def progress(self) -> None:
        """Be called after each example."""


def run(what: Run, watcher: Watcher) -> tuple[int, Results]:
    """Run features; return pytest's exit code and what became of the examples."""
    with _alone():
        code = pytest.main(what.arguments, plugins=[watcher])
    return int(code), watcher.results


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other plugin take part, in this process and in those of the workers."""
    ours = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
