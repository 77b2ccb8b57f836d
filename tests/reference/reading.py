"""Plain data, as YAML gives it, to values."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.reference.schema import (
    COLLECTIONS,
    FIELDS,
    MAY_BE_NONE,
    DayKind,
    EntityKind,
    Kind,
    ListKind,
    NumberKind,
    RecordKind,
    TextKind,
    TruthKind,
)
from tests.reference.values import Bag, Interval, Member, State, Text, Thing, Value, blank

PlanData = Mapping[str, Any]
"""`plan` and the collections, as YAML gives them."""


class Plan:
    """A plan read: its `header` and its entities.

    Leaderships have no id, and are called by their place: "leaderships/0".
    """

    def __init__(self, data: PlanData) -> None:
        self._entities: dict[str, dict[str, Thing]] = {name: {} for name in COLLECTIONS}
        rows = [
            (name, row, self._enter(name, place, row))
            for name in COLLECTIONS
            for place, row in enumerate(data.get(name, ()))
        ]
        for name, row, thing in rows:
            self._fill(thing, name, row)
        self.header = Thing("plan", State.KNOWN, "plan")
        self._fill(self.header, "plan", data["plan"])

    def all(self, collection: str) -> list[Thing]:
        """Return the entities of a collection."""
        return list(self._entities[collection].values())

    def _enter(self, collection: str, place: int, row: Mapping[str, Any]) -> Thing:
        key = row.get("id", f"{collection}/{place}")
        assert key not in self._entities[collection], f"{collection}: {key} is there twice"
        self._entities[collection][key] = Thing(collection, State.KNOWN, key)
        return self._entities[collection][key]

    def _fill(self, thing: Thing, name: str, row: Mapping[str, Any]) -> None:
        for field, kind in FIELDS[name].items():
            if field in row:
                thing.fields[field] = self._read(kind, row[field])
            elif (name, field) in MAY_BE_NONE:
                thing.fields[field] = blank(kind, State.NONE)
            else:
                thing.fields[field] = blank(kind)

    def _read(self, kind: Kind, data: Any) -> Value:  # noqa: PLR0911 - one case for each form
        if data is None:
            return blank(kind)
        match kind:
            case TruthKind():
                return bool(data)
            case TextKind():
                return Text(State.KNOWN, data)
            case NumberKind():
                point = Fraction(data)
                return Interval(point, point, dated=False)
            case DayKind(bound):
                return days(data, bound)
            case EntityKind(collection):
                return self._entities[collection].get(data) or blank(kind, State.PRESENT)
            case RecordKind():
                return self._record(kind, data)
            case ListKind(item, None):
                return Bag(tuple(Member(self._read(item, part)) for part in data))
            case ListKind(item, keyed):
                assert keyed is not None
                key, other = keyed
                records = [{key: year, other: vehicles} for year, vehicles in data.items()]
                return Bag(tuple(Member(self._read(item, record)) for record in records))

    def _record(self, kind: RecordKind, data: Mapping[str, Any]) -> Thing:
        label = data.get(kind.label)
        record = Thing(kind.name, State.KNOWN, "?" if label is None else str(label))
        self._fill(record, kind.name, data)
        return record


def days(data: str | int, bound: str = "") -> Interval:
    """Return the days that a year, month or day names, or the one that bounds a validity."""
    year, month, day = ([int(part) for part in str(data).split("-")] + [0, 0])[:3]
    first = date(year, month or 1, day or 1)
    last_month = month or 12
    last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    low = Fraction((last if bound == "last" else first).toordinal())
    high = Fraction((first if bound == "first" else last).toordinal())
    return Interval(low, high, dated=True)


def years(dates: Interval) -> Interval:
    """Return the interval of years of a date."""
    if dates.state is not State.KNOWN:
        return Interval(dates.low, dates.high, dated=False, state=State.UNKNOWN)
    low, high = (Fraction(date.fromordinal(int(end)).year) for end in (dates.low, dates.high))
    return Interval(low, high, dated=False)


def number(text: str | int | Decimal) -> Interval:
    """Return an exact number."""
    return Interval(Fraction(text), Fraction(text), dated=False)
