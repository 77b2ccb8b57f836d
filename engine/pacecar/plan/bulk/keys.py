"""Which rows are entities, and their keys: of equal ids the first one counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.leaves import is_id

ROWS: Final = 2**40
"""More rows than a file has: a place is the number of a file times this, and the row's."""


GIVEN: Final = "SELECT unnest(CAST($1 AS VARCHAR[]))"
"""The texts that a query is given as its one parameter."""


def stage_of(collection: str) -> str:
    """Return the table of a collection's rows as they are read."""
    return f"stage_{collection}"


def keys_of(collection: str) -> str:
    """Return the table of a collection's keys: `k`, `id` and `place`."""
    return f"keys_{collection}"


def place_of(file: int, row: int) -> int:
    """Return the place of a row: one number for the file and the row."""
    return file * ROWS + row


def at_place(place: int) -> tuple[int, int]:
    """Return file and row of a place."""
    return divmod(place, ROWS)


def make_keys(
    database: Database, collection: str, others: Iterable[tuple[str, int]], *, staged: bool
) -> None:
    """Give every entity of a collection its key: dense, in the order of their ids.

    Args:
        database: where the collection's rows are.
        collection: its name.
        others: the entities that are in no file of rows: their ids and places.
        staged: whether there are files of rows.
    """
    found = f"others_{collection}"
    database.run(f"CREATE TEMP TABLE {found} (id VARCHAR, place BIGINT)")
    database.insert(found, ("VARCHAR", "BIGINT"), list(others))
    every = f"SELECT id, place FROM {found}"
    if staged:
        every += (
            f" UNION ALL SELECT id, f::BIGINT * {ROWS} + row FROM {stage_of(collection)} "
            f"WHERE id IS NOT NULL AND {is_id('id')}"
        )
    database.run(
        f"CREATE TABLE {keys_of(collection)} AS "
        "SELECT CAST(row_number() OVER (ORDER BY id) - 1 AS BIGINT) AS k, id, place FROM "
        f"(SELECT id, min(place) AS place FROM ({every}) GROUP BY id)"
    )
    database.run(f"DROP TABLE {found}")
