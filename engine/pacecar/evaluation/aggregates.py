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
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pacecar.evaluation.expressions import (
    Env,
    Node,
    compile_expression,
    conjunction,
    is_interval,
    is_members,
    operands_of,
    scale_of,
    stand_in_for,
    variables_of,
)
from pacecar.evaluation.quoting import Body, call, constant, load, quote, quote_body, row
from pacecar.evaluation.truths import is_known
from pacecar.plan.fields import ListOf
from pacecar.rulebook import tree

Row = tuple[object, ...]


class Rows:
    """The rows of an aggregate by key: `matched` have it, `loose` might.

    A row is (truth of its own conditions, number of elements, keys..., operands...).
    """

    __slots__ = ("every", "index", "loose")

    def __init__(self, rows: Iterable[tuple[int, float, Row, Row]], membership: bool) -> None:  # noqa: FBT001
        """Group rows given as (truth, number, keys, operands)."""
        every: dict[tuple[int, Row, Row], float] = {}
        for truth, number, keys, operands in rows:
            signature = (truth, keys, operands)
            every[signature] = every.get(signature, 0) + number
        self.every: list[Row] = []
        self.loose: list[Row] = []
        self.index: dict[Row, list[Row]] = {}
        for (truth, keys, operands), number in every.items():
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


@dataclass(frozen=True, slots=True)
class Join:
    """An equality (or membership in a list) between a row's own key and the outside."""

    inner: Node
    outer: Node
    condition: Node
    membership: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """An aggregate, taken apart.

    `own` conditions need only the rows, `joins` are looked up, `mixed` are asked of each row.
    """

    names: frozenset[str]
    sources: tuple[Node, ...]
    own: list[Node]
    joins: list[Join]
    mixed: list[Node]
    value: Node | None

    def pieces(self) -> list[Node]:
        """Return every expression the aggregate computes with."""
        conditions = [*self.own, *(join.condition for join in self.joins), *self.mixed]
        return [*self.sources, *conditions, *([self.value] if self.value else [])]


def and_parts(node: tree.Expression) -> list[tree.Expression]:
    """Return the parts of a conjunction, pushing `not` inwards where that shows more."""
    match node:
        case tree.And(parts=parts):
            return [p for part in parts for p in and_parts(part)]
        case tree.Not(operand=tree.Not(operand=operand)):
            return and_parts(operand)
        case tree.Not(operand=tree.Or(parts=parts)):
            return [p for part in parts for p in and_parts(tree.Not(part))]
        case tree.Not(operand=tree.Compare(operator="!=", left=left, right=right)):
            return [tree.Compare("==", left, right)]
    return [node]


def join_of(
    node: Node, inside: Callable[[frozenset[str]], bool], outside: Callable[[frozenset[str]], bool]
) -> Join | None:
    """Return the condition as a join between two sides, or None if it is not one."""
    if isinstance(node, tree.Compare) and node.operator == "==":
        for own, other in ((node.left, node.right), (node.right, node.left)):
            if inside(variables_of(own)) and outside(variables_of(other)):
                if is_interval(own.type) and scale_of(own.type) != scale_of(other.type):
                    return None
                return Join(own, other, node)
    if (
        isinstance(node, tree.Membership)
        and isinstance(node.container.type, ListOf)
        and inside(variables_of(node.container))
        and outside(variables_of(node.item))
    ):
        return Join(node.container, node.item, node, membership=True)
    return None


def take_apart(aggregate: tree.Aggregate) -> Plan:
    """Sort an aggregate's conditions into own, joined and mixed."""
    names = frozenset(g.variable.name for g in aggregate.generators)
    conditions = [p for g in aggregate.generators for c in g.conditions for p in and_parts(c)]
    value: Node | None = aggregate.element
    if aggregate.function in ("any", "all"):
        element = aggregate.element
        conditions += and_parts(tree.Not(element) if aggregate.function == "all" else element)
        value = None
    elif aggregate.function == "count":
        value = None
    sources = tuple(generator.source for generator in aggregate.generators)
    plan = Plan(names, sources, [], [], [], value)
    for condition in conditions:
        needs = variables_of(condition)
        if needs <= names:
            plan.own.append(condition)
            continue
        join = join_of(
            condition,
            lambda found: bool(found) and found <= names,
            lambda found: bool(found) and not found & names,
        )
        if join and (not plan.joins or (not join.membership and not plan.joins[0].membership)):
            plan.joins.append(join)
        else:
            plan.mixed.append(condition)
    return plan


class AggregateCompiler:
    """Compiles the aggregates of one rule into functions, each once."""

    def __init__(self) -> None:
        self.functions: Body = []
        self.made: dict[Node, tuple[str, tuple[Node, ...]]] = {}
        self.root = Env(self.compile)

    def compile(self, aggregate: tree.Aggregate, env: Env) -> ast.expr:
        """Return the call that computes an aggregate where `env` holds."""
        if aggregate not in self.made:
            self.made[aggregate] = self._function(aggregate)
        name, operands = self.made[aggregate]
        return call(name, *(compile_expression(operand, env) for operand in operands))

    def _function(self, aggregate: tree.Aggregate) -> tuple[str, tuple[Node, ...]]:
        name = self.root.fresh("aggregate")
        if _is_count_of_set(aggregate):
            return self._count_of_set(aggregate, name)
        plan = take_apart(aggregate)
        outside = variables_of(aggregate)
        outer = tuple(
            dict.fromkeys(
                o for piece in plan.pieces() for o in operands_of(piece, outside.issuperset)
            )
        )
        known = {operand: f"o{i}" for i, operand in enumerate(outer)}
        parameters = " ".join(known.values())
        correlated = any(variables_of(g.source) - plan.names for g in aggregate.generators)
        loop = (
            self._direct(aggregate, plan, known)
            if correlated
            else self._indexed(aggregate, plan, known, name)
        )
        start, finish = _START[aggregate.function], _FINISH[aggregate.function]
        stand_in = stand_in_for(aggregate.element.type)
        self.functions += quote_body(
            _FUNCTION,
            MEMORY=f"{name}_memory",
            AGGREGATE=name,
            PARAMETERS=parameters,
            KEY=row([load(p) for p in known.values()]),
            START=quote_body(start, STAND_IN=stand_in),
            LOOP=loop,
            FINISH=quote_body(finish),
        )
        return name, outer

    def _count_of_set(self, aggregate: tree.Aggregate, name: str) -> tuple[str, tuple[Node, ...]]:
        source = aggregate.generators[0].source
        outer = tuple(dict.fromkeys(operands_of(source, variables_of(source).issuperset)))
        env = self.root.with_known({operand: f"o{i}" for i, operand in enumerate(outer)})
        parameters = " ".join(f"o{i}" for i in range(len(outer)))
        self.functions += quote_body(
            "def AGGREGATE(PARAMETERS):\n    return SET.count()",
            AGGREGATE=name,
            PARAMETERS=parameters,
            SET=compile_expression(source, env),
        )
        return name, outer

    def _direct(self, aggregate: tree.Aggregate, plan: Plan, known: dict[Node, str]) -> Body:
        """Go through every element each time: the source itself depends on the outside."""
        env = self.root.with_known(known | _own_variables(aggregate))
        conditions = plan.own + [j.condition for j in plan.joins] + plan.mixed
        taken = self._take(aggregate, plan, env)
        inner = quote_body(
            "truth = CONDITION\nif truth:\n    TAKE",
            CONDITION=conjunction([load("truth"), *self._conditions(conditions, env)], env),
            TAKE=taken,
        )
        return self._loops(aggregate, env, inner)

    def _indexed(
        self, aggregate: tree.Aggregate, plan: Plan, known: dict[Node, str], name: str
    ) -> Body:
        """Build the rows once, then look up those that join."""
        wanted = [*plan.mixed, *([plan.value] if plan.value else [])]
        inner = tuple(
            dict.fromkeys(o for node in wanted for o in operands_of(node, plan.names.issuperset))
        )
        keys = [join.inner for join in plan.joins]
        self._rows(aggregate, plan, keys, inner, name)
        held: dict[Node, str] = {operand: f"i{i}" for i, operand in enumerate(inner)}
        key_names: dict[Node, str] = {key: f"k{i}" for i, key in enumerate(keys)}
        env = self.root.with_known(known | key_names | held)
        mixed = self._conditions(plan.mixed, env)
        joins = self._conditions([j.condition for j in plan.joins], env)
        target: list[ast.expr] = [
            load(n) for n in ("truth", "number", *key_names.values(), *held.values())
        ]
        outer = self.root.with_known(known)
        body: Body = []
        if plan.joins:
            keys_now = row([compile_expression(j.outer, outer) for j in plan.joins])
            body += quote_body(
                "matched, loose = ROWS().find(KEYS)", ROWS=f"{name}_rows", KEYS=keys_now
            )
        else:
            body += quote_body("matched = ROWS().every", ROWS=f"{name}_rows")
        body.append(self._over("matched", target, mixed, aggregate, plan, env))
        if plan.joins:
            body.append(self._over("loose", target, joins + mixed, aggregate, plan, env))
        return body

    def _over(  # noqa: PLR0913, PLR0917 - the parts of one loop
        self,
        rows: str,
        target: list[ast.expr],
        conditions: list[ast.expr],
        aggregate: tree.Aggregate,
        plan: Plan,
        env: Env,
    ) -> ast.stmt:
        stored = [ast.Name(n.id, ast.Store()) for n in target if isinstance(n, ast.Name)]
        body = quote_body(
            "truth = CONDITION\nif truth:\n    TAKE",
            CONDITION=conjunction([load("truth"), *conditions], env),
            TAKE=self._take(aggregate, plan, env),
        )
        if not conditions:
            body = self._take(aggregate, plan, env)
        return ast.For(ast.Tuple(list[ast.expr](stored), ast.Store()), load(rows), body, [])

    def _conditions(self, conditions: list[Node], env: Env) -> list[ast.expr]:
        return [compile_expression(condition, env) for condition in conditions]

    def _rows(
        self,
        aggregate: tree.Aggregate,
        plan: Plan,
        keys: list[Node],
        inner: tuple[Node, ...],
        name: str,
    ) -> None:
        env = self.root.with_known(_own_variables(aggregate))
        found = quote_body(
            "truth = CONDITION\nif truth:\n    yield truth, number, KEYS, OPERANDS",
            CONDITION=conjunction([load("truth"), *self._conditions(plan.own, env)], env),
            KEYS=row([compile_expression(key, env) for key in keys]),
            OPERANDS=row([compile_expression(operand, env) for operand in inner]),
        )
        membership = any(join.membership for join in plan.joins)
        self.functions += quote_body(
            _ROWS,
            FOUND=f"{name}_found",
            HELD=f"{name}_held",
            ROWS=f"{name}_rows",
            LOOPS=self._loops(aggregate, env, found),
            MEMBERSHIP=constant(membership),
        )

    def _loops(self, aggregate: tree.Aggregate, env: Env, inner: Body) -> Body:
        """Return the nested loops over an aggregate's sources, `inner` in the innermost."""
        body = inner
        for depth in reversed(range(len(aggregate.generators))):
            generator = aggregate.generators[depth]
            before = [load(f"p{d}") for d in range(depth)]
            numbers = [load(f"n{d}") for d in range(depth)]
            truth = load(f"p{depth}")
            number: ast.expr = load(f"n{depth}")
            for outer_number in numbers:
                number = call("times", outer_number, number)
            head = quote_body(
                "truth = TRUTH\nnumber = NUMBER",
                TRUTH=call("min", *before, truth) if before else truth,
                NUMBER=number,
            )
            last = depth == len(aggregate.generators) - 1
            body = quote_body(
                "for V, P, N in SOURCE:\n    BODY",
                V=_own_variables(aggregate)[generator.variable],
                P=f"p{depth}",
                N=f"n{depth}",
                SOURCE=elements_of(generator.source, generator.variable.type, env),
                BODY=(head if last else []) + body,
            )
        return body

    def _take(self, aggregate: tree.Aggregate, plan: Plan, env: Env) -> Body:
        function = aggregate.function
        if plan.value is None:
            return quote_body(_TAKE[function])
        value = compile_expression(plan.value, env)
        blank: ast.expr = constant(value=False)
        if function in ("min", "max"):
            blank = call("is_blank", load("value"))
        return quote_body(_TAKE[function], VALUE=value, BLANK=blank)


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
    """Return an iterable of (element, presence, number) over a source."""
    made = compile_expression(source, env)
    if isinstance(source, tree.CollectionAll):
        return call("all_of", made)
    if isinstance(source.type, tree.SetOf):
        return quote("X.elements()", X=made)
    if is_members(source):
        return made
    return call("items_of", made, stand_in_for(kind))


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

_ROWS = """
def FOUND():
    LOOPS
HELD = []
def ROWS():
    if not HELD:
        HELD.append(Rows(FOUND(), MEMBERSHIP))
    return HELD[0]
"""

_START = {
    "any": "best = 0",
    "all": "best = 0",
    "count": "low = high = 0",
    "sum": "low = high = 0\nblank = False",
    "min": "low = high = Infinity\nblank = False",
    "max": "low = high = -Infinity\nblank = False",
    "distinct": "answer = Distinct(STAND_IN)",
}

_ANY = "if truth > best:\n    best = truth"

_EXTREME = """
value = VALUE
if truth == 1 or BLANK:
    blank = True
low = FUNCTION(low, value[0])
high = FUNCTION(high, value[1])
"""

_TAKE = {
    "any": _ANY,
    "all": _ANY,
    "count": "high += number\nif truth == 2:\n    low += number",
    "sum": """
value = VALUE
if truth == 2:
    low += times(number, value[0])
    high += times(number, value[1])
else:
    low += times(number, min(0, value[0]))
    high += times(number, max(0, value[1]))
""",
    "min": _EXTREME.replace("FUNCTION", "min"),
    "max": _EXTREME.replace("FUNCTION", "max"),
    "distinct": "answer.add(truth, number, VALUE)",
}

_FINISH = {
    "any": "answer = best",
    "all": "answer = 2 - best",
    "count": "answer = Interval(low, high)",
    "sum": "answer = Interval(low, high)",
    "min": "answer = ANY_NUMBER if blank or low == Infinity else Interval(low, high)",
    "max": "answer = ANY_NUMBER if blank or high == -Infinity else Interval(low, high)",
    "distinct": "pass",
}
