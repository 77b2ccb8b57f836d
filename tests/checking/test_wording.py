"""Values in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from pacecar.checking.wording import as_data, days_in_words, in_words
from pacecar.evaluation.sets import Distinct
from pacecar.plan.fields import Date, Kind, ListOf, Number, Text
from pacecar.plan.values import (
    INFINITY,
    NONE_TEXT,
    UNKNOWN_TEXT,
    Interval,
    Items,
    NoneInterval,
    State,
    UnknownInterval,
)

SHARE = Number(6, 0, 1)


@pytest.mark.parametrize(
    ("low", "high", "kind", "form", "words"),
    [
        (550_000, 550_000, SHARE, "", "0.55"),
        (550_000, 550_000, SHARE, ".1%", "55.0%"),
        (81, 83, Number(), "", "81..83"),
        (81, INFINITY, Number(), "", "at least 81"),
        (-INFINITY, 3, Number(), "", "at most 3"),
        (-INFINITY, INFINITY, Number(), "", "?"),
        (1_234_567, 1_234_567, Number(), ",", "1,234,567"),
        (675_000, 691_666, SHARE, ".1%", "67.5%..69.2%"),
        (125, 125, Number(3), ".2f", "0.12"),
        (375, 375, Number(3), ".2f", "0.38"),
        (Fraction(1, 3), Fraction(1, 3), Number(), "", "0.33"),
    ],
)
def test_numbers_are_exact_and_round_half_to_even(
    low: float, high: float, kind: Kind, form: str, words: str
) -> None:
    """A number shows as it is written, a bound as both ends, rounded half to even."""
    assert in_words(Interval(low, high), kind, form) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2022-01-01", "2022-12-31", "2022"),
        ("2022-02-01", "2022-02-28", "2022-02"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2022-12-01", "2022-12-31", "2022-12"),
        ("2022-03-05", "2022-03-05", "2022-03-05"),
        ("2022-03-05", "2023-01-01", "2022-03-05..2023-01-01"),
    ],
)
def test_a_date_shows_at_the_grain_it_was_written(first: str, last: str, words: str) -> None:
    """A whole year is a year, a whole month a month."""
    days = (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())
    assert days_in_words(*days) == words


def test_unknown_is_a_question_mark_and_none_is_said() -> None:
    """What is not known shows as `?`, what is known to be absent as `none`."""
    values = [
        in_words(UNKNOWN_TEXT, Text()),
        in_words(NONE_TEXT, Text()),
        in_words(UnknownInterval(0, INFINITY), SHARE),
        in_words(NoneInterval(-INFINITY, INFINITY), Date()),
        in_words(Items(("a", UNKNOWN_TEXT)), ListOf(Text())),
        in_words(Items((), State.UNKNOWN), ListOf(Text())),
        in_words(Items(()), ListOf(Text())),
    ]
    assert values == ["?", "none", "?", "none", "a, ?", "?", "none"]


def test_a_set_shows_what_is_certain_possible_and_unknown() -> None:
    """Elements are sorted; possible ones say so; unknown ones are one question mark."""
    found = Distinct(UNKNOWN_TEXT)
    for truth, value in ((2, "b"), (1, "c"), (2, "a"), (1, "b"), (2, UNKNOWN_TEXT)):
        found.add(truth, 1, value)
    assert in_words(found, ListOf(Text())) == "a, b, c (perhaps), ?"
    assert as_data(found, ListOf(Text())) == ["a", "b", "?"]


@pytest.mark.parametrize(
    ("value", "kind", "data"),
    [
        (Interval(550_000, 550_000), SHARE, 0.55),
        (Interval(81, 81), Number(), 81),
        (Interval(81, 83), Number(), "81..83"),
        (UnknownInterval(0, 1), SHARE, None),
        ("B", Text(), "B"),
        (UNKNOWN_TEXT, Text(), None),
        (NONE_TEXT, Text(), "none"),
        (2, None, True),
        (0, None, False),
        (1, None, None),
    ],
)
def test_data_keeps_numbers_and_tells_unknown_from_none(
    value: object, kind: Kind, data: object
) -> None:
    """In JSON an exact number is a number, unknown is null, none the word."""
    assert as_data(value, kind) == data
