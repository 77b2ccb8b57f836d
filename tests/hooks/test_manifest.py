"""The file that tells frameworks of our hooks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pacecar.cli.hook_config import HOOK
from pacecar.plan.files import SUFFIXES
from tests.docs.pages import blocks
from tests.hooks.conftest import HOOKS, ROOT

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
CONFIGURATIONS = [
    block.text
    for block in blocks(ROOT / "docs" / "hooks.md")
    if block.mark == "file: .pre-commit-config.yaml"
]


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


@pytest.mark.slow
@pytest.mark.parametrize("text", CONFIGURATIONS)
@pytest.mark.parametrize("framework", ["pre-commit", "prek"])
def test_frameworks_take_what_the_page_shows(framework: str, text: str, tmp_path: Path) -> None:
    """The configurations of the page can be copied as they are."""
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(text, encoding="utf-8")
    program = Path(sys.executable).with_name(framework)
    done = subprocess.run(
        [program, "validate-config", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()


def test_the_hook_without_an_address_is_the_shipped_one() -> None:
    """The configuration for a Pacecar that is installed says what the manifest says."""
    (local,) = [text for text in CONFIGURATIONS if "repo: local" in text]
    (written,) = yaml.safe_load(local)["repos"][0]["hooks"]
    said = {"description", "minimum_pre_commit_version"}
    shipped = {key: value for key, value in HOOKS["pacecar-check"].items() if key not in said}
    assert written == {**shipped, "language": "system"}
    assert yaml.safe_load(HOOK)[0]["hooks"] == [written]
