"""Examples of every outcome that a rule can have, and tags that say what the examples say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacecar.rulebook.rule import Rule
from pacecar.specification.lint.finding import Finding
from pacecar.specification.lint.possible import possible_outcomes
from pacecar.specification.lint.reading import OUTCOMES, Example, ReadFeature

_GUARD = "outcomes"
_OUTCOME = re.compile(r"the rule is (kept|broken|undetermined|not applicable)")
_BROKEN = re.compile(r"[1-9]\d* cases? (?:is|are) broken")
_TABLES = ("exactly these findings are reported", "these findings are among those reported")


def missing_outcomes(rule: Rule, feature: ReadFeature) -> Iterator[Finding]:
    """Yield the outcomes that a rule can have and no example of its feature shows."""
    shown = {tag for example in feature.examples for tag in example.tags}
    for tag in possible_outcomes(rule):
        if tag not in shown:
            hint = f"Write one in which the rule is {OUTCOMES[tag]}."
            yield feature.finding(_GUARD, f"No example of {rule.id} is tagged @{tag}.", hint)


def wrong_tags(feature: ReadFeature) -> Iterator[Finding]:
    """Yield the examples of a rule's feature whose tag and `Then` do not say one outcome."""
    told: set[tuple[int, str]] = set()
    for example in feature.examples:
        for message, hint in _wrong(example):
            if (example.line, message) not in told:
                told.add((example.line, message))
                yield feature.finding(_GUARD, message, hint, example)


def _wrong(example: Example) -> Iterator[tuple[str, str]]:
    tags = sorted(example.tags & OUTCOMES.keys())
    if len(tags) != 1:
        message = f"`{example.name}` has {len(tags)} tags of an outcome."
        yield message, f"Give it one of {', '.join(f'@{tag}' for tag in OUTCOMES)}."
        return
    said = _said(example)
    wanted = OUTCOMES[tags[0]]
    if not said:
        yield f"`{example.name}` does not say the rule's outcome.", f"Write `the rule is {wanted}`."
    elif said != {wanted}:
        others = " and ".join(sorted(said))
        yield f"`{example.name}` is tagged @{tags[0]} and says {others}.", "Correct one of the two."


def _said(example: Example) -> set[str]:
    """Return the outcomes that the steps of an example demand."""
    said: set[str] = set()
    for step in example.steps:
        if step.type != "then":
            continue
        if found := _OUTCOME.fullmatch(step.name):
            said.add(found[1])
        rows = len(step.datatable.rows) - 1 if step.datatable else 0
        if _BROKEN.fullmatch(step.name) or (step.name in _TABLES and rows):
            said.add("broken")
    return said
