"""Workbooks that are damaged, or made to do harm."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacecar.plan.limits import CELLS, FILE_BYTES, PART_BYTES
from tests.plan.golden import load, report
from tests.plan.sheets.samples import BASE, HEADERS, ONE, book_plan, csv_plan, workbook

WORKBOOK = workbook(lambda _, sheet: sheet.merge_range("F1:F2", "note"))
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


_EXAMPLES = settings(deadline=None)  # A busy machine is no flaw.


def changed(
    part: str,
    content: Callable[[bytes], bytes] | bytes | None,
    packing: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return the workbook with one part changed, added, or left out if None."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old,
        zipfile.ZipFile(stream, "w", packing) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        before = old.read(part) if part in old.namelist() else b""
        after = content(before) if callable(content) else content
        if after is not None:
            new.writestr(part, after)
    return stream.getvalue()


def sheet(cells: str, after: str = "", packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the workbook with other cells in its sheet."""
    data = f"<sheetData>{cells}</sheetData>{after}"
    return changed(SHEET, f"<worksheet {NAMESPACE}>{data}</worksheet>".encode(), packing)


def cells_without_end() -> bytes:
    """Return rows of blank cells that have a format, more than there may be."""
    row = "<row>" + '<c s="1"/>' * 1000 + "</row>"
    return sheet(row * (CELLS // 1000 + 1), packing=zipfile.ZIP_STORED)


def encrypted(data: bytes) -> bytes:
    """Return the workbook with the mark of encryption on all parts."""
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data = data[: at + offset] + b"\x01\x00" + data[at + offset + 2 :]
            at = data.find(mark, at + 4)
    return data


def overlapping(data: bytes) -> bytes:
    """Return the workbook with all parts in its directory lying at the same place."""
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data = data[: at + 42] + struct.pack("<I", 0) + data[at + 46 :]
        at = data.find(b"PK\x01\x02", at + 4)
    return data


def lying(data: bytes) -> bytes:
    """Return the workbook with a directory that says that all parts are small."""
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data = data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]
        at = data.find(b"PK\x01\x02", at + 4)
    return data


def twice() -> bytes:
    """Return the workbook with a part that is there twice."""
    stream = io.BytesIO(WORKBOOK)
    with zipfile.ZipFile(stream, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr(SHEET, b"<worksheet/>")
    return stream.getvalue()


SAVE = "Open it in a spreadsheet program, and save it anew as .xlsx."
FORMATS = "Delete blank rows and columns that have formats."
ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 9 + b'"><!ENTITY c "&b;&b;&b;">]>'
    b'<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&c;</v></c></row></sheetData>'
    b"</worksheet>"
)


@pytest.mark.parametrize(
    ("make", "rule", "message", "hint"),
    [
        pytest.param(lambda: b"", "unreadable", "The file is empty.", "Remove it.", id="empty"),
        pytest.param(
            lambda: b"id,name\n", "unreadable", "The file is no workbook.", SAVE, id="text"
        ),
        pytest.param(
            lambda: WORKBOOK[:-100], "unreadable", "The file is cut off.", SAVE, id="cut-off"
        ),
        pytest.param(
            lambda: WORKBOOK[:30] + WORKBOOK[-300:],
            "unreadable",
            "The file is damaged: it is no whole workbook.",
            SAVE,
            id="a-hole",
        ),
        pytest.param(
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
            "unreadable",
            "The workbook is protected by a password, or in the format of Excel 97 to 2003.",
            "Save it as .xlsx without a password.",
            id="a-password",
        ),
        pytest.param(
            lambda: encrypted(WORKBOOK),
            "unreadable",
            "The file is encrypted.",
            "Save it without a password.",
            id="an-encrypted-archive",
        ),
        pytest.param(
            lambda: overlapping(WORKBOOK),
            "unreadable",
            "The file is damaged: its part _rels/.rels lies within another.",
            SAVE,
            id="parts-within-each-other",
        ),
        pytest.param(
            lambda: lying(WORKBOOK),
            "unreadable",
            "The file is damaged: its part _rels/.rels cannot be unpacked.",
            SAVE,
            id="a-lie-about-sizes",
        ),
        pytest.param(
            twice, "unreadable", f"The file has two parts {SHEET}.", SAVE, id="a-part-twice"
        ),
        pytest.param(
            lambda: changed("_rels/.rels", None),
            "unreadable",
            "The file is no workbook: it does not say what its parts are.",
            SAVE,
            id="another-archive",
        ),
        pytest.param(
            lambda: changed(SHEET, None),
            "unreadable",
            f"The workbook lacks its part {SHEET}.",
            SAVE,
            id="a-sheet-missing",
        ),
        pytest.param(
            lambda: changed(SHEET, lambda xml: xml[:-40]),
            "unreadable",
            f"The part {SHEET} is not XML: unclosed token: line 2, column 738.",
            SAVE,
            id="xml-cut-off",
        ),
        pytest.param(
            lambda: changed(SHEET, ENTITIES),
            "unreadable",
            f"The part {SHEET} has a document type, which workbooks have not.",
            SAVE,
            id="entities",
        ),
        pytest.param(
            lambda: changed(SHEET, b"<a>" * 100 + b"</a>" * 100),
            "over-limit",
            f"The part {SHEET} is nested too deep.",
            SAVE,
            id="deep",
        ),
        pytest.param(
            lambda: changed(SHEET, bytes(PART_BYTES)),
            "over-limit",
            f"The part {SHEET} would be 67,108,864 bytes, 250 times what it is packed.",
            FORMATS,
            id="a-bomb",
        ),
        pytest.param(
            lambda: sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
            "unreadable",
            'The sheet "Programs" names a cell "XFE1"; none is so called.',
            SAVE,
            id="beyond-the-last-column",
        ),
        pytest.param(
            lambda: sheet('<row r="1048577"><c><v>1</v></c></row>'),
            "unreadable",
            'The sheet "Programs" names a cell "1048577"; none is so called.',
            SAVE,
            id="beyond-the-last-row",
        ),
        pytest.param(
            lambda: sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
            "unreadable",
            "The cell Programs!A1 is there twice.",
            SAVE,
            id="a-cell-twice",
        ),
        pytest.param(
            lambda: sheet('<row r="1"><c r="A1" t="s"><v>999999999999</v></c></row>'),
            "unreadable",
            'The cell Programs!A1 is damaged: it holds "999999999999".',
            SAVE,
            id="a-text-that-is-not-there",
        ),
        pytest.param(
            lambda: sheet('<row r="1"><c r="A1"><v>NaN</v></c></row>'),
            "unreadable",
            'The cell Programs!A1 is damaged: it holds "NaN".',
            SAVE,
            id="not-a-number",
        ),
        pytest.param(
            lambda: sheet(f'<row r="1"><c r="A1"><v>{"9" * 500}</v></c></row>'),
            "unreadable",
            f'The cell Programs!A1 is damaged: it holds "{"9" * 57}...".',
            SAVE,
            id="an-endless-number",
        ),
    ],
)
def test_what_cannot_be_read_is_one_fatal_flaw(
    make: Callable[[], bytes], rule: str, message: str, hint: str
) -> None:
    """With the reason and a way out; the plan is not judged."""
    plan = book_plan(make())
    assert not plan.judged
    assert [(f.rule, f.message, f.hint, f.location.file) for f in plan.flaws] == [
        (f"plan/{rule}", message, hint, "b.xlsx")
    ]


@pytest.mark.slow
def test_blank_cells_without_end_are_refused() -> None:
    """Formats of rows and columns that hold nothing are counted, too."""
    plan = book_plan(cells_without_end())
    assert [(f.rule, f.message, f.hint) for f in plan.flaws] == [
        ("plan/over-limit", "The workbook has more than 1,000,000 cells.", FORMATS)
    ]


def test_a_workbook_is_no_larger_than_other_files() -> None:
    """Whether it comes from the disk or from elsewhere."""
    (flaw,) = book_plan(bytes(FILE_BYTES + 1)).flaws
    assert (flaw.rule, flaw.fatal) == ("plan/over-limit", True)
    assert flaw.message == "The file has 16,777,217 bytes; 16,777,216 is the most."


def test_absurd_dimensions_cost_nothing() -> None:
    """What a sheet says of its size is not believed; nothing is made for cells that are blank."""
    heads, row = (
        "".join(f'<c t="str"><v>{text}</v></c>' for text in line.split(","))
        for line in (HEADERS, ONE)
    )
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("F1:XFD1048576", "A1:A1048576"))
    data = sheet(f'<row r="1">{heads}</row><row r="1048576">{row}</row>', merged)
    plan = book_plan(data)
    assert report(plan) == ""
    assert [program.id for program in plan.collections["programs"]] == ["one"]


def test_a_long_text_is_refused() -> None:
    """As in YAML; all else would wait for it."""
    plan = csv_plan(f"{HEADERS},note\n{ONE},{'x' * 70_000}\n")
    assert [(f.rule, f.message, f.location.cell) for f in plan.flaws] == [
        ("plan/over-limit", "A text has 70,000 characters; 65,535 is the most.", "F2")
    ]


def test_other_formats_of_workbooks_are_named() -> None:
    """The way out is to save the workbook in the format that is read."""
    for name in ("old.xls", "b.xlsb", "b.ODS"):
        (flaw,) = load(("a.yaml", BASE), (name, b"PK\x03\x04")).flaws
        assert (
            flaw.message
            == f"Workbooks of the format {name[-4:] if name != 'b.xlsb' else '.xlsb'} are not read."
        )
        assert flaw.hint == "Save it as .xlsx, or as .csv."
        assert flaw.fatal


def test_macros_are_not_run() -> None:
    """A workbook with macros is read like one without."""
    plan = book_plan(changed("xl/vbaProject.bin", b"\xcc\x61"), "b.xlsm")
    assert [program.id for program in plan.collections["programs"]] == ["one"]


def test_links_to_other_files_are_not_followed() -> None:
    """A part that lies elsewhere is as good as none."""

    def link(xml: bytes) -> bytes:
        return xml.replace(
            b'Target="worksheets/sheet1.xml"', b'Target="file:///etc/passwd" TargetMode="External"'
        )

    plan = book_plan(changed("xl/_rels/workbook.xml.rels", link))
    assert [(f.rule, f.message) for f in plan.flaws] == [
        ("plan/wrong-type", "No sheet of the workbook is called like a collection of a plan.")
    ]


PLAIN = st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255))
CSV = f'{HEADERS},plants,start,units 2027\n{ONE},hill; valley,2027-03,"1 000"\n'.encode()


@_EXAMPLES
@given(st.lists(PLAIN, min_size=1, max_size=8))
def test_any_damage_to_a_workbook_ends_in_flaws(changes: list[tuple[int, int]]) -> None:
    """No bytes raise, and what is not judged says why."""
    data = bytearray(WORKBOOK)
    for at, byte in changes:
        data[at] = byte
    within(book_plan(bytes(data)))


@_EXAMPLES
@given(st.data())
def test_any_damage_to_a_part_ends_in_flaws(data: st.DataObject) -> None:
    """The same for what is packed: most damage to an archive is seen by its checksums."""
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as book:
        part = data.draw(st.sampled_from([n for n in book.namelist() if n.startswith("xl/")]))
        content = bytearray(book.read(part))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    within(book_plan(changed(part, bytes(content))))


@_EXAMPLES
@given(st.lists(st.tuples(st.integers(0, len(CSV) - 1), st.binary(max_size=3)), max_size=5))
def test_any_damage_to_a_csv_file_ends_in_flaws(changes: list[tuple[int, bytes]]) -> None:
    """Whatever the bytes, and with every place inside the file."""
    data = bytearray(CSV)
    for at, piece in changes:
        data[at : at + 1] = piece
    plan = csv_plan(bytes(data))
    within(plan)
    lines = plan.texts["programs.csv"].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for flaw in plan.flaws:
        line, column, end_line, end_column, _ = flaw.location.span
        if flaw.location.file == "programs.csv" and not flaw.fatal:
            assert 1 <= line <= end_line <= len(lines)
            assert 1 <= column <= len(lines[line - 1]) + 1
            assert 1 <= end_column <= len(lines[end_line - 1]) + 1


def within(plan: Any) -> None:
    """Check what holds of every plan."""
    assert plan.judged is not any(flaw.fatal for flaw in plan.flaws)
    for flaw in plan.flaws:
        assert flaw.message.isprintable()
        assert flaw.hint.isprintable()
        assert flaw.location.cell.isprintable()


@pytest.mark.slow
def test_what_is_refused_is_refused_in_little_memory() -> None:
    """A bomb of a gibibyte, and one in each of many parts, take no more than their packed size."""
    for data in (
        changed(SHEET, bytes(PART_BYTES)),
        changed("xl/sharedStrings.xml", bytes(PART_BYTES)),
    ):
        tracemalloc.start()
        plan = book_plan(data)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert not plan.judged
        assert peak < 20 * 1024 * 1024
