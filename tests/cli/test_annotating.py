"""`pacecar check --annotate`: what it takes, what it refuses, and where it writes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import FakeCheck, Run
from tests.formats.workbook.samples import FILE, finding, opened, planners_workbook, report

pytestmark = pytest.mark.filterwarnings("ignore:Cannot parse header or footer")


@pytest.fixture
def plan(folder: Path, checked: FakeCheck) -> Path:
    """Put a planner's workbook into the folder, and let it have a finding."""
    path = folder / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(planners_workbook())
    checked.report = replace(report(finding("Programs!C2")), texts={FILE: ""})
    return path


def test_the_workbook_is_given_back_with_the_findings_in_it(plan: Path, pacecar: Run) -> None:
    """The report is printed as ever, the workbook goes to the file, the plan stays as it is."""
    before = plan.read_bytes()
    result = pacecar("check", FILE, "--format", "concise", "--annotate", "out.xlsx")
    assert result.code == 1
    assert result.out.startswith(f"{FILE}:Programs!C2: error twins/have-a-leader")
    assert result.err == f"pacecar: {FILE} annotated as out.xlsx\n"
    assert opened(Path("out.xlsx").read_bytes())["Programs"]["C2"].comment is not None
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("out.pdf", "--annotate out.pdf: a workbook ends in .xlsx or .xlsm"),
        ("out.xlsm", f"--annotate out.xlsm: {FILE} keeps its kind; name it with .xlsx"),
        (FILE, f"--annotate {FILE} is a file of the plan; name another"),
        ("no/out.xlsx", "--annotate no/out.xlsx: there is no folder no"),
    ],
)
def test_a_target_that_cannot_be_is_refused(
    plan: Path, pacecar: Run, target: str, message: str
) -> None:
    """In one line, before anything is written."""
    result = pacecar("check", FILE, "--annotate", target)
    assert (result.code, result.out) == (2, "")
    assert result.err.split("\n")[0] == f"pacecar: {message}"
    assert sorted(path.name for path in Path().rglob("*.*")) == ["plan.xlsx"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (["plan.yaml"], "and this plan has none; leave it out"),
        (["a.xlsx", "b.xlsm"], "for a plan with one workbook, and this has a.xlsx, b.xlsm"),
    ],
)
def test_a_plan_without_one_workbook_is_refused(
    plan: Path, checked: FakeCheck, pacecar: Run, files: list[str], message: str
) -> None:
    """What the option is for is said in one line."""
    checked.report = replace(checked.report, texts=dict.fromkeys(files, ""))
    result = pacecar("check", FILE, "--annotate", "out.xlsx")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_a_workbook_that_cannot_be_edited_is_told_after_the_report(
    plan: Path, pacecar: Run
) -> None:
    """The findings are printed all the same, and no file is left half written."""
    plan.write_bytes(b"PK broken")
    result = pacecar("check", FILE, "--format", "concise", "--annotate", "out.xlsx")
    assert result.code == 2
    assert result.out.count("\n") == 1
    assert result.err.startswith(f"pacecar: {FILE} cannot be annotated: it is no workbook")
    assert not Path("out.xlsx").exists()
