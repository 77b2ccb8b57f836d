"""The tables of fields in the documentation."""

from __future__ import annotations

from pacecar.plan.tables import SCHEMA
from tools.generate_docs import BEGIN, END, PAGE, render, updated


def test_the_tables_are_what_the_plan_format_says() -> None:
    """Whoever changes the plan format and forgets to generate the page is told so."""
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1
    assert page == updated(page)


def test_each_field_has_a_row() -> None:
    """No field of any collection is left out of the tables."""
    rows = render()
    for collection in SCHEMA.values():
        for field in collection.fields:
            assert f"| `{field.name}` |" in rows
