"""SARIF: valid by the standard's schema, and what code scanning makes use of."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jsonschema
import pytest

from pacecar.checking.report import Report
from pacecar.formats.registry import FORMATS
from pacecar.formats.structure import STRUCTURE
from pacecar.formats.view import View
from pacecar.plan.nodes import Flaw
from tests.formats.samples import (
    ACCEPTED,
    COMPARED,
    MARKUP,
    NOT_JUDGED,
    REJECTED,
    SAMPLES,
    WORKBOOK,
)

# The schema of the standard, as Microsoft's SARIF tools carry it.
SCHEMA = Path(__file__).parent / "fixtures" / "sarif-2.1.0.json"


@cache
def _validator() -> Any:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _log(*reports: Report) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(FORMATS["sarif"].render(reports, View()))
    return log


def _run(report: Report) -> dict[str, Any]:
    (run,) = _log(report)["runs"]
    return dict(run)


@pytest.mark.parametrize("name", SAMPLES)
def test_valid(name: str) -> None:
    """Each report is valid by the schema of SARIF 2.1.0."""
    assert list(_validator().iter_errors(_log(SAMPLES[name]))) == []


def test_the_schema_is_not_content_with_anything() -> None:
    """What is not SARIF is told apart, so that the test above can fail."""
    log = _log(REJECTED)
    log["runs"][0]["results"][0]["level"] = "info"
    log["runs"][0]["colour"] = "red"
    assert len(list(_validator().iter_errors(log))) == 2


def test_a_run_for_each_plan() -> None:
    """Each plan has a run with an id of its own, even where two have the same files."""
    log = _log(REJECTED, WORKBOOK, REJECTED, ACCEPTED)
    assert list(_validator().iter_errors(log)) == []
    ids = [run["automationDetails"]["id"] for run in log["runs"]]
    assert ids == [
        "pacecar/plans/new/",
        "pacecar/./",
        "pacecar/plans/new-2/",
        "pacecar/plans/new-3/",
    ]


def test_rules() -> None:
    """Every rule of the run is told with title, reason, quotes and level, broken or not."""
    rules = {rule["id"]: rule for rule in _run(REJECTED)["tool"]["driver"]["rules"]}
    assert list(rules) == sorted(
        {*STRUCTURE, *(result.rule for result in REJECTED.rules), "portfolio/common-platform-share"}
    )
    assert rules["twins/share-a-plant"] == {
        "id": "twins/share-a-plant",
        "name": "TwinsShareAPlant",
        "shortDescription": {
            "text": "Twins are built in one plant where they are sold in one region"
        },
        "fullDescription": {"text": "A second plant doubles the tooling."},
        "help": {
            "text": "Twins are built in one plant where they are sold in one region.\n\n"
            "A second plant doubles the tooling.\n\n"
            'B6: "cars will be produced using the group\'s most competitive set-up"\n\n'
            "More: pacecar explain twins/share-a-plant",
            "markdown": "**Twins are built in one plant where they are sold in one region.**\n\n"
            "A second plant doubles the tooling.\n\n"
            "> cars will be produced using the group's most competitive set-up (B6)\n\n"
            "More: `pacecar explain twins/share-a-plant`",
        },
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["twins"], "precision": "very-high"},
    }


def test_every_rule_of_structure_has_its_text() -> None:
    """What the plan's readers may report is told what it asks, and nothing else is."""
    assert set(STRUCTURE) == set(get_args(get_type_hints(Flaw)["rule"]))


def test_places() -> None:
    """URIs are relative to the working folder and quoted; a cell is told by its name."""
    cell, outside, absolute, csv = (r["locations"][0] for r in _run(WORKBOOK)["results"])
    assert cell == {
        "physicalLocation": {
            "artifactLocation": {
                "uri": "plans/new/Plan%202026%20(d%C3%A9f).xlsx",
                "uriBaseId": "%SRCROOT%",
            },
            "region": {"startLine": 1},
        },
        "logicalLocations": [
            {"fullyQualifiedName": "Programs!F12", "kind": "cell", "name": "m-outlander-4"}
        ],
    }
    assert outside["physicalLocation"] == {
        "artifactLocation": {"uri": "../other/a%23b%3F.yaml"},
        "region": {"startLine": 1, "startColumn": 2, "endLine": 3, "endColumn": 4},
    }
    uri = absolute["physicalLocation"]["artifactLocation"]
    assert uri == {"uri": "file:///data/pl%C3%A4ne/a.yaml"}
    assert csv["physicalLocation"]["region"]["startLine"] == 2
    assert csv["logicalLocations"][0]["fullyQualifiedName"] == "B2"
    assert _run(WORKBOOK)["columnKind"] == "unicodeCodePoints"


def test_what_stands_nowhere() -> None:
    """Code scanning takes no result without a file; a property says that the place is none."""
    result = _run(REJECTED)["results"][-1]
    assert result["properties"]["placed"] is False
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "plans/new/leaders.yaml"
    assert physical["region"]["startLine"] == 1


def test_waivers() -> None:
    """A waived finding is suppressed, with its reason; the others are told not to be."""
    suppressions = [result["suppressions"] for result in _run(REJECTED)["results"]]
    waived = {
        "kind": "external",
        "status": "accepted",
        "justification": "Palencia is already tooled (until 2026-06-30, "
        "approved by renault, nissan)",
        "properties": {"until": "2026-06-30", "approvedBy": ["renault", "nissan"]},
    }
    assert suppressions == [[], [], [], [waived], [], []]
    assert "suppressions" not in _run(NOT_JUDGED)["results"][0]


def test_a_comparison() -> None:
    """What a plan introduces is new, what it changes updated, what it leaves unchanged."""
    states = [result["baselineState"] for result in _run(COMPARED)["results"]]
    assert states == ["updated", "new", "unchanged", "new", "unchanged", "unchanged"]
    assert not any("baselineState" in result for result in _run(REJECTED)["results"])


def test_not_judged() -> None:
    """What could not run or be read is told, and the run was no success."""
    (invocation,) = _run(NOT_JUDGED)["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [
        (n["descriptor"]["id"], n["associatedRule"]["id"], n["message"]["text"])
        for n in invocation["toolExecutionNotifications"]
    ]
    assert told == [
        (
            "could-not-run",
            "twins/share-a-plant",
            "twins/share-a-plant could not run: the evaluator stopped with signal 11.",
        ),
        ("not-read", "plan/unreadable", "The byte 0xE9 here is not UTF-8."),
    ]
    assert _run(REJECTED)["invocations"] == [{"executionSuccessful": True}]


def test_a_message_holds_no_link() -> None:
    """A name that reads as a link in Markdown leads nowhere."""
    text = _run(MARKUP)["results"][0]["message"]["text"]
    assert "\\[link](http://example.com)" in text
