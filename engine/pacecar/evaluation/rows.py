"""The rows that an aggregate's joins look up: its elements with what is needed of them.

Equal rows are one row with a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from pacecar.evaluation.truths import is_known
from pacecar.plan.values import Items

Row = tuple[object, ...]


class Rows:
    """The rows of an aggregate by key: `matched` have it, `loose` might.

    A row is (truth of its own conditions, number of elements, keys..., operands...).
    """

    __slots__ = ("every", "index", "loose")

    def __init__(self, rows: Mapping[tuple[int, Row, Row], float], membership: bool) -> None:  # noqa: FBT001
        """Take the number of each row, given as (truth, keys, operands)."""
        self.every: list[Row] = []
        self.loose: list[Row] = []
        self.index: dict[Row, list[Row]] = {}
        for (truth, keys, operands), number in rows.items():
            made = (truth, number, *keys, *operands)
            self.every.append(made)
            if membership:
                self._index_items(keys[0], made)
            elif all(map(is_known, keys)):
                self.index.setdefault(keys, []).append(made)
            else:
                self.loose.append(made)

    def _index_items(self, items: object, made: Row) -> None:
        held = items.items  # type: ignore[attr-defined]
        if items.open or not all(map(is_known, held)):  # type: ignore[attr-defined]
            self.loose.append(made)
        else:
            for item in dict.fromkeys(held):
                self.index.setdefault((item,), []).append(made)

    def find(self, keys: Row) -> tuple[Iterable[Row], Iterable[Row]]:
        """Return the rows that match the keys for certain, and those that might."""
        if all(map(is_known, keys)):
            return self.index.get(keys, ()), self.loose
        return (), self.every

    def find_among(self, keys: Row) -> tuple[Iterable[Row], Iterable[Row]]:
        """Return the rows whose one key is in a list for certain, and those where it might be."""
        items: Items = keys[0]  # type: ignore[assignment]  # the one key is a list
        if items.open or not all(map(is_known, items.items)):
            return (), self.every
        found = (self.index.get((item,), ()) for item in dict.fromkeys(items.items))
        return chain.from_iterable(found), self.loose
