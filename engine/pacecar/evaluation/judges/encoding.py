"""Records as facts that durable-rules reads and compares exactly.

It reads an integer outside 64 bits as another one, infinity not at all, compares a float only
roughly, ends a text at 65,536 bytes and finds 1 equal to "1". So:

- numbers are integers within plus and minus 2**53. Where one of a condition's numbers is not,
  all of that condition's numbers, constants included, are replaced by their ranks among
  themselves: every comparison between them comes out the same;
- texts carry a tag, which keeps them apart from everything else, and long ones are digested;
- only columns that a test looks at become attributes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from json import JSONEncoder
from operator import itemgetter
from typing import Any, NamedTuple

from pacecar.evaluation.judges.names import MOST_COLUMNS, column_attributes
from pacecar.evaluation.judges.soundness import guard
from pacecar.evaluation.record import Column, CouldNotRun, Criterion, Pattern, Record, Test

LARGEST = 2**53
LONGEST = 10_000
"""Characters of a text that is asserted as it is: in UTF-8 and with escapes, six bytes each at
most, it stays below the 65,536 at which durable-rules goes wrong."""

_quoted: Callable[[str], str] = JSONEncoder(ensure_ascii=False).encode


class _Place(NamedTuple):
    """What an attribute holds: a column, or a constant that numbers are compared with.

    Such a constant is an attribute so that it can be ranked with its condition's columns.
    """

    kind: str
    condition: int
    column: int = -1
    constant: int = 0


class Encoder:
    """Turns the records of one criterion into the attributes of facts.

    Args:
        criterion: a sound one.

    Raises:
        CouldNotRun: where its tests look at more columns than a fact can hold.
    """

    def __init__(self, criterion: Criterion) -> None:
        self._kinds = criterion.columns
        tests = chain.from_iterable((*criterion.broken, *criterion.undetermined))
        places = list(dict.fromkeys(chain.from_iterable(map(self._places_of, tests))))
        if len(places) > MOST_COLUMNS:
            raise CouldNotRun(
                f"The rule {criterion.rule} compares more than {MOST_COLUMNS} values."
            )
        self._guard = guard(criterion)
        # Texts, truths, numbers, constants: so that those that need something stand together.
        places.sort(key=lambda place: (_ORDER.index(place.kind), place.column < 0))
        self._names = dict(zip(places, column_attributes(), strict=False))
        self._pick = _picker([place.column for place in places if place.column >= 0])
        self._constants = [place.constant for place in places if place.column < 0]
        kinds = [place.kind for place in places]
        self._texts = range(kinds.count("text"))
        self._first_number = len(kinds) - kinds.count("number")
        by_condition: dict[int, list[int]] = {}
        for position, place in enumerate(places):
            if place.kind == "number":
                by_condition.setdefault(place.condition, []).append(position)
        self._conditions = list(by_condition.values())
        self._template = ",".join(
            f'"{name}":%{"s" if place.kind == "text" else "d"}'
            for place, name in self._names.items()
        )

    def _places_of(self, test: Test) -> Iterator[_Place]:
        yield self._column(test.left_column)
        if test.right_column >= 0:
            yield self._column(test.right_column)
        elif self._kinds[test.left_column].kind == "number":
            yield self._constant(test)

    def _column(self, column: int) -> _Place:
        kind = self._kinds[column]
        return _Place(kind.kind, kind.condition, column)

    def _constant(self, test: Test) -> _Place:
        return _Place("number", self._kinds[test.left_column].condition, constant=test.constant)

    def attributes(self, record: Record) -> str:
        """Return the record's attributes as JSON, without braces.

        Raises:
            CouldNotRun: where the record is not what the criterion says.
        """
        self._guard(record)
        values: list[Any] = [*self._pick(record), *self._constants]
        numbers = values[self._first_number :]
        if numbers and (min(numbers) < -LARGEST or max(numbers) > LARGEST):
            for positions in self._conditions:
                _rank_if_needed(values, positions)
        for position in self._texts:
            values[position] = _encoded(values[position])
        return self._template % tuple(values)

    def conjunction(self, pattern: Pattern) -> list[dict[str, object]]:
        """Return the tests of a pattern as durable-rules reads them."""
        return [self._comparison(test) for test in dict.fromkeys(pattern)]

    def _comparison(self, test: Test) -> dict[str, object]:
        right: object
        if test.right_column >= 0:
            right = {"$m": self._names[self._column(test.right_column)]}
        elif self._kinds[test.left_column].kind == "number":
            right = {"$m": self._names[self._constant(test)]}
        else:
            # Truths are 0, 1 and 2, so that -1 and 3 stand for everything beyond.
            right = min(max(int(test.constant), -1), 3)
        compared: dict[str, object] = {self._names[self._column(test.left_column)]: right}
        return compared if test.operator == "==" else {_OPERATORS[test.operator]: compared}


_ORDER = ("text", "truth", "number")
_OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}


def _picker(columns: Sequence[int]) -> Callable[[Record], Iterable[Column]]:
    if len(columns) > 1:
        return itemgetter(*columns)
    return lambda record: [record[column] for column in columns]


def _rank_if_needed(values: list[Any], positions: Sequence[int]) -> None:
    """Replace the numbers at these positions by their ranks, where one does not fit."""
    numbers: list[int | float] = [values[position] for position in positions]
    if min(numbers) >= -LARGEST and max(numbers) <= LARGEST:
        return
    ranks = {number: rank for rank, number in enumerate(sorted(set(numbers)))}
    for position, number in zip(positions, numbers, strict=True):
        values[position] = ranks[number]


def _encoded(text: str) -> str:
    """Return a text as JSON, one for one: equal results mean equal texts."""
    if len(text) <= LONGEST and (text.isascii() or _is_unicode(text)):
        return _quoted("t" + text)
    from hashlib import sha256  # it takes milliseconds to import, and is rarely needed

    return f'"h{sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}"'


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which UTF-8 does not have
        return False
    return True
