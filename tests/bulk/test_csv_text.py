"""The text of a CSV file, whatever its lines end with, is found again line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacecar.plan.building import Unreadable
from pacecar.plan.bulk import csv_text, scanning
from pacecar.plan.bulk.csv_records import rows_in_cells, rows_on_several
from pacecar.plan.bulk.csv_text import Text, text_of
from pacecar.plan.bulk.database import Database, Limits
from pacecar.plan.bulk.lines import keeping_lines, table_of_lines
from pacecar.plan.bulk.problems import LimitReached
from pacecar.plan.bulk.sources import BulkFile
from pacecar.plan.nodes import Flaw
from pacecar.plan.sheets.csv_source import Csv
from pacecar.plan.tables import SCHEMA

BREAK = re.compile("\r\n|\n|\r")
PIECES = st.sampled_from(
    ["a", "id", "é", "日本", ",", ",", '"', '"', '""', " ", "\u00a0", "\n", "\r\n", "\r", "#"]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def file_of(folder: Path, text: str) -> BulkFile:
    """Return a CSV file that holds a text."""
    path = folder / "programs.csv"
    path.write_bytes(text.encode())
    return BulkFile("programs.csv", path, "csv", SCHEMA["programs"], 0)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; after the last break there is none."""
    lines = BREAK.split(text)
    return lines if lines[-1] else lines[:-1]


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read few bytes at a time, and keep the places of many lines."""
    monkeypatch.setattr(scanning, "_CHUNK", 5)
    monkeypatch.setattr(csv_text, "_STEP", 4)


@pytest.mark.usefixtures("small_steps")
@given(TEXTS)
def test_lines_are_found_again(tmp_path_factory: pytest.TempPathFactory, written: str) -> None:
    """One, or several with the breaks between them, wherever stretches of the text begin."""
    folder = tmp_path_factory.mktemp("text")
    text = text_of(file_of(folder, written), folder)
    lines = lines_of(written)
    assert text.lines == len(lines)
    assert [text.read(number, number) for number in range(1, text.lines + 1)] == lines
    assert list(text.from_line(2)) == list(enumerate(lines, 1))[1:]
    if len(lines) > 1:
        assert BREAK.split(text.read(1, 2)) == lines[:2]
        assert text.read(1, len(lines)) == written[: len(written) - len(_end_of(written))]


def _end_of(text: str) -> str:
    found = re.search("(\r\n|\n|\r)\\Z", text)
    return found[0] if found else ""


@pytest.mark.usefixtures("small_steps")
@given(TEXTS)
def test_what_the_database_reads_has_the_same_lines(
    tmp_path_factory: pytest.TempPathFactory, written: str
) -> None:
    """Ending in one way."""
    folder = tmp_path_factory.mktemp("text")
    text = text_of(file_of(folder, written), folder)
    path = text.in_one_way(folder, 0)
    assert text.breaks in ("\n", "\r\n", "\r")
    found = path.read_bytes().decode()
    assert lines_of(found) == lines_of(written)
    assert set(BREAK.findall(found)) <= {text.breaks}


@pytest.mark.slow
@settings(deadline=None)  # A database is made for each text.
@given(TEXTS, st.sampled_from([",", ";", "#"]))
def test_rows_and_cells_are_those_of_the_reader_in_process(
    tmp_path_factory: pytest.TempPathFactory, written: str, mark: str
) -> None:
    """Which lines they begin on, what the cells say, and what is wrong with quotes.

    But for what the lines in a cell end with, which is for the reader in process to tell.
    """
    folder = tmp_path_factory.mktemp("text")
    assert _through_database(folder, written, mark) == _in_process(written, mark)


Cells = dict[int, list[str]]


def _in_process(text: str, mark: str) -> Cells | Flaw:
    csv = Csv(text, "programs.csv", mark)
    try:
        table = csv.table(0)
    except Unreadable as problem:
        return problem.flaw
    lines = [1, *(csv.last_line(row) + 1 for row in range(1, csv.rows + 1))]
    return {
        lines[row - 1]: [BREAK.sub("\n", table.cell(row, n).text) for n in range(1, max(cells) + 1)]
        for row, cells in table.rows.items()
    }


def _through_database(folder: Path, written: str, mark: str) -> Cells | Flaw:
    file = file_of(folder, written)
    with Database(Limits(threads=1)) as database:
        text = text_of(file, database.folder)
        path = text.in_one_way(database.folder, 0)
        database.run(keeping_lines(file, path, text.breaks))
        table = table_of_lines(file)
        try:
            several = rows_on_several(text, database, table, 1, mark)
        except Unreadable as problem:
            return problem.flaw
        query = rows_in_cells(database, table, several, 1, mark)
        found = database.all(f"SELECT row, v FROM ({query}) ORDER BY row")
    return {row: _without_blanks(cells) for row, cells in found if any(cells)}


def _without_blanks(cells: list[str]) -> list[str]:
    while not cells[-1]:
        cells = cells[:-1]
    return cells


def test_a_row_of_very_many_lines_is_refused(tmp_path: Path) -> None:
    """A quote that is closed far below may be meant for none; one that never is has no end."""
    lines = "x" * 99 + "\n"
    closed = file_of(tmp_path, f'a\nb,"c\n{lines * 50_000}"\n')
    with Database(Limits(threads=1)) as database:
        text = text_of(closed, database.folder)
        database.run(keeping_lines(closed, closed.path, text.breaks))
        with pytest.raises(Unreadable) as refused:
            rows_on_several(text, database, table_of_lines(closed), 1, ",")
    assert refused.value.flaw.message == "A row has more than 4,194,304 bytes, which is the most."
    assert refused.value.flaw.location.span[:2] == (2, 1)


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """What is written anew beside the file may not fit."""
    file = file_of(tmp_path, "a\r\nb\n")
    text = text_of(file, tmp_path)
    with pytest.raises(LimitReached, match=r"gone cannot be written: .*; name another folder"):
        text.in_one_way(tmp_path / "gone", 0)


def test_a_file_that_is_changed_meanwhile_is_told(tmp_path: Path) -> None:
    """Places are never those of other rows."""
    file = file_of(tmp_path, "a\nb\nc\n")
    text: Text = text_of(file, tmp_path)
    file.path.write_bytes(b"a\n")
    with pytest.raises(LimitReached, match="was changed while it was read"):
        text.read(3, 3)
