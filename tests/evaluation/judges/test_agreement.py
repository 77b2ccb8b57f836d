"""Every judge decides every record as the patterns say, read directly."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacecar.evaluation.judges import choose, durable_available
from pacecar.evaluation.record import ColumnKind, Criterion, Outcome, Test

from .criteria import NUMBERS, OPERATORS, TEXTS, criteria, interpreted, records_of
from .samples import sample, sample_records

judges = pytest.mark.parametrize(
    "name",
    [
        "builtin",
        pytest.param(
            "durable",
            marks=pytest.mark.skipif(not durable_available(), reason="durable-rules is not there"),
        ),
    ],
)
_EXAMPLES = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.slow
@judges
@_EXAMPLES
@given(st.data())
def test_a_judge_agrees_with_the_patterns(name: str, data: st.DataObject) -> None:
    """For any criteria and records, the outcome is what the patterns say."""
    made = [data.draw(criteria(f"rule {number}")) for number in range(data.draw(st.integers(1, 3)))]
    judge = choose(name, made)
    for criterion in made:
        records = data.draw(records_of(criterion))
        expected = [interpreted(criterion, record) for record in records]
        assert judge.judge(criterion.rule, records) == expected


@judges
@pytest.mark.parametrize("sign", sorted(OPERATORS))
def test_every_pair_of_edge_numbers_is_compared_exactly(name: str, sign: str) -> None:
    """Numbers beyond 64 bits, and infinity, compare as Python compares them."""
    columns = (ColumnKind("number", 1), ColumnKind("number", 1))
    criterion = Criterion("r", columns, ((Test(0, sign, 1),),), ())  # type: ignore[arg-type]
    records = [(left, right) for left in NUMBERS for right in NUMBERS]
    expected = [interpreted(criterion, record) for record in records]
    assert choose(name, [criterion]).judge("r", records) == expected


@judges
@pytest.mark.parametrize("sign", ["==", "!="])
def test_every_pair_of_edge_texts_is_compared_exactly(name: str, sign: str) -> None:
    """Texts are equal only if they are the same, however long and whatever is in them."""
    columns = (ColumnKind("text", 1), ColumnKind("text", 1))
    criterion = Criterion("r", columns, ((Test(0, sign, 1),),), ())  # type: ignore[arg-type]
    records = [(left, right) for left in TEXTS for right in TEXTS]
    expected = [interpreted(criterion, record) for record in records]
    assert choose(name, [criterion]).judge("r", records) == expected


@judges
def test_the_patterns_may_be_empty(name: str) -> None:
    """The empty pattern always holds; without patterns everything is kept."""
    columns = (ColumnKind("truth", 0), ColumnKind("text", 1))
    always, never = ((),), ()
    judge = choose(
        name,
        [
            Criterion("broken", columns, always, always),
            Criterion("undetermined", columns, never, always),
            Criterion("kept", columns, never, never),
            Criterion("no columns", (), always, never),
        ],
    )
    records = [(2, "a"), (1, "b"), (2, "a")]
    assert judge.judge("broken", records) == [Outcome.BROKEN] * 3
    assert judge.judge("undetermined", records) == [Outcome.UNDETERMINED] * 3
    assert judge.judge("kept", records) == [Outcome.KEPT] * 3
    assert judge.judge("no columns", [()]) == [Outcome.BROKEN]
    assert judge.judge("broken", []) == []


@judges
def test_a_rule_may_have_more_patterns_than_a_fact_may_have_branches(name: str) -> None:
    """200 patterns that all hold for one record, of which the last one is the broken one."""
    columns = (ColumnKind("number", 1), ColumnKind("number", 1))
    undetermined = tuple((Test(0, "<", constant=number),) for number in range(100, 250))
    broken = tuple((Test(0, "<", constant=-number),) for number in range(50))
    criterion = Criterion("r", columns, broken, undetermined)
    records = [(number, 0) for number in range(-60, 260, 7)]
    expected = [interpreted(criterion, record) for record in records]
    assert len(set(expected)) == 3
    assert choose(name, [criterion]).judge("r", records) == expected


@judges
def test_a_rule_may_have_a_hundred_conditions(name: str) -> None:
    """One pattern over 240 columns."""
    columns = tuple(ColumnKind("truth", 0) for _ in range(240))
    criterion = Criterion(
        "r", columns, (tuple(Test(column, "==", constant=2) for column in range(240)),), ()
    )
    nearly = (*[2] * 239, 1)
    assert choose(name, [criterion]).judge("r", [(2,) * 240, nearly]) == [Outcome.BROKEN, 0]


@judges
def test_many_records(name: str) -> None:
    """30,000 distinct records of one rule."""
    criterion, records = sample("r"), sample_records(30_000)
    expected = [interpreted(criterion, record) for record in records]
    assert choose(name, [criterion]).judge("r", records) == expected


@judges
def test_many_rules(name: str) -> None:
    """300 rules of five patterns each, more than one ruleset of durable-rules can hold."""
    made = [sample(f"rule-{number}") for number in range(300)]
    records = sample_records(20)
    expected = [interpreted(made[0], record) for record in records]
    judge = choose(name, made)
    for criterion in made:
        assert judge.judge(criterion.rule, records) == expected


@judges
def test_threads_may_share_a_judge(name: str) -> None:
    """Eight threads ask one judge about different rules at once."""
    made = [sample(f"rule-{number}") for number in range(8)]
    judge = choose(name, made)
    batches = [sample_records(1_500, seed) for seed in range(8)]

    def asked(number: int) -> list[Outcome]:
        return judge.judge(f"rule-{number}", batches[number])

    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            for number, outcomes in enumerate(pool.map(asked, range(8))):
                assert outcomes == [interpreted(made[0], record) for record in batches[number]]
