"""The planner's own workbook with the findings in it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from pacecar.checking.report import Waived
from pacecar.formats.workbook.annotating import NotEditable, annotate
from pacecar.formats.workbook.sheet import ORDER
from tests.formats.workbook.samples import (
    FILE,
    finding,
    opened,
    parts,
    planners_workbook,
    report,
    shape_cells,
)

pytestmark = pytest.mark.filterwarnings("ignore:Cannot parse header or footer")

WAIVED = Waived("Palencia is tooled", "2026-06-30", ("renault", "nissan"))
FINDINGS = (
    finding("Programs!C2", related=[("Programs!A3", "Nissan Qashqai: leads")]),
    finding("Programs!C2", "warning", "It starts first.", rule="twins/start", hint=""),
    finding("Programs!E2", "warning", "Its share is low."),
    finding("Programs!C1", message="No column <leader> & co.", rule="plan/unknown-field"),
    finding("Programs!B2", "info", "Its name is odd."),
    finding("Programs!C3", "info", "Its leader is missing."),
    finding("Programs!H12", message="A cell that is not there."),
    finding("Programs!B7", message="Inside of merged cells."),
    finding("New ideas!E5", message="In a sheet with a space."),
    finding("Programs!D2", message="Waived.", waived=WAIVED),
)
REPORT = report(*FINDINGS)


def annotated(data: bytes) -> bytes:
    """Return a workbook with the sample's findings in it."""
    return annotate(data, FILE, REPORT)


@pytest.fixture(scope="module")
def before() -> bytes:
    """Return the planner's workbook."""
    return planners_workbook()


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    """Return the same with the findings in it."""
    return annotated(before)


@pytest.fixture(scope="module")
def book(after: bytes) -> Any:
    """Return the annotated workbook as another library reads it."""
    return opened(after)


def test_only_what_must_change_changes(before: bytes, after: bytes) -> None:
    """Sheets without findings, tables, charts, themes and texts keep their bytes."""
    old, new = parts(before), parts(after)
    assert {name for name in old if old[name] != new[name]} == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet3.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert set(new) - set(old) == {
        "xl/worksheets/sheet4.xml",
        "xl/worksheets/_rels/sheet3.xml.rels",
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing2.vml",
    }


def test_cells_are_coloured_by_their_gravest_finding(book: Any) -> None:
    """A cell with an error and a warning is that of an error; one that is waived is neither."""
    fills = {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in book["Programs"].iter_rows()
        for cell in row
        if cell.comment and "Pacecar" in cell.comment.text
    }
    assert fills["C2"] == "FFF9B0A0"
    assert {name: (fill[2:4], fill[4], fill[6]) for name, fill in fills.items()} == {
        "C1": ("F9", "B", "A"),
        "C2": ("F9", "B", "A"),
        "A6": ("F9", "B", "A"),
        "H12": ("F9", "B", "A"),
        "E2": ("FB", "E", "8"),
        "B2": ("C9", "E", "F"),
        "C3": ("C9", "E", "F"),
        "D2": ("D6", "E", "D"),
    }


def test_the_rest_of_a_cells_style_stays(before: bytes, book: Any) -> None:
    """Number format, font and border are the cell's own, as are value and formula."""
    old = opened(before)["Programs"]
    new = book["Programs"]
    for name in ("C2", "D2", "E2", "B2", "F2", "D3"):
        assert new[name].number_format == old[name].number_format
        assert repr(new[name].font) == repr(old[name].font)
        assert repr(new[name].border) == repr(old[name].border)
        assert new[name].value == old[name].value
    assert new["H12"].number_format == "0.0%"  # An absent cell looks like its column.


def test_light_text_is_made_black_so_that_it_can_be_read(book: Any) -> None:
    """White headers would vanish on a light fill."""
    header = book["Programs"]["C1"]
    assert (header.font.color.rgb, header.font.b) == ("FF000000", True)


def test_a_comment_tells_the_findings_of_its_cell(book: Any) -> None:
    """Message, hint, other places and rule of each, the gravest first."""
    assert book["Programs"]["C2"].comment.text == (
        "▼ Pacecar\n"
        "Error: Kadjar follows nobody.\n"
        "Hint: Name its leader.\n"
        "See Programs!A3: Nissan Qashqai: leads\n"
        "Rule: twins/have-a-leader\n"
        "Warning: It starts first.\n"
        "Rule: twins/start\n"
        "▲ Pacecar"
    )
    assert book["Programs"]["D2"].comment.text.split("\n")[2] == (
        "Waived until 2026-06-30, approved by renault, nissan: Palencia is tooled"
    )


def test_planners_comments_are_kept(book: Any) -> None:
    """Ours is appended to one at the same cell; the others are as they were."""
    sheet = book["Programs"]
    assert sheet["B2"].comment.text.startswith("Ask Paris about the name.\n▼ Pacecar\nInfo: ")
    assert sheet["B2"].comment.author == "A planner"
    assert sheet["G4"].comment.text == "Not yet decided."


def test_every_comment_has_a_shape(after: bytes) -> None:
    """Excel shows no comment without one, and repairs a file with two for one cell."""
    new = parts(after)
    shapes = shape_cells(new["xl/drawings/vmlDrawing1.vml"])
    refs = re.findall(rb'<comment ref="(\w+)"', new["xl/comments1.xml"])
    cells = [openpyxl.utils.cell.coordinate_to_tuple(ref.decode()) for ref in refs]
    assert sorted(shapes) == sorted((row - 1, column - 1) for row, column in cells)
    numbers = re.findall(rb"_x0000_s\d+", new["xl/drawings/vmlDrawing1.vml"])
    assert len(numbers) == len(set(numbers))


def test_all_findings_are_listed(book: Any) -> None:
    """The verdict first, then a table by severity, each place a link to its cell."""
    sheet = book["Pacecar findings"]
    assert sheet["A1"].value.startswith("New plan: rejected: ")
    head = [cell.value for cell in sheet[4]][:7]
    assert head == ["Severity", "Rule", "Where", "About", "Message", "Hint", "See also"]
    assert [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=5)] == [
        ["Error", "plan/unknown-field", "Programs!C1"],
        ["Error", "twins/have-a-leader", "Programs!C2"],
        ["Error", "twins/have-a-leader", "Programs!H12"],
        ["Error", "twins/have-a-leader", "Programs!B7"],
        ["Error", "twins/have-a-leader", "'New ideas'!E5"],
        ["Warning", "twins/start", "Programs!C2"],
        ["Warning", "twins/have-a-leader", "Programs!E2"],
        ["Info", "twins/have-a-leader", "Programs!B2"],
        ["Info", "twins/have-a-leader", "Programs!C3"],
        ["Waived", "twins/have-a-leader", "Programs!D2"],
    ]
    assert sheet["C9"].hyperlink.location == "'New ideas'!E5"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:G14")
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$4:$4")


def test_the_second_run_changes_nothing(after: bytes) -> None:
    """The same findings on an annotated workbook give the same bytes in every part."""
    assert parts(annotated(after)) == parts(after)


def test_marks_of_an_earlier_run_are_taken_off(before: bytes, after: bytes) -> None:
    """Once mended, cells look as they did, planners' comments say what they did."""
    old = opened(before)
    mended = opened(annotate(after, FILE, report()))
    assert mended.sheetnames == [*old.sheetnames, "Pacecar findings"]
    for sheet in old:
        for row in sheet.iter_rows():
            for cell in row:
                new = mended[sheet.title][cell.coordinate]
                assert repr((new.fill, new.font)) == repr((cell.fill, cell.font))
                assert new.number_format == cell.number_format
                said = [c.comment.text if c.comment else "" for c in (cell, new)]
                assert said[0] == said[1]
    assert "xl/comments2.xml" not in parts(annotate(after, FILE, report()))


def test_an_answer_below_our_comment_is_kept(after: bytes) -> None:
    """A planner may write on in the comment that Pacecar began."""
    book = opened(after)
    book["Programs"]["C2"].comment.text += "\nWe ask for a waiver."
    stream = io.BytesIO()
    book.save(stream)
    again = opened(annotate(stream.getvalue(), FILE, report()))
    assert again["Programs"]["C2"].comment.text.strip() == "We ask for a waiver."


def test_a_workbook_saved_by_another_program_is_annotated_anew(after: bytes) -> None:
    """Neither marks nor comments nor sheets stack up when styles and parts are renumbered."""
    stream = io.BytesIO()
    opened(after).save(stream)
    book = opened(annotated(stream.getvalue()))
    assert book.sheetnames == ["Programs", "Volumes", "New ideas", "Pacecar findings"]
    assert book["Programs"]["C2"].comment.text.count("▼ Pacecar") == 1
    mended = opened(annotate(stream.getvalue(), FILE, report()))["Programs"]
    assert mended["E2"].fill.fgColor.rgb == "FFFFFF00"
    assert mended["C3"].fill.patternType == "lightUp"
    assert mended["C1"].fill.fgColor.rgb == "FF1F3864"


def test_a_planners_sheet_of_the_same_name_is_left_alone() -> None:
    """Ours is known by a hidden name, not by what it is called."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet("Programs").write(0, 0, "id")
    book.add_worksheet("Pacecar findings").write(0, 0, "my own notes")
    book.close()
    new = opened(annotate(stream.getvalue(), FILE, report(finding("Programs!A1"))))
    assert new.sheetnames == ["Programs", "Pacecar findings", "Pacecar findings 2"]
    assert new["Pacecar findings"]["A1"].value == "my own notes"


def test_texts_are_never_formulas() -> None:
    """A message that begins with = or holds markup is shown as it is."""
    said = "=HYPERLINK(\"http://x\") <b> & 'y' \x07"
    new = opened(annotate(planners_workbook(), FILE, report(finding("Programs!A2", message=said))))
    cell = new["Pacecar findings"]["E5"]
    assert (cell.value, cell.data_type) == (said.replace("\x07", "\\x07"), "s")


def test_macros_are_kept() -> None:
    """The project of a workbook with macros is the same, byte for byte, as is its type."""
    macros = bytes(range(256)) * 40
    before = planners_workbook(macros=macros)
    new = parts(annotated(before))
    assert new["xl/vbaProject.bin"] == macros
    assert b"macroEnabled" in new["[Content_Types].xml"]


def test_children_of_a_sheet_stand_in_the_order_of_the_format(after: bytes) -> None:
    """Excel repairs a sheet whose parts are in another order."""
    for name, data in parts(after).items():
        if name.startswith("xl/worksheets/sheet"):
            names = [etree.QName(element).localname for element in etree.fromstring(data)]
            assert names == sorted(names, key=ORDER.index)
            rows = [int(row.get("r")) for row in etree.fromstring(data).iter("{*}row")]
            assert rows == sorted(set(rows))


def test_the_shared_texts_are_not_touched(before: bytes, after: bytes) -> None:
    """New texts stand in their cells."""
    assert parts(after)["xl/sharedStrings.xml"] == parts(before)["xl/sharedStrings.xml"]


def test_a_thread_is_left_alone(before: bytes) -> None:
    """Where people discuss, the cell is coloured and nothing is written into their thread."""
    threaded = _with(
        before,
        "xl/comments1.xml",
        lambda text: text.replace("<author>A planner", "<author>tc={1}"),
    )
    new = opened(annotate(threaded, FILE, report(finding("Programs!B2"))))
    cell = new["Programs"]["B2"]
    assert cell.comment.text == "Ask Paris about the name."
    assert cell.fill.fgColor.rgb == "FFF9B0A0"


def test_rows_and_cells_without_names_are_counted() -> None:
    """Some programs leave out what follows from the order."""
    bare = _with(
        planners_workbook(),
        "xl/worksheets/sheet1.xml",
        lambda text: re.sub(r'(<(?:c|row)) r="\w+"', r"\1", text, count=9),
    )
    new = opened(annotate(bare, FILE, report(finding("Programs!B2"))))
    assert new["Programs"]["B2"].value == "Renault Kadjar"
    assert new["Programs"]["B2"].fill.fgColor.rgb == "FFF9B0A0"


def test_form_controls_in_the_drawing_are_kept() -> None:
    """The drawing of a button, which need not be well-formed XML, stays in front of ours."""
    button = '<v:shape id="_x0000_s1999"><br><x:ClientData ObjectType="Button"/></v:shape>'
    book = _with(
        planners_workbook(),
        "xl/drawings/vmlDrawing1.vml",
        lambda text: text.replace("</xml>", f"{button}</xml>"),
    )
    once = annotated(book)
    drawing = parts(once)["xl/drawings/vmlDrawing1.vml"].decode()
    assert button in drawing
    assert '"_x0000_s2000"' in drawing
    assert parts(annotated(once)) == parts(once)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no workbook that can be edited"),
        (b"PK\x03\x04 broken", "no workbook that can be edited"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, message: str) -> None:
    """With the reason, and never with a traceback."""
    with pytest.raises(NotEditable, match=message):
        annotated(data)


@pytest.mark.parametrize(
    ("part", "text", "message"),
    [
        ("xl/styles.xml", "<styles", "xl/styles.xml cannot be read"),
        ("xl/workbook.xml", "<!DOCTYPE a><a/>", "document type"),
        ("xl/workbook.xml", "<a/>", "no sheets"),
        ("_rels/.rels", "<a/>", "nothing in it says where its sheets are"),
        ("xl/worksheets/sheet1.xml", "<a/>", "no cells"),
        (
            "xl/worksheets/sheet1.xml",
            '<a><sheetData><row r="x"/></sheetData></a>',
            '"x" stands in it where a number belongs',
        ),
    ],
)
def test_a_broken_part_is_told(before: bytes, part: str, text: str, message: str) -> None:
    """Which part it is, and what is wrong with it."""
    with pytest.raises(NotEditable, match=message):
        annotated(_with(before, part, lambda _: text))


def _with(data: bytes, part: str, change: Any) -> bytes:
    """Return a workbook with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts(data).items():
            new = change(content.decode()).encode() if name == part else content
            archive.writestr(name, new)
    return stream.getvalue()
