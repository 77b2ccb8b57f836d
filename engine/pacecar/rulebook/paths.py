"""Names, paths and literals: `follower.leader.platform`, `plan.as_of`, `'suv'`, `0.5`."""

from __future__ import annotations

import ast
import re

from pacecar.plan.fields import Date, ListOf, Number, Record, Reference, Text, Truth
from pacecar.plan.limits import DECIMALS, DIGITS
from pacecar.plan.scalars import days_of
from pacecar.plan.values import FALSE, TRUE
from pacecar.rulebook.kinds import a, fields_of, readable
from pacecar.rulebook.naming import settle
from pacecar.rulebook.problems import Refused, did_you_mean, listed
from pacecar.rulebook.tree import (
    Aggregate,
    Attribute,
    CollectionAll,
    Compare,
    Expression,
    Generator,
    GroupOf,
    Literal_,
    PlanHeader,
    SetOf,
    Type,
    Year,
)
from pacecar.rulebook.typer import Context, Typer

_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?")


def name(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type a name: a variable, a `let`, a parameter, a collection, or `plan`."""
    assert isinstance(node, ast.Name)  # noqa: S101 - by dispatch
    word = node.id
    if word in context.names:
        return context.names[word]
    if context.in_rule and context.lets and word in typer.lets:
        return typer.expand_let(word, node, context)
    if context.in_rule and word in typer.parameters:
        return typer.parameters[word]
    found = collection(typer, word)
    if found is not None:
        return found
    if context.in_rule and word in typer.lets:
        raise typer.refused(context, node, f"`{word}` is a `let`, which `for` cannot use.")
    if word in typer.definitions:
        raise typer.refused(context, node, f"`{word}` is a definition.", f"Call it: `{word}(...)`.")
    if context.in_rule and word in typer.broken:
        raise Refused
    raise typer.refused(context, node, f"`{word}` does not exist.", _meant(typer, word, context))


def collection(typer: Typer, word: str) -> Expression | None:
    """Return what the name of a collection, or `plan`, stands for."""
    found = typer.schema.get(word)
    if found is None:
        return None
    if found.single:
        return PlanHeader(Record(found.name, found.fields))
    return CollectionAll(word, ListOf(Reference(word)))


def _meant(typer: Typer, word: str, context: Context) -> str:
    if word in ("true", "false", "none", "null"):
        return f"Write `{'None' if word[0] == 'n' else word.capitalize()}`."
    names = {*context.names, *typer.schema, *typer.definitions}
    if context.in_rule:
        names |= {*typer.lets, *typer.parameters}
    return did_you_mean(word, (n for n in names if "#" not in n))


def attribute(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type one step of a path."""
    assert isinstance(node, ast.Attribute)  # noqa: S101 - by dispatch
    base = typer.type(node.value, context)
    kind = base.type
    typer.needs(base, node.value, context, "`{}` goes through", node)
    if isinstance(kind, GroupOf):
        return _of_group(typer, base, kind, node, context)
    if isinstance(kind, Date) and node.attr == "year":
        return Year(base, Number())
    if isinstance(kind, ListOf | SetOf):
        what = typer.text(context, node.value)
        raise typer.refused(
            context,
            node,
            f"`{what}` is {a(kind, typer.schema)}, which has no fields of its own.",
            f"Go through its elements: `any(x.{node.attr} ... for x in {what})`.",
        )
    fields = fields_of(kind, typer.schema)
    found = next((field for field in fields if field.name == node.attr), None)
    if found is None:
        raise _no_such_field(typer, kind, node, context, [field.name for field in fields])
    made = Attribute(base, node.attr, readable(found.kind), found.may_be_none)
    if kind == Reference("programs") and node.attr == "followers":
        return _followers(typer, base)
    return made


def leader_of(typer: Typer, program: Expression) -> Attribute:
    """Return `program.leader`."""
    (field,) = (f for f in typer.schema["programs"].fields if f.name == "leader")
    return Attribute(program, "leader", readable(field.kind), field.may_be_none)


def _followers(typer: Typer, program: Expression) -> Expression:
    """Return the set of the programs whose leader a program is."""
    variable = typer.fresh("follower", Reference("programs"))
    condition = Compare("==", leader_of(typer, variable), program)
    everyone = CollectionAll("programs", ListOf(Reference("programs")))
    generator = Generator(variable, everyone, (condition,))
    made = Aggregate("distinct", variable, (generator,), SetOf(Reference("programs")))
    return settle(made, typer.case_names)


def _of_group(
    typer: Typer, base: Expression, kind: GroupOf, node: ast.Attribute, context: Context
) -> Expression:
    if node.attr == "members":
        return Attribute(base, "members", ListOf(Reference(kind.collection)))
    for key, of_key in kind.keys:
        if key == node.attr:
            return Attribute(base, key, of_key)
    raise _no_such_field(typer, kind, node, context, ["members", *(key for key, _ in kind.keys)])


def _no_such_field(
    typer: Typer, kind: Type, node: ast.Attribute, context: Context, known: list[str]
) -> Refused:
    text = typer.text(context, node)
    if not known:
        what = a(kind, typer.schema)
        hint = "A date has `year` only." if isinstance(kind, Date) else ""
        return typer.refused(context, node, f"`{text}` does not exist: {what} has no fields.", hint)
    what = a(kind, typer.schema)
    return typer.refused(
        context,
        node,
        f"`{text}` does not exist: {what} has no field `{node.attr}`.",
        did_you_mean(node.attr, known) or f"It has {listed(sorted(known), 'and')}.",
    )


def constant(typer: Typer, node: ast.expr, context: Context) -> Expression:
    """Type a literal: a text, a number as written, True or False."""
    assert isinstance(node, ast.Constant)  # noqa: S101 - by dispatch
    value = node.value
    if value is None:
        raise typer.refused(context, node, "`None` stands after `is` or `is not` only.")
    if isinstance(value, bool):
        return truth(holds=value)
    if isinstance(value, str):
        return Literal_(value, Text())
    written = context.parsed.segment(node)
    if not isinstance(value, int | float):
        raise typer.refused(context, node, f"`{written}` is not part of the rule language.")
    made = number(written)
    if made is None:
        raise typer.refused(
            context,
            node,
            f"`{written}` is not a number that rules can hold.",
            f"Write digits, at most {DIGITS}, with at most {DECIMALS} after the point.",
        )
    return made


def truth(*, holds: bool) -> Literal_:
    """Return the literal for true or false."""
    return Literal_(TRUE if holds else FALSE, Truth())


def number(text: str) -> Literal_ | None:
    """Return the literal for a number as written, or None if it is not one."""
    found = _NUMBER.fullmatch(text.removeprefix("-"))
    if not found or not text.isascii():
        return None
    decimals = found[2] or ""
    digits = (found[1] + decimals).lstrip("0")
    if len(decimals) > DECIMALS or len(digits) > DIGITS:
        return None
    value = int(found[1] + decimals)
    return Literal_(-value if text[0] == "-" else value, Number(len(decimals)))


def date(text: str) -> Literal_ | None:
    """Return the literal for a date as written (a year, month or day), or None."""
    days = days_of(text)
    return Literal_(days[0], Date(), days[1]) if days else None
