"""The tables that a plan becomes."""

from __future__ import annotations

from pacecar.plan.bulk.layout import TABLES, Column, items_of, table_of, type_of
from pacecar.plan.elements import slots
from pacecar.plan.fields import ListOf, Number, Record
from pacecar.plan.tables import SCHEMA


def test_every_column_of_a_table_has_a_name_of_its_own() -> None:
    """Names are put together from fields, and must not meet."""
    names = [(table.name, column.name) for table in TABLES.values() for column in table.columns]

    assert len(names) == len(set(names))


def test_a_collection_is_a_table_with_its_lists_beside_it() -> None:
    """A program's scalars lie in its row, its lists in tables of their own."""
    programs = {name for name in TABLES if name.startswith("programs")}

    assert programs == {
        "programs",
        "programs_plants",
        "programs_powertrains",
        "programs_regions",
        "programs_technologies",
        "programs_units",
        "programs_unsure",
    }


def test_a_row_has_the_values_and_what_may_be_none() -> None:
    """Dates are two columns, bounds of validity one, and states tell none from unknown."""
    columns = [(column.name, column.type) for column in table_of("plan").columns]

    assert columns == [
        ("k", "BIGINT"),
        ("name", "VARCHAR"),
        ("as_of_lo", "INTEGER"),
        ("as_of_hi", "INTEGER"),
        ("since", "INTEGER"),
        ("since_state", "SMALLINT"),
        ("note", "VARCHAR"),
        ("source", "VARCHAR"),
        ("confidence", "VARCHAR"),
        ("unsure_state", "SMALLINT"),
    ]


def test_a_record_of_a_list_is_a_row_with_its_fields() -> None:
    """A technology in use refers to the technology and to who develops it."""
    used = items_of(table_of("programs"), "technologies")

    assert used.columns == (
        Column("k", "BIGINT", "key"),
        Column("owner", "BIGINT", "owner", refers="programs"),
        Column("n", "INTEGER", "position"),
        Column("state", "SMALLINT", "state"),
        Column("technology", "BIGINT", "value", ("technology",), "technologies", nullable=True),
        Column("developer", "BIGINT", "value", ("developer",), "companies", nullable=True),
    )
    assert used.kind == "programs.technologies"


def test_a_single_record_lies_in_its_owners_row() -> None:
    """The list inside a model line is a table that its leadership owns."""
    leaderships = table_of("leaderships")

    assert leaderships.column("value", "model_line", "segment").name == "model_line_segment"
    assert items_of(leaderships, "model_line", "programs").owner == "leaderships"


def test_every_field_that_rules_read_has_a_place() -> None:
    """Nothing that elements hold is lost on the way into the tables."""
    missing = [
        (collection.name, field.name)
        for collection in SCHEMA.values()
        for field in slots(collection.fields)
        if not any(column.path[:1] == (field.name,) for column in TABLES[collection.name].columns)
    ]

    assert missing == []


def test_a_number_has_a_type_that_holds_the_largest_one_that_can_be_written() -> None:
    """Fifteen digits before the point and six decimals do not fit 64 bits; a share does."""
    assert type_of(Number(scale=6, low=0)) == "DECIMAL(38, 0)"
    assert type_of(Number(scale=6, low=0, high=1)) == "BIGINT"
    assert type_of(Number()) == "BIGINT"


def test_only_lists_and_records_need_more_than_their_columns() -> None:
    """The state of a field that cannot be none is whether its value is NULL."""
    states = {
        (table.name, column.path)
        for table in TABLES.values()
        for column in table.columns
        if column.part == "state" and column.path
    }
    wanted = {
        (collection.name, (field.name,))
        for collection in SCHEMA.values()
        for field in slots(collection.fields)
        if field.may_be_none or isinstance(field.kind, ListOf | Record)
    }

    assert {(table, path) for table, path in states if len(path) == 1} == wanted
