"""Typed expressions into Python syntax trees.

A truth becomes an expression that is 0, 1 or 2; a number or date one that is an interval; the
rest become the plan's own values. What an expression is made of is looked up in an `Env`:
variables, and whole sub-expressions that were computed beforehand.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import assert_never

from pacecar.evaluation.quoting import call, constant, field_of, load, quote, row
from pacecar.plan.fields import Date, Number, Record, Reference, Text, Truth
from pacecar.rulebook import tree


@dataclass(frozen=True, slots=True)
class Begins:
    """When a leadership or program begins, as `overlap` sees it."""

    of: tree.Expression
    type: tree.Type = field(default=Date())


@dataclass(frozen=True, slots=True)
class Ends:
    """When a leadership or program ends, as `overlap` sees it."""

    of: tree.Expression
    type: tree.Type = field(default=Date())


Node = tree.Expression | Begins | Ends


def parts_of(node: Node) -> tuple[Node, ...]:  # noqa: C901, PLR0911 - a case for each node
    """Return the expressions that a node is directly made of (aggregates: see `inner_of`)."""
    match node:
        case tree.Attribute(of=of) | tree.Year(of=of) | Begins(of=of) | Ends(of=of):
            return (of,)
        case tree.Compare(left=left, right=right) | tree.Arithmetic(left=left, right=right):
            return (left, right)
        case tree.Membership(item=item, container=container):
            return (item, container)
        case tree.IsNone(operand=operand) | tree.Not(operand=operand):
            return (operand,)
        case tree.And(parts=parts) | tree.Or(parts=parts):
            return parts
        case tree.Conditional(test=test, yes=yes, no=no):
            return (test, yes, no)
        case tree.Call(function="overlap", arguments=(a, b)):
            return (Begins(a), Ends(a), Begins(b), Ends(b))
        case tree.Call(arguments=arguments):
            return arguments
        case tree.Aggregate(element=element, generators=generators):
            found: list[Node] = [element]
            for generator in generators:
                found.extend((generator.source, *generator.conditions))
            return tuple(found)
    return ()


def variables_of(node: Node) -> frozenset[str]:
    """Return the names of the variables that an expression needs from outside."""
    if isinstance(node, tree.Variable):
        return frozenset((node.name,))
    names: frozenset[str] = frozenset().union(*map(variables_of, parts_of(node)))
    if isinstance(node, tree.Aggregate):
        names -= {generator.variable.name for generator in node.generators}
    return names


def operands_of(
    node: Node,
    wanted: Callable[[frozenset[str]], bool],
    needs: Callable[[tree.Aggregate], Iterable[Node]],
) -> Iterator[Node]:
    """Yield the largest sub-expressions whose variables are `wanted`.

    `needs` tells what the function of an aggregate inside the expression is called with.
    """
    names = variables_of(node)
    if not names:
        return
    if wanted(names):
        yield node
        return
    for part in needs(node) if isinstance(node, tree.Aggregate) else parts_of(node):
        yield from operands_of(part, wanted, needs)


class Env:
    """What names and expressions stand for while compiling, and where aggregates go.

    `aggregate` compiles an aggregate and returns the call that computes it.
    """

    def __init__(
        self,
        aggregate: Callable[[tree.Aggregate, Env], ast.expr],
        known: dict[Node, str] | None = None,
        numbers: Iterator[int] | None = None,
    ) -> None:
        self.aggregate = aggregate
        self.known = known or {}
        self.numbers = numbers or count()

    def with_known(self, known: dict[Node, str]) -> Env:
        """Return an environment in which these expressions are held by these names, only."""
        return Env(self.aggregate, known, self.numbers)

    def fresh(self, prefix: str = "t") -> str:
        """Return a name that was not used before."""
        return f"{prefix}{next(self.numbers)}"


def is_members(node: Node) -> bool:
    """Return whether an expression is the members of a group."""
    return (
        isinstance(node, tree.Attribute)
        and node.field == "members"
        and isinstance(node.of.type, tree.GroupOf)
    )


def _has_state(kind: tree.Type) -> bool:
    """Return whether values of a type are elements, which know themselves what they are."""
    return isinstance(kind, Reference | Record)


def is_interval(kind: tree.Type) -> bool:
    """Return whether values of a type are intervals."""
    return isinstance(kind, Number | Date)


def scale_of(kind: tree.Type) -> int:
    """Return a number's scale, 0 for dates."""
    return kind.scale if isinstance(kind, Number) else 0


def compile_expression(  # noqa: C901, PLR0911, PLR0912 - a case for each node
    node: Node, env: Env
) -> ast.expr:
    """Return the Python expression for a typed expression."""
    name = env.known.get(node)
    if name is not None:
        return load(name)
    match node:
        case tree.Literal_(value=value):
            return constant(_ends_of(node) if is_interval(node.type) else value)
        case tree.PlanHeader():
            return load("header")
        case tree.CollectionAll(name=collection):
            return quote("collections[NAME]", NAME=constant(collection))
        case tree.Variable(name=variable):
            message = f"the variable {variable} is not bound here"
            raise LookupError(message)
        case tree.Attribute(of=of, field=field_name):
            return _attribute(of, field_name, env)
        case Begins(of=of):
            return call("begins", compile_expression(of, env))
        case Ends(of=of):
            return call("ends", compile_expression(of, env))
        case tree.Year(of=of):
            return call("year_of", compile_expression(of, env))
        case tree.Compare():
            return _compare(node, env)
        case tree.Membership():
            return _membership(node, env)
        case tree.IsNone(operand=operand):
            made = compile_expression(operand, env)
            if _has_state(operand.type):
                return quote("(0, 2, 1, 0)[X.state]", X=made)
            return call("is_none", made)
        case tree.And(parts=parts):
            return conjunction([compile_expression(p, env) for p in parts], env)
        case tree.Or(parts=parts):
            return _disjunction([compile_expression(p, env) for p in parts], env)
        case tree.Not(operand=tree.IsNone(operand=operand)) if _has_state(operand.type):
            return quote("(2, 0, 1, 2)[X.state]", X=compile_expression(operand, env))
        case tree.Not(operand=operand):
            return quote("2 - X", X=compile_expression(operand, env))
        case tree.Arithmetic():
            return _arithmetic(node, env)
        case tree.Conditional():
            return _conditional(node, env)
        case tree.Aggregate():
            return env.aggregate(node, env)
        case tree.Call():
            return _call(node, env)
        case tree.Constants(items=items):
            return row([compile_expression(item, env) for item in items])
    assert_never(node)


def _ends_of(literal: tree.Literal_) -> tuple[int, int]:
    """Return the interval of a number's or date's constant."""
    low = int(literal.value)
    return low, low if literal.last is None else literal.last


def conjunction(parts: list[ast.expr], env: Env) -> ast.expr:
    """Return the `and` of truths; what follows something false is not computed."""
    if not parts:
        return constant(2)
    made = parts[-1]
    for part in reversed(parts[:-1]):
        made = quote("(T := PART) and min(T, REST)", T=env.fresh(), PART=part, REST=made)
    return made


def _disjunction(parts: list[ast.expr], env: Env) -> ast.expr:
    made = parts[-1]
    for part in reversed(parts[:-1]):
        made = quote("T if (T := PART) == 2 else max(T, REST)", T=env.fresh(), PART=part, REST=made)
    return made


def _attribute(of: tree.Expression, name: str, env: Env) -> ast.expr:
    base = compile_expression(of, env)
    kind = of.type
    if isinstance(kind, tree.GroupOf):
        if name == "members":
            return field_of(base, "members")
        index = [key for key, _ in kind.keys].index(name)
        return quote("X.keys[INDEX]", X=base, INDEX=constant(index))
    return field_of(base, name)


def aligned(left: tree.Expression, right: tree.Expression, env: Env) -> tuple[ast.expr, ast.expr]:
    """Return both sides of a comparison or sum as intervals on one scale."""
    sides = []
    scale = max(scale_of(left.type), scale_of(right.type))
    for side in (left, right):
        factor = 10 ** (scale - scale_of(side.type))
        if isinstance(side, tree.Literal_) and isinstance(side.value, int):
            low, high = _ends_of(side)
            made: ast.expr = constant((low * factor, high * factor))
        else:
            made = compile_expression(side, env)
            if factor != 1:
                made = call("scaled", made, constant(factor))
        sides.append(made)
    return sides[0], sides[1]


def _compare(node: tree.Compare, env: Env) -> ast.expr:  # noqa: PLR0911 - a case for each kind
    operator, left, right = node.operator, node.left, node.right
    if operator == "!=":
        return quote("2 - X", X=_compare(tree.Compare("==", left, right), env))
    if operator in (">", ">="):
        flipped = "<" if operator == ">" else "<="
        return _compare(tree.Compare(flipped, right, left), env)  # type: ignore[arg-type]
    if is_interval(left.type):
        a, b = aligned(left, right, env)
        if operator == "==":
            return call("equal_points", a, b)
        return _order(operator, a, b, env)
    a, b = compile_expression(left, env), compile_expression(right, env)
    if isinstance(left.type, Text):
        if operator == "==":
            return call("equal_text", a, b)
        if operator == "<":
            return call("text_before", a, b)
        return quote("2 - text_before(B, A)", A=a, B=b)
    if isinstance(left.type, Truth):
        return call("equal_truth", a, b)
    return quote(_SAME, A=a, B=b, LEFT=env.fresh(), RIGHT=env.fresh())


_SAME = "(2 if LEFT is RIGHT else 0) if (LEFT := A).state < 2 and (RIGHT := B).state < 2 else 1"


def _order(operator: str, left: ast.expr, right: ast.expr, env: Env) -> ast.expr:
    """Return `left < right` or `left <= right`; the ends of a constant stand in the test itself."""
    surely, not_even = ("<", ">=") if operator == "<" else ("<=", ">")
    made: dict[str, ast.expr | str] = {
        "A": env.fresh(),
        "B": env.fresh(),
        "LEFT": left,
        "RIGHT": right,
    }
    if isinstance(right, ast.Constant):
        low, high = map(constant, right.value)  # type: ignore[arg-type]  # both ends
        template = f"2 if (A := LEFT)[1] {surely} LOW else 0 if A[0] {not_even} HIGH else 1"
        return quote(template, **made, LOW=low, HIGH=high)
    if isinstance(left, ast.Constant):
        low, high = map(constant, left.value)  # type: ignore[arg-type]  # both ends
        template = f"2 if HIGH {surely} (B := RIGHT)[0] else 0 if LOW {not_even} B[1] else 1"
        return quote(template, **made, LOW=low, HIGH=high)
    template = f"2 if (A := LEFT)[1] {surely} (B := RIGHT)[0] else 0 if A[0] {not_even} B[1] else 1"
    return quote(template, **made)


def _membership(node: tree.Membership, env: Env) -> ast.expr:
    container = node.container
    item = compile_expression(node.item, env)
    if isinstance(container, tree.Constants):
        return _among(node.item, item, container)
    held = compile_expression(container, env)
    if isinstance(container.type, tree.SetOf):
        return quote("SET.holds(ITEM)", SET=held, ITEM=item)
    if isinstance(container, tree.CollectionAll):
        return call("in_collection", item, held)
    if is_members(container):
        return call("in_members", item, held)
    return call("member_of", item, held)


def _among(item: tree.Expression, made: ast.expr, container: tree.Constants) -> ast.expr:
    if not is_interval(item.type):
        return call("among", made, constant(tuple(c.value for c in container.items)))
    scale = max([scale_of(item.type), *(scale_of(c.type) for c in container.items)])
    points = tuple(
        tuple(end * 10 ** (scale - scale_of(c.type)) for end in _ends_of(c))
        for c in container.items
    )
    factor = 10 ** (scale - scale_of(item.type))
    return call("among", call("scaled", made, constant(factor)), constant(points))


def _arithmetic(node: tree.Arithmetic, env: Env) -> ast.expr:
    if node.operator == "*":
        return call(
            "multiply", compile_expression(node.left, env), compile_expression(node.right, env)
        )
    if node.operator == "/":
        power = scale_of(node.type) + scale_of(node.right.type) - scale_of(node.left.type)
        factor = Fraction(10) ** power
        return call(
            "divide",
            compile_expression(node.left, env),
            compile_expression(node.right, env),
            constant(factor.numerator),
            constant(factor.denominator),
        )
    left, right = aligned(node.left, node.right, env)
    return call("add" if node.operator == "+" else "subtract", left, right)


def _conditional(node: tree.Conditional, env: Env) -> ast.expr:
    test = compile_expression(node.test, env)
    if is_interval(node.type):
        yes, no = aligned(node.yes, node.no, env)
        return quote("choose(TEST, YES, NO, hull)", TEST=test, YES=yes, NO=no)
    yes, no = compile_expression(node.yes, env), compile_expression(node.no, env)
    unknown = stand_in_for(node.type)
    return quote(
        "choose_either(TEST, YES, NO, UNKNOWN)", TEST=test, YES=yes, NO=no, UNKNOWN=unknown
    )


def _call(node: tree.Call, env: Env) -> ast.expr:
    if node.function == "known" and _has_state(node.arguments[0].type):
        made = compile_expression(node.arguments[0], env)
        return quote("(2, 2, 0, 0)[X.state]", X=made)
    arguments = [compile_expression(argument, env) for argument in parts_of(node)]
    if node.function in ("known", "covers", "overlap", "earliest", "latest"):
        return call(node.function, *arguments)
    return call("text_function", constant(node.function), *arguments)


def stand_in_for(kind: tree.Type) -> ast.expr:
    """Return the unknown value of a type."""
    match kind:
        case Reference(collection=name) | Record(name=name):
            return quote("unknown_element(NAME)", NAME=constant(name))
        case Text():
            return load("UNKNOWN_TEXT")
        case Truth():
            return constant(1)
        case Number() | Date():
            return load("ANY_NUMBER")
    return load("UNKNOWN_ITEMS")
