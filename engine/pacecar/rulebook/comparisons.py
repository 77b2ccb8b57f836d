"""Comparisons: `==`, the orderings, `in`, and `is None`."""

from __future__ import annotations

import ast
from typing import Literal

from pacecar.plan.fields import Date, ListOf, Number, Reference, Text, Truth
from pacecar.plan.scalars import is_id
from pacecar.rulebook.guards import may_be_none
from pacecar.rulebook.kinds import a, comparable, elements_of
from pacecar.rulebook.paths import date, leader_of
from pacecar.rulebook.problems import did_you_mean, listed
from pacecar.rulebook.tree import (
    And,
    Compare,
    Constants,
    Expression,
    GroupOf,
    IsNone,
    Literal_,
    Membership,
    Not,
    SetOf,
    Type,
)
from pacecar.rulebook.trees import conjuncts, divides, followers_of
from pacecar.rulebook.typer import Context, Typer

_Equality = Literal["==", "!="]
_Ordering = Literal["<", "<=", ">", ">="]
_EQUAL: dict[type[ast.cmpop], _Equality] = {ast.Eq: "==", ast.NotEq: "!="}
_ORDER: dict[type[ast.cmpop], _Ordering] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


def comparison(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type a comparison; `a < b < c` is `a < b and b < c`."""
    assert isinstance(node, ast.Compare)  # noqa: S101 - by dispatch
    sides = [node.left, *node.comparators]
    made: list[Expression] = []
    for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
        part = _single(typer, node, operator, (left, right), context)
        made.append(part)
        context = context.knowing(part)
    return made[0] if len(made) == 1 else And(tuple(p for m in made for p in conjuncts(m)))


def _single(
    typer: Typer,
    node: ast.Compare,
    operator: ast.cmpop,
    sides: tuple[ast.expr, ast.expr],
    context: Context,
) -> Expression:
    if isinstance(operator, ast.Is | ast.IsNot):
        found = _is_none(typer, node, sides, context)
        return found if isinstance(operator, ast.Is) else Not(found)
    if isinstance(operator, ast.In | ast.NotIn):
        member = _membership(typer, node, sides, context)
        return member if isinstance(operator, ast.In) else Not(member)
    for side in sides:
        if isinstance(side, ast.Constant) and side.value is None:
            raise typer.refused(
                context,
                node,
                "Nothing is compared with `None`.",
                "Write `is None` or `is not None`.",
            )
    one, other = typer.each(sides, context)
    left, right = as_date(one, other.type), as_date(other, one.type)
    if divides(left) or divides(right):
        raise typer.refused(
            context,
            node,
            f"`{typer.text(context, node)}` depends on a division.",
            "Multiply instead: `a >= share * b`, not `a / b >= share`.",
        )
    _check_kinds(typer, node, (left, right), context)
    equality = _EQUAL.get(type(operator))
    if equality and not isinstance(left.type, Number | Date):
        possible(typer, left, right.type, sides[0], context)
        possible(typer, right, left.type, sides[1], context)
        return Compare(equality, left, right, typer.place(context, node))
    _check_order(typer, node, (left, right), context)
    for made, side in zip((left, right), sides, strict=True):
        typer.needs(made, side, context, "This compares")
    return Compare(equality or _ORDER[type(operator)], left, right, typer.place(context, node))


def _check_order(
    typer: Typer, node: ast.Compare, sides: tuple[Expression, Expression], context: Context
) -> None:
    if not isinstance(sides[0].type, Number | Date | Text):
        raise typer.refused(
            context,
            node,
            f"`{typer.text(context, node)}` asks which of two comes first, "
            f"which {a(sides[0].type, typer.schema)} does not tell.",
            "Only numbers, dates and texts have an order.",
        )


def as_date(made: Expression, kind: Type) -> Expression:
    """Return a text that stands where a date is wanted as the date it names."""
    if isinstance(made, Literal_) and isinstance(made.value, str) and isinstance(kind, Date):
        return date(made.value) or made
    return made


def _check_kinds(
    typer: Typer, node: ast.Compare, sides: tuple[Expression, Expression], context: Context
) -> None:
    left, right = sides[0].type, sides[1].type
    if comparable(left, right):
        return
    text = typer.text(context, node)
    for kind in (left, right):
        if isinstance(kind, ListOf | SetOf | GroupOf):
            raise typer.refused(
                context,
                node,
                f"`{text}` compares {a(kind, typer.schema)} as a whole.",
                "Ask with `in`, `any`, `all` or `count`.",
            )
    what = f"`{text}` compares {a(left, typer.schema)} with {a(right, typer.schema)}."
    kinds = {type(left), type(right)}
    hint = ""
    if kinds == {Reference, Text}:
        hint = "Compare its id: `... .id == '...'`."
    elif kinds == {Date, Number}:
        hint = "Compare the year, `... .year`, or write the date as a text: `'2025-01'`."
    elif kinds == {Date, Text}:
        hint = "Write a date as `'2025'`, `'2025-01'` or `'2025-01-31'`."
    raise typer.refused(context, node, what, hint)


def possible(
    typer: Typer, literal: Expression, kind: Type, node: ast.expr, context: Context
) -> None:
    """Refuse a text that can never equal a value of this type."""
    if not isinstance(literal, Literal_) or not isinstance(literal.value, str):
        return
    if not isinstance(kind, Text):
        return
    if kind.choices and literal.value not in kind.choices:
        raise typer.refused(
            context,
            node,
            f"`{literal.value}` is never {a(kind, typer.schema)}: "
            f"there is {listed(kind.choices, 'and')}.",
            did_you_mean(literal.value, kind.choices),
        )
    if kind.domain == "id" and not is_id(literal.value):
        raise typer.refused(
            context,
            node,
            f"`{literal.value}` is never an id.",
            "Ids are made of small letters, digits and `.`, `_`, `-`.",
        )


def _is_none(
    typer: Typer, node: ast.Compare, sides: tuple[ast.expr, ast.expr], context: Context
) -> IsNone:
    asked, nothing = sides
    if not isinstance(nothing, ast.Constant) or nothing.value is not None:
        raise typer.refused(context, node, "`is` asks for `None` only.", "Write `==` or `!=`.")
    made = typer.type(asked, context)
    if not may_be_none(made):
        text = typer.text(context, asked)
        raise typer.refused(
            context,
            node,
            f"`{text}` cannot be none.",
            f"To ask whether it is known, write `known({text})`.",
        )
    return IsNone(made, typer.place(context, node))


def _membership(
    typer: Typer, node: ast.Compare, sides: tuple[ast.expr, ast.expr], context: Context
) -> Expression:
    written_item, written_list = sides
    place = typer.place(context, node)
    if isinstance(written_list, ast.Tuple | ast.List):
        item = typer.type(written_item, context)
        return Membership(item, _constants(typer, item, written_list, context), place)
    item, container = typer.each(sides, context)
    kind = elements_of(container.type)
    text = typer.text(context, written_list)
    if kind is None:
        hint = "Write `contains(text, part)`." if isinstance(container.type, Text) else ""
        if isinstance(container.type, GroupOf):
            hint = f"Write `{text}.members`."
        raise typer.refused(
            context,
            node,
            f"`in` looks into a list or set; `{text}` is {a(container.type, typer.schema)}.",
            hint,
        )
    typer.needs(container, written_list, context, "`in` looks into")
    if not comparable(item.type, kind):
        raise typer.refused(
            context,
            node,
            f"`{place.text}` looks for {a(item.type, typer.schema)} in "
            f"{a(container.type, typer.schema)}.",
            "Ask for an id: `any(x.id == '...' for x in ...)`."
            if isinstance(item.type, Text) and isinstance(kind, Reference)
            else "",
        )
    possible(typer, item, kind, written_item, context)
    leader = followers_of(container)
    if leader is not None:
        return Compare("==", leader_of(typer, item), leader, place)
    return Membership(item, container, place)


def _constants(
    typer: Typer, item: Expression, node: ast.Tuple | ast.List, context: Context
) -> Constants:
    made: list[Literal_] = []
    for element in node.elts:
        found = as_date(typer.type(element, context), item.type)
        if not isinstance(found, Literal_):
            text = typer.text(context, element)
            raise typer.refused(
                context,
                element,
                f"`{text}` is no text or number.",
                "A list in brackets holds literals only.",
            )
        if not comparable(item.type, found.type):
            text = typer.text(context, element)
            raise typer.refused(
                context,
                element,
                f"`{text}` is {a(found.type, typer.schema)}, "
                f"but what is looked for is {a(item.type, typer.schema)}.",
            )
        possible(typer, found, item.type, element, context)
        made.append(found)
    if not made:
        raise typer.refused(context, node, "This list is empty.")
    return Constants(tuple(made), ListOf(_element_kind(made)))


def _element_kind(made: list[Literal_]) -> Text | Truth | Number | Date:
    kind = made[0].type
    if isinstance(kind, Number):
        return Number(max(one.type.scale for one in made if isinstance(one.type, Number)))
    assert isinstance(kind, Text | Truth | Date)  # noqa: S101 - what a literal can be
    return kind
