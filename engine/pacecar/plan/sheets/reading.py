"""Spreadsheets to nodes: the one way in for workbooks and CSV files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pacecar.plan.building import Allowance, Unreadable
from pacecar.plan.fields import Collection
from pacecar.plan.files import is_workbook
from pacecar.plan.nodes import Flaw, Location, Node, Span
from pacecar.plan.sheets.csv_source import read_csv
from pacecar.plan.sheets.encoding import decode_csv
from pacecar.plan.sheets.layout import COMMENT, collection_meant, collection_of, sheet_name
from pacecar.plan.sheets.package import Package
from pacecar.plan.sheets.parts import read_book, read_grains, read_texts
from pacecar.plan.sheets.rows import Rows
from pacecar.plan.sheets.table import reference
from pacecar.plan.sheets.worksheet import Counter, Stored, read_worksheet
from pacecar.plan.stems import collection_of_file
from pacecar.plan.tables import SCHEMA
from pacecar.plan.wording import listed, quoted, visible


@dataclass(slots=True)
class Sheets:
    """What a workbook or CSV file holds.

    Attributes:
        roots: mappings of collections, as a YAML file would have them; none if the file could
            not be read.
        flaws: what is wrong with it.
        text: what is shown of it: the text of a CSV file; of a workbook the cells that were
            read, one a line, as `Programs!F12`, a tab, the header, a colon and the value.
        strange: whether nothing in it has to do with plans.
    """

    roots: list[Node] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    text: str = ""
    strange: bool = False


def read_sheets(data: bytes, file: str, allowance: Allowance) -> Sheets:
    """Read a CSV file, or else a workbook, into nodes."""
    sheets = Sheets()
    rows = Rows(file, allowance)
    try:
        if file.lower().endswith(".csv"):
            _read_csv(data, file, rows, sheets)
        else:
            _read_workbook(data, file, rows, sheets)
            sheets.text = _shown(rows)
    except Unreadable as problem:
        sheets.roots = []
        sheets.flaws.append(problem.flaw)
    sheets.flaws = [*rows.flaws, *sheets.flaws]
    return sheets


def _read_csv(data: bytes, file: str, rows: Rows, sheets: Sheets) -> None:
    stem = PurePosixPath(file).stem
    collection = collection_of_file(file)
    if collection is None:
        meant = collection_meant(stem)
        sheets.strange = meant is None
        sheets.roots = _set_aside(meant, file)
        sheets.flaws.append(_unknown_file(file, stem, meant))
        return
    sheets.text, flaw = decode_csv(data, file)
    if flaw is not None:
        sheets.flaws.append(flaw)
        if flaw.fatal:
            return
    table = read_csv(sheets.text, file, collection)
    if not table.rows:
        place = Location(file, Span(1, 1, 1, 1), "")
        sheets.flaws.append(Flaw("plan/wrong-type", "The file is empty.", place, hint="Remove it."))
        return
    rows.read(table, collection)
    sheets.roots = [rows.root]


def _read_workbook(data: bytes, file: str, rows: Rows, sheets: Sheets) -> None:
    suffix = PurePosixPath(file).suffix
    if not is_workbook(file):
        place = Location(file, Span(1, 1, 1, 1), "")
        message = f"Workbooks of the format {visible(suffix)} are not read."
        hint = "Save it as .xlsx, or as .csv."
        raise Unreadable(Flaw("plan/unreadable", message, place, hint=hint, fatal=True))
    package = Package(data, file)
    book = read_book(package)
    found = [(name, part, collection_of(name)) for name, part in book.sheets]
    if any(collection for _, _, collection in found):
        stored = Stored(read_texts(package, book), read_grains(package, book), book.since_1904)
        counter = Counter(package)
        for name, part, collection in found:
            if collection is not None:
                table = read_worksheet(
                    package, part, file=file, sheet=name, stored=stored, counter=counter
                )
                rows.read(table, collection)
        sheets.roots.append(rows.root)
    for name, _, collection in found:
        meant = collection_meant(name) if collection is None else None
        if meant is not None:
            sheets.roots += _set_aside(meant, file)
            sheets.flaws.append(_unknown_sheet(file, name, meant))
    if not sheets.roots:
        sheets.strange = True
        sheets.flaws.append(_no_sheet(file))


def _set_aside(collection: Collection | None, file: str) -> list[Node]:
    """Return a root that says that a collection is not complete."""
    if collection is None:
        return []
    aside = Rows(file, Allowance(0))
    aside.set_aside(collection)
    return [aside.root]


def _unknown_file(file: str, stem: str, meant: Collection | None) -> Flaw:
    place = Location(file, Span(1, 1, 1, 1), "")
    names = listed(f"{name}.csv" for name in SCHEMA)
    hint = f"A CSV file of a plan is one of {names}."
    if meant is not None:
        hint = f"Call it {meant.name}.csv; several may be numbered, {meant.name}-1.csv."
    return Flaw(
        "plan/unknown-field",
        f"A plan has no collection {quoted(stem)}.",
        place,
        hint=hint,
        field=visible(stem),
    )


def _unknown_sheet(file: str, name: str, meant: Collection) -> Flaw:
    span = Span(1, 1, 1, 1, reference(1, 1, name))
    called = sheet_name(meant.name)
    return Flaw(
        "plan/unknown-field",
        f"A plan has no collection {quoted(name)}; the sheet is not read.",
        Location(file, span, ""),
        hint=f'Call it "{called}", or put {COMMENT} before its name if it is not for the plan.',
        field=visible(name),
    )


def _no_sheet(file: str) -> Flaw:
    return Flaw(
        "plan/wrong-type",
        "No sheet of the workbook is called like a collection of a plan.",
        Location(file, Span(1, 1, 1, 1), ""),
        hint=f"Call the sheets {listed(sheet_name(name) for name in SCHEMA)}.",
    )


def _shown(rows: Rows) -> str:
    return "".join(
        f"{cell}\t{header}: {' '.join(text.split())}\n" for cell, header, text in rows.shown
    )
