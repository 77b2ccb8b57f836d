"""The schema of plans and the reader of plans agree, but for what no schema can say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from pacecar.plan.json_schema import plan_schema
from pacecar.plan.nodes import Flaw
from tests.generation.plans import plans
from tests.plan.golden import cases, load
from tests.plan.mutation import damaged
from tests.plan.test_model_agreement import documents
from tests.schemas.reading import Unreadable, as_json, plain, problems

SCHEMA = plan_schema()
HERE = Path(__file__).parents[1]
BROKEN = [*cases(HERE / "plan" / "flaws"), *cases(HERE / "hostile" / "plans")]

UNSAID = (
    # Of other places in the file, or in other files.
    ("plan/unknown-reference", ""),
    ("plan/duplicate-id", ""),
    ("plan/duplicate-key", ""),
    ("plan/missing-field", "No file of the plan has"),
    ("plan/impossible-date", " is before "),
    # Of how it is written, where a schema sees what is meant.
    ("plan/wrong-type", "Plans have no "),
    ("plan/wrong-type", " stands where a key belongs"),
    ("plan/wrong-type", "Unicode's form NFC"),
    ("plan/wrong-type", r" is [-+0-9.eE]+, which may be "),
    ("plan/wrong-type", r" is the number [1-9][0-9]*\.0*; a year, month or day belongs here"),
    # Of numbers as they are before a program has them in its own form.
    ("plan/wrong-type", "(?i)nan; a finite number belongs here"),
    ("plan/over-limit", r'" is "[-+0-9.eE]+"'),
    # Of texts that are too long, or of bytes.
    ("plan/over-limit", "characters"),
)
"""What a schema cannot say: the rule, and how its messages read."""


def unsaid(flaw: Flaw) -> bool:
    """Whether a flaw is one of those that a schema cannot say."""
    return any(flaw.rule == rule and re.search(says, flaw.message) for rule, says in UNSAID)


def compared(data: bytes, name: str) -> tuple[list[Flaw], list[tuple[str, str]]]:
    """Return the flaws that a schema can say, and what it does say.

    Where the reader has another reason (there is no such entity, a number has too many digits,
    plans have no aliases), what a schema says of the same value is left out.
    """
    flaws = load((name, data)).flaws
    told = [flaw for flaw in flaws if not unsaid(flaw)]
    places = {f.location.pointer.removesuffix("/<<") for f in flaws if unsaid(f)}
    # A schema says of an entity what the reader says of a key in it.
    sayable = [f"{flaw.location.pointer}/" for flaw in told]
    places = {p for p in places if p and not any(at.startswith(f"{p}/") for at in sayable)}
    said = problems(SCHEMA, plain(data, name))
    return told, [(at, what) for at, what in said if at not in places]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_plan_is_refused(path: Path) -> None:
    """A plan is refused exactly if it has a flaw that a schema can say, and at its place."""
    try:
        flaws, said = compared(path.read_bytes(), path.name)
    except Unreadable:
        assert any(flaw.fatal for flaw in load((path.name, path.read_bytes())).flaws)
        return
    assert bool(said) == bool(flaws), (said, flaws)
    places = [at for at, _ in said]
    for flaw in flaws:
        pointer = flaw.location.pointer
        assert any(f"{pointer}/".startswith(f"{at}/") for at in places), (flaw, said)


@settings(deadline=None)
@given(plans())
def test_a_valid_plan_is_accepted(plan: dict[str, Any]) -> None:
    """Whatever a plan may hold, the schema accepts."""
    assert problems(SCHEMA, as_json(plan)) == []


@settings(deadline=None)
@given(documents())
def test_a_plan_with_something_odd(text: str) -> None:
    """With odd values here and there, schema and reader refuse the same plans."""
    agree(text.encode())


@settings(deadline=None)
@given(damaged())
def test_a_damaged_plan(data: bytes) -> None:
    """With stretches replaced by anything, schema and reader refuse the same plans."""
    agree(data)


def agree(data: bytes) -> None:
    """Assert that schema and reader agree on whether a plan is in order."""
    try:
        flaws, said = compared(data, "p.yaml")
    except Unreadable:
        return
    assert bool(said) == bool(flaws), (said, flaws)
