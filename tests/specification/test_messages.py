"""Files of results: what became of each example, as JSON and as Cucumber messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cucumber_messages import Envelope, message_converter
from jsonschema import Draft202012Validator

from pacecar.specification.results import NoResults, Results, read_results
from tests.specification.conftest import Run

pytest_plugins = ["pytester"]

SCHEMA = Path(__file__).parent / "cucumber" / "messages.schema.json"

FEATURE = """\
@on-one-platform
Feature: Twins

  Background:
    Given the plan "plans/two"

  @reject
  Example: it passes
    When the plan is checked
    Then the rule is broken

  Rule: A section

    Example: it fails
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    Example: there is no such step
      When the plan is chequed
      Then the rule is kept

    Scenario Outline: on <platform>
      Given kadjar has platform <platform>
      When the plan is checked
      Then the rule is <outcome>

      Examples:
        | platform | outcome |
        | cmf-cd   | kept    |
        | cmf-b    | kept    |
"""

EXPECTED = [
    ("it passes", "", "passed", ["passed", "passed", "passed"]),
    ("it fails", "A section", "failed", ["passed", "passed", "failed", "skipped"]),
    ("there is no such step", "A section", "failed", ["passed", "undefined", "skipped"]),
    ("on cmf-b", "A section", "failed", ["passed", "passed", "passed", "failed"]),
    ("on cmf-cd", "A section", "passed", ["passed", "passed", "passed", "passed"]),
]


def written(pytester: pytest.Pytester, run: Run, *arguments: str) -> tuple[Results, list[Any]]:
    """Run the feature; return its results and its messages."""
    (pytester.path / "twins.feature").write_text(FEATURE, "utf-8")
    files = ("--pacecar-results", "r.json", "--pacecar-messages", "m.ndjson")
    run("--pacecar-rules", "rules", *files, *arguments, "twins.feature")
    lines = (pytester.path / "m.ndjson").read_text("utf-8").splitlines()
    return read_results(pytester.path / "r.json"), [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    "jobs", [(), pytest.param(("-n", "2"), marks=pytest.mark.slow)], ids=["alone", "xdist"]
)
def test_results(pytester: pytest.Pytester, run: Run, jobs: tuple[str, ...]) -> None:
    """Every example is there with its place, its status, its steps, and why it failed."""
    results, _ = written(pytester, run, *jobs)
    found = [
        (one.example, one.rule, one.status, [step.status for step in one.steps])
        for one in results.examples
    ]
    assert found == EXPECTED
    first, second, third, fourth, _ = results.examples
    assert (first.feature, first.title, first.line) == ("twins.feature", "Twins", 8)
    assert first.tags == ("on-one-platform", "reject")
    assert first.message == ""
    assert second.message.startswith("the rule is broken, not kept")
    assert third.message.startswith("there is no such step")
    assert fourth.row == {"platform": "cmf-b", "outcome": "kept"}


@pytest.mark.parametrize(
    "jobs", [(), pytest.param(("-n", "2"), marks=pytest.mark.slow)], ids=["alone", "xdist"]
)
def test_messages(pytester: pytest.Pytester, run: Run, jobs: tuple[str, ...]) -> None:
    """Messages are what the classes of Cucumber read, and say of each step what became of it."""
    _, messages = written(pytester, run, *jobs)
    for message in messages:
        assert message_converter.to_dict(message_converter.from_dict(message, Envelope)) == message
    kinds = [next(iter(message)) for message in messages]
    assert kinds[:3] == ["meta", "source", "gherkinDocument"]
    assert kinds.count("pickle") == kinds.count("testCaseFinished") == len(EXPECTED)
    of_steps = [m["testStepFinished"] for m in messages if "testStepFinished" in m]
    statuses = [step["testStepResult"]["status"].lower() for step in of_steps]
    assert statuses == [status for _, _, _, steps in EXPECTED for status in steps]
    assert messages[-1]["testRunFinished"]["success"] is False


def test_messages_have_the_shape_that_cucumber_publishes(
    pytester: pytest.Pytester, run: Run
) -> None:
    """Every message is valid by the JSON Schema of Cucumber messages, and the schema is strict."""
    _, messages = written(pytester, run)
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert [error.message for one in messages for error in validator.iter_errors(one)] == []
    assert not validator.is_valid({"testRunFinished": {"success": "no"}})
    assert not validator.is_valid({"scenario": {}})


def test_messages_refer_to_each_other(pytester: pytest.Pytester, run: Run) -> None:
    """No message names an id that no message has, and no id is given twice."""
    _, messages = written(pytester, run)
    given = [one["id"] for message in messages for one in _with_ids(message)]
    assert len(given) == len(set(given))
    cases = [message["testCase"] for message in messages if "testCase" in message]
    used = {case["pickleId"] for case in cases}
    for step in (step for case in cases for step in case["testSteps"]):
        used |= {step["pickleStepId"], *step["stepDefinitionIds"]}
    assert used <= set(given)


def test_what_is_refused_is_told(pytester: pytest.Pytester, run: Run) -> None:
    """A feature that is refused is a problem of the run, in both files."""
    (pytester.path / "other.feature").write_text("Feature: x\n  Example: y\n", "utf-8")
    results, messages = written(pytester, run, "--continue-on-collection-errors", "other.feature")
    assert len(results.examples) == len(EXPECTED)
    assert "'y' has no steps" in results.problems[0]
    assert "'y' has no steps" in messages[-1]["testRunFinished"]["message"]


def test_a_file_that_cannot_be_written(pytester: pytest.Pytester, run: Run) -> None:
    """A file in a folder that is not there is refused before anything runs."""
    result = run("--pacecar-results", "nowhere/r.json")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--pacecar-results: nowhere/r.json cannot be written*"])


@pytest.mark.parametrize("text", ["", "[]", '{"format": "pacecar-results/1"}', "{"])
def test_files_that_are_no_results(tmp_path: Path, text: str) -> None:
    """A file of something else is refused."""
    file = tmp_path / "r.json"
    file.write_text(text, "utf-8")
    with pytest.raises(NoResults, match=r"r\.json"):
        read_results(file)


def _with_ids(value: Any) -> list[dict[str, Any]]:
    """Return all objects with an id in a message."""
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, list):
        inner = value
    own = [value] if isinstance(value, dict) and "id" in value else []
    return own + [one for part in inner for one in _with_ids(part)]
