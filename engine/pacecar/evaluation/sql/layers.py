"""A SELECT whose parts have names: each is computed once, in a SELECT of its own below.

Values of a rule are used again and again (a number has two ends, a truth two tests), and written
out in full they would grow with each level of nesting. What is long gets a name, and what names
stand for is computed in the layer below the one that uses them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.syntax import Sql

NAMED = "v"
"""The column of a name."""

_BELOW = "below"


@dataclass(frozen=True, slots=True)
class Joined:
    """One more table in FROM; `always` if it also decides which rows there are."""

    alias: str
    join: exp.Join
    always: bool

    def reads(self) -> set[str]:
        """Return what its condition reads from."""
        on = self.join.args.get("on")
        return syntax.aliases_in(on) if on is not None else set()


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for; it is read as the column `NAMED` of the alias."""

    alias: str
    value: Sql

    def reads(self) -> set[str]:
        """Return what it reads from."""
        return syntax.aliases_in(self.value)


Step = Joined | Named


@dataclass
class _Layer:
    joins: list[exp.Join] = field(default_factory=list)
    names: dict[str, Sql] = field(default_factory=dict)


class Layers:
    """Steps in order, each of which reads only from those before, laid out in layers."""

    def __init__(self, source: Sql, steps: Sequence[Step]) -> None:
        self._source = source
        self._from: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._layers = [_Layer()]
        for step in steps:
            at = max((self._visible(alias) for alias in step.reads()), default=0)
            while len(self._layers) <= at + 1:
                self._layers.append(_Layer())
            if isinstance(step, Named):
                self._names[step.alias] = at
                self._layers[at].names[step.alias] = step.value
            else:
                self._from[step.alias] = at
                self._layers[at].joins.append(step.join)

    def _visible(self, alias: str) -> int:
        """Return the first layer in which an alias can be read."""
        return self._names[alias] + 1 if alias in self._names else self._from.get(alias, 0)

    def select(
        self,
        columns: Sequence[tuple[str, Sql]],
        where: Sql,
        group: Sequence[Sql],
        *,
        distinct: bool,
    ) -> exp.Select:
        """Return the SELECT of some columns on top of all layers that it needs."""
        asked = [where, *group, *(value for _, value in columns)]
        read = set[str]().union(*map(syntax.aliases_in, asked))
        top = max(*self._from.values(), *map(self._visible, read), 0, 0)
        wanted: dict[tuple[str, str], None] = {}
        made = [(name, self._read(value, top, wanted)) for name, value in columns]
        condition = self._read(where, top, wanted)
        grouped = [self._read(value, top, wanted) for value in group]
        joins = [self._join(join, top, wanted) for join in self._layers[top].joins]
        source = self._below(top, wanted)
        return syntax.select(made, source, joins, where=condition, group=grouped, distinct=distinct)

    def _below(self, layer: int, wanted: Mapping[tuple[str, str], None]) -> Sql:
        """Return the source of a layer: the SELECT of what is wanted from those below."""
        if layer == 0:
            return self._source
        at = layer - 1
        below: dict[tuple[str, str], None] = {}
        columns = []
        for alias, name in wanted:
            value = syntax.column(alias, name)
            if self._names.get(alias) == at:
                value = self._layers[at].names[alias]
            columns.append((_passed(alias, name), self._read(value, at, below)))
        joins = [self._join(join, at, below) for join in self._layers[at].joins]
        columns = columns or [("one", syntax.number(1))]
        return syntax.derived(syntax.select(columns, self._below(at, below), joins), _BELOW)

    def _join(self, join: exp.Join, layer: int, wanted: dict[tuple[str, str], None]) -> exp.Join:
        on = join.args.get("on")
        if on is None:
            return join
        made = join.copy()
        made.set("on", self._read(on, layer, wanted))
        return made

    def _read(self, value: Sql, layer: int, wanted: dict[tuple[str, str], None]) -> Sql:
        """Return an expression as it is read in a layer; add what it needs from below."""

        def passed(node: Sql) -> Sql:
            if not isinstance(node, exp.Column):
                return node
            alias, name = node.table, node.name
            if alias not in self._names and self._from.get(alias, 0) == layer:
                return node
            wanted[alias, name] = None
            return syntax.column(_BELOW, _passed(alias, name))

        if not syntax.aliases_in(value):
            return value
        return value.transform(passed)


def _passed(alias: str, name: str) -> str:
    return f"{alias}__{name}"
