"""The judges' port: what a rule asks of a case, as flat operands, and how it is answered.

Binding computes for every case one flat, total record of integers and texts. A judge decides
by two sets of patterns over that record, each a disjunction of conjunctions of tests: the
first that holds among `broken` makes the case broken; else one among `undetermined` makes it
undetermined; else it is kept.

A record is a tuple. Column 0 is the truth of `where`: 2 true, 1 unknown, and 0 for an element
whose partner is unknown (it is undetermined, whatever `require` says); cases whose `where` is
false are not made. The further columns belong to the rule's conditions, each of which has
columns of its own:

- an ordering (numbers, dates): left low, left high, right low, right high; integers, already
  on one scale, or plus and minus infinity where there is no bound;
- an equality (texts, references, records): left value, right value, and whether both are known
  (1 or 0); values are texts, and differ where one is unknown;
- a truth (any, all, in, is None, covers, ...): one column, 0 false, 1 unknown, 2 true.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Literal, NamedTuple, Protocol

Column = str | int | float
Record = tuple[Column, ...]


class Outcome(IntEnum):
    """Of one case."""

    KEPT = 0
    BROKEN = 1
    UNDETERMINED = 2


class Test(NamedTuple):
    """One comparison of a column with another column or with a constant.

    `right_column` is -1 where `constant` counts.
    """

    left_column: int
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    right_column: int = -1
    constant: int = 0


Test.__test__ = False  # type: ignore[attr-defined] # pytest would take it for tests

Pattern = tuple[Test, ...]
"""A conjunction; the empty one always holds."""


class ColumnKind(NamedTuple):
    """What a column holds: "number", "text" or "truth" (known bits are truth).

    Columns are only ever compared with columns of the same `condition`.
    """

    kind: Literal["number", "text", "truth"]
    condition: int


class Criterion(NamedTuple):
    """What a judge needs to know of one rule."""

    rule: str
    columns: tuple[ColumnKind, ...]
    broken: tuple[Pattern, ...]
    undetermined: tuple[Pattern, ...]


class CouldNotRun(Exception):
    """A judge or a rule failed; the message says how, in one sentence."""


class Judge(Protocol):
    """Decides records; made for a set of criteria once, used for many plans."""

    name: str

    def judge(self, rule: str, records: Sequence[Record]) -> list[Outcome]:
        """Return one outcome for each record of the rule, in order.

        Raises:
            CouldNotRun: where the engine failed; no outcome is ever guessed.
        """
        ...
