"""The catalogue of steps: complete, true, and what the documentation shows."""

from __future__ import annotations

import inspect
import json

import pytest

from pacecar.cli.main import run
from pacecar.resources import bundled
from pacecar.specification import steps
from pacecar.specification.catalogue import Argument, definition_of, definitions, first_uses
from tools.generate_docs import STEPS, render_steps


def test_each_step_is_listed() -> None:
    """Every function of the module of steps that is documented as a step is in the catalogue."""
    functions = {
        name
        for name, function in inspect.getmembers(steps, inspect.isfunction)
        if function.__module__ == steps.__name__ and not name.startswith("_")
    }
    assert {definition.name for definition in definitions()} == functions


@pytest.mark.parametrize(
    ("keyword", "text", "shown"),
    [
        ("given", "the programs", "the <collection>"),
        ("given", "program kadjar has platform ?", "[<kind> ]<name> has <words>"),
        ("given", 'the plan "plans/x"', 'the plan "<path>"'),
        ("given", "the rule's share is set to 0.5", "the rule's <name> is set to <text>"),
        ("when", "the plan is checked", "the plan is checked"),
        ("then", "1 case is kept", "<count> cases are <outcome>"),
    ],
)
def test_steps_as_one_reads_them(keyword: str, text: str, shown: str) -> None:
    """A step is shown with its arguments by name, whatever pattern it is matched with."""
    definition = definition_of(keyword, text)
    assert definition is not None
    assert definition.text == shown


def test_arguments_say_what_they_take() -> None:
    """Arguments are listed in order, with the words they may be and whether they are needed."""
    definition = definition_of("given", "kadjar has platform ?")
    assert definition is not None
    assert definition.arguments[1:] == (Argument("name", "an id"), Argument("words", "text"))
    assert definition.arguments[0].optional
    assert "platform" in definition.arguments[0].kind
    assert definition.matched("kadjar has leader none") == [(0, "kadjar"), (11, "leader none")]


def test_what_is_no_step() -> None:
    """A text that no step matches, or only one of another keyword, has no definition."""
    assert definition_of("given", "the plan is chequed") is None
    assert definition_of("then", "the plan is checked") is None


def test_examples_are_of_their_step() -> None:
    """The example of a step is matched by this step, and shows a table where it takes one."""
    used = first_uses(bundled("features"))
    for definition in definitions():
        if definition.name in used:
            first, *table = used[definition.name].splitlines()
            keyword, _, text = first.partition(" ")
            assert definition_of(keyword.lower(), text) == definition
            assert bool(table) == definition.table


def test_the_page_of_steps() -> None:
    """Whoever changes a step and forgets to generate the page is told so."""
    assert STEPS.read_text(encoding="utf-8") == render_steps()


def test_the_command_lists_all(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """`pacecar spec steps` prints every step, as text and as JSON."""
    assert run(["spec", "steps"]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert run(["spec", "steps", "--format", "json"]) == 0
    document = json.loads(capsysbinary.readouterr().out)
    assert document["format"] == "pacecar-steps/1"
    assert [step["text"] for step in document["steps"]] == [one.text for one in definitions()]
    assert all(step["text"] in text for step in document["steps"])
