"""A SELECT that is being put together: what it reads from, and what is known in it.

Looking something up adds a LEFT JOIN that finds one row at most, so that the rows of the
SELECT stay what they are, and what is not used in the end can be left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from pacecar.evaluation.expressions import Node
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.layers import NAMED, Joined, Layers, Named, Step
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import Span, Text, Truth, Value, columns_of, moved, totals_of


class Statement:
    """The query of one rule: its common table expressions in order."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.tables: list[tuple[str, Sql]] = []
        self.remembered: dict[object, object] = {}
        self.read: dict[str, set[str]] = {}
        self._numbers: dict[str, int] = {}

    def add(self, name: str, body: Sql) -> str:
        """Add a common table expression, and return what it is called."""
        called = self.fresh(name)
        self.tables.append((called, body))
        return called

    def fresh(self, name: str) -> str:
        """Return a name that was not used before."""
        number = self._numbers.get(name, 0) + 1
        self._numbers[name] = number
        return f"{name}_{number}"


class Level:
    """A SELECT without its columns.

    Attributes:
        statement: the query that it is part of.
        known: what expressions are here.
        where: conditions that its rows meet.
    """

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.known: dict[Node, Value] = {}
        self.where: list[Sql] = []
        self._source: Sql | None = None
        self._steps: list[Step] = []
        self._found: dict[object, str] = {}

    @property
    def contents(self) -> Contents:
        """What is known of the tables."""
        return self.statement.contents

    def read(self, name: str, alias: str, on: Sql | None = None) -> str:
        """Read from one more table: the first, or each row with each, or those that match."""
        return self.read_as(name, self.statement.fresh(alias), on)

    def read_as(self, name: str, called: str, on: Sql | None = None) -> str:
        """Read from one more table under an alias that was made for it."""
        source = syntax.table(name, called)
        if self._source is None:
            self._source = source
            if on is not None:
                self.where.append(on)
        else:
            kind = "CROSS" if on is None else "INNER"
            self._steps.append(Joined(called, syntax.join(kind, source, on), always=True))
        return called

    def look_up(self, name: str, on: Sequence[tuple[str, Sql, bool]]) -> str:
        """Return the alias of the row that has these values, whose columns are NULL if none has.

        Args:
            name: the table.
            on: a column of it, the value it has, and whether both may be NULL, which is equal.
        """
        asked = (name, tuple(on))
        if asked not in self._found:
            called = self.statement.fresh(name.rstrip("0123456789").rstrip("_"))
            parts = [
                syntax.compared("same" if null else "==", syntax.column(called, column), value)
                for column, value, null in on
            ]
            condition = syntax.both(*parts) if parts else syntax.TRUE
            join = syntax.join("LEFT", syntax.table(name, called), condition)
            self._steps.append(Joined(called, join, always=False))
            self._found[asked] = called
        return self._found[asked]

    def select(
        self,
        columns: Sequence[tuple[str, Sql]],
        *,
        where: Sequence[Sql] = (),
        group: Sequence[Sql] = (),
        distinct: bool = False,
    ) -> exp.Select:
        """Return the SELECT of some columns, with the joins that they need."""
        if self._source is None:
            raise LookupError("nothing is read from")
        # Rows may count though nothing in them is asked for.
        columns = columns or [("one", syntax.number(1))]
        condition = syntax.both(*self.where, *where)
        steps = self._needed([condition, *group, *(value for _, value in columns)])
        if any(isinstance(step, Named) for step in steps):
            layers = Layers(self._source, steps)
            return layers.select(columns, condition, group, distinct=distinct)
        joins = [step.join for step in steps if isinstance(step, Joined)]
        return syntax.select(
            columns, self._source, joins, where=condition, group=group, distinct=distinct
        )

    def _needed(self, asked: Sequence[Sql]) -> list[Step]:
        """Return the steps that expressions need, in order."""
        needed = set[str]().union(*map(syntax.aliases_in, asked))
        kept: list[Step] = []
        for step in reversed(self._steps):
            if step.alias in needed or (isinstance(step, Joined) and step.always):
                kept.append(step)
                needed |= step.reads()
        return list(reversed(kept))

    def named(self, value: Value) -> Value:
        """Return a value of which nothing is long: what is gets a name of its own."""
        if not isinstance(value, Truth | Text | Span) or (
            isinstance(value, Span) and value.none is not None
        ):
            return value
        columns = columns_of(value)
        if all(syntax.is_short(column) for column in columns):
            return value
        return moved(value, [self._named(column) for column in columns])

    def _named(self, column: Sql) -> Sql:
        if syntax.is_short(column):
            return column
        alias = self.statement.fresh("part")
        self._steps.append(Named(alias, column))
        return syntax.column(alias, NAMED)


class Columns:
    """Values laid out as numbered columns, each column once."""

    def __init__(self, prefix: str) -> None:
        self.made: list[tuple[str, Sql]] = []
        self.totals: list[bool] = []
        self._prefix = prefix
        self._names: dict[Sql, str] = {}

    def add(self, value: Value) -> list[str]:
        """Lay out a value, and return the names of its columns."""
        pairs = zip(columns_of(value), totals_of(value), strict=True)
        return [self.add_column(column, total=total) for column, total in pairs]

    def add_column(self, column: Sql, *, total: bool) -> str:
        """Lay out one column, and return its name."""
        if column not in self._names:
            name = f"{self._prefix}{len(self.made)}"
            self._names[column] = name
            self.made.append((name, column))
            self.totals.append(total)
        return self._names[column]


def moved_to(value: Value, alias: str, names: Sequence[str]) -> Value:
    """Return a value as it is read from columns of an alias."""
    return moved(value, [syntax.column(alias, name) for name in names])
