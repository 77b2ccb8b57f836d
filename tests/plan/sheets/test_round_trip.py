"""A plan that is written into sheets and read again is the same plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pacecar.plan.elements import written
from pacecar.plan.fields import Record
from pacecar.plan.nodes import Mapping
from pacecar.plan.portfolio import Plan
from pacecar.plan.source import read_nodes
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Blank, Element, Interval, Items, State
from tests.generation.plans import plans
from tests.plan.golden import load, report
from tests.plan.sheets.rendering import (
    Grid,
    csv_text,
    grids,
    openpyxl_bytes,
    xlsxwriter_bytes,
)

ALLIANCE = Path(__file__).parents[3] / "plans" / "alliance"


def files(kind: str, sheets: dict[str, Grid]) -> list[tuple[str, bytes]]:
    """Return the files of a plan as a workbook or as CSV files."""
    if kind == "xlsxwriter":
        return [("plan.xlsx", xlsxwriter_bytes(sheets))]
    if kind == "openpyxl":
        return [("plan.xlsx", openpyxl_bytes(sheets))]
    delimiter = {"comma": ",", "semicolon": ";", "tab": "\t"}[kind]
    return [(f"{name}.csv", csv_text(rows, delimiter).encode()) for name, rows in sheets.items()]


KINDS = ["xlsxwriter", "openpyxl", "comma", "semicolon", "tab"]


@pytest.mark.slow
@settings(deadline=None)  # A workbook is made for each plan.
@given(plans(), st.sampled_from(KINDS))
def test_a_plan_in_sheets_is_the_same_plan(data: dict[str, Any], kind: str) -> None:
    """Field by field, whatever is unknown, none or empty in it."""
    for target in data.get("targets", ()):
        target.pop("name", None)  # Targets have none.
    assume(not any(_only_null(data)))
    text = json.dumps(data, default=_number).encode()
    root, _ = read_nodes(text, "plan.json")
    assert isinstance(root, Mapping)
    one, other = load(("plan.json", text)), load(*files(kind, grids([root])))
    assert said(other) == said(one)
    assert shape(other) == shape(one)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_reference_plan_in_sheets_is_the_same_plan(kind: str) -> None:
    """The same entities, without a flaw."""
    texts = [(path.name, path.read_bytes()) for path in sorted(ALLIANCE.rglob("*.yaml"))]
    roots = [root for name, text in texts for root in [read_nodes(text, name)[0]]]
    assert all(isinstance(root, Mapping) for root in roots)
    other = load(*files(kind, grids(roots)))  # type: ignore[arg-type]
    assert report(other) == ""
    assert shape(other) == shape(load(*texts))


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)


def _only_null(data: dict[str, Any]) -> Iterator[bool]:
    """Tell of records whether nothing is known in them: columns cannot say that they are there."""
    for name, rows in data.items():
        records = [field.name for field in SCHEMA[name].fields if isinstance(field.kind, Record)]
        for row, field in product(rows, records):
            if field in row:
                yield not row[field] or all(value is None for value in row[field].values())


def said(plan: Plan) -> list[tuple[str, ...]]:
    """Return the flaws of a plan without their places."""
    return sorted((f.rule, f.collection, f.subject, f.field, f.message) for f in plan.flaws)


def shape(plan: Plan) -> dict[str, object]:
    """Return all that a plan says, as plain data."""
    entities = {name: [_entity(e) for e in found] for name, found in plan.collections.items()}
    set_ = {
        rule: {name: (value.text, value.plain) for name, value in values.items()}
        for rule, values in plan.settings.items()
    }
    return {"plan": _entity(plan.header), "settings": set_, **entities}


def _entity(element: Element) -> dict[str, object]:
    fields = {
        field.name: _value(getattr(element, field.name))
        for field, _ in written(element.name_of_kind)
    }
    return {"": element.id, **fields}


def _value(value: object) -> object:
    if isinstance(value, Element):
        if value.state is not State.KNOWN:
            return value.state
        return _entity(value) if value.owner is not None else value.id
    if isinstance(value, Items):
        return [_value(item) for item in value.items] if value.state is State.KNOWN else value.state
    if isinstance(value, Interval):
        return value.state, value.low, value.high
    return value.state if isinstance(value, Blank) else value
