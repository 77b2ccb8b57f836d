"""CSV that a database reads says what it says when it is read in process, at the same places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pacecar.checking.bulk as checking
from pacecar.checking.report import Report
from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.reading import read_bulk
from pacecar.plan.elements import written
from pacecar.plan.loading import load_plan
from pacecar.plan.nodes import Location
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import Element, Items, State
from tests.bulk.both import (
    ONE,
    SMALL,
    TODAY,
    files_of,
    in_process,
    placed,
    through_database,
    told,
    write_yaml,
)
from tests.bulk.test_flaws import PLAN
from tests.plan.sheets.test_round_trip import shape

HEADER = "id,name,company,segment,body"
JUKE = "n-juke,Juke,nissan,B,suv"
LEAF = "n-leaf,Leaf,nissan,C,hatch"
ROW = "n-x,X,nissan,Q,suv"


@pytest.fixture(autouse=True)
def _all_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_SHOWN", 10**6)


def reports(folder: Path, data: bytes | str) -> tuple[Report, Report]:
    """Return the reports on a CSV file of programs, in process and through the database."""
    write_yaml(folder, PLAN)
    (folder / "programs.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    return in_process(folder, ONE), through_database(folder, ONE)


def assert_same(folder: Path, data: bytes | str) -> Report:
    """Compare what is told of a CSV file, and where; return the report."""
    expected, found = reports(folder, data)
    assert placed(found) == placed(expected)
    assert told(found) == told(expected)
    return found


CELLS = {
    "no choice": ("segment", "Q"),
    "a case of letters": ("segment", "b"),
    "a blank name": ("name", ""),
    "a dash": ("name", "-"),
    "a name that is not known": ("name", "TBD"),
    "a name that is none": ("name", "none"),
    "a number as a name": ("name", "12"),
    "an error as a name": ("name", "#REF!"),
    "an error in small letters": ("name", "#n/a"),
    "a comment as a name": ("name", "# new"),
    "a blank id": ("id", ""),
    "an id that is not known": ("id", "tbd"),
    "an id that means unknown": ("id", "unknown"),
    "an id in capitals": ("id", "N-Juke"),
    "an id with a space without break": ("id", "\u00a0n-juke\u2003"),
    "an id that is a word": ("id", "none"),
    "no day": ("start", "2025-02-30"),
    "no date": ("start", "soon"),
    "a day that comes first": ("start", "15.03.2025"),
    "a day that the calendar has not": ("start", "31.02.2025"),
    "a month that comes first": ("start", "03/2025"),
    "a thirteenth month": ("start", "13/2025"),
    "a month by name": ("start", "March 2025"),
    "a day of which it is not sure": ("start", "03/04/2025"),
    "a time at midnight": ("start", "2025-03-01T00:00:00"),
    "a year": ("start", "2025"),
    "dates out of order": ("start,end", "2025-03,2024"),
    "an end that is none": ("end", "none"),
    "an end that is not known": ("end", "?"),
    "a share": ("upper body shared", "0.55"),
    "a share with a comma": ("upper_body_shared", '"0,55"'),
    "a share in percent": ("upper_body_shared", "55 %"),
    "a share in percent with a comma": ("upper_body_shared", '"12,5%"'),
    "a share in percent with three decimals": ("upper_body_shared", "1.250%"),
    "a share above one": ("upper_body_shared", "55"),
    "a share above a hundred percent": ("upper_body_shared", "550%"),
    "a share with too many decimals": ("upper_body_shared", "0.1234567"),
    "a share in exponents": ("upper_body_shared", "5e-1"),
    "a share that is a word": ("upper_body_shared", "half"),
    "a number of two meanings": ("cost planned", "1.250"),
    "a number with a comma of two meanings": ("cost planned", '"1,250"'),
    "a number that begins with a zero": ("cost planned", "0.125"),
    "thousands": ("cost planned,cost standalone", "1 250 000,12.5"),
    "thousands with points": ("cost planned", "1.250.000"),
    "thousands with apostrophes": ("cost planned", "1'250'000"),
    "thousands with commas": ("cost planned", '"1,250,000.5"'),
    "a negative number": ("cost planned", "-1"),
    "zeros before a number": ("cost planned", "007"),
    "a plus": ("cost planned", "+7"),
    "a long number": ("cost planned", "1234567890123456"),
    "a percentage that is no share": ("cost planned", "5 %"),
    "costs of which one is blank": ("cost planned,cost standalone", ",5"),
    "costs that are not known": ("cost planned,cost standalone", "?,"),
    "costs that are none": ("cost planned,cost standalone", "none,5"),
    "volumes": ("units", "2025=120000; 2026=?"),
    "volumes twice": ("units", "2025=120000; 2025=1"),
    "volumes of no year": ("units", "soon=1"),
    "volumes without a year": ("units", "5"),
    "volumes that are blank": ("units", "2025=; =3"),
    "no volumes": ("units", "none"),
    "volumes that are no whole number": ("units", "2025=1.5"),
    "a list": ("regions", "europe; europe;"),
    "a list with commas": ("regions", '"europe, japan"'),
    "a list over lines": ("regions", '"europe\neurope"'),
    "a list that is empty": ("regions", "none"),
    "a list of nothing": ("regions", ";"),
    "an item that is not known": ("regions", "europe; ?"),
    "a dangling item": ("regions", "europe; eurpe"),
    "a dangling item over lines": ("regions", '"europe\r\neurpe"'),
    "technologies": ("technologies", "hybrid=nissan; hybrid; ?; hybrid=?"),
    "a technology without a name": ("technologies", "=nissan"),
    "a technology that is blank": ("technologies", "-=nissan; hybrid="),
    "a technology of two": ("technologies", '"hybrid, hybrid=nissan"'),
    "a dangling technology": ("technologies", "hybird = nisan"),
    "a technology with two marks": ("technologies", "hybrid=nissan=x"),
    "a dangling reference": ("platform", "cmf-z"),
    "a reference with spaces": ("platform", "\u2003cmf-b\u00a0"),
    "a dangling leader": ("leader", "n-jke"),
    "a leader that is none": ("leader", "None"),
    "a leader that is not known": ("leader", "?"),
    "a leader that it is itself": ("leader", "n-juke"),
    "a brand of another": ("brand", "infiniti"),
    "a text in quotes": ("note", '" a ""b"", c "'),
    "a text with a quote": ("note", '5" wide'),
    "a text over lines": ("note", '"a\n\nb ""\n"""'),
    "a blank text over lines": ("note,platform", '"\n",cmf-z'),
    "letters and accents apart": ("name", "Me\u0301gane"),
    "letters of many scripts": ("name", "Mégane Škoda 日産 ジューク Жук"),
    "a confidence": ("confidence,unsure", "high,start; units"),
}


def text_of_cells() -> str:
    """Return a file in which each case is a row, among others that have nothing in its columns."""
    known = HEADER.split(",")
    others = [name for header, _ in CELLS.values() for name in header.split(",")]
    columns = list(dict.fromkeys([*known, *others]))
    rows = [columns]
    for number, (header, cell) in enumerate(CELLS.values()):
        names = header.split(",")
        row = dict(zip(known, LEAF.split(","), strict=True)) | {"id": f"n-{number}"}
        row |= dict(zip(names, [cell] if len(names) == 1 else cell.split(","), strict=True))
        rows.append([row.get(name, "") for name in columns])
    return "".join(f"{','.join(row)}\r\n" for row in rows)


def test_cells_are_told_of_as_in_process(tmp_path: Path) -> None:
    """What is wrong in them, and where."""
    assert len(assert_same(tmp_path, text_of_cells()).findings) > 30


def test_cells_mean_what_they_mean_in_process(tmp_path: Path) -> None:
    """All values are the same, and so are the places of all that is written."""
    write_yaml(tmp_path, PLAN)
    (tmp_path / "programs.csv").write_text(text_of_cells(), encoding="utf-8", newline="")
    expected = load_plan([tmp_path], as_of=None, today=TODAY)
    files = files_of(tmp_path)
    with Database(SMALL) as database:
        read = read_bulk(
            *(files.small, files.large, database), as_of=None, today=TODAY, tell=lambda _: None
        )
        found = read.held()
        assert in_tables(shape(found)) == in_tables(shape(expected))
        assert places(found) == places(expected)


def in_tables(said: Any) -> Any:
    """Return what a plan says as tables keep it: what is there and wrong is not known there."""
    if isinstance(said, dict):
        return {name: in_tables(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [in_tables(value) for value in said]
    return State.UNKNOWN if said is State.PRESENT else said


def places(plan: Plan) -> dict[str, list[Location | None]]:
    """Return where everything stands in the programs of a plan."""
    return {element.id: list(_places(element)) for element in plan.collections["programs"]}


def _places(element: Element) -> Iterator[Location | None]:
    origin = element.origin
    if origin is None:
        return
    yield origin.whole()
    for field, _ in written(element.name_of_kind):
        yield origin.locate(field.name)
        value = getattr(element, field.name)
        inner = value.items if isinstance(value, Items) else [value]
        for number, each in enumerate(inner):
            if isinstance(each, Element) and each.owner is element:
                yield from _places(each)
            elif isinstance(value, Items):
                yield origin.locate(field.name, number)


COLUMNS = {
    "an unknown field": ("colour", "red"),
    "a misspelt field": ("Segmnt", "B"),
    "a column that is not for the plan": ("# Owner", "Ann"),
    "a year of volumes": ("units 2025", "120000"),
    "a year of volumes with an error": ("units 2025,Units_2026", "#DIV/0!,5"),
    "years of which one is blank": ("units 2025,units 2026", "120000,"),
    "years that are blank": ("units 2025,units 2026", ",-"),
    "years beside volumes": ("units,units 2026", "2025=5,7"),
    "years beside blank volumes": ("units,units 2026", ",7"),
    "years beside no volumes": ("units,units 2026", "none,"),
    "a year twice": ("units,units 2026", "2026=5,7"),
    "a value without a header": ("", "lost"),
    "two values without headers": (",", "# mine,lost"),
    "a column that is there twice": ("name", "Juke II"),
    "a column that is there twice, written otherwise": ("start,Start", "2025,2026"),
}


@pytest.mark.parametrize(("header", "cells"), COLUMNS.values(), ids=COLUMNS.keys())
def test_columns_are_read_as_in_process(tmp_path: Path, header: str, cells: str) -> None:
    """One row has something in them, and two have nothing."""
    text = f"{HEADER},{header}\n{JUKE},{cells}\n{LEAF}\n{ROW},\n"
    assert_same(tmp_path, text)


@pytest.mark.parametrize(
    ("header", "cell"), [("note", "x" * 70_000), ("regions", "europe;" * 10_000)]
)
def test_a_text_that_is_too_long_is_told_among_others(
    tmp_path: Path, header: str, cell: str
) -> None:
    """In process nothing else is read then; here the other rows are."""
    text = f"{HEADER},{header}\n{JUKE},{cell}\nn-note,Note,nissan,Q,mpv\n"
    expected, found = reports(tmp_path, text)
    (over,) = placed(expected)
    assert over in placed(found)
    assert [finding.rule for finding in found.findings] == ["plan/over-limit", "plan/wrong-type"]
    assert found.verdict == expected.verdict == "not judged"


FILES: dict[str, bytes | str] = {
    "a short row": f"{HEADER},start\n{JUKE}\nn-x,X\n{ROW},2025\n",
    "a row that is too long": f"{HEADER}\n{JUKE},more,,# less\n{ROW},,still more\n",
    "commas at the end": f"{HEADER},,\n{JUKE},,\n{ROW},,\n",
    "a blank header": "id,,name,company,segment,body\nn-a,,A,nissan,B,suv\nn-b,x,B,nissan,Q,suv\n",
    "blank lines": f"\n\n{HEADER}\n\n{JUKE}\n\n\n{ROW}\n,,,,\n{LEAF}\n\n",
    "lines of spaces": f"{HEADER}\n{JUKE}\n \t\n\u3000,\u00a0\n{ROW}",
    "CRLF": f"{HEADER}\r\n\r\n{JUKE}\r\n{ROW}\r\n",
    "CR": f"{HEADER}\r\r{JUKE}\r{ROW}\r",
    "line breaks of all kinds": f"{HEADER}\r\n{JUKE}\n{ROW}\r\r\n\n\r{LEAF}\r\n",
    "LF in cells and CRLF after rows": f'{HEADER},note\r\n{JUKE},"a\nb"\r\n{ROW},"\n"\r\n',
    "a byte order mark": f"\ufeff{HEADER}\n{ROW}\n",
    "a byte order mark and quotes": f'\ufeff"id","name",company,segment,body\n{ROW}\n',
    "titles": f'Programs of 2026\n"over\ntwo lines"\n{HEADER}\n{ROW}\n',
    "comments": f"{HEADER}\n# {JUKE}\n{JUKE}\n,# no\n#REF!,A,nissan,B,suv\n{ROW}\n",
    "rows of no known column": f"{HEADER},# own\n,,,,mine\n{ROW},x\n",
    "semicolons": f"{HEADER}\n{JUKE}\n{ROW}\n".replace(",", ";"),
    "tabs": f"{HEADER}\n{JUKE}\n{ROW}\n".replace(",", "\t"),
    "bars": f'{HEADER}\n{JUKE}\n"n|x",X,nissan,Q,suv\n'.replace(",", "|"),
    "a separator that is told": f"sep=;\n{HEADER}\n{ROW}\n".replace(",", ";"),
    "a separator that is told in quotes": f'"sep=!"\r\n{HEADER}\r\n{ROW}\r\n'.replace(",", "!"),
    "a backslash that separates": f"sep=\\\n{HEADER}\n{ROW}\n".replace(",", "\\"),
    "a bracket that separates": f"sep=]\n{HEADER}\n{ROW}\n".replace(",", "]"),
    "quotes everywhere": (
        '"id","name","company","segment","body"\n"n-a","A ""1"", 2","nissan","Q","suv"\n'
    ),
    "spaces around quotes": f'{HEADER}\n "n-a" , "A" ,\u00a0"nissan"\u00a0,"Q" ,"suv"\n',
    "quotes within cells": f'{HEADER}\nn-a,A "1","nissan",Q,su"v\n{ROW}\n',
    "a quote that is never closed": f'{HEADER}\n{JUKE}\nn-a,"A,nissan,B,suv\n{ROW}\n{LEAF}\n',
    "a quote that is closed far below": (
        f'{HEADER}\n{JUKE}\nn-a,"A,nissan,B,suv\n{ROW}\nn-b,"B",nissan,B,suv\n'
    ),
    "what follows a quote": f'{HEADER}\n{JUKE}\nn-a,"A" B,nissan,B,suv\n{ROW}\n',
    "quotes after a quote": f'{HEADER}\n{JUKE}\nn-a,"A" "B,nissan,B,suv\n{ROW}\n',
    "a quote that opens after one over lines": f'{HEADER}\n"n-a","A\nB",nissan,B,"suv\n{ROW}\n',
    "what follows a quote over lines": f'{HEADER}\n"n-a","A\nB"x,nissan,B,suv\n{ROW}\n',
    "a quote alone at the end": f'{HEADER}\n{ROW}\n"',
    "rows over lines": (
        f'{HEADER},note\n"n-a","A",nissan,Q,suv,"one\n\n""two"", three\nfour"\n'
        f'\n{ROW},"x\ny"\nn-c,C,nissan,Q,suv,plain\n"n\nd",D,nissan,B,suv,\n'
    ),
    "a header over lines": f'id,"name",company,"segment","bo\ndy","# my\nown"\n{ROW}\n',
    "an id that is there twice": f"{HEADER}\n{JUKE}\n{JUKE}\n\n{JUKE}\n",
    "an id that is there twice, over lines": (
        f'{HEADER},note\n{JUKE},"a\nb"\n{JUKE},"a\nb"\n{JUKE},\n'
    ),
    "no id": "name,company,segment,body\nA,nissan,B,suv\nB,nissan,Q,suv\n",
    "no segment": "id,name,company,body\nn-a,A,nissan,suv\nn-b,B,nissn,suv\n",
    "no columns and no rows": "id,name\n",
    "no headers": "a,b,c\n1,2,3\n",
    "nothing": "",
    "blank lines only": "\n\n  \n",
    "a control character": f"{HEADER}\n{JUKE}\nn-a,A\x07,nissan,B,suv\n",
    "a NUL": f"{HEADER}\n{JUKE}\nn-ä,A\x00,nissan,B,suv\n",
    "a line separator of Unicode": f"\ufeff{HEADER}\n{JUKE}\nn-a,A\u2028,nissan,B,suv\n",
    "a line separator in the first line": f"\ufeff{HEADER},ä\u0085\n{JUKE}\n",
    "Windows-1252": f"{HEADER}\r\n{JUKE}\r\nn-a,Mégane “2”,nissan,Q,suv\r\n".encode("cp1252"),
    "Windows-1252 with CR": f"{HEADER}\rn-a,Mégane,nissan,Q,suv\r".encode("cp1252"),
    "Windows-1252 and an open quote": f'{HEADER}\n{JUKE}\nn-a,"é,B\n'.encode("cp1252"),
    "Windows-1252 and an open header": f'{HEADER},"é\n{JUKE}\n'.encode("cp1252"),
    "neither UTF-8 nor Windows-1252": f"{HEADER}\nn-é,A\x81,nissan,Q,suv\n".encode("latin-1"),
    "UTF-16": f"{HEADER}\r\nn-a,Mégane 日産 😀,nissan,Q,suv\r\n".encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff"
    + f'{HEADER}\n{JUKE}\n"n\na",A,n,Q,s\n'.encode("utf-16-be"),
    "UTF-16 that is cut off": f"{HEADER}\n{JUKE}\n".encode("utf-16")[:-1],
    "UTF-16 without a mark": f"{HEADER}\n{JUKE}\n".encode("utf-16-le"),
    "characters beyond the first plane": f"{HEADER}\nn-a,😀😀,nissan,Q,suv\n",
    "a reference that is told once": f"{HEADER},leader\n{JUKE},N\nN,N,nissan,B,suv,\n",
}


USUAL = frozenset(
    (
        *("a short row", "a row that is too long", "a blank header", "blank lines"),
        *("line breaks of all kinds", "a byte order mark and quotes", "titles", "comments"),
        *("a separator that is told in quotes", "spaces around quotes", "rows over lines"),
        *("a quote that is never closed", "what follows a quote over lines", "no segment"),
        *("an id that is there twice, over lines", "no headers", "a NUL", "Windows-1252", "UTF-16"),
    )
)
"""What is compared every time."""


@pytest.mark.parametrize("data", [FILES[name] for name in sorted(USUAL)], ids=sorted(USUAL))
def test_a_file_is_read_as_in_process(tmp_path: Path, data: bytes | str) -> None:
    """However it is written, and whatever is wrong with it."""
    assert_same(tmp_path, data)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FILES.keys() - USUAL))
def test_other_files_are_read_as_in_process(tmp_path: Path, name: str) -> None:
    """Those that are less usual."""
    assert_same(tmp_path, FILES[name])
