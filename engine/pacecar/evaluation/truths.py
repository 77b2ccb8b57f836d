"""The meaning of the language's operators on values: what generated code calls.

Every function is total: none and unknown go in, and an honest answer comes out. The meaning
is that of `docs/semantics.md`; truths are 0 (false), 1 (unknown) and 2 (true).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pacecar.evaluation.bounds import equal_points
from pacecar.plan.values import (
    FALSE,
    NONE_TEXT,
    TRUE,
    UNKNOWN,
    UNKNOWN_TEXT,
    Blank,
    BlankInterval,
    Interval,
    Items,
    State,
)


def is_known(value: object) -> bool:
    """Return whether a value can be told from another: known or none.

    Of numbers and dates only a single point can; a truth must be decided.
    """
    kind = type(value)
    if kind is str:
        return True
    if kind is Interval or kind is tuple:
        return value[0] == value[1]  # type: ignore[index,no-any-return]
    if kind is int:
        return value != UNKNOWN
    if isinstance(value, BlankInterval):
        return False
    return value.state < State.UNKNOWN  # type: ignore[attr-defined,no-any-return]


def known(value: Any) -> int:
    """`known(x)`: the value was given, exactly or coarsely, or is known to be none."""
    if isinstance(value, str):
        return TRUE
    if isinstance(value, int):
        return FALSE if value == UNKNOWN else TRUE
    if isinstance(value, Items):
        return TRUE if value.state < State.UNKNOWN and all(map(known, value.items)) else FALSE
    if type(value) is tuple:
        return TRUE
    return TRUE if value.state < State.UNKNOWN else FALSE


def is_none(value: Any) -> int:
    """`x is None`."""
    if isinstance(value, str):
        return FALSE
    state = value.state
    return TRUE if state is State.NONE else UNKNOWN if state is State.UNKNOWN else FALSE


def equal_text(left: str | Blank, right: str | Blank) -> int:
    """`a == b` of texts."""
    if type(left) is str and type(right) is str:
        return TRUE if left == right else FALSE
    if (type(left) is str or left is NONE_TEXT) and (type(right) is str or right is NONE_TEXT):
        return TRUE if left is right else FALSE
    return UNKNOWN


def equal_truth(left: int, right: int) -> int:
    """`a == b` of truths."""
    if UNKNOWN in (left, right):
        return UNKNOWN
    return TRUE if left == right else FALSE


def text_before(left: str | Blank, right: str | Blank) -> int:
    """`a < b` of texts, by code point."""
    if type(left) is str and type(right) is str:
        return TRUE if left < right else FALSE
    return UNKNOWN


def same(left: Any, right: Any) -> int:
    """`a == b` of references and records."""
    if left.state < State.UNKNOWN and right.state < State.UNKNOWN:
        return TRUE if left is right else FALSE
    return UNKNOWN


def among(value: object, constants: tuple[Any, ...]) -> int:
    """`x in (constants)`; numbers are given as points."""
    if isinstance(value, tuple):
        truths = [equal_points(value, constant) for constant in constants]
        return max(truths, default=FALSE)
    if not constants:
        return FALSE
    if not is_known(value):
        return UNKNOWN
    return TRUE if value in constants else FALSE


def either(left: object, right: object, unknown: object) -> object:
    """Return what `a if unknown else b` is for anything but numbers and dates."""
    return left if is_known(left) and is_known(right) and left == right else unknown


def choose(
    test: int, yes: Interval, no: Interval, join: Callable[[Interval, Interval], Interval]
) -> Interval:
    """`a if c else b` of numbers and dates."""
    if test == UNKNOWN:
        return join(yes, no)
    return yes if test == TRUE else no


def choose_either(test: int, yes: object, no: object, unknown: object) -> object:
    """`a if c else b` of anything else."""
    if test == UNKNOWN:
        return either(yes, no, unknown)
    return yes if test == TRUE else no


def text_function(name: str, *texts: str | Blank) -> Any:
    """Apply `lower`, `starts_with`, `ends_with` or `contains`."""
    if not all(isinstance(text, str) for text in texts):
        return UNKNOWN_TEXT if name == "lower" else UNKNOWN
    first = str(texts[0])
    if name == "lower":
        return first.lower()
    second = str(texts[1])
    if name == "contains":
        return TRUE if second in first else FALSE
    holds = first.startswith(second) if name == "starts_with" else first.endswith(second)
    return TRUE if holds else FALSE
