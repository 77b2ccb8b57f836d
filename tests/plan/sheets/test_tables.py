"""Where a table's headers are, what its rows are, and what is said of the rest."""

from __future__ import annotations

import pytest

from pacecar.plan.values import State
from tests.plan.golden import load, report
from tests.plan.sheets.samples import BASE, HEADERS, ONE, book_plan, csv_flaws, csv_plan, workbook


def ids(text: str) -> list[str]:
    """Return the ids of the programs in a CSV file without flaws."""
    plan = csv_plan(text)
    assert report(plan) == ""
    return [program.id for program in plan.collections["programs"]]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADERS}\n{ONE}\n",
        f"All programs,,,,\n\nas of March,,2026\n{HEADERS}\n{ONE}\n",
        f"\r\n\r\n{HEADERS}\r\n\r\n,,,,\r\n{ONE}\r\n , \r\n",
        " ID ;Name; COMPANY;Segment ;body\none;One;north;C;suv\n",
        "sep=|\nid|name|company|segment|body\none|One|north|C|suv",
        "id\tname\tcompany\tsegment\tbody\rone\tOne\tnorth\tC\tsuv\r",
        f"{HEADERS},# owner\n{ONE},someone\n#,a,b\n# two,Two,north,C,suv,me\n",
        f"\ufeff{HEADERS}\n{ONE}\n",
    ],
)
def test_headers_are_found(text: str) -> None:
    """Titles above, blank rows, spaces, comments and other delimiters are no hindrance."""
    assert ids(text) == ["one"]


def test_unknown_headers_are_reported_once() -> None:
    """At the header, with what is meant; a column without a header at its first value."""
    text = f"{HEADERS},platfrom,owner,cost,,body\n"
    text += f"{ONE},flat,me,1,stray,van\ntwo,Two,north,C,suv,flat,me,1,more\n"
    assert csv_flaws(text) == (
        "programs.csv:1:30-1:38 (F1) plan/unknown-field\n"
        '  A program has no field "platfrom".\n'
        '  hint: Did you mean "platform"?\n'
        "  at /programs\n"
        "  of programs/platfrom\n"
        "programs.csv:1:39-1:44 (G1) plan/unknown-field\n"
        '  A program has no field "owner".\n'
        "  hint: Begin the header with # if the column is not for the plan.\n"
        "  at /programs\n"
        "  of programs/owner\n"
        "programs.csv:1:45-1:49 (H1) plan/unknown-field\n"
        '  A program has no field "cost".\n'
        '  hint: Its columns are "cost standalone" and "cost planned". '
        "Begin the header with # if the column is not for the plan.\n"
        "  at /programs\n"
        "  of programs/cost\n"
        "programs.csv:1:51-1:55 (J1) plan/duplicate-key\n"
        '  The column "body" is here a second time; the first one counts.\n'
        "  hint: Remove one of the two, or begin its header with #.\n"
        "  at /programs\n"
        "  of programs/body\n"
        "  see programs.csv:1:25 the first one\n"
        "programs.csv:2:31-2:36 (I2) plan/unknown-field\n"
        '  The column of "stray" has no header in row 1.\n'
        "  hint: Write the field's name there, or # if the column is not for the plan.\n"
        "  at /programs\n"
        "  of programs\n"
    )


def test_a_column_that_is_missing_is_reported_once() -> None:
    """And not for each row; a cell that must be filled is reported at the cell."""
    text = "id,name,company,segment\none,One,north,C\ntwo,,north,?\nthree,Three,north,\n"
    assert csv_flaws(text) == (
        "programs.csv:1:1-1:3 (A1) plan/missing-field\n"
        '  The file has no column "body".\n'
        '  hint: Add it to row 1, even if its cells are "?": not known.\n'
        "  at /programs\n"
        "  of programs/body\n"
        "programs.csv:3:5-3:5 (B3) plan/missing-field\n"
        '  The program "two" has no "name".\n'
        "  hint: Write it into the cell.\n"
        "  at /programs/1/name\n"
        "  of programs/two/name\n"
    )


def test_a_table_without_headers_is_reported() -> None:
    """References to what it may hold are not."""
    base = BASE + b"waivers: [{rule: a/b, program: one, until: 2027, reason: r, approved_by: []}]\n"
    plan = csv_plan("one,One,north\n", base=base)
    assert report(plan) == (
        "programs.csv:1:1-1:4 (A1) plan/missing-field\n"
        "  The file has no row of headers.\n"
        "  hint: Write the names of fields above the values, such as id, name and company.\n"
        "  at /programs\n"
        "  of programs\n"
    )
    assert plan.judged


def test_a_table_of_headers_alone_is_empty() -> None:
    """It holds no entities, and nothing is missing."""
    assert ids("id,name\n") == []


def test_values_have_real_lines_and_columns() -> None:
    """In a CSV file lines and columns are those of the text, items of lists have their own."""
    text = (
        "id,name,company,segment,body,note,plants,technologies\n"
        'one,"One ""1""\nof two",north,C,suv,"a\nb", "hill; vally" ,hybrid=nort\n'
    )
    assert csv_flaws(text) == (
        "programs.csv:4:12-4:17 (G2) plan/unknown-reference\n"
        '  Item 2 of "plants" is "vally", which is not in plants.\n'
        '  hint: Did you mean "valley"?\n'
        "  at /programs/0/plants/1\n"
        "  of programs/one/plants\n"
        "programs.csv:4:27-4:31 (H2) plan/unknown-reference\n"
        '  "developer" is "nort", which is not in companies.\n'
        '  hint: Did you mean "north"?\n'
        "  at /programs/0/technologies/0/developer\n"
        "  of programs/one/technologies\n"
    )


def test_numbered_files_are_of_one_collection() -> None:
    """Their names say so, or that of their folder; a planner's own list beside them is none."""
    rows = (("programs-1.csv", "one"), ("programs/part-2.csv", "two"), ("programs/3.csv", "three"))
    files = [(name, f"{HEADERS}\n{id_},One,north,C,suv\n".encode()) for name, id_ in rows]
    plan = load(("a.yaml", BASE), *files)
    assert report(plan) == ""
    assert {program.id for program in plan.collections["programs"]} == {"one", "two", "three"}
    (flaw,) = load(("a.yaml", BASE), ("programs/mine.csv", b"a\n")).flaws
    assert flaw.message == 'A plan has no collection "mine".'


def test_a_misplaced_quote_is_told_with_the_one_that_opened() -> None:
    """Where it is on another line: that is the one to look at."""
    (flaw,) = csv_plan(f'{HEADERS}\none,"One,north,C,suv\ntwo,"Two",north,C,suv\n').flaws
    assert (flaw.message, flaw.location.span[:2]) == ("T follows a closing quote.", (3, 6))
    assert [(place.span[:2], said) for place, said in flaw.related] == [((2, 5), "opened here")]


def test_rows_are_counted_as_spreadsheets_count_them() -> None:
    """A text of two lines makes one row, a blank line another."""
    text = f'{HEADERS}\n"on\ne",One,north,C,suv\n\nTwo,Two,north,C,suv\n'
    places = [(flaw.location.span.line, flaw.location.cell) for flaw in csv_plan(text).flaws]
    assert places == [(2, "A2"), (5, "A4")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f'{HEADERS}\none,"One,north\n',
            ("programs.csv:2:5-2:5 plan/unreadable!\n"
            "  The quote that opens here is never closed.\n"
            "  hint: Close the quote.\n"),
        ),
        (
            f'{HEADERS}\none,"One"1,north\n',
            ("programs.csv:2:10-2:10 plan/unreadable!\n"
            "  1 follows a closing quote.\n"
            '  hint: Write a quote within a cell twice: "".\n'),
        ),
        (
            "",
            "programs.csv:1:1-1:1 plan/wrong-type\n  The file is empty.\n  hint: Remove it.\n",
        ),
        (
            ",,\n \n",
            "programs.csv:1:1-1:1 plan/wrong-type\n  The file is empty.\n  hint: Remove it.\n",
        ),
        (
            f"{HEADERS}\none,O\x00e,north,C,suv\n",
            ("programs.csv:2:6-2:7 plan/unreadable!\n"
            "  The file holds a NUL character.\n"
            "  hint: Remove it.\n"),
        ),
    ],
)  # fmt: skip
def test_broken_files_are_told_from_broken_plans(text: str, expected: str) -> None:
    """What cannot be read is said with its line and column."""
    assert csv_flaws(text) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (f"{HEADERS}\none,Citro\u00ebn,north,C,suv\n".encode(), ""),
        (f"{HEADERS}\none,Citro\u00ebn,north,C,suv\n".encode("utf-8-sig"), ""),
        (f"{HEADERS}\none,Citro\u00ebn,north,C,suv\n".encode("utf-16"), ""),
        (b"\xfe\xff" + f"{HEADERS}\none,Citro\u00ebn,north,C,suv\n".encode("utf-16-be"), ""),
        (
            f"{HEADERS}\none,Citro\u00ebn,north,C,suv\n".encode("cp1252"),
            (
                "programs.csv:2:10-2:11 plan/unreadable\n"
                "  The file is not in UTF-8; it was read as Windows-1252: "
                '"one,Citro\u00ebn,north,C,suv".\n'
                '  hint: Save it as "CSV UTF-8".\n'
            ),
        ),
        (
            f"{HEADERS}\none,Citro".encode() + b"\x81n,north,C,suv\n",
            (
                "programs.csv:2:10-2:10 plan/unreadable!\n"
                "  The byte 0x81 here is not UTF-8.\n"
                "  hint: The file is probably in Windows-1252 or Latin-1. Save it as UTF-8.\n"
            ),
        ),
        (
            f"{HEADERS}\n".encode("utf-16")[:-1],
            (
                "programs.csv:1:1-1:1 plan/unreadable!\n"
                "  The file is in UTF-16.\n"
                "  hint: Save it as UTF-8.\n"
            ),
        ),
    ],
)
def test_encodings_are_read_or_reported(data: bytes, expected: str) -> None:
    """UTF-8 and UTF-16 are sure; Windows-1252 is read, and said to be a guess."""
    plan = csv_plan(data)
    assert report(plan) == expected
    names = [program.name for program in plan.collections["programs"]]  # type: ignore[attr-defined]
    assert names == ([] if "!" in expected else ["Citro\u00ebn"])


PLANS = [
    'name,as of,settings twins/x most\nP,31/12/2025,"0,6"\n',
    "The plan,,\nname,P\nas_of,2025-12-31\n\n# me,x\nsettings twins/x most,60 %\n",
]


@pytest.mark.parametrize("text", PLANS)
def test_the_header_of_a_plan_lies_either_way(text: str) -> None:
    """As a row below its headers, or one field below the other."""
    plan = csv_plan(text, "plan.csv", base=b"companies: []\n")
    assert report(plan) == ""
    assert plan.header.name == "P"  # type: ignore[attr-defined]
    assert plan.header.as_of == (739616, 739616)  # type: ignore[attr-defined]
    setting = plan.settings["twins/x"]["most"]
    assert (setting.text, setting.plain) == ("0.6" if "0,6" in text else "0.60", True)


def test_the_header_of_a_plan_is_there_once() -> None:
    """A second row, a field written twice and one that is unknown are reported."""
    two = csv_plan("name,since\nP,2020\nQ,2021\n", "plan.csv", base=b"companies: []\n")
    assert report(two) == (
        "plan.csv:3:1-3:2 (A3) plan/duplicate-key\n"
        '  The plan has a second "plan"; the first one counts.\n'
        "  hint: Leave one.\n"
        "  at /plan\n"
        "  of plan\n"
        "  see plan.csv:2:1 the first one\n"
    )
    down = csv_plan("name,P\nsicne,2020\nname,Q\n", "plan.csv", base=b"companies: []\n")
    assert report(down) == (
        "plan.csv:2:1-2:6 (A2) plan/unknown-field\n"
        '  A plan has no field "sicne".\n'
        '  hint: Did you mean "since"?\n'
        "  at /plan\n"
        "  of plan/sicne\n"
        "plan.csv:3:1-3:5 (A3) plan/duplicate-key\n"
        '  "name" is here a second time; the first one counts.\n'
        "  hint: Remove one of the two.\n"
        "  at /plan\n"
        "  of plan\n"
        "  see plan.csv:1:1 the first one\n"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("b.csv", 'Add a file plan.csv with two lines: "name", and the name.'),
        ("b.xlsx", 'Add a sheet "Plan" that has "name" in A1, and the name in B1.'),
    ],
)
def test_a_plan_without_a_header_is_told_how_to_write_one(name: str, hint: str) -> None:
    """In the words of the file that lacks it."""
    data = workbook(lambda *_: None) if name == "b.xlsx" else f"{HEADERS}\n".encode()
    found = load((name if name == "b.xlsx" else "programs.csv", data))
    assert [flaw.hint for flaw in found.flaws if flaw.collection == "plan"] == [hint]


def test_a_year_is_written_once() -> None:
    """The same year in a column and in the cell of all is a flaw, unless one is blank."""
    text = f"{HEADERS},units 2027,units\n{ONE},10,2027=20\ntwo,Two,north,C,suv,,2027=5\n"
    plan = csv_plan(text)
    assert report(plan) == (
        "programs.csv:2:29-2:31 (G2) plan/duplicate-key\n"
        '  "2027" is here a second time; the first one counts.\n'
        "  hint: Remove one of the two.\n"
        "  at /programs/0/units/2027\n"
        "  of programs/one/units\n"
        "  see programs.csv:2:21 the first one\n"
    )
    vehicles = [p.units.items[0].vehicles for p in plan.collections["programs"]]  # type: ignore[attr-defined]
    assert vehicles == [(10, 10), (5, 5)]


def test_a_cost_that_is_blank_is_not_known() -> None:
    """Half of one is half known; a model line without any value is none."""
    text = f"{HEADERS},cost planned,cost standalone\n{ONE},,\ntwo,Two,north,C,suv,7,\n"
    one, two = csv_plan(text).collections["programs"]
    assert one.cost.state is State.UNKNOWN  # type: ignore[attr-defined]
    assert two.cost.planned == (7_000_000, 7_000_000)  # type: ignore[attr-defined]
    assert two.cost.standalone.state is State.UNKNOWN  # type: ignore[attr-defined]
    text = "company,region,model line segment,model line programs\nnorth,asia,,\nnorth,,C,\n"
    plan = csv_plan(text, "leaderships.csv")
    assert report(plan) == ""
    assert [(e.id, e.model_line.state) for e in plan.collections["leaderships"]] == [  # type: ignore[attr-defined]
        ("model line C, north", State.KNOWN),
        ("region asia, north", State.NONE),
    ]


def test_collections_are_spread_over_all_kinds_of_files() -> None:
    """YAML, CSV and workbooks make one plan; ids are unique over all of them."""
    plan = load(
        (
            "a.yaml",
            BASE + b"programs: [{id: zero, name: Z, company: north, segment: C, body: suv}]",
        ),
        ("north/programs.csv", f"{HEADERS},leader\n{ONE},zero\n".encode()),
        ("south/programs.csv", f"{HEADERS},leader\ntwo,Two,south,C,suv,one\n".encode()),
        ("z.xlsx", workbook(lambda *_: None)),
    )
    assert [program.id for program in plan.collections["programs"]] == ["one", "two", "zero"]
    assert report(plan) == (
        "z.xlsx:2:1-2:2 (Programs!A2) plan/duplicate-id\n"
        '  There is another program "one"; the first one counts.\n'
        "  hint: Give each an id of its own, or remove one.\n"
        "  at /programs/0/id\n"
        "  of programs/one/id\n"
        "  see north/programs.csv:2:1 the first one\n"
    )


def test_sheets_that_may_be_meant_are_not_passed_over() -> None:
    """One that is nearly called like a collection is a flaw; others are not for the plan."""

    def write(book: object, _: object) -> None:
        for name in ("Notes", "Plantz", "# Programs old", "Programs South"):
            book.add_worksheet(name).write("A1", "x")  # type: ignore[attr-defined]

    assert report(book_plan(workbook(write))) == (
        "b.xlsx:1:1-1:1 (Plantz!A1) plan/unknown-field\n"
        '  A plan has no collection "Plantz"; the sheet is not read.\n'
        '  hint: Call it "Plants", or put # before its name if it is not for the plan.\n'
        "  of Plantz\n"
        "b.xlsx:1:1-1:1 ('Programs South'!A1) plan/unknown-field\n"
        '  A plan has no collection "Programs South"; the sheet is not read.\n'
        '  hint: Call it "Programs", or put # before its name if it is not for the plan.\n'
        "  of Programs South\n"
    )
