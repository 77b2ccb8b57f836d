"""The workbook that a plan begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.cli.template import write_template
from pacecar.cli.troubles import Trouble
from tests.cli.conftest import Run
from tests.formats.workbook.samples import opened


def test_it_is_accepted_as_it_stands(pacecar: Run) -> None:
    """Its example is valid, and keeps the bundled rules."""
    write_template(Path("plan.xlsx"))
    result = pacecar("check", "plan.xlsx", "--format", "concise")
    assert (result.code, result.out) == (0, "")


def test_it_tells_what_to_write(folder: Path) -> None:
    """A sheet to read first, headers with comments, and what may be chosen."""
    write_template(Path("plan.xlsx"))
    book = opened(Path("plan.xlsx").read_bytes())
    assert book.sheetnames[:3] == ["Read me", "Plan", "Companies"]
    sheet = book["Programs"]
    header = next(cell for cell in sheet[1] if cell.value == "leader")
    assert header.comment.text == (
        "The program it follows; if absent, it leads or stands alone.\n"
        "One of the ids of the sheet Programs."
    )
    choices = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert choices["C2:C2000"] == "companies_ids"
    assert choices["F2:F2000"] == '"hatch,sedan,estate,suv,mpv,coupe,pickup,van,kei"'
    assert book.defined_names["companies_ids"].attr_text == "'Companies'!$A$2:$A$2000"
    assert sheet.freeze_panes == "C2"
    assert sheet["A2"].number_format == "@"


@pytest.mark.parametrize(
    ("name", "message"),
    [("plan.xlsm", "ends in .xlsx"), ("there.xlsx", "exists"), ("no/plan.xlsx", "cannot be")],
)
def test_it_replaces_nothing(folder: Path, name: str, message: str) -> None:
    """A workbook that is there is kept."""
    Path("there.xlsx").write_bytes(b"mine")
    with pytest.raises(Trouble, match=message):
        write_template(Path(name))
    assert Path("there.xlsx").read_bytes() == b"mine"
