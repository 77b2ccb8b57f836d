"""What a judge will not answer, it refuses: no outcome is ever guessed."""

from typing import Any

import pytest

from pacecar.evaluation.judges import choose
from pacecar.evaluation.record import ColumnKind, CouldNotRun, Criterion, Outcome, Test

from .samples import sample, sample_records
from .test_agreement import judges

_NUMBER, _TEXT, _TRUTH = ColumnKind("number", 1), ColumnKind("text", 2), ColumnKind("truth", 3)
_COLUMNS = (_NUMBER, _NUMBER, _TEXT, _TEXT, _TRUTH, ColumnKind("number", 4))
_SOUND = (1, float("inf"), "a", "b", 2, 3)


@judges
@pytest.mark.parametrize(
    "record",
    [
        (float("nan"), *_SOUND[1:]),
        (1.5, *_SOUND[1:]),
        ("1", *_SOUND[1:]),
        (None, *_SOUND[1:]),
        (1, 2, 3, *_SOUND[3:]),
        (1, 2, None, *_SOUND[3:]),
        (*_SOUND[:4], 3, 3),
        (*_SOUND[:4], -1, 3),
        (*_SOUND[:4], float("nan"), 3),
        (*_SOUND[:4], "1", 3),
        _SOUND[:-1],
        (*_SOUND, 1),
        (),
        (1, 2, ["a"], *_SOUND[3:]),
    ],
    ids=repr,
)
def test_an_unsound_record_is_refused(name: str, record: Any) -> None:
    """NaN, a wrong length or a wrong type: could not run; the other records do not help."""
    judge = choose(name, [Criterion("r", _COLUMNS, ((Test(0, "<", 1),),), ())])
    assert judge.judge("r", [_SOUND]) == [Outcome.BROKEN]
    with pytest.raises(CouldNotRun):
        judge.judge("r", [_SOUND, record])
    assert judge.judge("r", [_SOUND]) == [Outcome.BROKEN]


@judges
@pytest.mark.parametrize(
    "test",
    [
        Test(0, "~", 1),  # type: ignore[arg-type]
        Test(0, "<", 6),
        Test(6, "<", 0),
        Test(-1, "<", 0),
        Test(0, "<", -2),
        Test(0, "<", constant=1.5),  # type: ignore[arg-type]
        Test(0, "<", 2),
        Test(0, "<", 4),
        Test(0, "<", 5),
        Test(2, "<", 3),
        Test(2, "==", constant=1),
    ],
    ids=repr,
)
def test_an_unsound_criterion_is_refused_alone(name: str, test: Test) -> None:
    """A rule whose tests make no sense could not run; the other rules do."""
    judge = choose(
        name, [Criterion("bad", _COLUMNS, (), ((test,),)), Criterion("good", _COLUMNS, (), ((),))]
    )
    assert judge.judge("good", [_SOUND]) == [Outcome.UNDETERMINED]
    with pytest.raises(CouldNotRun, match="bad"):
        judge.judge("bad", [_SOUND])


@judges
def test_an_unknown_rule_is_refused(name: str) -> None:
    """A judge answers only for the rules that it was made for."""
    with pytest.raises(CouldNotRun, match="other"):
        choose(name, [sample("r")]).judge("other", sample_records(1))


@judges
def test_two_criteria_of_one_rule_are_a_mistake(name: str) -> None:
    """Which of the two would count?"""
    with pytest.raises(ValueError, match="two criteria"):
        choose(name, [sample("r"), sample("r")])
