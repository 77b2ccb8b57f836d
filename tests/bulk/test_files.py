"""Files of rows that are damaged, strange, or somewhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pacecar.checking.report import Report
from pacecar.plan import files
from pacecar.plan.bulk.doubtful import Doubtful
from pacecar.plan.bulk.files import split
from pacecar.plan.drafts import Draft
from pacecar.plan.files import PathProblem, any_for_database, find
from pacecar.plan.stems import collection_of_file
from tests.bulk.both import ONE, files_of, in_process, through_database, write_yaml
from tests.bulk.test_flaws import PLAN

ROW = "SELECT 'n-juke' AS id, 'Juke' AS name, 'nissan' AS company, 'B' AS segment, 'suv' AS body"


def parquet(folder: Path, query: str = ROW, name: str = "programs.parquet") -> Path:
    """Write a plan with a Parquet file of the rows of a query."""
    write_yaml(folder, PLAN)
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    duckdb.connect().execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    return file


def said(folder: Path) -> list[str]:
    """Return what is wrong with a plan."""
    return [finding.message for finding in report_on(folder).findings]


def report_on(folder: Path) -> Report:
    """Return the report on a plan through the database."""
    return through_database(folder, ONE)


@pytest.mark.parametrize("kept", [0, 3, 300])
def test_a_file_that_was_cut_off_is_not_judged(tmp_path: Path, kept: int) -> None:
    """A Parquet file without its end, or without anything, is told and never accepted."""
    file = parquet(tmp_path)
    file.write_bytes(file.read_bytes()[:kept])
    report = report_on(tmp_path)
    assert report.verdict == "not judged"
    assert [finding.rule for finding in report.findings] == ["plan/unreadable"]
    assert report.findings[0].message.startswith("The file cannot be read as Parquet: ")


def test_rubbish_in_the_middle_is_not_judged(tmp_path: Path) -> None:
    """Also where the file's end is whole."""
    file = parquet(tmp_path, f"SELECT * FROM ({ROW}), range(2000)")
    data = bytearray(file.read_bytes())
    data[4:400] = bytes(396)
    file.write_bytes(bytes(data))
    assert report_on(tmp_path).verdict == "not judged"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("1 AS colour", 'A program has no field "colour".'),
        ("'2024' AS \"end\"", '"end" is before "start".'),
        ("5 AS leader", '"leader" is the number 5; an id belongs here.'),
        ("[1] AS regions", 'Item 1 of "regions" is the number 1; an id belongs here.'),
        ("[['europe']] AS regions", 'Item 1 of "regions" is a list; an id belongs here.'),
        ("{'planed': 1} AS cost", '"cost" has no field "planed".'),
        ("'NaN'::DOUBLE AS upper_body_shared", '"upper_body_shared" is .nan; a finite number'),
        ("0.1::DOUBLE + 0.2 AS upper_body_shared", '"upper_body_shared" is "0.30000000000000004"'),
        ("map {'soon': 1} AS units", '"soon" stands where a year belongs.'),
        ("TIMESTAMP '2025-01-01 12:00' AS start", '"start" is the text'),
    ],
)
def test_columns_of_other_types_are_told_by_row(tmp_path: Path, more: str, message: str) -> None:
    """In the words for a value of that type."""
    start = ", '2025' AS start" if "AS start" not in more else ""
    parquet(tmp_path, f"{ROW.replace('SELECT', f'SELECT {more}{start},')}")
    found = said(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(message)


USUAL = (
    "DATE '2025-03-01' AS start, 2027 AS end",
    "TIMESTAMP '2025-01-01' AS start, '2027-12' AS end",
    "0.55::DOUBLE AS upper_body_shared, 0.1::FLOAT AS unused",
    "[{'year': 2025, 'vehicles': 100.0::DOUBLE}] AS units",
    "map {'2025': 120000} AS units",
    "{'planned': 560.50::DECIMAL(18, 8), 'standalone': NULL} AS cost",
    "'A'::ENUM('A', 'B') AS note",
    "NULL AS leader, NULL AS platform, NULL::VARCHAR[] AS regions",
)
"""More columns of a row, as writers of Parquet have them."""


@pytest.mark.parametrize("more", USUAL)
def test_what_writers_of_parquet_use_is_read(tmp_path: Path, more: str) -> None:
    """Dates, times at midnight, floating numbers, maps and lists of structs."""
    query = ROW.replace("SELECT", f"SELECT {more.replace(', 0.1::FLOAT AS unused', '')},")
    parquet(tmp_path, query)
    assert said(tmp_path) == []


@pytest.mark.parametrize("more", USUAL)
def test_usual_columns_are_read_by_the_query_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    """Row by row is only read what may have a flaw: it takes a hundred times as long."""
    read: list[object] = []

    def note(*given: object) -> Iterator[Draft]:
        read.append(given)
        return iter(())

    monkeypatch.setattr(Doubtful, "_drafted", note)
    parquet(
        tmp_path, ROW.replace("SELECT", f"SELECT {more.replace(', 0.1::FLOAT AS unused', '')},")
    )
    report_on(tmp_path)
    assert read == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"id": "n", "name": "Caf\xe9"}\n', "The byte 0xE9 here is not UTF-8."),
        ('{"id": "n"}\n'.encode("utf-16"), "The file is in UTF-16."),
        (b'{"id": "n", "note": "' + b"x" * 5_000_000 + b'"}\n', "A line has more than 4,194,304"),
    ],
)
def test_lines_that_are_no_text_are_not_judged(tmp_path: Path, data: bytes, message: str) -> None:
    """Another encoding, or a line without end."""
    write_yaml(tmp_path, PLAN)
    (tmp_path / "programs.jsonl").write_bytes(
        b'{"id": "a"}\n' * 2 + data if data[0] < 128 else data
    )
    report = report_on(tmp_path)
    assert report.verdict == "not judged"
    assert report.findings[0].message.startswith(message)


def test_names_say_which_collection_it_is(tmp_path: Path) -> None:
    """Numbered files, files in a folder called so; others are of no plan."""
    assert [
        getattr(collection_of_file(name), "name", None)
        for name in (
            *("programs.jsonl", "a/programs-0017.parquet", "programs/part-3.parquet"),
            *("programs.parquet/part-00000-abc.parquet", "Programs.parquet", "findings.parquet"),
            *("programs-0017.csv", "programs/part-1.csv", "programs/1.csv", "programs/mine.csv"),
        )
    ] == [*["programs"] * 5, None, *["programs"] * 3, None]


def test_large_sheets_of_entities_are_for_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small ones are not, nor those that are always small, nor those that are of no plan."""
    text = "id,name\n" + "n,N\n" * 3
    for called in ("programs.csv", "leaderships.csv", "export.csv", "plan.csv"):
        (tmp_path / called).write_text(text)
    small = split([tmp_path])
    assert [file.name for file in small.large] == []
    monkeypatch.setattr(files, "LINES_BYTES", len(text) - 1)
    for called in ("leaderships.csv", "export.csv", "plan.csv"):
        assert not any_for_database([tmp_path / called])
    assert any_for_database([tmp_path])
    assert [Path(file.name).name for file in split([tmp_path]).large] == ["programs.csv"]


@pytest.mark.parametrize("breaks", ["\n", "\r\n"])
def test_lines_of_json_end_as_they_do(tmp_path: Path, breaks: str) -> None:
    """With a line feed, and with a return before it."""
    write_yaml(tmp_path, PLAN)
    rows = ['{"id": "N"}', "", '{"id": "n", "name": "N", "company": null, "segment": null}', ""]
    (tmp_path / "programs.jsonl").write_bytes(breaks.join(rows).encode())
    found = report_on(tmp_path)
    assert [(f.location and f.location.span.line, f.message) for f in found.findings] == [
        (f.location and f.location.span.line, f.message) for f in in_process(tmp_path, ONE).findings
    ]
    assert found.verdict == "rejected"


def test_patterns_and_links_lead_to_files_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pattern that matches nothing is told; a file is read once, however it is named."""
    monkeypatch.chdir(tmp_path)
    parquet(tmp_path, name="programs-1.parquet")
    parquet(tmp_path, ROW.replace("n-juke", "n-leaf"), name="programs-2.parquet")
    Path("programs-3.parquet").symlink_to("programs-1.parquet")
    assert [file.name for file in find(["programs-*.parquet", "."])] == [
        *("plan.yaml", "programs-1.parquet", "programs-2.parquet")
    ]
    assert any_for_database(["programs-?.parquet"])
    with pytest.raises(PathProblem, match="no file is called so"):
        find(["programs-*.csv"])
    assert report_on(Path()).programs == 2


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither after a check, nor after one that was interrupted."""
    import pacecar.checking.bulk as module
    from pacecar.checking.waiving import DEFAULT_TERMS
    from pacecar.plan.bulk.database import Limits
    from tests.bulk.both import TODAY

    parquet(tmp_path / "plan")
    spilled = tmp_path / "spilled"
    spilled.mkdir()

    def interrupt(step: str) -> None:
        if step.startswith("judging"):
            raise KeyboardInterrupt

    asked = module.Asked([ONE], (), (), None, TODAY, kept=False, terms=DEFAULT_TERMS)
    limits = Limits(folder=spilled)
    with (
        pytest.raises(KeyboardInterrupt),
        module.checked(files_of(tmp_path / "plan"), asked, limits, interrupt),
    ):
        pass
    assert list(spilled.iterdir()) == []
