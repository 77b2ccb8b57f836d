"""Criteria and records for the judges' tests, and what the patterns mean, read directly."""

import operator
from collections.abc import Callable
from itertools import product

from hypothesis import strategies as st

from pacecar.evaluation.record import Column, ColumnKind, Criterion, Outcome, Pattern, Record, Test

OPERATORS: dict[str, Callable[[Column, Column], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
NUMBERS: tuple[int | float, ...] = (
    *(0, 1, -1, 2, 299, 300, 16777217),
    *(sign * (2**53 + step) for sign in (1, -1) for step in (-1, 0, 1)),
    *(2**63 - 1, 2**63, 2**63 + 1, -(2**63), -(2**63) - 1, 2**64, 10**40, 10**40 + 1, -(10**40)),
    *(float("inf"), float("-inf")),
)
TEXTS = (
    *("", "0", "1", "-1", "t", "h", "tt", "true", "null", "None", "inf", "a", "A", "ab", "b"),
    *('"', '\\"', "\\", "\\\\", "'", '","id":1,"x":"', '{"m":{"id":0,"sid":1', '"m":', "},{", "%s"),
    *("\0", "a\0b", "a\0c", "\x01", "\x1f", "\x7f", "\n", "\r\n", "\t", " ", "\u2028", "\ufeff"),
    *("é", "e\u0301", "Ω", "日本語", "🚗🚗", "\ud83d", "\ud83d\ude97", "\U0001f697"),
    *(
        "x" * 9_999,
        "x" * 10_000,
        "x" * 10_001,
        "x" * 70_000,
        "x" * 69_999 + "y",
        "y" + "x" * 69_999,
    ),
    *(
        "日" * 10_000,
        "\0" * 10_000,
        "\0" * 9_999 + "\1",
        "日" * 70_000,
        "x" * 65_536,
        "x" * 131_072,
    ),
)


def interpreted(criterion: Criterion, record: Record) -> Outcome:
    """Return the outcome of a record as the port defines it, in as few words as possible."""
    if any(_holds(pattern, record) for pattern in criterion.broken):
        return Outcome.BROKEN
    if any(_holds(pattern, record) for pattern in criterion.undetermined):
        return Outcome.UNDETERMINED
    return Outcome.KEPT


def _holds(pattern: Pattern, record: Record) -> bool:
    return all(
        OPERATORS[test.operator](
            record[test.left_column],
            test.constant if test.right_column < 0 else record[test.right_column],
        )
        for test in pattern
    )


def numbers() -> st.SearchStrategy[Column]:
    """Numbers in which equal and nearly equal ones are frequent."""
    return st.sampled_from(NUMBERS) | st.integers(-3, 3) | st.integers(-(2**70), 2**70)


def texts() -> st.SearchStrategy[Column]:
    """Texts in which equal ones are frequent, and awkward ones too."""
    return st.sampled_from(TEXTS) | st.text(max_size=4)


VALUES = {"number": numbers(), "text": texts(), "truth": st.integers(0, 2)}


def _possible_tests(columns: tuple[ColumnKind, ...]) -> list[Test]:
    """Every test without a constant that the port allows on these columns."""
    found = [Test(0, "==", 0)]
    for (left, one), (right, other) in product(enumerate(columns), repeat=2):
        if one != other:
            continue
        allowed = ("==", "!=") if one.kind == "text" else tuple(OPERATORS)
        found += [Test(left, sign, right) for sign in allowed]  # type: ignore[arg-type]
    return found


@st.composite
def criteria(draw: st.DrawFn, rule: str = "rule") -> Criterion:
    """A criterion of up to four conditions, with any tests that the port allows."""
    columns = [ColumnKind("truth", 0)]
    for condition in range(1, draw(st.integers(0, 4)) + 1):
        match draw(st.sampled_from(("number", "text", "truth"))):
            case "number":
                columns += [ColumnKind("number", condition)] * 4
            case "text":
                columns += [ColumnKind("text", condition)] * 2 + [ColumnKind("truth", condition)]
            case _:
                columns.append(ColumnKind("truth", condition))
    kinds = tuple(columns)
    with_constant = st.builds(
        Test,
        st.sampled_from([place for place, kind in enumerate(kinds) if kind.kind != "text"]),
        st.sampled_from(sorted(OPERATORS)),
        st.just(-1),
        constant=st.integers(-1, 3) | st.sampled_from([n for n in NUMBERS if isinstance(n, int)]),
    )
    test = st.sampled_from(_possible_tests(kinds)) | with_constant
    patterns = st.lists(st.lists(test, max_size=4).map(tuple), max_size=5).map(tuple)
    return Criterion(rule, kinds, draw(patterns), draw(patterns))


def records_of(criterion: Criterion) -> st.SearchStrategy[list[Record]]:
    """Some records that fit the criterion, some of them equal."""
    one = st.tuples(*(VALUES[kind.kind] for kind in criterion.columns))
    return st.lists(one, max_size=12).map(lambda found: found + found[:2])
