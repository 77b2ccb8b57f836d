"""`pacecar spec run`, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pacecar.cli.main import run as pacecar
from tests.specification.conftest import PLAN, PROGRAMS, RULE

pytestmark = pytest.mark.slow

PASSING = """\
@on-one-platform
Feature: Twins
  Example: Kadjar drifts
    Given the plan "plans/two"
    When the plan is checked
    Then the rule is broken
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules, a plan, a feature, and settings of pytest that break sessions."""
    for path, text in {
        "rules/twins/on-one-platform.yaml": RULE,
        "plans/two/reference.yaml": PLAN,
        "plans/two/programs.yaml": PROGRAMS,
        "features/twins.feature": PASSING,
        "features/test_other.py": "raise RuntimeError('nobody asked for this')\n",
        "pytest.ini": "[pytest]\naddopts = --no-such-option\n",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    command = [sys.executable, "-m", "pacecar", "spec", "run", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("interface", ["in-process", "cli", "http"])
def test_all_pass(folder: Path, interface: str) -> None:
    """A run that passes is one line, whatever is set for pytest or lies beside the features."""
    done = run(folder, "--interface", interface)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 example: 1 passed in ")
    assert not list(folder.glob("**/.pytest_cache"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_failures(folder: Path, jobs: str) -> None:
    """What fails is shown with its step and the difference; the other features run all the same."""
    failing = PASSING.replace("the rule is broken", "the rule is kept")
    (folder / "features/wrong.feature").write_text(failing, "utf-8")
    (folder / "features/silent.feature").write_text(PASSING.rpartition("Then")[0], "utf-8")
    done = run(folder, "--jobs", jobs, "--results", "r.json")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        "failed features/wrong.feature:3",
        "  Kadjar drifts",
        "    line 6: Then the rule is kept",
        lines[3],
    ]
    assert lines[3].startswith("      the rule is broken, not kept")
    assert "'Kadjar drifts' has no Then, so it cannot fail" in done.stdout
    assert lines[-1].startswith("2 examples: 1 passed, 1 failed, 1 problem in ")
    assert "Traceback" not in done.stdout + done.stderr
    assert len(json.loads((folder / "r.json").read_text("utf-8"))["examples"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("-k", "nothing"), 3, "no examples"),
        (("-k", "a and"), 2, "Wrong expression"),
        (("nowhere",), 2, "there is no nowhere"),
        (("--plan", "nowhere"), 2, "there is no nowhere"),
        (("--results", "nowhere/r.json"), 2, "cannot be written"),
        (("--rules", "nowhere"), 2, "nowhere"),
    ],
)
def test_exit_codes(folder: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    """Nothing to run is 3, and what cannot be used is 2, each with a word on why."""
    done = run(folder, *arguments)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_bundled_features(tmp_path: Path) -> None:
    """Where there are no features, those that come with Pacecar are run."""
    done = run(tmp_path, "-k", "kadjar_is_built_in_korea")
    assert (done.returncode, done.stderr) == (0, "")


def test_jobs_need_xdist(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without pytest-xdist, --jobs says in one line what is missing."""
    monkeypatch.setattr("pacecar.cli.spec_run.find_spec", lambda _: None)
    assert pacecar(["spec", "run", "--jobs", "2"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "pacecar: --jobs needs pytest-xdist: pip install pytest-xdist"
    ]
