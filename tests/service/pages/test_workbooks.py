"""Workbooks beside their findings: the rows concerned, as tables."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from pacecar.plan.files import SourceFile
from pacecar.service.pages.workbooks import (
    MOST_ROWS,
    MarkedCell,
    Row,
    Sheet,
    Shown,
    anchor_of,
    sheets_of,
)
from tests.service.api.conftest import Api, api, prepared
from tests.service.pages.test_forms import key_of, log_in

__all__ = ["api", "prepared"]

HEADERS = ("id", "name", "company", "segment", "body", "platform", "leader")
KADJAR = ("kadjar", "Kadjar <b>", "renault", "C", "suv", "cmf-b", "qashqai")
CLIO = ("clio", "Clio", "renault", "B", "hatch", "cmf-b", "")


def workbook(**sheets: Sequence[tuple[str, ...]]) -> bytes:
    """Return a workbook with sheets of rows."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return stream.getvalue()


def test_the_rows_concerned_stand_under_their_headings() -> None:
    """The louder finding decides; a blank cell that is marked has a column; others are left out."""
    file = SourceFile("p.xlsx", workbook(Programs=[HEADERS, CLIO, KADJAR, CLIO]))
    marks = [
        MarkedCell("Programs!F3", "warning"),
        MarkedCell("Programs!F3", "error"),
        MarkedCell("Programs!F3", "info"),
        MarkedCell("Programs!I3", "warning"),
        MarkedCell("", "error"),
    ]
    texts = [*KADJAR, ""]
    severities = ["", "", "", "", "", "error", "", "warning"]
    assert sheets_of(file, 1, marks) == (
        Sheet(
            "Programs",
            tuple(zip("ABCDEFGI", [*HEADERS, ""], strict=True)),
            (
                Row(
                    3,
                    anchor_of(1, "Programs!F3"),
                    tuple(map(Shown, texts, severities)),
                ),
            ),
            0,
        ),
    )


def test_a_sheet_whose_name_is_quoted_is_found_and_long_ones_are_cut() -> None:
    """As spreadsheets write it in a reference."""
    rows = [("id", "name"), *((f"r-{number}", "R") for number in range(MOST_ROWS + 5))]
    file = SourceFile("p.xlsx", workbook(Platforms=rows))
    marks = [MarkedCell(f"Platforms!A{row}", "error") for row in range(2, MOST_ROWS + 7)]
    (sheet,) = sheets_of(file, 1, marks)
    assert (len(sheet.rows), sheet.more) == (MOST_ROWS, 5)
    (named,) = sheets_of(file, 1, [MarkedCell("'It''s mine'!A2", "error")])
    assert named.name == "It's mine"
    assert [cell.text for cell in named.rows[0].cells] == [""]


def test_what_is_no_workbook_after_all_shows_the_marks_alone() -> None:
    """Nothing of it can be read."""
    (sheet,) = sheets_of(SourceFile("p.xlsx", b"PK"), 1, [MarkedCell("Programs!B7", "error")])
    assert sheet == Sheet(
        "Programs", (("B", ""),), (Row(7, sheet.rows[0].anchor, (Shown("", "error"),)),), 0
    )


def test_a_workbook_that_was_sent_is_shown_beside_its_findings(api: Api) -> None:
    """The finding leads to its row; names are only text."""
    log_in(api, "renault")
    form = {"key": key_of(api.client.get("/submit")), "do": "submit"}
    sent = {"file": ("kadjar.xlsx", workbook(Programs=[HEADERS, CLIO, KADJAR]))}
    page = api.client.post("/submit", data=form, files=sent).text
    anchor = anchor_of(1, "Programs!F3")
    assert f'<a class="place" href="#{anchor}">kadjar.xlsx:Programs!F3</a>' in page
    assert f'<tr id="{anchor}"><th scope="row">3</th>' in page
    assert '<mark class="error">cmf-b</mark>' in page
    assert "Kadjar &lt;b&gt;" in page
    assert ">Clio<" not in page


def test_a_table_of_text_is_marked_in_its_lines(api: Api) -> None:
    """A CSV file is text, and shown as it is."""
    log_in(api, "renault")
    text = "\n".join(",".join(row) for row in (HEADERS, KADJAR)).encode()
    form = {"key": key_of(api.client.get("/submit")), "do": "submit"}
    page = api.client.post("/submit", data=form, files={"file": ("programs.csv", text)}).text
    assert '<a class="place" href="#f1-2">programs.csv:F2</a>' in page
    assert '<mark class="error">cmf-b</mark>,qashqai</code>' in page
