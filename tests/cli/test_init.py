"""`pacecar init`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pacecar.cli.hook_config import HOOK
from tests.cli.conftest import Run
from tests.schemas.reading import plain, problems
from tests.schemas.test_published import schema_named_in

PLAN = ("plans/plan.yaml", "plans/programs.yaml", "plans/targets.yaml")
WRITTEN = """\
written: plans/plan.yaml  (the plan's name, dates, companies, platforms ...)
written: plans/programs.yaml  (four programs, two of them twins)
written: plans/targets.yaml  (the figures that the plan is to reach)
written: pacecar.toml  (settings, all of them commented out)
written: .pacecar/plan.schema.json  (for editors)
"""
NO_HOOK = "no hook: this is no git repository (git init, then pacecar init --force)\n"
NEXT = """\

Next:
  pacecar check
  change plans/ into your plan; your editor completes and explains the fields
"""


def files_in(folder: Path) -> dict[str, str]:
    """Return the files of a folder and below, by their paths."""

    def found() -> Iterator[tuple[str, str]]:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_text("utf-8")

    return dict(found())


@pytest.fixture
def repository(folder: Path) -> Path:
    """Make the folder a git repository, as far as anybody looks."""
    (folder / ".git").mkdir()
    return folder


def test_a_plan_is_begun_in_an_empty_folder(pacecar: Run, folder: Path) -> None:
    """What is written is told, and nothing else is written."""
    result = pacecar("init")
    assert (result.code, result.out, result.err) == (0, WRITTEN + NO_HOOK + NEXT, "")
    assert set(files_in(folder)) == {*PLAN, "pacecar.toml", ".pacecar/plan.schema.json"}


def test_the_plan_is_accepted_as_it_stands(pacecar: Run) -> None:
    """The rules that come with Pacecar have nothing to say about it, not even as information."""
    pacecar("init")
    result = pacecar("check", "--format", "json")
    report = json.loads(result.out)
    assert (result.code, report["verdict"]) == (0, "accepted")
    assert not any(report["summary"].values())


@pytest.mark.parametrize("options", [(), ("--rules",)])
def test_each_file_names_a_schema_that_accepts_it(
    pacecar: Run, folder: Path, options: tuple[str, ...]
) -> None:
    """Editors find the schema of each file by its first line."""
    pacecar("init", *options)
    files = [*folder.glob("*/*.yaml"), *folder.glob("rules/*/*.yaml")]
    assert len(files) == (5 if options else 3)
    for file in files:
        schema = json.loads(schema_named_in(file).read_text("utf-8"))
        assert problems(schema, plain(file.read_bytes(), file.name)) == []


def test_settings_are_all_valid_once_they_are_uncommented(pacecar: Run, folder: Path) -> None:
    """Taking off the # of each setting gives a file of settings that holds."""
    pacecar("init")
    file = folder / "pacecar.toml"
    lines = file.read_text("utf-8").splitlines()
    settings = [line.removeprefix("# ") for line in lines if " = " in line and "[tool" not in line]
    assert len(settings) == 6
    kept = [line for line in settings if not line.startswith(("rules", "select", "ignore"))]
    file.write_text("\n".join(kept), "utf-8")
    assert pacecar("check").code == 0


def test_a_folder_that_is_not_there_is_made(pacecar: Run, folder: Path) -> None:
    """The folder is made, the plan is called like it, and the way there is told."""
    result = pacecar("init", "my plan: 1")
    assert result.code == 0
    assert "Next:\n  cd 'my plan: 1'\n  pacecar check\n" in result.out
    written = yaml.safe_load((folder / "my plan: 1" / "plans" / "plan.yaml").read_text("utf-8"))
    assert written["plan"]["name"] == "my plan: 1"


def test_a_name_that_no_plan_may_have_is_not_taken(pacecar: Run, folder: Path) -> None:
    """A plan in a folder with an odd name is accepted, too."""
    odd = "e\u0301\x01"
    pacecar("init", odd)
    assert pacecar("check", f"{odd}/plans").code == 0


def test_nothing_is_written_where_a_plan_is(pacecar: Run, folder: Path) -> None:
    """A plan is never mixed with the one that init begins, unless it is asked to."""
    (folder / "mine.yaml").write_text("plan: {name: Mine}\n", "utf-8")
    result = pacecar("init")
    told = (
        "pacecar: there is a plan or a part of one already: .\n"
        "Nothing was written. --force writes what is missing, and keeps what is there.\n"
    )
    assert (result.code, result.out, result.err) == (2, "", told)
    assert set(files_in(folder)) == {"mine.yaml"}


def test_force_keeps_every_file_that_is_there(pacecar: Run, folder: Path) -> None:
    """With --force what is missing is written, and what is there stays as it is."""
    (folder / "plans").mkdir()
    (folder / "plans" / "plan.yaml").write_text("plan: {name: Mine}\n", "utf-8")
    before = files_in(folder)
    assert pacecar("init").code == 2
    assert files_in(folder) == before
    result = pacecar("init", "--force")
    assert result.code == 0
    assert result.out.startswith("kept:    plans/plan.yaml\nwritten: plans/programs.yaml  ")
    after = files_in(folder)
    assert {path: after[path] for path in before} == before
    again = pacecar("init", "--force")
    assert again.out.endswith("\n\nNothing was missing.\n")
    assert files_in(folder) == after


def test_an_own_rulebook_is_begun(pacecar: Run, folder: Path) -> None:
    """With --rules there is a rule, which asks nothing, its feature, and what they share."""
    result = pacecar("init", "--rules")
    assert "pytest features/programs/first-rule.feature --pacecar-rules rules\n" in result.out
    assert {
        "rules/rulebook.yaml",
        "rules/programs/first-rule.yaml",
        "features/programs/first-rule.feature",
        ".pacecar/rule.schema.json",
        ".pacecar/rulebook.schema.json",
    } <= set(files_in(folder))
    assert "1 rule" in pacecar("rules", "list").out
    assert pacecar("check").code == 0


def test_settings_of_pyproject_are_not_hidden(pacecar: Run, folder: Path) -> None:
    """No pacecar.toml is written beside a pyproject.toml that has settings."""
    (folder / "pyproject.toml").write_text('[tool.pacecar]\nformat = "concise"\n', "utf-8")
    pacecar("init")
    assert "pacecar.toml" not in files_in(folder)


def test_a_hook_is_written_in_a_repository(pacecar: Run, repository: Path) -> None:
    """A repository without hooks has one afterwards."""
    result = pacecar("init")
    told = "written: .pre-commit-config.yaml  (checks the plan at every commit)\n"
    assert result.out == WRITTEN + told + NEXT
    indented = "".join(f"  {line}\n" for line in HOOK.splitlines())
    assert files_in(repository)[".pre-commit-config.yaml"] == f"repos:\n{indented}"


@pytest.mark.parametrize(
    "before",
    [
        "repos:\n- repo: local\n  hooks: []\n",
        "repos:\n# ours\n-   repo: meta  # why\n    rev: 'v1'\n    hooks: [{id: x}]",
        "exclude: ^x\nrepos:  # all\n  - repo: local\n    hooks: []\n\n\n# the end\n",
    ],
)
def test_a_hook_is_added_to_those_that_are_there(
    pacecar: Run, repository: Path, before: str
) -> None:
    """The hook is added at the end; what was there stays as it was, comments and all."""
    config = repository / ".pre-commit-config.yaml"
    config.write_text(before, "utf-8")
    result = pacecar("init")
    assert "changed: .pre-commit-config.yaml  (the hook pacecar-check is added" in result.out
    after = config.read_text("utf-8")
    assert after.startswith(before)
    repos = yaml.safe_load(before)["repos"]
    assert yaml.safe_load(after) == {
        **yaml.safe_load(before),
        "repos": [*repos, yaml.safe_load(HOOK)[0]],
    }
    assert "has pacecar already" in pacecar("init", "--force").out
    assert config.read_text("utf-8") == after


@pytest.mark.parametrize(
    "before",
    [
        "repos: [{repo: local, hooks: []}]\n",
        "repos:\n  - repo: local\n    hooks: []\nfail_fast: true\n",
        "repos: []\n",
        "- a list\n",
        "repos: [\n",
        "",
    ],
)
def test_a_configuration_of_another_form_is_left_alone(
    pacecar: Run, repository: Path, before: str
) -> None:
    """Where the hook cannot be added without touching the rest, the lines to add are told."""
    config = repository / ".pre-commit-config.yaml"
    config.write_text(before, "utf-8")
    result = pacecar("init")
    lines = "".join(f"  {line}\n" for line in HOOK.splitlines())
    assert "kept:    .pre-commit-config.yaml\n" in result.out
    told = "To check the plan at every commit, add to repos in .pre-commit-config.yaml:\n\n"
    assert told + lines in result.out
    assert config.read_text("utf-8") == before


def test_a_plan_below_the_repository_is_found_by_the_hook(pacecar: Run, repository: Path) -> None:
    """The hook runs at the top of the repository; it finds plan and rules wherever they are."""
    pacecar("init", "cars", "--rules")
    config = yaml.safe_load((repository / ".pre-commit-config.yaml").read_text("utf-8"))
    hook = config["repos"][0]["hooks"][0]
    subprocess.run(["git", "init", "--quiet"], check=True)  # noqa: S607 - the one on the path
    subprocess.run(["git", "add", "--all"], check=True)  # noqa: S607 - as above
    result = pacecar(*hook["entry"].split()[1:], "cars/plans/plan.yaml")
    assert result.code == 0


def test_a_schema_that_the_repository_has_is_named(pacecar: Run, repository: Path) -> None:
    """A second plan of a repository uses the schema that is there."""
    pacecar("init")
    pacecar("init", "others/cars")
    assert not (repository / "others" / "cars" / ".pacecar").exists()
    named = schema_named_in(repository / "others" / "cars" / "plans" / "plan.yaml")
    assert named == repository / ".pacecar" / "plan.schema.json"


def test_a_file_is_no_folder(pacecar: Run, folder: Path) -> None:
    """A file in the place of the folder is told."""
    (folder / "x").write_text("", "utf-8")
    result = pacecar("init", "x")
    assert (result.code, result.err) == (2, "pacecar: x is a file; name a folder\n")


def test_nothing_is_left_where_one_file_cannot_be_written(pacecar: Run, folder: Path) -> None:
    """All files are written, or none."""
    (folder / ".pacecar").symlink_to("nowhere/there")
    result = pacecar("init")
    assert result.code == 2
    assert "cannot be written" in result.err
    assert files_in(folder) == {}


def test_a_workbook_to_begin_with(pacecar: Run) -> None:
    """`--xlsx` writes one workbook, which is accepted, and no other file."""
    result = pacecar("init", "--xlsx", "our plan.xlsx")
    assert result.code == 0
    assert result.out == (
        "written: our plan.xlsx  (a small plan to write over; its first sheet explains it)\n\n"
        "Next:\n  pacecar check 'our plan.xlsx'\n"
        "  pacecar check 'our plan.xlsx' --annotate checked.xlsx\n"
    )
    assert [path.name for path in Path().iterdir()] == ["our plan.xlsx"]
    assert pacecar("check", "our plan.xlsx").code == 0
    assert "exists" in pacecar("init", "--xlsx", "our plan.xlsx").err
    assert pacecar("init", "--xlsx", "other.xlsx", "--rules").code == 2


def test_a_workbook_needs_a_name_of_one(pacecar: Run) -> None:
    """A name that no spreadsheet program opens is refused."""
    assert "ends in .xlsx" in pacecar("init", "--xlsx", "plan.csv").err
