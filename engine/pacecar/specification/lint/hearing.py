"""Features that pass without saying anything: what pytest-bdd does not complain about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from pacecar.specification.guards import silent_failures
from pacecar.specification.lint.finding import Finding, shown
from pacecar.specification.lint.reading import ReadFeature

_GUARD = "silence"
_PLACEHOLDER = re.compile(r"<(\w[^<>|]*)>")
_WAYS_OUT = MappingProxyType(
    {
        "the feature has no example": "Write one.",
        "has no steps": "Write what is given, done and expected, or take it out.",
        "has no Then": "Say what is expected.",
        "without rows": "Write a row, or take the table out.",
        "has the name": "Give each a name of its own: only the last would run.",
        "have no column": "Correct the placeholder, or add the column.",
        "no step uses the column": "Use the column as <column>, or take it out.",
    }
)


def silences(feature: ReadFeature) -> Iterator[Finding]:
    """Yield what a feature says that would not be heard."""
    for problem in silent_failures(feature.path):
        line, _, message = problem.partition(": ")
        hint = next(hint for part, hint in _WAYS_OUT.items() if part in message)
        text = f"{message[0].upper()}{message[1:]}."
        yield Finding(shown(feature.path), int(line), 1, _GUARD, text, hint)
    for number, name in sorted(set(_left_over(feature))):
        message, hint = f"<{name}> stands for nothing.", "Add a table of examples with that column."
        yield Finding(shown(feature.path), number, 1, _GUARD, message, hint)
    if len(feature.examples) != feature.written:
        message = f"{feature.written} runs are written, and {len(feature.examples)} are collected."
        yield feature.finding(_GUARD, message, "Give every example a name of its own.")


def _left_over(feature: ReadFeature) -> Iterator[tuple[int, str]]:
    """Yield the placeholders that are still there when an example runs, each with its line."""
    for example in feature.examples:
        for step in example.steps:
            rows = step.datatable.rows if step.datatable else ()
            texts = [(step.line_number, step.name)]
            texts += [(row.location.line, cell.value) for row in rows for cell in row.cells]
            for line, text in texts:
                yield from ((line, name) for name in _PLACEHOLDER.findall(text))
