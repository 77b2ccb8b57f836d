"""`pacecar convert`: what it writes, what it refuses, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

PLAN = """\
# Ours.
plan: {name: Small}

companies:
  - {id: a, name: A}  # the first

programs:
  - id: p
    name: P
    company: a
    segment: C
    body: suv
"""


@pytest.fixture
def plan(folder: Path) -> Path:
    """Put a plan into the working directory."""
    path = folder / "plan.yaml"
    path.write_text(PLAN)
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files below a folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (["--to", "new.xlsx"], ["new.xlsx"]),
        (["--to", "new.json"], ["new.json"]),
        (["--to", "new.yml"], ["new.yml"]),
        (["--to", "new"], ["new/companies.yaml", "new/plan.yaml", "new/programs.yaml"]),
        (["--to", "new", "--as", "csv"], ["new/companies.csv", "new/plan.csv", "new/programs.csv"]),
    ],
)
def test_what_is_written_is_brought_back_without_a_change(
    plan: Path, folder: Path, pacecar: Run, arguments: list[str], written: list[str]
) -> None:
    """There by --to, back by --into: not a byte of the plan is another one."""
    there = pacecar("convert", "plan.yaml", *arguments)
    assert there.code == 0
    assert sorted(files(folder)) == sorted([*written, "plan.yaml"])
    back = pacecar("convert", arguments[1], "--into", "plan.yaml")
    assert (back.code, back.err) == (0, "pacecar: plan.yaml says the same already\n")
    assert plan.read_text() == PLAN


def test_a_dry_run_shows_the_difference(plan: Path, folder: Path, pacecar: Run) -> None:
    """As a unified diff, with what is new and what only the plan has; nothing is written."""
    new = PLAN.replace("segment: C", "segment: D").replace("{id: a, name: A}", "{id: b, name: B}")
    (folder / "new.yaml").write_text(new.replace("company: a", "company: b"))
    before = files(folder)
    result = pacecar("convert", "new.yaml", "--into", "plan.yaml", "--dry-run")
    assert result.code == 0
    assert result.err == (
        "pacecar: plan.yaml: 1 changed: programs p\n"
        "pacecar: plan.yaml: 1 added: companies b\n"
        "pacecar: plan.yaml: 1 not in the source, and kept: companies a "
        "(--remove takes them out)\n"
    )
    assert [line for line in result.out.splitlines() if line[0] in "-+"] == [
        "--- plan.yaml",
        "+++ plan.yaml",
        "+  - {id: b, name: B}",
        "-    company: a",
        "-    segment: C",
        "+    company: b",
        "+    segment: D",
    ]
    assert files(folder) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say where it goes: --to TARGET, or --into PLAN"),
        (["--to", "a.json", "--into", "plan.yaml"], "say where it goes"),
        (["--to", "a.json", "--dry-run"], "--dry-run belongs to --into"),
        (["--into", "plan.yaml", "--force"], "--force belongs to --to"),
        (["--to", "plan.yaml", "--force"], "--to plan.yaml is a file of the plan"),
        (["--to", "there.json"], "there.json exists; --force replaces it"),
        (["--to", "a.pdf"], "name a folder, or a file in .xlsx, .yaml, .yml, .json"),
        (["--to", "no/a.json"], "there is no folder no"),
        (["--to", "a.json", "--as", "csv"], "--as is for a folder"),
        (["--to", "other"], "other has files of another plan, such as mine.yaml"),
        (["--into", "there.json"], "--into changes YAML files, and there.json is none"),
        (["--into", "none.yaml"], "none.yaml: no such file or directory"),
        (["--into", "broken.yaml"], "broken.yaml: mend this first"),
    ],
)
def test_what_cannot_be_is_refused(
    plan: Path, folder: Path, pacecar: Run, arguments: list[str], message: str
) -> None:
    """In words, with exit code 2, and no file is touched."""
    (folder / "there.json").write_text('{"plan": {"name": "There"}}')
    (folder / "broken.yaml").write_text("plan: {name: X, colour: red}")
    (folder / "other").mkdir()
    (folder / "other" / "mine.yaml").write_text("plants: []")
    before = files(folder)
    result = pacecar("convert", "plan.yaml", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert files(folder) == before


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("colour: red", 'plan.yaml:13:5: A program has no field "colour".'),
        ("regions: nowhere", 'plan.yaml:13:14: "regions" is the text "nowhere"'),
        ("name: Q", 'plan.yaml:13:5: The key "name" is here a second time'),
    ],
)
def test_a_plan_that_would_lose_something_is_refused(
    plan: Path, folder: Path, pacecar: Run, field: str, message: str
) -> None:
    """Each flaw is listed with its place."""
    plan.write_text(f"{PLAN}    {field}\n")
    result = pacecar("convert", "plan.yaml", "--to", "new.json")
    assert result.code == 2
    assert result.err.startswith(message)
    assert result.err.endswith("mend this first; to convert it would lose something\n")
    assert sorted(files(folder)) == ["plan.yaml"]


@pytest.mark.parametrize("note", ["TBD", "' x'", "'-'", "none"])
@pytest.mark.parametrize("target", ["new.xlsx", "csv"])
def test_what_a_sheet_cannot_say_is_told(
    plan: Path, folder: Path, pacecar: Run, note: str, target: str
) -> None:
    """A text that a cell would mean something else by is no reason to lose it."""
    kind = ["--as", "csv"] if target == "csv" else []
    plan.write_text(f"{PLAN}    brand: {note}\n    unsure: ['a; b', {note}]\n")
    result = pacecar("convert", "plan.yaml", "--to", target, *kind)
    assert result.code == 2
    assert f"{target} cannot say: programs p, unsure\n" in result.err
    assert result.err.endswith("pacecar: nothing is written, as not all would be kept\n")
    assert sorted(files(folder)) == ["plan.yaml"]


def test_force_replaces_files(plan: Path, folder: Path, pacecar: Run) -> None:
    """Those of the same names, and a mark at the beginning of a file is kept by --into."""
    (folder / "new.json").write_text("old")
    assert pacecar("convert", "plan.yaml", "--to", "new.json", "--force").code == 0
    marked = b"\xef\xbb\xbf" + PLAN.replace("segment: C", "segment: D").encode()
    plan.write_bytes(marked)
    assert pacecar("convert", "new.json", "--into", "plan.yaml").code == 0
    assert plan.read_bytes() == b"\xef\xbb\xbf" + PLAN.encode()
