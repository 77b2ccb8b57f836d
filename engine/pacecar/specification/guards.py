"""What would let a feature pass without saying anything, found before it runs.

pytest-bdd drops the first of two examples with one name, passes an example without steps or
without a Then, runs an outline without rows once with its placeholders as they stand, and
ignores a table that its step does not take. None of this is an error there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_bdd.gherkin_parser import Feature, Rule, Scenario, get_gherkin_document
from pytest_bdd.parser import Step

if TYPE_CHECKING:
    from pytest_bdd.gherkin_parser import Step as WrittenStep

_PLACEHOLDER = re.compile(r"<([^<>|]+)>")


def silent_failures(path: Path) -> list[str]:
    """Return what a feature says that would not be heard, each as `line: problem`."""
    feature = get_gherkin_document(str(path)).feature
    examples = list(_examples(feature))
    if not examples:
        return [f"{feature.location.line}: the feature has no example"]
    found = [problem for example in examples for problem in _problems(example)]
    times = Counter(example.name for example in examples)
    found += [
        f"{example.location.line}: another example has the name {example.name!r}, too"
        for example in examples
        if times[example.name] > 1
    ]
    return found


class Guards:
    """A plugin that watches the steps of features while they run."""

    @pytest.hookimpl
    def pytest_bdd_before_step_call(self, step: Step, step_func_args: Mapping[str, object]) -> None:
        """Fail a step that was given a table or a text which it does not take."""
        if step.datatable is not None and "datatable" not in step_func_args:
            pytest.fail(f"line {step.line_number}: this step takes no table: {step.name}")
        if step.docstring is not None and "docstring" not in step_func_args:
            pytest.fail(f"line {step.line_number}: this step takes no text: {step.name}")


def _examples(parent: Feature | Rule) -> Iterator[Scenario]:
    for child in parent.children:
        if child.scenario:
            yield child.scenario
        if child.rule:
            yield from _examples(child.rule)


def _problems(example: Scenario) -> Iterator[str]:
    line = example.location.line
    if not example.steps:
        yield f"{line}: {example.name!r} has no steps"
    elif not any(step.keyword_type == "Outcome" for step in example.steps):
        yield f"{line}: {example.name!r} has no Then, so it cannot fail"
    used = {name for step in example.steps for name in _PLACEHOLDER.findall(_text(step))}
    rows = [table for table in example.examples if table.table_body]
    if len(rows) < len(example.examples) or ("Outline" in example.keyword and not rows):
        yield f"{line}: {example.name!r} has a table of examples without rows"
    for table in rows:
        names = {cell.value for cell in table.table_header.cells} if table.table_header else set()
        for name in sorted(used - names):
            yield f"{table.location.line}: the examples have no column {name!r}, which a step uses"
        for name in sorted(names - used):
            yield f"{table.location.line}: no step uses the column {name!r} of the examples"


def _text(step: WrittenStep) -> str:
    """Return everything of a step in which a placeholder may stand."""
    rows = step.datatable.rows if step.datatable else []
    cells = [cell.value for row in rows for cell in row.cells]
    return "\n".join([step.text, *cells, step.docstring.content if step.docstring else ""])
