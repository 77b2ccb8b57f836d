"""What judges refuse: criteria and records that the judges' port does not allow.

Each judge refuses the same ones, so that none answers where another cannot.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from pacecar.evaluation.record import Column, ColumnKind, CouldNotRun, Criterion, Record, Test

T = TypeVar("T")

OPERATORS = frozenset({"==", "!=", "<", "<=", ">", ">="})
TRUTHS = frozenset({0, 1, 2})
_INFINITIES = frozenset({float("inf"), float("-inf")})
_SHOWN = 60


def by_rule(criteria: Iterable[Criterion]) -> dict[str, Criterion]:
    """Return the criteria by the name of their rule.

    Raises:
        ValueError: where two have the same rule.
    """
    found: dict[str, Criterion] = {}
    for criterion in criteria:
        if criterion.rule in found:
            raise ValueError(f"two criteria for the rule {criterion.rule}")
        found[criterion.rule] = criterion
    return found


def flaw(criterion: Criterion) -> str | None:
    """Return what is wrong with the tests of a criterion, or None."""
    for pattern in (*criterion.broken, *criterion.undetermined):
        for test in pattern:
            found = _flaw_of_test(test, criterion)
            if found is not None:
                return f"the rule {criterion.rule} cannot be judged: {found} ({test})"
    return None


def _flaw_of_test(test: Test, criterion: Criterion) -> str | None:
    count = len(criterion.columns)
    if test.operator not in OPERATORS:
        return "there is no such operator"
    if not (0 <= test.left_column < count and -1 <= test.right_column < count):
        return "there is no such column"
    left = criterion.columns[test.left_column]
    if test.right_column >= 0:
        return _flaw_of_pair(left, criterion.columns[test.right_column], test.operator)
    if left.kind == "text" or not isinstance(test.constant, int):
        return "only numbers and truths are compared with constants, which are integers"
    return None


def _flaw_of_pair(left: ColumnKind, right: ColumnKind, operator: str) -> str | None:
    if left.kind != right.kind:
        return "it compares two kinds of values"
    if left.kind == "number" and left.condition != right.condition:
        return "it compares numbers of different conditions"
    if left.kind == "text" and operator not in ("==", "!="):
        return "texts are equal or not, they have no order"
    return None


def examine(criterion: Criterion, record: Record) -> None:
    """Do nothing if the record is what the criterion's columns say.

    Raises:
        CouldNotRun: otherwise, naming the column.
    """
    if len(record) != len(criterion.columns):
        raise CouldNotRun(
            f"A record of the rule {criterion.rule} does not have {len(criterion.columns)} columns."
        )
    for column, (value, kind) in enumerate(zip(record, criterion.columns, strict=True)):
        if not _fits(value, kind.kind):
            shown = repr(value) if isinstance(value, float) else type(value).__name__
            raise CouldNotRun(
                f"Column {column} of a record of the rule {criterion.rule} is no {kind.kind}: "
                f"{shown[:_SHOWN]}."
            )


def _fits(value: Column, kind: str) -> bool:
    if kind == "text":
        return isinstance(value, str)
    if kind == "truth":
        return isinstance(value, int) and value in TRUTHS
    return isinstance(value, int) or (isinstance(value, float) and value in _INFINITIES)


def guard(criterion: Criterion) -> Callable[[Record], None]:
    """Return a quick `examine`: it looks closer only at what looks unusual."""
    types = tuple(str if kind.kind == "text" else int for kind in criterion.columns)
    truths = [place for place, kind in enumerate(criterion.columns) if kind.kind == "truth"]

    def guarded(record: Record) -> None:
        usual = tuple(map(type, record)) == types
        if not (usual and TRUTHS.issuperset([record[column] for column in truths])):
            examine(criterion, record)

    return guarded


def for_distinct(
    criterion: Criterion, records: Iterable[Record], function: Callable[[Record], T]
) -> dict[Record, T]:
    """Return what the function returns for each distinct record, in order of appearance.

    Raises:
        CouldNotRun: where a record is no tuple of texts and numbers, or the function does.
    """
    try:
        return {record: function(record) for record in dict.fromkeys(records)}
    except TypeError as error:
        raise CouldNotRun(
            f"A record of the rule {criterion.rule} is no tuple of texts and numbers."
        ) from error
