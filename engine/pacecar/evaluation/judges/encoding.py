"""Records as facts that durable-rules reads and compares exactly.

It reads an integer outside 64 bits as another one, infinity not at all, compares a float only
roughly, ends a text at 65,536 bytes and finds 1 equal to "1". So:

- numbers are integers within plus and minus 2**53. Where one of a condition's numbers is not,
  all of that condition's numbers, constants included, are replaced by their ranks among
  themselves: every comparison between them comes out the same;
- texts carry a tag, which keeps them apart from everything else, and long ones are digested;
- only columns that a test looks at become attributes.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from itertools import chain
from json import JSONEncoder

from pacecar.evaluation.judges.functions import guard
from pacecar.evaluation.judges.names import MOST_COLUMNS, column_attributes
from pacecar.evaluation.record import Column, CouldNotRun, Criterion, Pattern, Record, Test

LARGEST = 2**53
LONGEST = 10_000
"""Characters of a text that is asserted as it is: in UTF-8 and with escapes, six bytes each at
most, it stays below the 65,536 at which durable-rules goes wrong."""

_quoted: Callable[[str], str] = JSONEncoder(ensure_ascii=False).encode


class Encoder:
    """Turns the records of one criterion into the attributes of facts.

    Args:
        criterion: a sound one.

    Raises:
        CouldNotRun: where its tests look at more columns than a fact can hold.
    """

    def __init__(self, criterion: Criterion) -> None:
        tests = list(chain.from_iterable((*criterion.broken, *criterion.undetermined)))
        kinds = criterion.columns
        used = {test.left_column for test in tests} | {test.right_column for test in tests} - {-1}
        self._columns = sorted(used)
        # A number's constant is an attribute too, so that it can be ranked with its condition.
        constants = sorted(
            {
                (kinds[test.left_column].condition, test.constant)
                for test in tests
                if test.right_column < 0 and kinds[test.left_column].kind == "number"
            }
        )
        self._constants = [constant for _, constant in constants]
        places = [*self._columns, *constants]
        if len(places) > MOST_COLUMNS:
            raise CouldNotRun(f"The rule {criterion.rule} compares more than {MOST_COLUMNS} columns.")
        names = column_attributes()[: len(places)]
        self._names: dict[int | tuple[int, int], str] = dict(zip(places, names, strict=True))
        self._kinds = kinds
        self._guard = guard(criterion)
        self._texts = [place for place, column in enumerate(self._columns) if self._is_text(column)]
        conditions = [
            kinds[place].condition if isinstance(place, int) else place[0]
            for place in places
            if not isinstance(place, int) or kinds[place].kind == "number"
        ]
        self._numbers = [self._of_condition(places, one) for one in dict.fromkeys(conditions)]
        self._template = ",".join(
            f'"{name}":%{"s" if place in self._texts else "d"}' for place, name in enumerate(names)
        )

    def _is_text(self, column: int) -> bool:
        return self._kinds[column].kind == "text"

    def _of_condition(
        self, places: Sequence[int | tuple[int, int]], condition: int
    ) -> list[int]:
        """Return at which positions of a fact the numbers of a condition are."""
        return [
            position
            for position, place in enumerate(places)
            if (
                place[0] == condition
                if isinstance(place, tuple)
                else self._kinds[place].kind == "number"
                and self._kinds[place].condition == condition
            )
        ]

    def attributes(self, record: Record) -> str:
        """Return the record's attributes as JSON, without braces.

        Raises:
            CouldNotRun: where the record is not what the criterion says.
        """
        self._guard(record)
        values: list[Column] = [record[column] for column in self._columns]
        values += self._constants
        for positions in self._numbers:
            _rank_if_needed(values, positions)
        for position in self._texts:
            values[position] = _encoded(str(values[position]))
        return self._template % tuple(values)

    def conjunction(self, pattern: Pattern) -> list[dict[str, object]]:
        """Return the tests of a pattern as durable-rules reads them."""
        return [self._comparison(test) for test in dict.fromkeys(pattern)]

    def _comparison(self, test: Test) -> dict[str, object]:
        kind = self._kinds[test.left_column]
        right: object
        if test.right_column >= 0:
            right = {"$m": self._names[test.right_column]}
        elif kind.kind == "number":
            right = {"$m": self._names[kind.condition, test.constant]}
        else:
            # A truth is 0, 1 or 2: to compare it with -1 or 3 is to compare it with anything beyond.
            right = min(max(int(test.constant), -1), 3)
        compared: dict[str, object] = {self._names[test.left_column]: right}
        return {_OPERATORS[test.operator]: compared} if test.operator != "==" else compared


_OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}


def _rank_if_needed(values: list[Column], positions: Iterable[int]) -> None:
    """Replace the numbers at these positions by their ranks, where one does not fit."""
    numbers: list[int | float] = [values[position] for position in positions]  # type: ignore[misc] - guarded: no text is among them
    if -LARGEST <= min(numbers) and max(numbers) <= LARGEST:
        return
    ranks = {number: rank for rank, number in enumerate(sorted(set(numbers)))}
    for position, number in zip(positions, numbers, strict=True):
        values[position] = ranks[number]


def _encoded(text: str) -> str:
    """Return a text as JSON, one for one: equal results mean equal texts."""
    if len(text) <= LONGEST and (text.isascii() or _is_unicode(text)):
        return _quoted("t" + text)
    return f'"h{sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}"'


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which UTF-8 does not have
        return False
    return True
