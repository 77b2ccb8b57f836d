"""What is written says what the plan said, in whatever kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacecar.plan.writing import csv_text, json_text, workbook, yaml_text
from pacecar.plan.writing.comparing import differences
from pacecar.plan.writing.document import Day, Document, Figure, document_of, obstacles
from tests.differential.yaml_text import dump
from tests.generation.choices import Rolled
from tests.generation.plans import make_plan
from tests.plan.writing.reading import plan, plan_of

Render = Callable[[Document], dict[str, bytes]]

FORMATS: Mapping[str, Render] = {
    "yaml": lambda document: {"plan.yaml": yaml_text.render(document).encode()},
    "json": lambda document: {"plan.json": json_text.render(document).encode()},
    "csv": csv_text.render,
    "xlsx": lambda document: {"plan.xlsx": workbook.render(document)},
}
EXACT = {name: FORMATS[name] for name in ("yaml", "json")}
TRICKY = (
    "no",
    "NO",
    "y",
    "null",
    "~",
    "1e3",
    "0x10",
    "010",
    "12:30",
    "2026-03",
    "2026-03-01",
    ".5",
    "-1",
    "true",
    "True",
    "=SUM(A1)",
    "+1",
    "@x",
    "a: b",
    "a #b",
    "# b",
    "- a",
    "[a]",
    "{a: b}",
    "a, b",
    "'a'",
    '"a"',
    "a\\nb",
    "*a",
    "&a",
    "!a",
    "%a",
    "|",
    ">",
    "@",
    "`",
    "Škoda Élan",
    "日産 リーフ",
    "🚗",
    "a" * 300,
    "1 250 000",
    "0,55",
    "55 %",
    "x:",
    "http://a/b#c",
    "_x0041_",
    "<b> & </b>",
)


SEEDS = st.integers(0, 2**32)
"""A plan has hundreds of choices: one seed for all of them is found faster."""


def with_name(name: str) -> Document:
    """Return a plan whose name is a text."""
    return {"plan": [{"name": name}], "regions": [{"id": "x", "name": name, "aliases": [name]}]}


def without_names(data: dict[str, Any]) -> dict[str, Any]:
    """Return a generated plan without the names of targets, which have none."""
    targets = [
        {key: value for key, value in target.items() if key != "name"}
        for target in data.get("targets", [])
    ]
    return {**data, "targets": targets}


def spoken(data: Any) -> Any:
    """Return a plan that sheets can hold.

    There "null" is what is not known, and no cell says that a leadership is narrowed to nothing,
    or that there is a model line of nothing, or a cost of which nothing is known.
    """
    if isinstance(data, dict):
        narrowed = (
            ("segments", "regions", "families") if "since" in data or "company" in data else ()
        )
        kept = {k: v for k, v in data.items() if v != [] or k not in narrowed or "id" in data}
        line = kept.get("model_line") or {}
        if "model_line" in kept and not any(value not in (None, []) for value in line.values()):
            kept["model_line"] = {"body": "suv"}
        if not any(value is not None for value in (kept.get("cost") or {}).values()):
            kept.pop("cost", None)
        return {key: spoken(value) for key, value in kept.items()}
    if isinstance(data, list):
        return [spoken(item) for item in data]
    return "nil" if data == "null" else data


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_there_and_back_gives_an_equal_plan(kind: str, seed: int) -> None:
    """Ids, names, dates, shares, none and unknown: the linked plans are alike."""
    data = without_names(make_plan(Rolled(seed)))
    source = plan(plan_yaml=dump(data if kind in EXACT else spoken(data)))
    assert obstacles(source) == []
    written = plan_of(FORMATS[kind](document_of(source)))
    assert list(differences(source, written)) == []


@pytest.mark.parametrize("kind", EXACT)
@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_yaml_and_json_keep_what_is_null_and_what_is_absent(kind: str, seed: int) -> None:
    """The same keys with the same values, and written once more the same bytes."""
    data = without_names(make_plan(Rolled(seed)))
    document = document_of(plan(plan_yaml=dump(data)))
    files = EXACT[kind](document)
    again = document_of(plan_of(files))
    assert again == document
    assert EXACT[kind](again) == files


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("text", TRICKY)
def test_a_text_stays_the_text_that_it_is(kind: str, text: str) -> None:
    """What looks like a number, date, truth, formula or markup is still a text afterwards."""
    document = with_name(text)
    if kind not in EXACT and text == "null":
        return  # There it is what is not known; `pacecar convert` refuses it.
    if kind not in EXACT and text.startswith("#"):
        del document["plan"]  # There it makes the row a remark; it is refused as well.
    assert document_of(plan_of(FORMATS[kind](document))) == document


@pytest.mark.parametrize("kind", EXACT)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc"))))
@settings(max_examples=300, deadline=None)
def test_any_text_is_written_and_read_back(kind: str, text: str) -> None:
    """Whatever its characters are; as the value of a key, and within brackets."""
    document: Document = {"plan": [{"name": "x", "note": text, "unsure": [text]}]}
    found = plan_of(EXACT[kind](document))
    origin = found.header.origin
    assert origin is not None
    assert document_of(found) == document


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_plan_gives_the_same_bytes(kind: str) -> None:
    """Nothing in a file tells when or where it was written."""
    document = with_name("Plan")
    assert FORMATS[kind](document) == FORMATS[kind](document)


def test_sheets_keep_unknown_and_none_and_empty_apart() -> None:
    """An unknown leader is a question mark, none is a blank cell, an empty list says none."""
    document: Document = {
        "plan": [{"name": "Plan"}],
        "companies": [{"id": "a", "name": "A", "brands": []}, {"id": "b", "name": "B"}],
        "programs": [
            {"id": "x", "name": "X", "company": "a", "segment": None, "body": "suv"},
            {
                "id": "y",
                "name": "Y",
                "company": "a",
                "segment": "C",
                "body": "suv",
                "leader": None,
                "start": Day("2026-03"),
                "end": Day("2030"),
                "technologies": [],
                "units": {"2026": Figure("1000"), "2027": None},
            },
        ],
    }
    for kind in ("csv", "xlsx"):
        assert document_of(plan_of(FORMATS[kind](document))) == document
    cells = FORMATS["csv"](document)["programs.csv"].decode()
    assert cells.split("\n")[1:3] == [
        "x,X,a,?,suv,,,,,",
        "y,Y,a,C,suv,?,none,2026-03,2030,2026=1000; 2027=?",
    ]


def test_years_have_columns_where_every_program_knows_each() -> None:
    """A blank cell below a year would say that it is not known, and not that it is not there."""
    fields = {"company": "a", "segment": "C", "body": "suv"}
    document: Document = {
        "programs": [
            {"id": "x", "name": "X", **fields, "units": {"2026": Figure("1"), "2027": Figure("2")}},
            {"id": "y", "name": "Y", **fields},
        ]
    }
    lines = FORMATS["csv"](document)["programs.csv"].decode().split("\n")
    assert lines == [
        "\ufeffid,name,company,segment,body,units 2026,units 2027",
        "x,X,a,C,suv,1,2",
        "y,Y,a,C,suv,,",
        "",
    ]


def test_settings_are_kept() -> None:
    """The header's values for parameters, be they numbers, truths or texts."""
    text = 'plan:\n  name: P\n  settings:\n    a/b: {most: 0.5, on: true, word: "7"}\n'
    source = plan(plan_yaml=text)
    written = 'plan:\n  name: P\n  settings:\n    a/b: {most: 0.5, "on": true, word: "7"}\n'
    assert yaml_text.render(document_of(source)) == written
    for kind in ("json", "yaml"):
        assert list(differences(source, plan_of(FORMATS[kind](document_of(source))))) == []


@pytest.mark.parametrize(
    "line",
    [
        "colour: red",
        "name: Second",
        "segment: [C]",
        "id: *x",
        "start: !!str 2026",
    ],
)
def test_what_could_be_lost_is_an_obstacle(line: str) -> None:
    """A field that there is not, a second value for a key, an alias: none can be carried."""
    text = f"plan: {{name: P}}\nprograms:\n  - {{}}\n  - name: X\n    body: suv\n    {line}\n"
    assert obstacles(plan(plan_yaml=text))


def test_what_stands_where_it_belongs_is_carried() -> None:
    """A reference to nothing, and a date that no calendar has, are written as they are."""
    text = (
        "plan:\n  name: P\n\nprograms:\n  - id: x\n    name: X\n    company: nobody\n"
        "    segment: C\n    body: suv\n    start: 2026-13\n"
    )
    source = plan(plan_yaml=text)
    assert len(source.flaws) == 2
    assert obstacles(source) == []
    assert yaml_text.render(document_of(source)) == text
    assert list(differences(source, plan_of(FORMATS["xlsx"](document_of(source))))) == []
