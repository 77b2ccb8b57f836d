"""What the cells of a plan mean, typed or stored."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from pacecar.plan.values import FALSE, TRUE, Items, State
from tests.plan.golden import report
from tests.plan.sheets.samples import cell_plan, csv_plan, program, value


def days(first: str, last: str) -> tuple[int, int]:
    """Return the days from the first to the last, as the plan holds them."""
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("text", "millionths"),
    [
        ("0.55", 550_000),
        ("0,55", 550_000),
        (",5", 500_000),
        ("55%", 550_000),
        ("55 %", 550_000),
        ("55,5 %", 555_000),
        ("0.125", 125_000),
        ("0,125", 125_000),
        ("1", 1_000_000),
        ("100 %", 1_000_000),
        ("12.5%", 125_000),
    ],
)
def test_shares_are_typed_in_many_ways(text: str, millionths: int) -> None:
    """Decimal points and commas, and percentages, are exact numbers."""
    plan = program("upper body shared", text)
    assert report(plan) == ""
    assert value(plan, "upper_body_shared") == (millionths, millionths)


@pytest.mark.parametrize(
    ("text", "millionths"),
    [
        ("560,5", 560_500_000),
        ("1 250", 1_250_000_000),
        ("1 250,5", 1_250_500_000),
        ("1\u202f250\u202f000", 1_250_000_000_000),
        ("1'250.5", 1_250_500_000),
        ("1\u2019250", 1_250_000_000),
        ("1.250.000", 1_250_000_000_000),
        ("1,250,000.5", 1_250_000_500_000),
        ("1.250,5", 1_250_500_000),
        ("1,250.5", 1_250_500_000),
        ("1.2500", 1_250_000),
        ("1250.125", 1_250_125_000),
        ("12e1", 120_000_000),
        ("+7", 7_000_000),
    ],
)
def test_thousands_may_be_separated(text: str, millionths: int) -> None:
    """What can be read in one way only is read."""
    plan = program("cost planned", text)
    assert report(plan) == ""
    assert value(plan, "cost.planned") == (millionths, millionths)


@pytest.mark.parametrize(
    ("header", "text", "said", "hint"),
    [
        ("cost planned", "1.250", "is 1.250, which may be 1250 or 1.25.", "Write 1250 or 1.2500."),
        ("cost planned", "1,250", "is 1,250, which may be 1250 or 1.25.", "Write 1250 or 1.2500."),
        ("units 2027", "120,000", "is 120,000, which may be 120000 or 120.",
         "Write 120000 or 120.0000."),
        ("units 2027", "55 %", "is 55 %; a number that is no percentage belongs here.",
         "Leave out the %."),
        ("start", "03/04/2027", "is 03/04/2027, which may be 2027-04-03 or 2027-03-04.",
         "Write one of the two."),
        ("start", "#REF!", "is the error #REF!; the formula failed.",
         "Correct the formula, or write the value."),
        ("units", "120000", 'is "120000"; year=vehicles belongs here.',
         'Write 2024=120000, or give each year a column, "units 2024".'),
        ("regions", "asia, europe", 'holds "asia, europe"; ";" separates.', "Write asia; europe"),
        ("technologies", "=north", 'has no technology before "=".',
         "Write technology=developer."),
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_said(header: str, text: str, said: str, hint: str) -> None:
    """A cell that can mean two things, or nothing, is a flaw at its place, and never a guess."""
    plan = program(header, text)
    (flaw,) = plan.flaws
    field = header.partition(" ")[0]
    assert flaw.message == f'"{header}" {said}'
    assert flaw.hint == hint
    assert (flaw.rule, flaw.location.cell) == ("plan/wrong-type", "F2")
    assert (flaw.collection, flaw.subject, flaw.field) == ("programs", "one", field)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2027", "2027-01-01", "2027-12-31"),
        ("2027-03", "2027-03-01", "2027-03-31"),
        ("2027-3", "2027-03-01", "2027-03-31"),
        ("03/2027", "2027-03-01", "2027-03-31"),
        ("3.2027", "2027-03-01", "2027-03-31"),
        ("2027/03", "2027-03-01", "2027-03-31"),
        ("March 2027", "2027-03-01", "2027-03-31"),
        ("mar-2027", "2027-03-01", "2027-03-31"),
        ("2027-03-15", "2027-03-15", "2027-03-15"),
        ("2027/3/15", "2027-03-15", "2027-03-15"),
        ("2027-03-15 00:00:00", "2027-03-15", "2027-03-15"),
        ("2027-03-15T00:00:00Z", "2027-03-15", "2027-03-15"),
        ("15.03.2027", "2027-03-15", "2027-03-15"),
        ("3.4.2027", "2027-04-03", "2027-04-03"),
        ("15/03/2027", "2027-03-15", "2027-03-15"),
        ("03/15/2027", "2027-03-15", "2027-03-15"),
        ("4/4/2027", "2027-04-04", "2027-04-04"),
        ("15 March 2027", "2027-03-15", "2027-03-15"),
    ],
)
def test_dates_are_typed_in_many_ways(text: str, first: str, last: str) -> None:
    """A date is as coarse as it is typed."""
    plan = program("start", text)
    assert report(plan) == ""
    assert value(plan, "start") == days(first, last)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Q1 2027", "plan/wrong-type"),
        ("03/27", "plan/wrong-type"),
        ("Foo 2027", "plan/wrong-type"),
        ("2027-13", "plan/impossible-date"),
        ("31.02.2027", "plan/impossible-date"),
        ("14/15/2027", "plan/impossible-date"),
    ],
)
def test_other_dates_are_flaws(text: str, rule: str) -> None:
    """Quarters, years of two digits and days that the calendar lacks are reported."""
    (flaw,) = program("start", text).flaws
    assert flaw.rule == rule
    assert flaw.message.startswith('"start" is ')


@pytest.mark.parametrize("text", ["", "?", "TBD", "tba", "N/A", "unknown", "-", "\u2013"])
def test_an_unknown_cell_is_unknown(text: str) -> None:
    """Blank, and the words for it, say that nobody knows."""
    plan = program("platform", text)
    assert report(plan) == ""
    assert value(plan, "platform").state is State.UNKNOWN


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", State.NONE),
        ("-", State.NONE),
        ("none", State.NONE),
        ("TBD", State.UNKNOWN),
        ("?", State.UNKNOWN),
        ("n/a", State.UNKNOWN),
    ],
)
def test_a_blank_leader_is_none(text: str, state: State) -> None:
    """Where a field that is left out is none, so is a blank cell; one that says so is unknown."""
    for header in ("leader", "end"):
        plan = program(header, text)
        assert report(plan) == ""
        assert value(plan, header).state is state


def ids(items: Any) -> list[str]:
    """Return the ids of the elements of a list, `?` for one that is not known."""
    assert isinstance(items, Items)
    return [item.id if item.state is State.KNOWN else "?" for item in items.items]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hill", ["hill"]),
        ("hill; valley", ["hill", "valley"]),
        (" hill ;valley; ", ["hill", "valley"]),
        ("hill\nvalley", ["hill", "valley"]),
        ("hill; ?", ["hill", "?"]),
        ("none", []),
    ],
)
def test_lists_stand_in_one_cell(text: str, expected: list[str]) -> None:
    """Semicolons and line breaks separate; `none` is the empty list."""
    plan = program("plants", text)
    assert report(plan) == ""
    assert ids(value(plan, "plants")) == expected


def test_technologies_stand_in_one_cell() -> None:
    """Each is its id, and its developer where that is known."""
    plan = program("technologies", "hybrid = north; phev")
    assert report(plan) == ""
    first, second = value(plan, "technologies").items
    assert (first.technology.id, first.developer.id) == ("hybrid", "north")
    assert (second.technology.id, second.developer.state) == ("phev", State.UNKNOWN)


def test_volumes_stand_in_columns_or_in_one_cell() -> None:
    """A blank year is not known, where others are; where all are blank, nothing is."""
    text = "id,name,company,segment,body,units 2027,units_2028,Units\n"
    text += "one,One,north,C,suv,1000,,2026=500; 2029=?\n"
    text += "two,Two,north,C,suv,,,\n"
    plan = csv_plan(text)
    assert report(plan) == ""
    units = value(plan, "units").items
    assert [(record.year, record.vehicles.state, record.vehicles) for record in units] == [
        ((2026, 2026), State.KNOWN, (500, 500)),
        ((2027, 2027), State.KNOWN, (1000, 1000)),
        ((2028, 2028), State.UNKNOWN, units[2].vehicles),
        ((2029, 2029), State.UNKNOWN, units[3].vehicles),
    ]
    two = plan.collections["programs"][1]
    assert two.units.state is State.UNKNOWN  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "truth"),
    [("yes", TRUE), ("TRUE", TRUE), ("x", TRUE), ("1", TRUE), ("No", FALSE), ("false", FALSE)],
)
def test_truths_are_ticked_or_typed(text: str, truth: int) -> None:
    """Whatever the case of the letters."""
    plan = csv_plan(f"id,name,common\nlow,Low,{text}\n", "platforms.csv")
    assert report(plan) == ""
    assert plan.collections["platforms"][1].common == truth  # type: ignore[attr-defined]


def test_what_is_no_truth_is_a_flaw() -> None:
    """The way out is in the words of a sheet."""
    (flaw,) = csv_plan("id,name,common\nlow,Low,maybe\n", "platforms.csv").flaws
    assert flaw.message == '"common" is the text "maybe"; yes or no belongs here.'
    assert flaw.hint == "Write yes or no."


@pytest.mark.parametrize(
    ("number_format", "first", "last"),
    [
        ("dd/mm/yyyy", "2027-03-15", "2027-03-15"),
        ("yyyy-mm-dd hh:mm", "2027-03-15", "2027-03-15"),
        ("[$-407]d. mmmm yyyy;@", "2027-03-15", "2027-03-15"),
        ("mm/yyyy", "2027-03-01", "2027-03-31"),
        ("mmm-yy", "2027-03-01", "2027-03-31"),
        ('"from" mmm yyyy', "2027-03-01", "2027-03-31"),
        ("yyyy", "2027-01-01", "2027-12-31"),
        ('yyyy"md"', "2027-01-01", "2027-12-31"),
    ],
)
@pytest.mark.parametrize("since_1904", [False, True])
def test_a_stored_date_is_as_coarse_as_it_is_shown(
    number_format: str, first: str, last: str, *, since_1904: bool
) -> None:
    """Spreadsheets store days; what a planner wrote is what the format shows."""
    when = datetime(2027, 3, 15)  # noqa: DTZ001 - a cell has no zone
    plan = cell_plan("start", when, number_format, date_1904=since_1904)
    assert report(plan) == ""
    assert value(plan, "start") == days(first, last)


@pytest.mark.parametrize(
    ("header", "content", "number_format", "expected"),
    [
        ("upper body shared", 0.55, "0%", (550_000, 550_000)),
        ("upper body shared", 0.1 + 0.2, "", (300_000, 300_000)),
        ("upper body shared", "0,55", "@", (550_000, 550_000)),
        ("cost planned", 1250, "#,##0.00", (1_250_000_000, 1_250_000_000)),
        ("cost planned", 0.000001, "", (1, 1)),
        ("start", 2027, "", days("2027-01-01", "2027-12-31")),
        ("start", 2027.0, "0", days("2027-01-01", "2027-12-31")),
        ("note", 500, "", "500"),
        ("note", 2.5, "", "2.5"),
        ("note", True, "", "TRUE"),
    ],
)
def test_stored_numbers_are_exact(
    header: str, content: Any, number_format: str, expected: Any
) -> None:
    """A number is what its format rounds, without the noise of its storage."""
    plan = cell_plan(header, content, number_format)
    assert report(plan) == ""
    path = {"upper body shared": "upper_body_shared", "cost planned": "cost.planned"}
    assert value(plan, path.get(header, header)) == expected


@pytest.mark.parametrize(
    ("header", "content", "number_format", "said"),
    [
        ("start", 46096, "", '"start" is the number 46096; a year, month or day belongs here.'),
        ("start", True, "", '"start" is TRUE; a year, month or day belongs here.'),
        ("units 2027", 46096, "d mmm yyyy",
         '"units 2027" is the date 2026-03-15; a number belongs here.'),
        ("units 2027", False, "", '"units 2027" is FALSE; a number belongs here.'),
        ("units 2027", 1.5, "", '"2027" of "units" is 1.5; a whole number belongs here.'),
        ("upper body shared", 55, "", '"upper_body_shared" is 55; 1 is the most.'),
        ("cost planned", 1 / 3, "", '"planned" of "cost" is "0.333333333333333".'),
        ("cost planned", 1e300, "", '"planned" of "cost" is "1e+300".'),
    ],
)  # fmt: skip
def test_stored_values_of_another_kind_are_flaws(
    header: str, content: Any, number_format: str, said: str
) -> None:
    """They are said at the cell, and the value is not known."""
    (flaw,) = cell_plan(header, content, number_format).flaws
    assert flaw.message == said
    assert flaw.location.cell == "Programs!F2"
