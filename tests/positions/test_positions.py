"""A finding stands where the value stands that is wrong, however the plan is laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacecar.checking.check import report_on
from pacecar.checking.report import Finding
from pacecar.evaluation.compiling import compile_rule
from pacecar.evaluation.evaluating import InProcess
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.nodes import Location, Mapping, Node, Scalar, Sequence
from pacecar.plan.portfolio import Plan
from pacecar.plan.scalars import is_number, number_of, truth_of
from pacecar.plan.source import read_nodes
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rulebook
from tests.generation.choices import Choices, Rolled
from tests.positions.planting import IN_ANY_FORM, IN_TEXT, Flaw
from tests.positions.sheets import as_csv, as_workbook
from tests.positions.writing import Path, Spot, Written, as_json, as_yaml

EVERYTHING = FilePath(__file__).parent.parent / "everything" / "plan"
TEXTS = {"yaml": as_yaml, "json": as_json}
WRITERS = {**TEXTS, "csv": as_csv, "xlsx": as_workbook}
Writer = Callable[[dict[str, Any], Choices], Written]


def _data(node: Node) -> Any:
    """Return nodes as plain data."""
    match node:
        case Mapping():
            return {key: _data(entry.value) for key, entry in node.entries.items()}
        case Sequence():
            return [_data(item) for item in node.items]
        case Scalar() if node.is_null:
            return None
        case Scalar() if (truth := truth_of(node)) is not None:
            return truth
        case Scalar() if is_number(node):
            number = number_of(node.text)
            return int(number) if number == int(number) else number
        case _:
            return node.text


def _everything() -> dict[str, Any]:
    """Return the plan that breaks every rule, as plain data."""
    plan: dict[str, Any] = {}
    for file in sorted(EVERYTHING.iterdir()):
        root, _ = read_nodes(file.read_bytes(), file.name)
        assert root is not None
        for name, content in _data(root).items():
            plan[name] = content if name == "plan" else plan.get(name, []) + content
    return plan


PLAN = _everything()
TODAY = date(2026, 1, 1)
SEEDS = st.integers(0, 2**32)
"""A layout has thousands of choices: one seed for all of them is found faster."""


def _read(written: Written) -> Plan:
    files = [SourceFile(name, data) for name, data in written.files.items()]
    return load_files(files, as_of=None, today=TODAY)


def _spot(location: Location | None) -> Spot | None:
    if location is None:
        return None
    return Spot(location.file, location.span.line, location.span.column, location.cell)


PLANTED = [
    *((flaw, form) for flaw in IN_TEXT for form in TEXTS),
    *((flaw, form) for flaw in IN_ANY_FORM for form in WRITERS if form not in TEXTS),
]


@pytest.mark.slow
@pytest.mark.parametrize(("flaw", "form"), PLANTED, ids=lambda one: getattr(one, "__name__", one))
@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_a_planted_flaw_is_reported_where_it_was_planted(seed: int, flaw: Flaw, form: str) -> None:
    """One flaw of structure is one finding, at the line and column, or cell, of what is wrong."""
    choices = Rolled(seed)
    planted = flaw(PLAN, choices)
    written = WRITERS[form](planted.plan, choices)
    spots = written.keys if planted.at_key else written.values
    found = [(flaw.rule, _spot(flaw.location)) for flaw in _read(written).flaws]
    blank = spots.get(planted.absent) if planted.absent else None
    assert found == [(planted.rule, blank or spots[planted.path])]


@cache
def _rulebook() -> Rulebook:
    """Return all rules that come with Pacecar."""
    return load_rulebook([bundled("rules")])


@cache
def _evaluator() -> InProcess:
    """Return an evaluator of all rules, those that are off, too."""
    return InProcess([compile_rule(rule) for rule in _rulebook().rules], "builtin")


@cache
def _broken() -> list[tuple[str, Path]]:
    """Return which rule is broken by which value of the plan that breaks every rule.

    Read off the plan itself, whose lines say so: see `tests/everything`.
    """
    files = [SourceFile(file.name, file.read_bytes()) for file in sorted(EVERYTHING.iterdir())]
    offsets: Counter[tuple[str, str]] = Counter()
    so_far: Counter[str] = Counter()
    for file in files:
        root, _ = read_nodes(file.data, file.name)
        for name, content in _data(root).items() if root else ():
            offsets[file.name, name] = so_far[name]
            so_far[name] += len(content)
    plan = load_files(files, as_of=None, today=TODAY)
    found = report_on(plan, _rulebook(), _evaluator()).findings
    assert {finding.rule for finding in found} == {rule.id for rule in _rulebook().rules}
    return sorted((finding.rule, _path(finding, offsets)) for finding in found)


def _path(finding: Finding, offsets: Counter[tuple[str, str]]) -> Path:
    assert finding.location is not None
    name, *rest = finding.location.pointer.split("/")[1:]
    steps: list[str | int] = [int(step) if step.isdecimal() else step for step in rest]
    if steps and isinstance(steps[0], int):
        steps[0] += offsets[finding.location.file, name]
    return (name, *steps)


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_every_rule_reports_where_the_value_stands(seed: int, writer: Writer) -> None:
    """What a rule finds is told at the value's line and column in every layout."""
    written = writer(PLAN, Rolled(seed))
    found = report_on(_read(written), _rulebook(), _evaluator()).findings
    expected = [(rule, written.values[path]) for rule, path in _broken()]
    told = [(finding.rule, _spot(finding.location)) for finding in found]
    assert Counter(told) == Counter(expected)
