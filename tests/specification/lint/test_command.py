"""`pacecar spec lint` as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.cli.main import run
from pacecar.resources import bundled
from pacecar.specification.lint.linting import lint
from tests.specification.lint.conftest import Specification


@pytest.mark.slow
def test_our_own() -> None:
    """The rules and features that come with Pacecar are in order."""
    assert [str(finding) for finding in lint(bundled("rules"), bundled("features"))] == []


def test_in_order(specification: Specification, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends with 0 where nothing is found."""
    code = run(["spec", "lint"])
    assert (code, capsys.readouterr().out) == (0, "nothing found\n")


def test_findings(specification: Specification, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings are printed one a line, and end the command with 1."""
    Path("rules/versions.lock").unlink()
    code = run(["spec", "lint", "--rules", "rules", "--features", "features"])
    assert (code, capsys.readouterr().out) == (
        1,
        (
            "rules/twins/most.yaml:1:1: versions: The rule twins/most is not in versions.lock. "
            "Write it with --write-lock.\n1 finding\n"
        ),
    )


def test_write_lock(specification: Specification) -> None:
    """What is missing in the lock is written, and then is no finding."""
    Path("rules/versions.lock").unlink()
    assert run(["spec", "lint", "--write-lock"]) == 0


def test_no_features(specification: Specification, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there is a mistake in how the command is called."""
    code = run(["spec", "lint", "--features", "nowhere"])
    told = "pacecar: there is no folder nowhere; name it with --features DIR\n"
    assert (code, capsys.readouterr().err) == (2, told)
