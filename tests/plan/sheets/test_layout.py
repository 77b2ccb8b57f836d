"""Where fields stand in sheets."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pacecar.plan.fields import ListOf, Record, Settings
from pacecar.plan.sheets.layout import (
    collection_meant,
    collection_of,
    column_of,
    columns,
    fold,
    header_meant,
    is_comment,
    number_text,
    paired,
    setting_column,
    sheet_name,
    year_column,
)
from pacecar.plan.tables import SCHEMA


@pytest.mark.parametrize("collection", SCHEMA)
def test_each_header_names_its_column(collection: str) -> None:
    """Whatever its case, spaces and underscores, a header that is written is found again."""
    for column in columns(collection):
        for header in (
            column.header,
            column.header.upper(),
            column.header.replace(" ", "_"),
            column.header.replace(" ", "."),
            f"  {column.header.replace(' ', '  ')}\n",
        ):
            assert column_of(collection, header) == column


@pytest.mark.parametrize("collection", SCHEMA)
def test_the_columns_hold_all_that_a_plan_may_say(collection: str) -> None:
    """Each field, and each field of a record, has one column; no two have the same header."""
    expected: list[tuple[str, ...]] = []
    for field in SCHEMA[collection].fields:
        if isinstance(field.kind, Record):
            expected += [(field.name, inner.name) for inner in field.kind.fields]
        elif not field.derived and not isinstance(field.kind, Settings):
            expected.append((field.name,))
    assert [column.path for column in columns(collection)] == expected
    assert len({fold(column.header) for column in columns(collection)}) == len(expected)


@pytest.mark.parametrize("collection", SCHEMA)
def test_each_list_of_records_can_stand_in_a_cell(collection: str) -> None:
    """The records of a list have a label and one other value."""
    for column in columns(collection):
        if isinstance(column.kind, ListOf) and isinstance(column.kind.item, Record):
            assert paired(column.kind) == column.kind.item
            assert column.kind.item.label == column.kind.item.fields[0].name


def test_headers_read_as_the_words_of_a_planner() -> None:
    """Records and long names are written with spaces."""
    headers = [column.header for column in columns("programs")]
    assert {"upper body shared", "cost standalone", "cost planned", "units"} <= set(headers)
    assert "model line segment" in [column.header for column in columns("leaderships")]
    assert [sheet_name(name) for name in ("plan", "programs")] == ["Plan", "Programs"]


def test_a_year_has_a_column_of_its_own() -> None:
    """`units 2024` is the number of vehicles of that year; a year has four digits."""
    column = year_column("programs", "units", "2024")
    assert column.header == "units 2024"
    assert column.path == ("units", "2024")
    assert column.field.name == "vehicles"
    assert column_of("programs", "UNITS_2024") == column
    assert column_of("programs", "units2024") == column
    assert column_of("programs", "units 24") is None
    assert column_of("plants", "units 2024") is None
    with pytest.raises(ValueError, match="no regions by year"):
        year_column("programs", "regions", "2024")
    with pytest.raises(ValueError, match="no name by year"):
        year_column("programs", "name", "2024")


def test_a_setting_has_a_column_of_the_sheet_plan() -> None:
    """Rule and parameter keep their spelling."""
    column = setting_column("twins/share-a-plant", "most_plants")
    assert column.path == ("settings", "twins/share-a-plant", "most_plants")
    assert column_of("plan", column.header) == column
    assert column_of("plan", " Settings  twins/share-a-plant  most_plants ") == column
    assert column_of("plan", "settings twins/share-a-plant") is None
    assert column_of("programs", column.header) is None


@pytest.mark.parametrize(
    ("name", "collection"),
    [
        ("programs", "programs"),
        ("Programs", "programs"),
        (" PROGRAMS_", "programs"),
        ("Program", None),
        ("Sheet1", None),
    ],
)
def test_a_sheet_is_called_like_its_collection(name: str, collection: str | None) -> None:
    """Case, spaces and underscores do not matter; letters do."""
    found = collection_of(name)
    assert (found.name if found else None) == collection


@pytest.mark.parametrize(
    ("name", "collection"),
    [
        ("Program", "programs"),
        ("Programms", "programs"),
        ("Programs Renault", "programs"),
        ("renault-programs", "programs"),
        ("programs_2026", "programs"),
        ("Volume plan", None),
        ("Sheet1", None),
        ("Pivot", None),
    ],
)
def test_a_name_may_mean_a_collection(name: str, collection: str | None) -> None:
    """One that is misspelt, or says more than the collection, is not passed over."""
    found = collection_meant(name)
    assert (found.name if found else None) == collection


def test_misspelt_headers_are_near() -> None:
    """The header that is meant is offered as it is written in sheets."""
    assert header_meant("programs", "Uper body shared") == "upper body shared"
    assert header_meant("programs", "colour") == ""


def test_comments_are_no_errors() -> None:
    """`#` begins what is not for the plan, except in the name of an error."""
    assert is_comment("# owner")
    assert not is_comment("#N/A")
    assert not is_comment("#ref!")
    assert not is_comment("owner")


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.25", "1.25"), ("1.250", "1.2500"), ("0.125", "0.125"), ("1234.567", "1234.567"),
     ("120000", "120000"), ("-2.125", "-2.1250"), ("1E+3", "1000")],
)  # fmt: skip
def test_a_number_can_be_read_in_one_way_only(number: str, text: str) -> None:
    """No decimals look like thousands."""
    assert number_text(Decimal(number)) == text
