"""What programs and planners do to the cells of workbooks."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import python_calamine
import xlsxwriter

from pacecar.plan.sheets.package import Package
from pacecar.plan.sheets.parts import read_book, read_grains, read_texts
from pacecar.plan.sheets.worksheet import Counter, Stored, read_worksheet
from pacecar.plan.values import State
from tests.plan.golden import load, report
from tests.plan.sheets.samples import HEADERS, book_plan, csv_plan, value, workbook

FIXTURES = Path(__file__).parent / "fixtures"


def test_a_merged_value_counts_for_each_row() -> None:
    """Planners merge the name of a company over its programs; titles may be merged, too."""

    def write(_: Any, sheet: Any) -> None:
        sheet.write_row("A3", ["two", "Two", None, "C", "suv"])
        sheet.write_row("A4", ["three", "Three", None, "C", "suv"])
        sheet.merge_range("C2:C4", "south")

    plan = book_plan(workbook(write))
    assert report(plan) == ""
    assert [p.company.id for p in plan.collections["programs"]] == ["south"] * 3  # type: ignore[attr-defined]


def test_rows_that_a_merge_alone_reaches_are_blank() -> None:
    """Headers merged over two rows, and a merge that is longer than the table, add no program."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Programs")
        sheet.merge_range("A1:E2", "All programs")
        for column, name in enumerate(HEADERS.split(",")):
            sheet.merge_range(2, column, 3, column, name)
        sheet.write_row("A5", ["two", "Two", None, "C", "suv"])
        sheet.merge_range("C5:C9", "south")
    plan = book_plan(stream.getvalue())
    assert report(plan) == ""
    assert [p.id for p in plan.collections["programs"]] == ["two"]


def test_a_flaw_of_a_merged_value_is_where_it_is_written() -> None:
    """A planner can only change the first cell of what is merged."""

    def write(_: Any, sheet: Any) -> None:
        sheet.write_row("A3", ["two", "Two", None, "C", "suv"])
        sheet.merge_range("C2:C3", "sooth")

    cells = [(flaw.subject, flaw.location.cell) for flaw in book_plan(workbook(write)).flaws]
    assert cells == [("one", "Programs!C2"), ("two", "Programs!C2")]


def test_hidden_cells_are_read_like_others() -> None:
    """What a filter hides is still part of the plan."""

    def write(book: Any, sheet: Any) -> None:
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        hidden = book.add_worksheet("Platforms")
        hidden.write_row("A1", ["id", "name"])
        hidden.write_row("A2", ["low", "Low"])
        hidden.hide()

    plan = book_plan(workbook(write))
    assert report(plan) == ""
    assert value(plan, "name") == "One"
    assert [platform.id for platform in plan.collections["platforms"]] == ["flat", "low"]


def test_texts_are_read_however_they_are_stored() -> None:
    """In several fonts, with escapes, spaces and line breaks."""

    def write(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True})
        sheet.write_row("F1", ["note", "source", "unsure"])
        sheet.write_rich_string("F2", " in ", bold, "bold ")
        sheet.write_string("G2", "a_x000D_b <&> \U0001f697")
        sheet.write_string("H2", "one\ntwo; three ")

    plan = book_plan(workbook(write))
    assert report(plan) == ""
    assert value(plan, "note") == "in bold"
    assert value(plan, "source") == "a_x000D_b <&> \U0001f697"
    assert value(plan, "unsure").items == ("one", "two", "three")


def test_texts_may_stand_in_their_cells() -> None:
    """Writers that do not keep the whole workbook in memory do not share texts."""

    def write(_: Any, sheet: Any) -> None:
        sheet.write_row("A3", ["two", " Two", "south", "C", "suv "])

    data = workbook(write, constant_memory=True, in_memory=False)
    with ZipFile(io.BytesIO(data)) as parts:
        assert b't="inlineStr"' in parts.read("xl/worksheets/sheet1.xml")
    plan = book_plan(data)
    assert report(plan) == ""
    names = [program.name for program in plan.collections["programs"]]  # type: ignore[attr-defined]
    assert names == ["One", "Two"]


def test_formulas_count_by_their_results() -> None:
    """Numbers, texts and truths; an empty text is blank; what has no result is a flaw."""

    def write(_: Any, sheet: Any) -> None:
        sheet.write_row("F1", ["units 2027", "note", "leader", "cost planned", "platform"])
        sheet.write_formula("F2", "=1+1", value=2)
        sheet.write_formula("G2", '="a"', value="a")
        sheet.write_formula("H2", '=""', value="")
        sheet.write_formula("I2", "=1/0", value="#DIV/0!")

    plan = book_plan(workbook(write))
    assert value(plan, "units").items[0].vehicles == (2, 2)
    assert value(plan, "note") == "a"
    assert value(plan, "cost.planned").state is State.PRESENT
    messages = [(flaw.location.cell, flaw.message) for flaw in plan.flaws]
    assert messages[-1] == (
        "Programs!I2", '"cost planned" is the error #DIV/0!; the formula failed.'
    )  # fmt: skip


def test_a_workbook_of_openpyxl_has_formulas_without_results() -> None:
    """Each is said; nothing is guessed, and the rest is read."""
    plan = load(("openpyxl.xlsx", (FIXTURES / "openpyxl.xlsx").read_bytes()))
    said = "is a formula whose result is not in the file."
    assert [(flaw.location.cell, flaw.message) for flaw in plan.flaws] == [
        ("Programs!K4", f'"units 2028" {said}'),
        ("Programs!H5", f'"start" {said}'),
        ("Programs!K5", f'"units 2028" {said}'),
        ("Programs!L5", f'"cost planned" {said}'),
        ("Programs!L6", f'"cost planned" {said}'),
    ]


def test_a_workbook_of_libreoffice_is_read() -> None:
    """With the results of its formulas, and a date as coarse as it is shown."""
    plan = load(("libreoffice.xlsx", (FIXTURES / "libreoffice.xlsx").read_bytes()))
    assert report(plan) == (
        "libreoffice.xlsx:6:12-6:13 (Programs!L6) plan/wrong-type\n"
        '  "cost planned" is the error #DIV/0!; the formula failed.\n'
        "  hint: Correct the formula, or write the value.\n"
        "  at /programs/2/cost/planned\n"
        "  of programs/s-three/cost\n"
    )
    one, two, three = plan.collections["programs"]
    assert described(one) == (
        "north",
        (739860, 739889),
        (741808, 742173),
        State.NONE,
        [(120000, 120000), (180000, 180000)],
    )
    assert described(two)[:2] == ("north", (740055, 740055))
    assert two.leader is one  # type: ignore[attr-defined]
    assert two.upper_body_shared == (550_000, 550_000)  # type: ignore[attr-defined]
    assert two.cost.planned == (300_000, 300_000)  # type: ignore[attr-defined]
    assert two.units.state is State.UNKNOWN  # type: ignore[attr-defined]
    assert three.id == "s-three"
    assert plan.collections["companies"][0].name == "Northern \u00e9"  # type: ignore[attr-defined]


def described(program: Any) -> tuple[object, ...]:
    """Return what the fixture's programs differ in."""
    units = [record.vehicles for record in getattr(program.units, "items", ())]
    return program.company.id, program.start, program.end, program.leader.state, units


def test_a_csv_file_of_libreoffice_is_read() -> None:
    """Semicolons, and cells as they are shown; of merged cells only the first has the value."""
    plan = csv_plan((FIXTURES / "programs-semicolon.csv").read_bytes())
    assert [(flaw.location.cell, flaw.message) for flaw in plan.flaws] == [
        ("J4", '"units 2027" is 120,000, which may be 120000 or 120.'),
        ("C5", 'The program "n-two" has no "company".'),
        ("L6", '"cost planned" is the error #DIV/0!; the formula failed.'),
    ]
    one, two, _ = plan.collections["programs"]
    assert described(one)[1:3] == ((739860, 739889), (741808, 742173))
    assert two.upper_body_shared == (550_000, 550_000)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["openpyxl.xlsx", "libreoffice.xlsx"])
def test_an_independent_reader_sees_the_same_cells(name: str) -> None:
    """Where calamine sees a text, number or truth, so does Pacecar, in the same cell."""
    package = Package((FIXTURES / name).read_bytes(), name)
    book = read_book(package)
    stored = Stored(read_texts(package, book), read_grains(package, book), book.since_1904)
    peer = python_calamine.CalamineWorkbook.from_path(FIXTURES / name)
    counter = Counter(package)
    assert [sheet for sheet, _ in book.sheets] == peer.sheet_names
    for sheet, part in book.sheets:
        table = read_worksheet(
            package, part, file=name, sheet=sheet, stored=stored, counter=counter
        )
        rows = peer.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        theirs = {
            (number, column): content
            for number, row in enumerate(rows, 1)
            for column, content in enumerate(row, 1)
            if content != "" and isinstance(content, bool | float | str)
        }
        ours: dict[tuple[int, int], object] = {}
        for number, cells in table.rows.items():
            for column, cell in cells.items():
                if cell.form in ("text", "number", "truth"):
                    read = {"number": float, "truth": lambda text: text == "true"}
                    ours[number, column] = read.get(cell.form, str)(cell.text)
        assert ours == theirs
