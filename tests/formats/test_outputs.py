"""What each format makes of whole reports."""

from __future__ import annotations

import json as standard_json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from pacecar.checking.report import Report
from pacecar.formats import concise, json, text
from pacecar.formats.registry import FORMATS
from pacecar.formats.report_schema import LINE_V1, ReportV1, json_schema, lines_json_schema
from pacecar.formats.view import View
from tests.formats.samples import ACCEPTED, COMPARED, PLANTS, REJECTED, SAMPLES
from tests.formats.snapshots import same

EXPECTED = Path(__file__).parent / "expected"

each_report = pytest.mark.parametrize(
    ("name", "report"), [pytest.param(name, report, id=name) for name, report in SAMPLES.items()]
)


@each_report
def test_text(name: str, report: Report) -> None:
    """Off a terminal text has no colour and breaks no line."""
    same(EXPECTED / f"{name}.txt", text.render(report, View()))


@each_report
def test_text_on_a_terminal(name: str, report: Report) -> None:
    """On a terminal text is coloured and keeps to its width."""
    same(EXPECTED / f"{name}-60.ansi", text.render(report, View(colour=True, width=60)))


@each_report
def test_all_of_the_text(name: str, report: Report) -> None:
    """With `show` "all" information and every finding have their source."""
    same(EXPECTED / f"{name}-all.txt", text.render(report, View(show="all")))


@each_report
def test_concise(name: str, report: Report) -> None:
    """Concise has a line for each unwaived finding and each rule that could not run."""
    same(EXPECTED / f"{name}.concise", concise.render(report))


@each_report
def test_json(name: str, report: Report) -> None:
    """JSON has the keys of pacecar-report/1 in their order."""
    same(EXPECTED / f"{name}.json", json.render(report))


@each_report
@pytest.mark.parametrize("format_", ["jsonl", "sarif", "junit", "github"])
def test_other_formats(name: str, report: Report, format_: str) -> None:
    """These formats have what they are known to have, byte by byte."""
    same(EXPECTED / f"{name}.{format_}", FORMATS[format_].render([report], View()))


@each_report
def test_html(name: str, report: Report) -> None:
    """The page has this body; its style is a file of its own."""
    output = FORMATS["html"].render([report], View())
    body = output[output.index("<body>") :]
    same(
        EXPECTED / f"{name}.html", re.sub(r"(</(?:p|li|h\d|tr|section|figure|pre)>)", r"\1\n", body)
    )


def test_a_comparison_adds_to_json_and_changes_nothing_else() -> None:
    """A report that was compared has two keys more: `against`, and `change` of each finding."""
    plain = replace(
        COMPARED,
        against=None,
        findings=tuple(replace(finding, change="") for finding in COMPARED.findings),
    )
    compared = json.document(COMPARED)
    del compared["against"]
    for finding in compared["findings"]:  # type: ignore[attr-defined]
        del finding["change"]
    assert standard_json.dumps(compared) == standard_json.dumps(json.document(plain))


@each_report
def test_lines_are_of_the_format(name: str, report: Report) -> None:
    """Every line is what the model of the format, and its JSON Schema, describe."""
    schema = jsonschema.Draft202012Validator(lines_json_schema())
    for line in FORMATS["jsonl"].render([report], View()).splitlines():
        entry = standard_json.loads(line)
        LINE_V1.validate_python(entry)
        schema.validate(entry)


def test_lines_of_several_plans() -> None:
    """Reports follow each other, and each `end` says how many lines there were before it."""
    output = FORMATS["jsonl"].render([REJECTED, ACCEPTED, COMPARED], View())
    counted: list[Counter[str]] = []
    for line in map(standard_json.loads, output.splitlines()):
        if line["line"] == "report":
            counted.append(Counter())
        elif line["line"] == "end":
            assert line["lines"] == {name: counted[-1][name] for name in line["lines"]}
        else:
            counted[-1][line["line"]] += 1
    assert len(counted) == 3


@each_report
def test_json_is_of_the_format(name: str, report: Report) -> None:
    """Every report is what the model of the format, and its JSON Schema, describe."""
    document = standard_json.loads(json.render(report))
    ReportV1.model_validate(document)
    jsonschema.validate(document, json_schema())


@each_report
def test_no_format_lets_control_characters_through(name: str, report: Report) -> None:
    """What a plan holds cannot steer a terminal, whatever the format."""
    for format_ in FORMATS.values():
        output = format_.render([report], View(show="all"))
        assert all(
            character == "\n" or character.isprintable() or character == "\u0301"
            for character in output
        )


def test_json_caps_related_places() -> None:
    """Of more than 20 related places 20 are given, and the total."""
    many = replace(PLANTS, related=PLANTS.related * 25, related_total=25)
    finding = standard_json.loads(json.render(replace(REJECTED, findings=(many,))))["findings"][0]
    assert (len(finding["related"]), finding["related_total"]) == (20, 25)


def test_json_values() -> None:
    """Values that JSON has no type for become texts, sets become sorted lists."""
    from datetime import date
    from decimal import Decimal

    values = {
        "exact": Decimal("0.55"),
        "day": date(2025, 12, 31),
        "bound": float("inf"),
        "set": frozenset({"b", "a"}),
        "nested": ({"x": None}, True, 1),
    }
    report = replace(REJECTED, findings=(replace(PLANTS, values=values),))
    assert standard_json.loads(json.render(report))["findings"][0]["values"] == {
        "exact": "0.55",
        "day": "2025-12-31",
        "bound": "inf",
        "set": ["a", "b"],
        "nested": [{"x": None}, True, 1],
    }
