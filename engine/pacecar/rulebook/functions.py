"""Calls: aggregates, the language's functions, and definitions of the rulebook."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Literal

from pacecar.plan.fields import Date, Reference, Text, Truth
from pacecar.rulebook.aggregates import FUNCTIONS, aggregate
from pacecar.rulebook.comparisons import as_date
from pacecar.rulebook.kinds import a, comparable
from pacecar.rulebook.problems import Refused, did_you_mean, listed
from pacecar.rulebook.tree import Attribute, Call, Expression, Type, Variable, Year
from pacecar.rulebook.typer import Context, Definition, Typer

_Function = Literal[
    "known",
    "covers",
    "overlap",
    "earliest",
    "latest",
    "lower",
    "starts_with",
    "ends_with",
    "contains",
]
_DATED = (Reference("leaderships"), Reference("programs"))
_SIGNATURES: dict[str, tuple[_Function, tuple[tuple[Type, ...], ...], Type]] = {
    "covers": ("covers", ((Reference("leaderships"),), (Reference("programs"),)), Truth()),
    "overlap": ("overlap", (_DATED, _DATED), Truth()),
    "earliest": ("earliest", ((Date(),),), Date()),
    "latest": ("latest", ((Date(),),), Date()),
    "lower": ("lower", ((Text(),),), Text()),
    "starts_with": ("starts_with", ((Text(),), (Text(),)), Truth()),
    "ends_with": ("ends_with", ((Text(),), (Text(),)), Truth()),
    "contains": ("contains", ((Text(),), (Text(),)), Truth()),
}
BUILT_IN = frozenset((*FUNCTIONS, *_SIGNATURES, "known"))


def call(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type a call."""
    assert isinstance(node, ast.Call)  # noqa: S101 - by dispatch
    if not isinstance(node.func, ast.Name):
        raise typer.refused(
            context,
            node,
            f"`{typer.text(context, node.func)}` is not a function of the rule language.",
        )
    name = node.func.id
    for function in FUNCTIONS:
        if name == function:
            return aggregate(typer, function, node, context)
    if node.keywords:
        raise typer.refused(context, node, "Arguments have no names here.", "Write them in order.")
    if name == "known":
        return _known(typer, node, context)
    if name in _SIGNATURES:
        return _built_in(typer, name, node, context)
    if name in typer.definitions:
        return _defined(typer, typer.definitions[name], node, context)
    if name in typer.broken:
        raise Refused
    raise typer.refused(
        context,
        node,
        f"There is no function `{name}`.",
        did_you_mean(name, (*BUILT_IN, *typer.definitions)),
    )


def _known(typer: Typer, node: ast.Call, context: Context) -> Call:
    _expect(typer, "known", 1, node, context)
    # Asking whether something is known is asked of the whole path, guards or not.
    made = typer.type(node.args[0], context.careless())
    if not isinstance(made, Attribute | Variable | Year):
        raise typer.refused(
            context, node.args[0], "`known` asks for a path.", "As in `known(program.platform)`."
        )
    return Call("known", (made,), Truth(), typer.place(context, node))


def _built_in(typer: Typer, name: str, node: ast.Call, context: Context) -> Call:
    function, takes, gives = _SIGNATURES[name]
    _expect(typer, name, len(takes), node, context)
    made = typer.each(node.args, context)
    for argument, kinds, written in zip(made, takes, node.args, strict=True):
        _check_argument(typer, name, (written, argument), kinds, context)
    return Call(function, tuple(made), gives, typer.place(context, node))


def _defined(typer: Typer, definition: Definition, node: ast.Call, context: Context) -> Expression:
    _expect(typer, definition.name, len(definition.parameters), node, context)
    arguments: dict[str, Expression] = {}
    made = typer.each(node.args, context)
    for (name, kind), argument, written in zip(
        definition.parameters.items(), made, node.args, strict=True
    ):
        given = as_date(argument, kind)
        _check_argument(typer, definition.name, (written, given), (kind,), context)
        arguments[name] = given
    return typer.expand_definition(definition, arguments, node, context)


def _expect(typer: Typer, name: str, count: int, node: ast.Call, context: Context) -> None:
    if len(node.args) != count:
        what = "one argument" if count == 1 else f"{count or 'no'} arguments"
        raise typer.refused(context, node, f"`{name}` takes {what}, not {len(node.args)}.")


def _check_argument(
    typer: Typer,
    name: str,
    argument: tuple[ast.expr, Expression],
    kinds: Sequence[Type],
    context: Context,
) -> None:
    written, made = argument
    if not any(comparable(made.type, kind) for kind in kinds):
        wanted = listed([a(kind, typer.schema) for kind in kinds])
        text = typer.text(context, written)
        raise typer.refused(
            context,
            written,
            f"`{name}` takes {wanted} here; `{text}` is {a(made.type, typer.schema)}.",
        )
    typer.needs(made, written, context, f"`{name}` looks at")
