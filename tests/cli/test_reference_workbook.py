"""The Alliance's plan of 213 programs as a workbook: there and back, and annotated."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest

from tests.cli.conftest import Run
from tests.formats.workbook.samples import opened, parts

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "plans" / "alliance"


@pytest.fixture
def workbook(folder: Path, pacecar: Run) -> Path:
    """Put the plan into the working directory, and beside it the same as a workbook."""
    copytree(PLAN, folder / "alliance")
    assert pacecar("convert", "alliance", "--to", "plan.xlsx").code == 0
    return folder / "plan.xlsx"


def test_it_comes_back_byte_for_byte(workbook: Path, pacecar: Run) -> None:
    """Into YAML with its comments, by way of a workbook, JSON and CSV."""
    before = {path.name: path.read_bytes() for path in Path("alliance").rglob("*.yaml")}
    assert pacecar("convert", "plan.xlsx", "--to", "csv", "--as", "csv").code == 0
    assert pacecar("convert", "csv", "--to", "plan.json").code == 0
    result = pacecar("convert", "plan.json", "--into", "alliance")
    assert (result.code, result.err) == (0, "pacecar: alliance says the same already\n")
    assert {path.name: path.read_bytes() for path in Path("alliance").rglob("*.yaml")} == before


def test_its_report_is_that_of_the_yaml_files(workbook: Path, pacecar: Run) -> None:
    """The same findings about the same subjects with the same values, at cells."""
    reports = [
        json.loads(pacecar("check", plan, "--rules", str(ROOT / "rules"), "--format", "json").out)
        for plan in ("alliance", "plan.xlsx")
    ]
    found = [
        sorted(
            (f["rule"], f["message"], f["fingerprint"], f["values_digest"])
            for f in report["findings"]
        )
        for report in reports
    ]
    assert found[0] == found[1]
    assert len(found[0]) > 50
    assert reports[0]["rules"] == reports[1]["rules"]
    assert reports[0]["undetermined"] == reports[1]["undetermined"]


def test_its_findings_stand_at_its_cells(workbook: Path, pacecar: Run) -> None:
    """Each is listed, each place is coloured and commented, and the rest is as it was."""
    options = ["--rules", str(ROOT / "rules"), "--format", "json"]
    report = json.loads(pacecar("check", "plan.xlsx", *options, "--annotate", "a.xlsx").out)
    data = Path("a.xlsx").read_bytes()
    book = opened(data)
    cells = {finding["location"]["cell"] for finding in report["findings"]}
    for name in cells:
        sheet, _, cell = name.partition("!")
        assert book[sheet][cell].comment.text.startswith("▼ Pacecar\n")
        assert book[sheet][cell].fill.patternType == "solid"
    listed = book["Pacecar findings"].iter_rows(min_row=5, max_col=3, values_only=True)
    assert {place for _, _, place in listed} == cells
    old, new = parts(workbook.read_bytes()), parts(data)
    assert {row.value for row in opened(data)["Programs"]["A"]} == {
        row.value for row in opened(workbook.read_bytes())["Programs"]["A"]
    }
    untouched = ("sharedStrings.xml", "theme1.xml", "sheet2.xml", "app.xml", "core.xml")
    same = [name for name in old if name.endswith(untouched)]
    assert len(same) == len(untouched)
    assert all(old[name] == new[name] for name in same)


def test_an_annotated_plan_is_checked_like_any_other(workbook: Path, pacecar: Run) -> None:
    """The sheet of findings is no part of the plan, and a second run changes nothing."""
    options = ["--rules", str(ROOT / "rules"), "--format", "concise"]
    first = pacecar("check", "plan.xlsx", *options, "--annotate", "a.xlsx")
    second = pacecar("check", "a.xlsx", *options, "--annotate", "b.xlsx")
    assert second.out.replace("a.xlsx:", "plan.xlsx:") == first.out
    assert parts(Path("b.xlsx").read_bytes()) == parts(Path("a.xlsx").read_bytes())
