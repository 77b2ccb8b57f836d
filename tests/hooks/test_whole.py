"""`pacecar check --whole`: the plans of files, with git and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import FakeCheck, Result, Run, checked
from tests.hooks.plans import RULES, broken, plan_files, write

__all__ = ["checked"]

CONCISE = ("--format", "concise")
FILE = "plans/north/programs/ada.yaml"


@pytest.fixture
def tree(folder: Path) -> Path:
    """Work in a folder that git does not know, with a plan."""
    write(folder, {**RULES, **plan_files("plans/north")})
    return folder


def test_without_git_a_plan_is_found_below_the_working_folder(tree: Path, pacecar: Run) -> None:
    """What lies in the plan's folder is the plan."""
    old = broken("plans/north/programs/old.yaml", "old")
    assert pacecar("check", "--whole", FILE, *CONCISE) == Result(1, old, "")
    assert pacecar("check", "--whole", str(tree / FILE), *CONCISE) == Result(1, old, "")


def test_above_the_working_folder_is_no_plan(
    tree: Path, pacecar: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without git nobody says how far up a project goes."""
    write(tree, {"plan.yaml": "plan: {name: All}\n"})
    monkeypatch.chdir(tree / "plans")
    old = broken("north/programs/old.yaml", "old")
    arguments = ("--rules", "../rules", *CONCISE)
    assert pacecar("check", "--whole", "north/programs/ada.yaml", *arguments).out == old


def test_a_file_that_is_new_to_git_counts_if_it_is_named(scratch: Path, pacecar: Run) -> None:
    """An editor asks for the file that is open, tracked or not."""
    file = "plans/north/programs/new.yaml"
    write(scratch, {file: (scratch / FILE).read_text().replace("ada", "new").replace("one", "six")})
    result = pacecar("check", "--whole", file, *CONCISE)
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith(f"{file}:2:71: error plan/unknown-reference: ")


def test_several_files_of_one_plan_are_one_check(
    scratch: Path, pacecar: Run, checked: FakeCheck
) -> None:
    """A plan is checked once, with all its files and where they were found."""
    pacecar("check", "--whole", *plan_files("plans/north"))
    ((paths, choices),) = checked.calls
    assert paths == tuple(sorted(plan_files("plans/north")))
    assert choices["found_at"] == ("plans/north",)
    assert choices["rules"] == (scratch / "rules",)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--whole", "-"), '"-" is no file, of which the whole plan could be found'),
        (("--whole", ""), '"" is no file, of which the whole plan could be found'),
        (("--whole", "plans"), '"plans" is no file, of which the whole plan could be found'),
        (("--whole", "gone.yaml"), "gone.yaml: no such file, and in no plan"),
        (("--commit",), "--commit needs a git repository, and there is none here"),
    ],
)
def test_what_cannot_be_meant_is_told(
    tree: Path, pacecar: Run, arguments: tuple[str, ...], message: str
) -> None:
    """A mistake is no check that passes."""
    assert pacecar("check", *arguments) == Result(2, "", f"pacecar: {message}\n")


def test_a_file_that_is_gone_has_a_plan(tree: Path, pacecar: Run) -> None:
    """Whoever asks about a file that was deleted asks about its plan."""
    result = pacecar("check", "--whole", "plans/north/gone.yaml", *CONCISE)
    assert result == Result(1, broken("plans/north/programs/old.yaml", "old"), "")


def test_a_file_of_another_repository(scratch: Path, pacecar: Run, tmp_path: Path) -> None:
    """A commit has files of its own repository only."""
    result = pacecar("check", "--commit", str(scratch.parent / "x.yaml"))
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(f" is not in the repository {scratch}\n")


def test_git_that_fails_is_told(scratch: Path, pacecar: Run) -> None:
    """Where git cannot say what is tracked nothing is accepted."""
    (scratch / ".git" / "index").write_bytes(b"no index")
    result = pacecar("check", "--whole", FILE)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"pacecar: git ls-files fails in {scratch}: ")


def test_without_the_program_git(
    scratch: Path, pacecar: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without git is told so in one line."""
    monkeypatch.setenv("PATH", str(scratch))
    assert pacecar("check", "--commit", FILE) == Result(
        2, "", "pacecar: git cannot be run: no such file or directory\n"
    )
