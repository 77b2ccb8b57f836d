"""The flaws of a plan that may have any number of them: kept in the database, told in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pacecar.plan.bulk.database import Database
from pacecar.plan.nodes import Flaw, Location, Span

_TYPES = ("VARCHAR", "BIGINT", "BIGINT", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR")


class Flaws:
    """Takes flaws in any order, and yields them by place."""

    def __init__(self, database: Database) -> None:
        """Make the table for them."""
        self._database = database
        self.fatal = False
        database.run(
            "CREATE TABLE flaws (file VARCHAR, line BIGINT, col BIGINT, rule VARCHAR, "
            "pointer VARCHAR, message VARCHAR, flaw VARCHAR)"
        )

    def add(self, flaws: Iterable[Flaw]) -> None:
        """Take flaws."""
        found = list(flaws)
        self.fatal = self.fatal or any(flaw.fatal for flaw in found)
        self._database.insert("flaws", _TYPES, [_row(flaw) for flaw in found])

    def batches(self) -> Iterator[list[Flaw]]:
        """Yield all flaws, many at a time."""
        query = "SELECT flaw FROM flaws ORDER BY file, line, col, rule, pointer, message"
        for rows in self._database.batches(query):
            yield [_flaw(json.loads(text)) for (text,) in rows]


def _row(flaw: Flaw) -> tuple[Any, ...]:
    file, span, pointer = flaw.location
    packed = {
        "rule": flaw.rule,
        "message": flaw.message,
        "location": flaw.location,
        "hint": flaw.hint,
        "collection": flaw.collection,
        "subject": flaw.subject,
        "field": flaw.field,
        "fatal": flaw.fatal,
        "related": flaw.related,
    }
    text = json.dumps(packed)
    return file, span.line, span.column, flaw.rule, pointer, flaw.message, text


def _flaw(packed: dict[str, Any]) -> Flaw:
    related = tuple((_location(place), text) for place, text in packed.pop("related"))
    location = _location(packed.pop("location"))
    return Flaw(location=location, related=related, **packed)


def _location(packed: list[Any]) -> Location:
    file, span, pointer = packed
    return Location(file, Span(*span), pointer)
