"""`any all count distinct sum min max` over generators: `count(p for p in programs if ...)`."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Literal

from pacecar.plan.fields import Date, ListOf, Number, Record, Reference, Text, Truth
from pacecar.rulebook.guards import key, with_facts
from pacecar.rulebook.kinds import a, elements_of
from pacecar.rulebook.naming import settle
from pacecar.rulebook.paths import leader_of
from pacecar.rulebook.problems import Refused
from pacecar.rulebook.tree import (
    Aggregate,
    CollectionAll,
    Compare,
    Expression,
    Generator,
    GroupOf,
    SetOf,
    Type,
)
from pacecar.rulebook.trees import conjuncts, followers_of
from pacecar.rulebook.typer import Context, Typer

Function = Literal["any", "all", "count", "distinct", "sum", "min", "max"]
FUNCTIONS: tuple[Function, ...] = ("any", "all", "count", "distinct", "sum", "min", "max")


def aggregate(typer: Typer, function: Function, node: ast.Call, context: Context) -> Expression:
    """Type a call of an aggregate."""
    if len(node.args) != 1 or node.keywords:
        raise typer.refused(
            context,
            node,
            f"`{function}` takes one argument.",
            f"As in `{function}(... for x in ...)`.",
        )
    (argument,) = node.args
    if isinstance(argument, ast.GeneratorExp):
        return _over_generators(typer, function, node, argument, context)
    if function in ("count", "distinct"):
        return _of_whole(typer, function, node, argument, context)
    if isinstance(argument, ast.ListComp | ast.SetComp):
        hint = "Write it without brackets."
        raise typer.refused(
            context, argument, f"`{function}` takes no list made in brackets.", hint
        )
    raise typer.refused(
        context,
        argument,
        f"`{function}` goes through elements.",
        f"As in `{function}(... for x in {typer.text(context, argument)})`.",
    )


def _over_generators(
    typer: Typer,
    function: Function,
    node: ast.Call,
    argument: ast.GeneratorExp,
    context: Context,
) -> Expression:
    place = typer.place(context, node)
    generators = []
    inner = context
    for comprehension in argument.generators:
        generator, inner = _generator(typer, comprehension, inner)
        generators.append(generator)
    element = typer.type(argument.elt, inner)
    kind = _kind(typer, function, element, argument.elt, inner)
    return settle(Aggregate(function, element, tuple(generators), kind, place), typer.case_names)


def _generator(
    typer: Typer, comprehension: ast.comprehension, context: Context
) -> tuple[Generator, Context]:
    target = comprehension.target
    if not isinstance(target, ast.Name) or comprehension.is_async:
        raise typer.refused(context, target, "One name stands after `for`.")
    if target.id in typer.schema:
        raise typer.refused(
            context,
            target,
            f"`{target.id}` is the name of something else already.",
            "Take another name.",
        )
    found = typer.type(comprehension.iter, context)
    source, kind, leader = _source(typer, found, comprehension.iter, context)
    variable = typer.fresh(target.id, kind)
    context = context.binding(target.id, variable)
    conditions: list[Expression] = []
    if leader is not None:
        own = leader_of(typer, variable)
        conditions.append(Compare("==", own, leader))
        facts = with_facts(context.facts, frozenset((key(own),)))
        context = replace(context, facts=facts)
    failed = False
    for condition in comprehension.ifs:
        try:
            made = typer.truth(condition, context, "`if`")
        except Refused:
            failed = True
            context = context.careless()
        else:
            conditions += conjuncts(made)
            context = context.knowing(made)
    if failed:
        raise Refused
    return Generator(variable, source, tuple(conditions)), context


def _source(
    typer: Typer, found: Expression, node: ast.expr, context: Context
) -> tuple[Expression, Type, Expression | None]:
    """Return what a generator goes through, the type of its elements, and whose followers.

    Followers are gone through as the programs whose leader the program is.
    """
    kind = elements_of(found.type)
    if kind is None:
        text = typer.text(context, node)
        hint = f"Write `{text}.members`." if isinstance(found.type, GroupOf) else ""
        raise typer.refused(
            context,
            node,
            f"Elements are those of a list or set; `{text}` is {a(found.type, typer.schema)}.",
            hint,
        )
    typer.needs(found, node, context, "This goes through")
    leader = followers_of(found)
    if leader is not None:
        return CollectionAll("programs", ListOf(Reference("programs"))), kind, leader
    return found, kind, None


def _of_whole(
    typer: Typer, function: Function, node: ast.Call, argument: ast.expr, context: Context
) -> Expression:
    """Type `count(x)` and `distinct(x)` of a list or set."""
    found = typer.type(argument, context)
    source, kind, leader = _source(typer, found, argument, context)
    variable = typer.fresh("element", kind)
    conditions = (Compare("==", leader_of(typer, variable), leader),) if leader else ()
    whole = _kind(typer, function, variable, argument, context)
    generators = (Generator(variable, source, conditions),)
    made = Aggregate(function, variable, generators, whole, typer.place(context, node))
    return settle(made, typer.case_names)


def _kind(
    typer: Typer, function: str, element: Expression, node: ast.expr, context: Context
) -> Type:
    """Return the type of an aggregate, and refuse elements that it cannot take."""
    kind = element.type
    wrong = f"`{typer.text(context, node)}` is {a(kind, typer.schema)}"
    if function in ("any", "all"):
        if not isinstance(kind, Truth):
            raise typer.refused(
                context,
                node,
                f"`{function}` asks what is true or false; {wrong}.",
                "Compare it with something.",
            )
        return Truth()
    if function == "count":
        if isinstance(kind, Truth):
            raise typer.refused(
                context,
                node,
                "`count` counts elements, true and false ones alike.",
                "Count those for which it is true: `count(x for x in ... if ...)`.",
            )
        return Number()
    if function == "distinct":
        if not isinstance(kind, Text | Reference | Record | Number | Truth):
            hint = "Collect its `year`." if isinstance(kind, Date) else ""
            raise typer.refused(context, node, f"A set cannot hold this; {wrong}.", hint)
        return SetOf(kind)
    typer.needs(element, node, context, f"`{function}` takes")
    if isinstance(kind, Number):
        return Number(kind.scale)
    if isinstance(kind, Date) and function != "sum":
        return Date()
    takes = "numbers" if function == "sum" else "numbers or dates"
    raise typer.refused(context, node, f"`{function}` takes {takes}; {wrong}.")
