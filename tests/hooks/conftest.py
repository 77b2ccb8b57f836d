"""A scratch repository with a plan that has an old error, and the entries that we ship."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Result, Run, folder, pacecar
from tests.hooks.plans import RULES, plan_files, write
from tests.plan.repositories import commit, isolate, repository

__all__ = ["folder", "pacecar"]

ROOT = Path(__file__).resolve().parents[2]
HOOKS: Mapping[str, Mapping[str, Any]] = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}

Hook = Callable[..., Result | None]


@pytest.fixture
def empty(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty repository, as a framework of hooks does."""
    isolate(monkeypatch)
    for name in ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PRE_COMMIT", "1")
    return repository(folder)


@pytest.fixture
def scratch(empty: Path) -> Path:
    """Work in a repository with a rule, and a plan in plans/north that breaks it once."""
    write(empty, {**RULES, **plan_files("plans/north")})
    commit(empty)
    return empty


@pytest.fixture
def hook(pacecar: Run) -> Hook:
    """Return a function that runs an entry on files as a framework does; None if it skips it."""

    def run(name: str, *files: str, args: tuple[str, ...] = ()) -> Result | None:
        shipped = HOOKS[name]
        handed = [file for file in files if re.search(shipped["files"], file)]
        if not handed and not shipped.get("always_run", False):
            return None
        command, *arguments = shlex.split(shipped["entry"])
        assert command == "pacecar"
        return pacecar(*arguments, *args, *handed)

    return run
