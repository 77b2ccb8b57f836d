"""Aggregates into Python functions that are never quadratic.

An aggregate becomes a function of what it needs from outside (its outer operands), and
remembers its answers by them. What it needs of its own elements (its inner operands) is
computed once, when its rows are built: equal rows are one row with a number, and rows are
found by the equalities that join them to the outside. So the work is the number of elements,
plus that of different outer operands times the different rows that join them; elements with
an unknown key are a group of rows like any other.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from pacecar.evaluation.expressions import (
    Env,
    Node,
    compile_expression,
    conjunction,
    is_members,
    operands_of,
    stand_in_for,
    variables_of,
)
from pacecar.evaluation.folding import finish_of, start_of, taking
from pacecar.evaluation.joins import Taken, take_apart
from pacecar.evaluation.quoting import Body, call, constant, load, loop, quote, quote_body, row
from pacecar.plan.fields import ListOf, Number
from pacecar.plan.values import UNKNOWN
from pacecar.rulebook import tree


class AggregateCompiler:
    """Compiles the aggregates of one rule into functions, each once."""

    def __init__(self) -> None:
        self.functions: Body = []
        self.made: dict[Node, tuple[str, tuple[Node, ...]]] = {}
        self.root = Env(self.compile)

    def compile(self, aggregate: tree.Aggregate, env: Env) -> ast.expr:
        """Return the call that computes an aggregate where `env` holds."""
        operands = self.needs(aggregate)
        name = self.made[aggregate][0]
        return call(name, *(compile_expression(operand, env) for operand in operands))

    def needs(self, aggregate: tree.Aggregate) -> tuple[Node, ...]:
        """Return what an aggregate's function is called with, having compiled it."""
        if aggregate not in self.made:
            self.made[aggregate] = self._function(aggregate)
        return self.made[aggregate][1]

    def _function(self, aggregate: tree.Aggregate) -> tuple[str, tuple[Node, ...]]:
        name = self.root.fresh("aggregate")
        if _is_count_of_set(aggregate):
            return self._count_of_set(aggregate, name)
        taken = take_apart(aggregate)
        outside = variables_of(aggregate)
        outer = tuple(
            dict.fromkeys(
                o
                for piece in taken.pieces()
                for o in operands_of(piece, outside.issuperset, self.needs)
            )
        )
        known = {operand: f"o{i}" for i, operand in enumerate(outer)}
        parameters = " ".join(known.values())
        correlated = any(variables_of(g.source) - taken.names for g in aggregate.generators)
        loop = (
            self._direct(aggregate, taken, known)
            if correlated
            else self._indexed(aggregate, taken, known, name)
        )
        self.functions += quote_body(
            _FUNCTION,
            MEMORY=f"{name}_memory",
            AGGREGATE=name,
            PARAMETERS=parameters,
            KEY=row([load(p) for p in known.values()]),
            START=start_of(aggregate),
            LOOP=loop,
            FINISH=finish_of(aggregate),
        )
        return name, outer

    def _count_of_set(self, aggregate: tree.Aggregate, name: str) -> tuple[str, tuple[Node, ...]]:
        source = aggregate.generators[0].source
        outer = tuple(
            dict.fromkeys(operands_of(source, variables_of(source).issuperset, self.needs))
        )
        env = self.root.with_known({operand: f"o{i}" for i, operand in enumerate(outer)})
        parameters = " ".join(f"o{i}" for i in range(len(outer)))
        self.functions += quote_body(
            "def AGGREGATE(PARAMETERS):\n    return SET.count()",
            AGGREGATE=name,
            PARAMETERS=parameters,
            SET=compile_expression(source, env),
        )
        return name, outer

    def _direct(self, aggregate: tree.Aggregate, taken: Taken, known: dict[Node, str]) -> Body:
        """Go through every element each time: the source itself depends on the outside."""
        env = self.root.with_known(known | _own_variables(aggregate))
        conditions = taken.own + [j.condition for j in taken.joins] + taken.mixed
        asked = self._conditions(conditions, env)
        take = taking(aggregate, taken, env)

        def inner(truths: list[ast.expr], number: ast.expr) -> Body:
            counted = quote_body("number = NUMBER\nTAKE", NUMBER=number, TAKE=take)
            return _where([*truths, *asked], counted, env)

        return self._loops(aggregate, env, inner)

    def _indexed(
        self, aggregate: tree.Aggregate, taken: Taken, known: dict[Node, str], name: str
    ) -> Body:
        """Build the rows once, then look up those that join."""
        wanted = [*taken.mixed, *([taken.value] if taken.value else [])]
        inner = tuple(
            dict.fromkeys(
                o for node in wanted for o in operands_of(node, taken.names.issuperset, self.needs)
            )
        )
        keys = [join.inner for join in taken.joins]
        self._rows(aggregate, taken, keys, inner, name)
        held: dict[Node, str] = {operand: f"i{i}" for i, operand in enumerate(inner)}
        numbered = [f"k{i}" for i in range(len(keys))]
        key_names: dict[Node, str] = dict(zip(keys, numbered, strict=True))
        env = self.root.with_known(known | key_names | held)
        mixed = self._conditions(taken.mixed, env)
        joins = self._conditions([j.condition for j in taken.joins], env)
        target = ["truth", "number", *numbered, *held.values()]
        outer = self.root.with_known(known)
        body: Body = []
        if taken.joins:
            keys_now = row([compile_expression(j.outer, outer) for j in taken.joins])
            found = _FIND_AMONG if taken.joins[0].kind == "among" else _FIND
            body += quote_body(found, ROWS=f"{name}_rows", KEYS=keys_now)
        else:
            body += quote_body("matched = ROWS().every", ROWS=f"{name}_rows")
        body.append(self._over("matched", target, mixed, aggregate, taken, env))
        if taken.joins:
            body.append(self._over("loose", target, joins + mixed, aggregate, taken, env))
        return body

    def _over(  # noqa: PLR0913, PLR0917 - the parts of one loop
        self,
        rows: str,
        target: list[str],
        conditions: list[ast.expr],
        aggregate: tree.Aggregate,
        taken: Taken,
        env: Env,
    ) -> ast.stmt:
        body = quote_body(
            "truth = CONDITION\nif truth:\n    TAKE",
            CONDITION=conjunction([load("truth"), *conditions], env),
            TAKE=taking(aggregate, taken, env),
        )
        if not conditions:
            body = taking(aggregate, taken, env)
        return loop(target, rows, body)

    def _conditions(self, conditions: list[Node], env: Env) -> list[ast.expr]:
        return [compile_expression(condition, env) for condition in conditions]

    def _rows(
        self,
        aggregate: tree.Aggregate,
        taken: Taken,
        keys: list[Node],
        inner: tuple[Node, ...],
        name: str,
    ) -> None:
        env = self.root.with_known(_own_variables(aggregate))
        asked = self._conditions(taken.own, env)
        parts = [compile_expression(key, env) for key in keys]
        operands = [compile_expression(operand, env) for operand in inner]
        summed = _is_summed(aggregate, taken, inner)

        def found(truths: list[ast.expr], number: ast.expr) -> Body:
            if summed:
                (value,) = operands
                key = parts[0] if len(parts) == 1 else row(parts)
                add = quote_body(_ADD_UP, KEY=key, VALUE=value, TIMES=_several(number))
            else:
                add = quote_body(_ADD, KEYS=row(parts), OPERANDS=row(operands), NUMBER=number)
            return _where([*truths, *asked], add, env)

        membership = any(join.kind == "holds" for join in taken.joins)
        self.functions += quote_body(
            _ROWS,
            FOUND=f"{name}_found",
            HELD=f"{name}_held",
            ROWS=f"{name}_rows",
            LOOPS=self._loops(aggregate, env, found),
            EMPTY=quote_body(_NO_TOTALS if summed else "rows = {}"),
            FOUND_ROWS=_summed(len(parts)) if summed else quote("rows"),
            MEMBERSHIP=constant(membership),
        )

    def _loops(
        self, aggregate: tree.Aggregate, env: Env, inner: Callable[[list[ast.expr], ast.expr], Body]
    ) -> Body:
        """Return the nested loops over an aggregate's sources.

        `inner` makes what is done in the innermost. It is told which truths say whether the
        elements are there (none where that is certain), and how many elements they stand for.
        """
        own = _own_variables(aggregate)
        last = len(aggregate.generators) - 1

        def nested(depth: int, truths: list[ast.expr], number: ast.expr) -> Body:
            if depth > last:
                return inner(truths, number)
            generator = aggregate.generators[depth]
            name = own[generator.variable]
            source = compile_expression(generator.source, env)
            if isinstance(generator.source, tree.CollectionAll):
                body = nested(depth + 1, truths, _times(number, f"n{depth}"))
                return quote_body(_OVER_ENTITIES, V=name, N=f"n{depth}", SOURCE=source, BODY=body)
            is_list = isinstance(generator.source.type, ListOf) and not is_members(generator.source)
            if depth == last and is_list:
                open_number = _times(number, "Infinity")
                return quote_body(
                    _OVER_LIST,
                    HELD=f"l{depth}",
                    V=name,
                    SOURCE=source,
                    STAND_IN=stand_in_for(generator.variable.type),
                    BODY=inner(truths, number),
                    OPEN=inner([*truths, constant(UNKNOWN)], open_number),
                )
            return quote_body(
                "for V, P, N in SOURCE:\n    BODY",
                V=name,
                P=f"p{depth}",
                N=f"n{depth}",
                SOURCE=elements_of(generator.source, generator.variable.type, env),
                BODY=nested(
                    depth + 1,
                    [*truths, load(f"p{depth}")],
                    _times(number, f"n{depth}"),
                ),
            )

        return nested(0, [], constant(1))


def _where(truths: list[ast.expr], body: Body, env: Env) -> Body:
    """Return what sets `truth`, and does something where it is not false."""
    if not truths:
        return quote_body("truth = 2\nBODY", BODY=body)
    return quote_body(
        "truth = CONDITION\nif truth:\n    BODY", CONDITION=conjunction(truths, env), BODY=body
    )


def _is_summed(aggregate: tree.Aggregate, taken: Taken, inner: tuple[Node, ...]) -> bool:
    """Return whether rows that differ in what is summed up can be one row with their sum.

    Rows that are only possibly there can be so as well if none is negative: what they may take
    away from the sum is 0, each by itself and all together.
    """
    value = taken.value
    return (
        aggregate.function == "sum"
        and not taken.mixed
        and inner == (value,)
        and isinstance(value, tree.Attribute)
        and isinstance(value.type, Number)
        and value.type.low is not None
        and value.type.low >= 0
    )


def _summed(keys: int) -> ast.expr:
    """Return the rows of sums by key."""
    return quote(_SUMMED, KEYS=row([load("key")]) if keys == 1 else load("key"))


def _several(number: ast.expr) -> Body:
    """Return what multiplies `value` where a row stands for several elements."""
    if isinstance(number, ast.Constant) and number.value == 1:
        return []
    if isinstance(number, ast.Name):
        return quote_body("if NUMBER != 1:\n    MULTIPLY", NUMBER=number, MULTIPLY=_many(number))
    return _many(number)


def _many(number: ast.expr) -> Body:
    return quote_body("value = (times(NUMBER, value[0]), times(NUMBER, value[1]))", NUMBER=number)


def _times(number: ast.expr, template: str) -> ast.expr:
    """Return the product with the number of elements, which mostly is 1."""
    value = quote(template)
    if isinstance(number, ast.Constant) and number.value == 1:
        return value
    if isinstance(number, ast.Name):
        return quote("VALUE if NUMBER == 1 else times(NUMBER, VALUE)", NUMBER=number, VALUE=value)
    return call("times", number, value)


def _own_variables(aggregate: tree.Aggregate) -> dict[Node, str]:
    return {g.variable: f"v{i}" for i, g in enumerate(aggregate.generators)}


def _is_count_of_set(aggregate: tree.Aggregate) -> bool:
    if aggregate.function != "count" or len(aggregate.generators) != 1:
        return False
    generator = aggregate.generators[0]
    return (
        isinstance(generator.source.type, tree.SetOf)
        and not generator.conditions
        and aggregate.element == generator.variable
    )


def elements_of(source: tree.Expression, kind: tree.Type, env: Env) -> ast.expr:
    """Return an iterable of (element, presence, number) over a source that is no collection."""
    made = compile_expression(source, env)
    if isinstance(source.type, tree.SetOf):
        return quote("X.elements()", X=made)
    if is_members(source):
        return made
    return call("items_of", made, stand_in_for(kind))


_FIND = "matched, loose = ROWS().find(KEYS)"
_FIND_AMONG = "matched, loose = ROWS().find_among(KEYS)"

_FUNCTION = """
MEMORY = {}
def AGGREGATE(PARAMETERS):
    key = KEY
    found = MEMORY.get(key)
    if found is not None:
        return found
    START
    LOOP
    FINISH
    MEMORY[key] = answer
    return answer
"""

_OVER_ENTITIES = """
for V, N in numbered(SOURCE):
    BODY
"""

_OVER_LIST = """
HELD = SOURCE
for V in HELD.items:
    BODY
if HELD.open:
    V = STAND_IN
    OPEN
"""

_ADD = """
found = truth, KEYS, OPERANDS
rows[found] = rows.get(found, 0) + NUMBER
"""

_NO_TOTALS = """
sure = {}
unsure = {}
"""

_ADD_UP = """
key = KEY
value = VALUE
TIMES
totals = sure if truth == 2 else unsure
total = totals.get(key)
if total is None:
    totals[key] = list(value)
else:
    total[0] += value[0]
    total[1] += value[1]
"""

_SUMMED = """{
    (truth, KEYS, (tuple(total),)): 1
    for truth, totals in ((2, sure), (1, unsure)) for key, total in totals.items()
}"""

_ROWS = """
def FOUND():
    EMPTY
    LOOPS
    return FOUND_ROWS
HELD = []
def ROWS():
    if not HELD:
        HELD.append(Rows(FOUND(), MEMBERSHIP))
    return HELD[0]
"""
