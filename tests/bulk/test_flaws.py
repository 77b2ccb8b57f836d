"""What is wrong in files of rows is told in the words for small files, at its row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pacecar.checking.report import Report
from tests.bulk.both import ONE, in_process, through_database, told, write_jsonl, write_yaml

GOOD: dict[str, Any] = {
    "id": "n-juke",
    "name": "Juke",
    "company": "nissan",
    "segment": "B",
    "body": "suv",
}
PLAN: dict[str, Any] = {
    "plan": {"name": "Rows", "as_of": "2025-12-31"},
    "companies": [{"id": "nissan", "name": "Nissan", "member": True, "brands": ["nissan"]}],
    "regions": [{"id": "europe", "name": "Europe"}],
    "technologies": [{"id": "hybrid", "name": "Hybrid"}],
    "platforms": [{"id": "cmf-b", "name": "CMF-B"}],
}

FLAWED: dict[str, dict[str, Any]] = {
    "an unknown field": {"colour": "red"},
    "a misspelt field": {"segmnt": "B"},
    "a missing field": {"body": ...},
    "a null that may not be": {"name": None},
    "a blank name": {"name": " "},
    "a wrong type": {"name": 12},
    "a truth value": {"name": True},
    "no choice": {"segment": "Q"},
    "a case of letters": {"segment": "b"},
    "no day": {"start": "2025-02-30"},
    "no date": {"start": "soon"},
    "a date that is a number": {"start": 12},
    "a year as a number": {"start": 2025},
    "a year as text": {"start": "2025"},
    "dates out of order": {"start": "2025-03", "end": "2024"},
    "a share above one": {"upper_body_shared": 55},
    "a negative number": {"cost": {"standalone": -1}},
    "a number in quotes": {"upper_body_shared": "0.5"},
    "a number with too many decimals": {"upper_body_shared": 0.1234567},
    "volumes that are no whole number": {"units": {"2025": 1.5}},
    "volumes of no year": {"units": {"soon": 1}},
    "a year of five digits": {"units": {"20255": 1}},
    "volumes that are a list": {"units": [1]},
    "a dangling reference": {"platform": "cmf-z"},
    "a reference to another collection": {"platform": "nissan"},
    "a dangling item": {"regions": ["europe", "eurpe"]},
    "a list that is none": {"regions": "europe"},
    "an item that is none": {"regions": [1]},
    "an unknown item": {"regions": ["europe", None]},
    "a dangling leader": {"leader": "n-jke"},
    "an unknown leader": {"leader": None},
    "a leader that it is itself": {"leader": "n-juke"},
    "a record that is none": {"cost": 5},
    "an unknown key of a record": {"cost": {"planed": 5}},
    "a technology without a name": {"technologies": [{"developer": "nissan"}]},
    "a technology that is none": {"technologies": ["hybrid"]},
    "a dangling technology": {"technologies": [{"technology": "hybird", "developer": "nisan"}]},
    "a brand of another": {"brand": "infiniti"},
    "a brand of its own": {"brand": "nissan"},
    "an id in capitals": {"id": "N-Juke"},
    "an id that is a number": {"id": 5},
    "an id that is null": {"id": None},
    "no id": {"id": ...},
    "letters and accents apart": {"name": "Mégane"},
    "a control character": {"name": "a\x07b"},
    "letters of many scripts": {"name": "Mégane Škoda 日産 ジューク Жук"},
    "a backslash and quotes": {"name": 'a "b" \\ c'},
}


def reports(folder: Path, rows: list[dict[str, Any]]) -> tuple[Report, Report]:
    """Return the reports on programs in YAML and as JSON Lines through the database."""
    plan = {**PLAN, "programs": rows}
    write_jsonl(folder / "rows", plan, ["programs"])
    write_yaml(folder / "yaml", {name: part for name, part in plan.items() if name != "programs"})
    (folder / "yaml" / "programs.json").write_text(json.dumps({"programs": rows}))
    return in_process(folder / "yaml", ONE), through_database(folder / "rows", ONE)


@pytest.mark.parametrize("changed", FLAWED.values(), ids=FLAWED.keys())
def test_a_flaw_is_told_in_the_same_words(tmp_path: Path, changed: dict[str, Any]) -> None:
    """One row has a flaw, and the next is as it should be."""
    row = {name: value for name, value in {**GOOD, **changed}.items() if value is not ...}
    expected, found = reports(tmp_path, [row, {**GOOD, "id": "n-leaf"}])
    assert told(found) == told(expected)


def test_the_first_of_equal_ids_counts(tmp_path: Path) -> None:
    """Over all files in the order of their names, and of their rows."""
    rows = [{**GOOD, "name": f"Juke {n}", "segment": "BCD"[n]} for n in range(3)]
    expected, found = reports(tmp_path, rows)
    assert told(found) == told(expected)
    assert [(f.location and f.location.span.line) for f in found.findings] == [2, 3]


def test_a_reference_to_an_unusable_id_is_not_told_again(tmp_path: Path) -> None:
    """What is wrong is the id."""
    expected, found = reports(tmp_path, [{**GOOD, "id": "N"}, {**GOOD, "leader": "N"}])
    assert told(found) == told(expected)
    assert [finding.rule for finding in found.findings] == ["plan/wrong-type"]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{", "plan/unreadable"),
        ('{"id": "a",}', "plan/unreadable"),
        ('{"id": NaN}', "plan/unreadable"),
        ("[1, 2]", "plan/wrong-type"),
        ("12", "plan/wrong-type"),
        ('{"id": "b", "id": "c", "name": "B"}', "plan/duplicate-key"),
        ('{"id": "b", "cost": {"planned": 1, "planned": 2}}', "plan/duplicate-key"),
        ('{"id": "b", "units": {"2025": 1, "2025": 2}}', "plan/duplicate-key"),
        ('{"id": "b", "upper_body_shared": 0.30000000000000000001}', "plan/over-limit"),
        ('{"id": "b", "upper_body_shared": 1e-9}', "plan/over-limit"),
        (f'{{"id": "b", "note": "{"x" * 70_000}"}}', "plan/over-limit"),
    ],
    ids=range(11),
)
def test_lines_that_databases_let_pass_are_told(tmp_path: Path, line: str, rule: str) -> None:
    """Whatever the database would make of them, each is told at its line; others are read."""
    write_yaml(tmp_path, PLAN)
    text = f"{json.dumps(GOOD)}\n\n{line}\n"
    (tmp_path / "programs.jsonl").write_text(text)
    found = through_database(tmp_path, ONE)
    expected = in_process(tmp_path, ONE)
    assert told(found) == told(expected)
    assert rule in {finding.rule for finding in found.findings}
    assert {f.location.span.line for f in found.findings if f.location} == {3}
