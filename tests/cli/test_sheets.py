"""Plans in spreadsheets, from the command line to the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pacecar.cli.defaults import plans_to_check
from pacecar.cli.settings import Settings
from pacecar.plan.nodes import Mapping
from pacecar.plan.source import read_nodes
from tests.cli.conftest import Run
from tests.plan.sheets.rendering import Grid, csv_text, grids, xlsxwriter_bytes

ROOT = Path(__file__).parents[2]
ALLIANCE = ROOT / "plans" / "alliance"
HEADERS = "id,name,company,segment,body"


def sheets_of(folder: Path) -> dict[str, Any]:
    """Return the rows of a plan in YAML files."""
    roots = [read_nodes(p.read_bytes(), p.name)[0] for p in sorted(folder.rglob("*.yaml"))]
    return grids([root for root in roots if isinstance(root, Mapping)])


def summary(pacecar: Run, *paths: str | Path) -> dict[str, Any]:
    """Return of a report what does not depend on where the plan is written."""
    result = pacecar("check", *map(str, paths), "--format", "json", "--rules", str(ROOT / "rules"))
    report = json.loads(result.out)
    findings = sorted(
        (f["rule"], f["fingerprint"], f["severity"], f["message"], f["hint"], str(f["values"]))
        for f in report["findings"]
    )
    same = ("verdict", "summary", "rules", "undetermined")
    return {"code": result.code, "findings": findings} | {key: report[key] for key in same}


@pytest.mark.slow
def test_the_reference_plan_is_judged_alike_in_sheets(pacecar: Run, folder: Path) -> None:
    """A workbook, CSV files, and YAML with one CSV file have the findings of the YAML files."""
    expected = summary(pacecar, ALLIANCE)
    assert len(expected["findings"]) > 50
    sheets = sheets_of(ALLIANCE)
    (folder / "plan.xlsx").write_bytes(xlsxwriter_bytes(sheets))
    (folder / "csv").mkdir()
    for name, rows in sheets.items():
        (folder / "csv" / f"{name}.csv").write_bytes(csv_text(rows, ";").encode())
    yaml = list(ALLIANCE.glob("*.yaml"))
    assert summary(pacecar, "plan.xlsx") == expected
    assert summary(pacecar, "csv") == expected
    assert summary(pacecar, *yaml, "csv/programs.csv") == expected


def test_a_finding_names_its_cell(pacecar: Run, folder: Path) -> None:
    """In every format; beside it stands what the cell holds, as lines of text do."""
    sheets: dict[str, Grid] = {
        "plan": [["name"], ["P"]],
        "companies": [["id", "name"], ["north", "North"]],
        "programs": [[*HEADERS.split(",")], ["one", "One", "nroth", "C", "suv"]],
    }
    (folder / "plan.xlsx").write_bytes(xlsxwriter_bytes(sheets))
    (folder / "programs.csv").write_text(f"{HEADERS}\n\ntwo, Two ,soth,C,suv\n")
    paths = ("check", "plan.xlsx", "programs.csv", "--rules", str(ROOT / "rules"))
    text = pacecar(*paths, "--select", "share-a-plant")
    assert text.code == 1
    assert (
        'error[plan/unknown-reference]: "company" is "nroth", which is not in companies.\n'
        " --> plan.xlsx Programs!C2\n"
        "  |\n"
        "2 | company: nroth\n"
        "  |          ^^^^^\n"
        '  = hint: Did you mean "north"?\n'
    ) in text.out
    assert (
        'error[plan/unknown-reference]: "company" is "soth", which is not in companies.\n'
        " --> programs.csv:3:11 (C3)\n"
        "  |\n"
        "3 | two, Two ,soth,C,suv\n"
        "  |           ^^^^\n"
    ) in text.out
    concise = pacecar(*paths, "--select", "share-a-plant", "--format", "concise")
    assert concise.out == (
        'plan.xlsx:Programs!C2: error plan/unknown-reference: "company" is "nroth", '
        "which is not in companies.\n"
        'programs.csv:3:11: error plan/unknown-reference: "company" is "soth", '
        "which is not in companies.\n"
    )
    report = json.loads(pacecar(*paths, "--select", "share-a-plant", "--format", "json").out)
    places = [finding["location"] for finding in report["findings"] if finding["location"]]
    assert places[0] == {
        "file": "plan.xlsx",
        "line": 2,
        "column": 3,
        "end_line": 2,
        "end_column": 4,
        "pointer": "/programs/0/company",
        "cell": "Programs!C2",
    }


def test_spreadsheets_that_lie_around(pacecar: Run, folder: Path) -> None:
    """In a folder they are not for the plan, unless they may be meant; one that is named is."""
    (folder / "plan").mkdir()
    (folder / "plan" / "plan.yaml").write_text("plan: {name: P}\n")
    (folder / "plan" / "export.csv").write_text("a,b\n1,2\n")
    (folder / "plan" / "volumes.xlsx").write_bytes(xlsxwriter_bytes({"pivot": [["x"]]}))
    (folder / "plan" / "~$plan.xlsx").write_bytes(b"\x03me")
    (folder / "plan" / ".~lock.plan.xlsx#").write_bytes(b"me")
    concise = ("--format", "concise", "--rules", str(ROOT / "rules"), "--select", "share-a-plant")
    assert pacecar("check", "plan", *concise)[:2] == (0, "")
    named = pacecar("check", "plan", "plan/export.csv", "plan/volumes.xlsx", *concise)
    assert named.out.splitlines() == [
        'plan/export.csv:1:1: error plan/unknown-field: A plan has no collection "export".',
        (
            "plan/volumes.xlsx:1:1: error plan/wrong-type: "
            "No sheet of the workbook is called like a collection of a plan."
        ),
    ]
    (folder / "plan" / "programs-renault.csv").write_text(f"{HEADERS}\n")
    (folder / "plan" / "old.xls").write_bytes(b"x")
    near = pacecar("check", "plan", *concise)
    assert near.code == 4
    assert near.out.splitlines() == [
        "plan/old.xls:1:1: error plan/unreadable: Workbooks of the format .xls are not read.",
        (
            "plan/programs-renault.csv:1:1: error plan/unknown-field: A plan has no collection "
            '"programs-renault".'
        ),
    ]


def test_a_plan_in_sheets_is_found(tmp_path: Path) -> None:
    """A folder with plan.csv, or with a workbook that has a sheet `Plan`, is a plan."""
    for name in ("csv", "book", "other", "broken"):
        (tmp_path / name).mkdir()
    (tmp_path / "csv" / "Plan.csv").write_text("name\nP\n")
    (tmp_path / "other" / "programs.csv").write_text("id\n")
    (tmp_path / "book" / "all.xlsx").write_bytes(xlsxwriter_bytes({"plan": [["name"], ["P"]]}))
    (tmp_path / "broken" / "all.xlsx").write_bytes(b"PK")
    (tmp_path / "broken" / "all.xls").write_bytes(b"PK")
    assert plans_to_check((), Settings({}), tmp_path) == [("book",), ("csv",)]


def test_a_report_does_not_replace_a_workbook(pacecar: Run, folder: Path) -> None:
    """The file of a plan is not written over, be it text or not."""
    data = xlsxwriter_bytes({"plan": [["name"], ["P"]]})
    (folder / "plan.xlsx").write_bytes(data)
    result = pacecar("check", "plan.xlsx", "--output", "plan.xlsx", "--rules", str(ROOT / "rules"))
    assert result.code == 2
    assert (folder / "plan.xlsx").read_bytes() == data
