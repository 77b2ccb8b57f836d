"""What a rule requires, as columns of a record and two sets of patterns over them.

`require` is taken apart at `and`, `or` and `not` into conditions. Its negation, in disjunctive
normal form, is read twice: with every condition certainly failing it tells what is broken, with
every condition possibly failing what is not certainly kept.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pacecar.evaluation.expressions import Env, aligned, compile_expression, is_interval
from pacecar.evaluation.quoting import call, constant, quote
from pacecar.evaluation.record import ColumnKind, Criterion, Pattern, Test
from pacecar.plan.fields import Reference, Truth
from pacecar.plan.values import FALSE, TRUE
from pacecar.rulebook import tree

Operator = Literal["==", "!=", "<", "<=", ">", ">="]

_OPPOSITE: dict[str, Operator] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}
_WHERE = 0
_TRUE_WHERE = Test(_WHERE, "==", constant=TRUE)
_NO_PARTNER = Test(_WHERE, "==", constant=FALSE)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of `require`, with the columns it occupies."""

    node: tree.Expression
    kind: Literal["order", "equality", "truth"]
    column: int

    @property
    def width(self) -> int:
        """How many columns it has."""
        return {"order": 4, "equality": 3, "truth": 1}[self.kind]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A rule's conditions and what a judge is told of them."""

    conditions: tuple[Condition, ...]
    criterion: Criterion

    def columns(self, env: Env) -> list[ast.expr]:
        """Return the expressions of a record's columns after the first."""
        made: list[ast.expr] = []
        for condition in self.conditions:
            made.extend(_columns(condition, env))
        return made


def _kind_of(node: tree.Expression) -> Literal["order", "equality", "truth"]:
    if isinstance(node, tree.Compare):
        if is_interval(node.left.type):
            return "order"
        if node.operator in ("==", "!=") and not isinstance(node.left.type, Truth):
            return "equality"
    return "truth"


def _conditions(node: tree.Expression, found: dict[tree.Expression, Condition]) -> None:
    match node:
        case tree.And(parts=parts) | tree.Or(parts=parts):
            for part in parts:
                _conditions(part, found)
        case tree.Not(operand=operand):
            _conditions(operand, found)
        case _ if node not in found:
            column = 1 + sum(condition.width for condition in found.values())
            found[node] = Condition(node, _kind_of(node), column)


def _columns(condition: Condition, env: Env) -> Iterable[ast.expr]:
    node = condition.node
    if condition.kind == "truth" or not isinstance(node, tree.Compare):
        return [compile_expression(node, env)]
    if condition.kind == "order":
        return [
            end for side in aligned(node.left, node.right, env) for end in _entries(side, 2, env)
        ]
    sides = (compile_expression(node.left, env), compile_expression(node.right, env))
    columns = "entity_columns" if isinstance(node.left.type, Reference) else "equality_columns"
    return _entries(call(columns, *sides), condition.width, env)


def _entries(made: ast.expr, count: int, env: Env) -> list[ast.expr]:
    """Return each of the first entries of a tuple, computed once."""
    if isinstance(made, ast.Constant):
        return [constant(made.value[number]) for number in range(count)]  # type: ignore[index]  # a tuple
    name = env.fresh()
    first = quote("(HELD := MADE)[0]", HELD=name, MADE=made)
    others = (quote("HELD[N]", HELD=name, N=constant(number)) for number in range(1, count))
    return [first, *others]


def _column_kinds(conditions: Iterable[Condition]) -> tuple[ColumnKind, ...]:
    kinds = [ColumnKind("truth", 0)]
    for number, condition in enumerate(conditions, 1):
        if condition.kind == "order":
            kinds += [ColumnKind("number", number)] * 4
        elif condition.kind == "equality":
            kinds += [ColumnKind("text", number)] * 2 + [ColumnKind("truth", number)]
        else:
            kinds.append(ColumnKind("truth", number))
    return tuple(kinds)


Disjunction = list[Pattern]


def _order(condition: Condition, operator: Operator, certain: bool) -> Disjunction:  # noqa: FBT001
    """Return when `left operator right` holds certainly, or possibly."""
    left_low, left_high, right_low, right_high = range(condition.column, condition.column + 4)
    if operator in ("<", "<="):
        ends = (left_high, right_low) if certain else (left_low, right_high)
        return [(Test(ends[0], operator, ends[1]),)]
    if operator in (">", ">="):
        ends = (left_low, right_high) if certain else (left_high, right_low)
        return [(Test(ends[0], operator, ends[1]),)]
    if operator == "==":
        if certain:
            return [(Test(left_low, ">=", right_high), Test(left_high, "<=", right_low))]
        return [(Test(left_low, "<=", right_high), Test(left_high, ">=", right_low))]
    if certain:
        return [(Test(left_high, "<", right_low),), (Test(left_low, ">", right_high),)]
    return [(Test(left_low, "<", right_high),), (Test(left_high, ">", right_low),)]


def _equality(condition: Condition, operator: Operator, certain: bool) -> Disjunction:  # noqa: FBT001
    left, right, both = range(condition.column, condition.column + 3)
    known = Test(both, "==", constant=1)
    same = Test(left, operator, right)
    if certain:
        return [(known, same)]
    # An equality with something unknown has different values: only `==` needs the known bit.
    return [(same,)] if operator == "!=" else [(same,), (Test(both, "==", constant=0),)]


def _atom(condition: Condition, holds: bool, certain: bool) -> Disjunction:  # noqa: FBT001
    """Return when a condition has the truth `holds`, certainly or possibly."""
    node = condition.node
    if condition.kind == "truth" or not isinstance(node, tree.Compare):
        if certain:
            return [(Test(condition.column, "==", constant=TRUE if holds else FALSE),)]
        return [(Test(condition.column, "!=", constant=FALSE if holds else TRUE),)]
    operator = node.operator if holds else _OPPOSITE[node.operator]
    if condition.kind == "order":
        return _order(condition, operator, certain)
    return _equality(condition, operator, certain)


def _normal_form(
    node: tree.Expression,
    conditions: dict[tree.Expression, Condition],
    holds: bool,  # noqa: FBT001 - the truth that is asked for
    certain: bool,  # noqa: FBT001 - certainly or possibly
) -> Disjunction:
    """Return the disjunction that says when `node` has the truth `holds`."""
    if isinstance(node, tree.Not):
        return _normal_form(node.operand, conditions, not holds, certain)
    if isinstance(node, tree.And | tree.Or):
        parts = [_normal_form(part, conditions, holds, certain) for part in node.parts]
        if isinstance(node, tree.Or) is holds:
            return [pattern for part in parts for pattern in part]
        product: Disjunction = [()]
        for part in parts:
            product = [left + right for left in product for right in part]
        return product
    return _atom(conditions[node], holds, certain)


def requirement_of(rule: str, require: tree.Expression) -> Requirement:
    """Return a rule's requirement as columns and patterns."""
    conditions: dict[tree.Expression, Condition] = {}
    _conditions(require, conditions)
    broken = [(_TRUE_WHERE, *p) for p in _normal_form(require, conditions, False, True)]  # noqa: FBT003
    doubtful = _normal_form(require, conditions, False, False)  # noqa: FBT003
    return Requirement(
        tuple(conditions.values()),
        Criterion(
            rule=rule,
            columns=_column_kinds(conditions.values()),
            broken=tuple(dict.fromkeys(broken)),
            undetermined=tuple(dict.fromkeys([(_NO_PARTNER,), *doubtful])),
        ),
    )
