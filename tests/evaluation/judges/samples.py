"""Rules as they are written in practice: an ordering, an equality and a truth."""

from random import Random

from pacecar.evaluation.record import ColumnKind, Criterion, Record, Test

COLUMNS = (
    ColumnKind("truth", 0),
    *[ColumnKind("number", 1)] * 4,
    *[ColumnKind("text", 2)] * 2,
    ColumnKind("truth", 2),
    ColumnKind("truth", 3),
)
_WHERE = Test(0, "==", constant=2)
_SAME = Test(5, "==", 6)


def sample(rule: str) -> Criterion:
    """Require that one number is below another and two texts differ, or something is true."""
    return Criterion(
        rule,
        COLUMNS,
        broken=(
            (_WHERE, Test(1, ">=", 4)),
            (_WHERE, Test(7, "==", constant=1), _SAME, Test(8, "==", constant=0)),
        ),
        undetermined=(
            (Test(2, ">=", 3),),
            (_SAME, Test(8, "!=", constant=2)),
            (Test(7, "==", constant=0), Test(8, "!=", constant=2)),
        ),
    )


def sample_records(count: int, seed: int = 1) -> list[Record]:
    """Records for `sample`, nearly all distinct."""
    random = Random(seed)  # noqa: S311 - the same ones every time
    found: list[Record] = []
    for _ in range(count):
        left, right = random.randrange(-(10**6), 10**6), random.randrange(-(10**6), 10**6)
        left_text, right_text = (f"program-{random.randrange(50)}" for _ in range(2))
        where = random.choice((1, 2, 2, 2))
        above = random.choice((0, 0, 50))
        known, truth = random.choice((1, 1, 0)), random.choice((0, 1, 2))
        found.append((where, left, left + above, right, right, left_text, right_text, known, truth))
    return found
