"""The form in which a judge gets a rule: the columns of a case's record, and the patterns."""

from __future__ import annotations

from collections.abc import Iterator

from pacecar.evaluation.record import Pattern, Test
from pacecar.rulebook.rule import Rule

_PARTS = {
    "order": ("left low", "left high", "right low", "right high"),
    "equality": ("left", "right", "both known"),
    "truth": ("0 false, 1 unknown, 2 true",),
}


def compiled_form(rule: Rule) -> list[str]:
    """Return the compiled form of a rule, as lines."""
    from pacecar.evaluation.conditions import requirement_of

    requirement = requirement_of(rule.id, rule.require)
    lines = ["c0: 2 where holds, 1 it is not known to, 0 the case is only possible"]
    for condition in requirement.conditions:
        place = getattr(condition.node, "place", None)
        text = " ".join(place.text.split()) if place is not None else condition.kind
        for offset, part in enumerate(_PARTS[condition.kind]):
            lines.append(f"c{condition.column + offset}: {part} of {text}")
    criterion = requirement.criterion
    lines += [f"broken if {pattern}" for pattern in _patterns(criterion.broken)]
    lines += [f"else undetermined if {pattern}" for pattern in _patterns(criterion.undetermined)]
    return [*lines, "else kept"]


def _patterns(patterns: tuple[Pattern, ...]) -> Iterator[str]:
    """Yield each pattern in words."""
    for pattern in patterns:
        yield " and ".join(map(_test, pattern)) or "always"


def _test(test: Test) -> str:
    """Return a test in words."""
    right = test.constant if test.right_column < 0 else f"c{test.right_column}"
    return f"c{test.left_column} {test.operator} {right}"
