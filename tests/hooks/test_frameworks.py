"""Real commits through pre-commit and prek, with hooks installed from this repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copy2

import pytest

from tests.hooks.plans import RULES, broken, plan_files, programs, write
from tests.plan.repositories import commit, git, isolate, repository
from tools.environments import CONSTRAINTS, pins

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ".pre-commit-config.yaml"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (ROOT / ".git").exists(), reason="hooks are installed from a checkout of git"
    ),
]


class Committer:
    """Somebody who commits to a repository in which a framework's hooks are installed."""

    def __init__(self, framework: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._program = Path(sys.executable).with_name(framework)
        self._environment = environment

    def run(self, *arguments: str | Path, place: str = ".") -> tuple[bool, str]:
        """Run a program; return whether it succeeded, and all that it printed."""
        done = subprocess.run(
            arguments,
            cwd=self.folder / place,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=500,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout

    def install(self) -> None:
        """Let the framework install its hook, and what ours need."""
        succeeded, output = self.run(self._program, "install", "--install-hooks")
        assert succeeded, output

    def commit(self, files: Mapping[str, str], place: str = ".") -> tuple[bool, str]:
        """Write files and commit everything, from a folder."""
        write(self.folder, files)
        git(self.folder, "add", "--all")
        return self.run("git", "commit", "--message", "A change", place=place)

    def undo(self) -> None:
        """Take back what was not committed."""
        git(self.folder, "reset", "--quiet", "--hard")

    def run_range(self, begin: str, end: str) -> tuple[bool, str]:
        """Run the hooks on a range of commits, as a pipeline does."""
        return self.run(self._program, "run", "--from-ref", begin, "--to-ref", end)


@pytest.fixture(params=["pre-commit", "prek"])
def committer(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Committer:
    """Return a committer in a repository whose first commit has an old error in each of two plans.

    The hooks come from a repository that has what this checkout has now, committed or not. Their
    environment is made with pip's own cache, in the versions that the tests run with.
    """
    isolate(monkeypatch)
    source = _copy(tmp_path / "pacecar")
    folder = repository(tmp_path / "a scratch")
    write(folder, {**RULES, **plan_files("plans/north"), **plan_files("east/plan")})
    write(
        folder,
        {
            CONFIG: f"repos:\n  - repo: {source}\n    rev: {git(source, 'rev-parse', 'HEAD')}\n"
            "    hooks:\n      - {id: pacecar-check, args: [--format, concise]}\n"
            "      - {id: pacecar-rules}\n"
        },
    )
    commit(folder)
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PACECAR_")}
    environment = {
        **kept,
        **pins(),
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PREK_HOME": str(tmp_path / "home"),
        "UV_CONSTRAINT": str(CONSTRAINTS),
        "UV_BUILD_CONSTRAINT": str(CONSTRAINTS),
    }
    somebody = Committer(request.param, folder, environment)
    somebody.install()
    return somebody


def test_commits(committer: Committer) -> None:
    """A commit is blocked by what it introduces, wherever it is made, and by nothing else."""
    bad, good = programs("new two ada"), programs("new one ada")

    def blocked(file: str, text: str = bad, place: str = ".") -> None:
        succeeded, output = committer.commit({file: text}, place)
        assert not succeeded
        told = [line for line in output.splitlines(keepends=True) if ": error " in line]
        assert [line.lstrip() for line in told] == [broken(file, "new")]
        committer.undo()

    def passes(file: str, text: str = good) -> None:
        succeeded, output = committer.commit({file: text})
        assert succeeded, output
        assert ": error " not in output

    blocked("plans/north/programs/new.yaml")
    blocked("plans/north/programs/new.yaml", place="plans/north/programs")
    blocked("east/plan/programs/two words, été.yaml")
    passes("plans/north/programs/two words, été.yaml")
    passes("README.md", "read me\n")

    git(committer.folder, "rm", "--quiet", "plans/north/programs/ada.yaml")
    succeeded, output = committer.commit({})
    assert not succeeded
    assert "plans/north/programs/old.yaml:2:84: error plan/unknown-reference: " in output
    committer.undo()

    rule = next(iter(RULES))
    succeeded, output = committer.commit({rule: RULES[rule].replace("where:", "were:")})
    assert not succeeded
    assert f"{rule}:5:1: `were` is no key of a rule.\n" in output
    committer.undo()

    begin = git(committer.folder, "rev-parse", "HEAD")
    file = "east/plan/programs/new.yaml"
    write(committer.folder, {file: bad})
    git(committer.folder, "add", "--all")
    git(committer.folder, "commit", "--no-verify", "--message", "In a hurry")
    succeeded, output = committer.run_range(begin, "HEAD")
    assert not succeeded
    assert broken(file, "new") in output


def _copy(folder: Path) -> Path:
    """Make a repository of what lies in this checkout and is not ignored."""
    names = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copy2(ROOT / name, folder / name, follow_symlinks=False)
    repository(folder)
    commit(folder)
    return folder
