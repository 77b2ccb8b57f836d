"""The values of parameters, exactly as written."""

from __future__ import annotations

from pacecar.plan.fields import Text
from pacecar.plan.nodes import Scalar, Span
from pacecar.plan.scalars import is_date, is_number, truth_of
from pacecar.rulebook.paths import date, number, truth
from pacecar.rulebook.tree import Literal_

_NOWHERE = Span(1, 1, 1, 1)


def literal(text: str, *, plain: bool, dated: bool = False) -> Literal_ | None:
    """Return the constant that a YAML scalar stands for, None if rules cannot hold it.

    What is quoted is a text. A plain year (`2025`) is a number, a plain month or day a date;
    where a date is wanted (`dated`), all of them are dates.
    """
    if dated:
        return date(text)
    scalar = Scalar(text, plain, _NOWHERE)
    holds = truth_of(scalar)
    if holds is not None:
        return truth(holds=holds)
    if scalar.is_null:
        return None
    if is_number(scalar):
        return number(text)
    if plain and is_date(text):
        return date(text)
    return Literal_(text, Text())
