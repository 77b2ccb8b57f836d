"""What tables are known to hold: which of their columns can be relied on.

Conditions over columns without unknown values become plain comparisons. That is why a query is
made for a rule and for what the tables hold, and not for the rule alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pacecar.plan.bulk.layout import TABLES, Column, Table
from pacecar.plan.fields import Record
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import State


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in the tables.

    Attributes:
        gaps: columns, as (table, column), in which NULL stands.
        states: the states that occur in a column of states; one that is not here holds 0 only.
        empty: tables without rows.
        unlike: tables of lists of which none holds the same item twice.
    """

    gaps: frozenset[tuple[str, str]]
    states: Mapping[tuple[str, str], frozenset[int]]
    empty: frozenset[str]
    unlike: frozenset[str] = frozenset()

    def has_gaps(self, table: Table, column: Column) -> bool:
        """Return whether a column holds NULL somewhere."""
        return (table.name, column.name) in self.gaps

    def states_of(self, table: Table, column: Column) -> frozenset[int]:
        """Return the states that occur in a column."""
        return self.states.get((table.name, column.name), frozenset((State.KNOWN,)))

    def about(self, columns: Mapping[str, frozenset[str]]) -> object:
        """Return what is known of some columns, to tell one state of affairs from another."""
        names = frozenset((table, name) for table, named in columns.items() for name in named)
        states = frozenset((key, self.states[key]) for key in names if key in self.states)
        return (
            self.gaps & names,
            states,
            self.empty.intersection(columns),
            self.unlike.intersection(columns),
        )


def anything() -> Contents:
    """Return what is known of tables that nobody has looked into: everything may occur."""
    columns = [(table, column) for table in TABLES.values() for column in table.columns]
    return Contents(
        gaps=frozenset((t.name, c.name) for t, c in columns if c.nullable),
        states={(t.name, c.name): frozenset((0, 1, 2, 3)) for t, c in columns if c.part == "state"},
        empty=frozenset(),
    )


def nothing_unknown() -> Contents:
    """Return what is known of tables in which every value is known, or known to be none."""
    states = {
        (table.name, column.name): frozenset((0, 1))
        for table in TABLES.values()
        for column in table.columns
        if column.part == "state" and _may_be_none(table, column)
    }
    gaps = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.nullable and _may_be_none(table, column)
    }
    lists = frozenset(table.name for table in TABLES.values() if table.owner)
    return Contents(frozenset(gaps), states, frozenset(), lists)


def _may_be_none(table: Table, column: Column) -> bool:
    """Return whether a field, or what it lies in, may be left out for good."""
    fields = SCHEMA[table.collection].fields
    for name in column.path:
        found = next((field for field in fields if field.name == name), None)
        if found is None:
            return False
        if found.may_be_none:
            return True
        fields = found.kind.fields if isinstance(found.kind, Record) else ()
    return False
