"""Facts hold only what durable-rules reads exactly."""

import json
from typing import Any

from hypothesis import given

from pacecar.evaluation.judges.encoding import Encoder
from pacecar.evaluation.record import ColumnKind, Criterion, Record, Test

from .criteria import NUMBERS, TEXTS, numbers

_NUMBERS = (*[ColumnKind("number", 1)] * 3, *[ColumnKind("number", 2)] * 2)
_CHAIN = (Test(0, "<", 1), Test(1, "<", 2), Test(3, "<", 4))


def _encoded(criterion: Criterion, record: Record) -> list[Any]:
    return list(json.loads("{" + Encoder(criterion).attributes(record) + "}").values())


@given(numbers(), numbers(), numbers())
def test_numbers_keep_their_order_and_fit(left: float, middle: float, right: float) -> None:
    """Any three numbers become integers within 2**53 that compare as they do."""
    record = (left, middle, right)
    encoded = _encoded(Criterion("r", _NUMBERS[:3], (_CHAIN[:2],), ()), record)
    assert all(type(number) is int and abs(number) <= 2**53 for number in encoded)
    for one, first in zip(record, encoded, strict=True):
        for other, second in zip(record, encoded, strict=True):
            assert (one < other, one == other) == (first < second, first == second)


def test_only_the_condition_that_does_not_fit_is_ranked() -> None:
    """The other condition's numbers, up to plus and minus 2**53, go as they are."""
    criterion = Criterion("r", _NUMBERS, (_CHAIN,), ())
    assert _encoded(criterion, (7, 2**53 + 1, 7, 2**53, -(2**53))) == [0, 1, 0, 2**53, -(2**53)]


def test_a_constant_is_ranked_with_its_condition() -> None:
    """Otherwise a rank would be compared with the number itself."""
    criterion = Criterion("r", _NUMBERS[:1], ((Test(0, "<", constant=5),),), ())
    assert _encoded(criterion, (4,)) == [4, 5]
    assert _encoded(criterion, (float("inf"),)) == [1, 0]


def test_texts_are_written_one_for_one_and_stay_short() -> None:
    """No two texts become one, none is written with 65,536 bytes or more."""
    criterion = Criterion("r", (ColumnKind("text", 1),) * 2, ((Test(0, "==", 1),),), ())
    facts = {text: Encoder(criterion).attributes((text, "")) for text in TEXTS}
    assert len(set(facts.values())) == len(TEXTS)
    assert max(len(fact.encode()) for fact in facts.values()) < 65_536
    assert all("\0" not in fact for fact in facts.values())


def test_columns_that_no_test_looks_at_are_left_out() -> None:
    """They would be read, stored and handed back for nothing."""
    criterion = Criterion("r", _NUMBERS, ((Test(3, "<", 4),),), ())
    assert _encoded(criterion, (*NUMBERS[-3:], 1, 2)) == [1, 2]
