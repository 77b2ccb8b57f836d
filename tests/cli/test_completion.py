"""Completion in shells, and `pacecar completion`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete

from pacecar.cli.app import app
from pacecar.cli.completion import SHELLS
from tests.cli.conftest import Run

RULE = "title: {}\n"
BIN = Path(sys.executable).parent


@pytest.fixture
def rules(folder: Path) -> Path:
    """Work beside a rulebook of three rules, one of which is broken."""
    for name, text in {
        "twins/one-plant": RULE.format("Twins share a plant"),
        "twins/one-platform": RULE.format('"Twins share a platform"'),
        "cost/saves": "title: [\n",
    }.items():
        path = folder / "rules" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def offered(*words: str) -> list[tuple[str, str, str]]:
    """Return what is offered for the last of the words: type, value and help."""
    *before, incomplete = words
    shell = BashComplete(app, {}, "pacecar", "_PACECAR_COMPLETE")
    items = shell.get_completions(before, incomplete)
    return [(item.type, item.value, item.help or "") for item in items]


def values(*words: str) -> list[str]:
    """Return the values that are offered for the last of the words."""
    return [value for _, value, _ in offered(*words)]


def test_commands_are_offered_though_they_are_imported_late(folder: Path) -> None:
    """Commands and those within them are completed."""
    assert values("") == app.list_commands(click.Context(app))
    assert values("c") == ["check", "convert", "completion"]
    assert values("rules", "") == ["list", "check", "coverage", "new"]


def test_choices_are_offered(folder: Path) -> None:
    """Formats and the values of settings are completed."""
    assert {"text", "concise", "json"} <= set(values("check", "--format", ""))
    assert values("check", "--fail-level", "w") == ["warning"]
    assert values("rules", "list", "--color", "a") == ["auto", "always"]
    assert values("schema", "r") == ["rule", "rulebook"]
    assert "--fail-level" in values("check", "--f")


def test_rules_are_offered_with_their_titles(rules: Path) -> None:
    """Ids are completed, with titles for shells that show them, even if a rule is broken."""
    assert offered("explain", "") == [
        ("plain", "cost/saves", "["),
        ("plain", "twins/one-plant", "Twins share a plant"),
        ("plain", "twins/one-platform", "Twins share a platform"),
    ]
    assert values("explain", "twins/one-pla") == ["twins/one-plant", "twins/one-platform"]
    assert values("explain", "one-plat") == ["twins/one-platform"]


def test_families_are_offered_where_they_can_be_named(rules: Path) -> None:
    """Options that select take families, and several names with commas between them."""
    family = ("plain", "twins", "a family of rules")
    both = ["twins/one-plant", "twins/one-platform"]
    assert offered("check", "--select", "twi")[0] == family
    assert values("check", "--ignore", "twins") == ["twins", *both]
    assert values("check", "--select", "twins,c") == ["twins,cost", "twins,cost/saves"]
    assert values("spec", "mutate", "cost/saves", "twins/") == both
    assert values("rules", "new", "t") == ["twins/"]


def test_rules_are_those_of_the_folder_named_before(rules: Path) -> None:
    """A --rules on the same line tells where rules are looked for."""
    other = rules / "other" / "sharing" / "all.yaml"
    other.parent.mkdir(parents=True)
    other.write_text(RULE.format("All is shared"), encoding="utf-8")
    assert values("explain", "--rules", "other", "") == ["sharing/all"]


def test_files_and_folders_are_left_to_the_shell(folder: Path) -> None:
    """Paths of plans, files and folders are completed as the shell does it."""
    assert offered("check", "pl") == [("file", "pl", "")]
    assert offered("check", "--output", "") == [("file", "", "")]
    assert offered("check", "--rules", "x") == [("dir", "x", "")]
    assert offered("init", "") == [("dir", "", "")]
    assert offered("check", "--as-of", "") == []


def test_settings_with_a_mistake_do_not_matter(rules: Path) -> None:
    """Whoever is typing is not told about settings; the command will."""
    (rules / "pacecar.toml").write_text("what = 1\n", encoding="utf-8")
    assert values("explain", "cost") == ["cost/saves"]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed(pacecar: Run, shell: str) -> None:
    """The script asks pacecar itself, and names it as what it completes."""
    result = pacecar("completion", shell)
    assert (result.code, result.err) == (0, "")
    assert f"_PACECAR_COMPLETE={shell}_complete" in result.out
    assert "compdef _pacecar_completion pacecar" in result.out or shell != "zsh"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes(rules: Path) -> None:
    """In a real bash the function of the script fills in what it is asked for."""
    lines = (
        'eval "$(pacecar completion bash)"',
        "complete -p pacecar",
        "COMP_WORDS=(pacecar check --select one-plan) COMP_CWORD=3",
        "_pacecar_completion pacecar one-plan --select",
        'echo "${COMPREPLY[@]}"',
    )
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "--norc", "-ic", "\n".join(lines)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd=rules
    )
    assert done.stdout.splitlines() == [
        "complete -o nosort -F _pacecar_completion pacecar",
        "twins/one-plant",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_read_the_script(folder: Path, shell: str) -> None:
    """A shell that is there finds nothing wrong in its script, and is answered in its form."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    script = subprocess.run(
        [BIN / "pacecar", "completion", shell], capture_output=True, check=True, env=environment
    )
    (folder / "script").write_bytes(script.stdout)
    reads = [shell, "-n", "script"]
    done = subprocess.run(reads, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
