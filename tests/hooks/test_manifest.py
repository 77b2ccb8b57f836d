"""The file that tells frameworks of our hooks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pacecar.plan.files import SUFFIXES
from tests.hooks.conftest import HOOKS, ROOT

MANIFEST = ROOT / ".pre-commit-hooks.yaml"


def test_the_hooks() -> None:
    """There are three, each with what it is for, and none starts more than one process a time."""
    assert list(HOOKS) == ["pacecar-check", "pacecar-rules", "pacecar-spec"]
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert hook["require_serial"] is True
        assert hook["description"].endswith(".")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_kind_of_file_is_handed_over(suffix: str) -> None:
    """What a plan may be made of is what the hook asks for."""
    assert re.search(HOOKS["pacecar-check"]["files"], f"plans/x{suffix}")


@pytest.mark.slow
@pytest.mark.parametrize("framework", ["pre-commit", "prek"])
def test_frameworks_take_it(framework: str) -> None:
    """Both frameworks find nothing wrong with the file."""
    program = Path(sys.executable).with_name(framework)
    done = subprocess.run(
        [program, "validate-manifest", MANIFEST], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
