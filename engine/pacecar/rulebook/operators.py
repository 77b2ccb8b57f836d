"""Logic, arithmetic, and the conditional expression."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Literal

from pacecar.plan.fields import Date, Number, Text
from pacecar.rulebook.kinds import a
from pacecar.rulebook.problems import Refused
from pacecar.rulebook.tree import (
    And,
    Arithmetic,
    Conditional,
    Expression,
    Literal_,
    Not,
    Or,
    Type,
)
from pacecar.rulebook.typer import Context, Typer

_ARITHMETIC: dict[type[ast.operator], Literal["+", "-", "*", "/"]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


def logic(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type `and` and `or`: each part knows what those to its left have settled."""
    assert isinstance(node, ast.BoolOp)  # noqa: S101 - by dispatch
    conjunction = isinstance(node.op, ast.And)
    made: list[Expression] = []
    failed = False
    for value in node.values:
        try:
            part = typer.truth(value, context, "`and`" if conjunction else "`or`")
        except Refused:
            failed = True
            context = context.careless()
        else:
            made += part.parts if isinstance(part, And if conjunction else Or) else (part,)
            context = context.knowing(part, holds=conjunction)
    if failed:
        raise Refused
    return And(tuple(made)) if conjunction else Or(tuple(made))


def unary(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type `not x` and `-x`."""
    assert isinstance(node, ast.UnaryOp)  # noqa: S101 - by dispatch
    if isinstance(node.op, ast.Not):
        return Not(typer.truth(node.operand, context, "`not`"))
    if not isinstance(node.op, ast.USub):
        raise typer.refused(
            context, node, "A `+` before a number is not part of the rule language."
        )
    operand = typer.type(node.operand, context)
    _calculable(typer, operand, node.operand, context)
    if isinstance(operand, Literal_) and isinstance(operand.value, int):
        return replace(operand, value=-operand.value)
    scale = _scale(operand)
    return Arithmetic("-", Literal_(0, Number()), operand, Number(scale))


def arithmetic(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type `+ - * /` on numbers."""
    assert isinstance(node, ast.BinOp)  # noqa: S101 - by dispatch
    operator = _ARITHMETIC.get(type(node.op))
    if operator is None:
        raise typer.refused(
            context, node, "Of arithmetic there is `+`, `-` and `*`, and `/` in messages."
        )
    left, right = typer.each((node.left, node.right), context)
    _calculable(typer, left, node.left, context)
    _calculable(typer, right, node.right, context)
    scales = _scale(left), _scale(right)
    scale = sum(scales) if operator == "*" else max(scales)
    return Arithmetic(operator, left, right, Number(scale))


def _calculable(typer: Typer, made: Expression, node: ast.expr, context: Context) -> None:
    if not isinstance(made.type, Number):
        raise typer.refused(
            context,
            node,
            f"Only numbers are calculated with; `{typer.text(context, node)}` "
            f"is {a(made.type, typer.schema)}.",
        )
    typer.needs(made, node, context, "This calculates with")


def _scale(made: Expression) -> int:
    return made.type.scale if isinstance(made.type, Number) else 0


def conditional(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type `yes if test else no`."""
    assert isinstance(node, ast.IfExp)  # noqa: S101 - by dispatch
    test = typer.truth(node.test, context, "`if`")
    yes = typer.type(node.body, context.knowing(test))
    no = typer.type(node.orelse, context.knowing(test, holds=False))
    kind = _common(yes.type, no.type)
    if kind is None:
        raise typer.refused(
            context,
            node,
            f"This is {a(yes.type, typer.schema)} or {a(no.type, typer.schema)}.",
            "Both ends of a conditional are of one kind.",
        )
    return Conditional(test, yes, no, kind)


def _common(yes: Type, no: Type) -> Type | None:
    if yes == no:
        return yes
    match yes, no:
        case Number(one), Number(other):
            return Number(max(one, other))
        case Text(), Text():
            return Text()
        case Date(), Date():
            return Date()
    return None
