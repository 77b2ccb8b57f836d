"""`for`: what a rule's variables are bound to."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from pacecar.plan.fields import ListOf, Number, Reference, Text, Truth
from pacecar.rulebook.draft import CaseDraft, GroupDraft
from pacecar.rulebook.kinds import a, elements_of, readable
from pacecar.rulebook.parsing import Parsed, parse
from pacecar.rulebook.problems import Refused, RulebookProblem
from pacecar.rulebook.rule import Each, Grouped, Source, Within
from pacecar.rulebook.tree import (
    Attribute,
    CollectionAll,
    Expression,
    GroupOf,
    SetOf,
    Type,
    Variable,
)
from pacecar.rulebook.typer import Context, Typer, undivided


@dataclass(frozen=True, slots=True)
class Bound:
    """A source of cases, and what is to be asked of its text once `where` is known."""

    source: Source
    path: tuple[Parsed, Context] | None = None


def bind(typer: Typer, drafts: tuple[CaseDraft, ...]) -> list[Bound]:
    """Bind all variables of `for`, in order, into `typer.case_names`.

    What cannot be bound is left out; the problem has been noted.
    """
    bound: list[Bound] = []
    for number, draft in enumerate(drafts):
        if number and isinstance(draft.source, GroupDraft):
            typer.problems.add(_late(draft, draft.source))
            typer.broken.add(draft.name)
            continue
        try:
            made = _bind(typer, draft)
        except Refused:
            typer.broken.add(draft.name)
            continue
        bound.append(made)
        typer.case_names[draft.name] = made.source.variable
    return bound


def check_guards(typer: Typer, bound: list[Bound], where: Expression | None) -> None:
    """Refuse a list behind something that may be none, unless `where` leaves such cases out.

    The list itself may be none: that binds nothing.
    """
    for one in bound:
        if one.path is None:
            continue
        parsed, context = one.path
        context = replace(context, facts=frozenset())
        if where is not None:
            context = context.knowing(where)
        if isinstance(parsed.root, ast.Attribute):
            try:
                typer.type(parsed.root, context)
            except Refused:
                continue


def _bind(typer: Typer, draft: CaseDraft) -> Bound:
    if isinstance(draft.source, GroupDraft):
        return Bound(_group(typer, draft, draft.source))
    parsed = parse(draft.source, typer.problems) if draft.source else None
    if parsed is None:
        raise Refused
    context = Context(parsed, dict(typer.case_names), facts=None, lets=False)
    made = typer.type(parsed.root, context)
    if isinstance(made, CollectionAll):
        return Bound(Each(Variable(draft.name, Reference(made.name)), made.name))
    kind = elements_of(made.type)
    text = typer.text(context, parsed.root)
    if isinstance(made.type, SetOf):
        raise typer.refused(
            context,
            parsed.root,
            f"`for` does not go through sets; `{text}` is {a(made.type, typer.schema)}.",
            "Bind the whole collection and say in `where` which of it is meant.",
        )
    if kind is None or not isinstance(made, Attribute):
        hint = f"Write `{text}.members`." if isinstance(made.type, GroupOf) else ""
        raise typer.refused(
            context,
            parsed.root,
            f"`for` goes through collections and lists; `{text}` is {a(made.type, typer.schema)}.",
            hint,
        )
    return Bound(Within(Variable(draft.name, kind), made), (parsed, context))


def _late(draft: CaseDraft, group: GroupDraft) -> RulebookProblem:
    return RulebookProblem(
        group.file,
        draft.span.line,
        draft.span.column,
        f"The group `{draft.name}` does not come first in `for`.",
        f"Begin `for` with it; its members are a list: `{draft.name}.members`.",
    )


def _group(typer: Typer, draft: CaseDraft, group: GroupDraft) -> Grouped:
    each = parse(group.each, typer.problems) if group.each else None
    condition = parse(group.condition, typer.problems) if group.condition else None
    keys = [(name, span, parse(text, typer.problems)) for name, span, text in group.keys]
    if each is None or (group.condition and not condition):
        raise Refused
    member, collection = _each(typer, each)
    typer.case_names[member.name] = member
    try:
        context = Context(each, {member.name: member}, lets=False)
        made = None
        if condition is not None:
            context = replace(context, parsed=condition)
            made = typer.truth(condition.root, context, "`if`")
            undivided(typer, made, context)
            context = context.knowing(made)
        typed = []
        failed = not keys
        for name, _, parsed in keys:
            try:
                typed.append((name, _key(typer, name, parsed, context)))
            except Refused:
                failed = True
        if failed:
            raise Refused
    finally:
        del typer.case_names[member.name]
    kinds = tuple((name, elements_of(key.type) or key.type) for name, key in typed)
    kind = GroupOf(collection, kinds)
    return Grouped(Variable(draft.name, kind), kind, member, collection, made, tuple(typed))


def _each(typer: Typer, parsed: Parsed) -> tuple[Variable, str]:
    match parsed.root:
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.In()], comparators=[ast.Name(id=collection)]
        ):
            found = typer.schema.get(collection)
            context = Context(parsed, {}, in_rule=False)
            taken = {*typer.schema, *typer.lets, *typer.parameters, *typer.case_names}
            if name in taken:
                raise typer.refused(
                    context, parsed.root, f"`{name}` is the name of something else already."
                )
            if found is None or found.single:
                typer.type(parsed.root.comparators[0], context)
            else:
                return Variable(name, Reference(collection)), collection
    raise typer.refused(
        Context(parsed, {}),
        parsed.root,
        "`each` names the members of the group.",
        "As in `each: p in programs`.",
    )


def _key(typer: Typer, name: str, parsed: Parsed | None, context: Context) -> Expression:
    if parsed is None:
        raise Refused
    context = replace(context, parsed=parsed)
    if name == "members":
        raise typer.refused(
            context, parsed.root, "`members` are the members of the group.", "Take another name."
        )
    made = typer.type(parsed.root, context)
    kind: Type = readable(made.type.item) if isinstance(made.type, ListOf) else made.type
    if not isinstance(kind, Text | Reference | Truth | Number):
        text = typer.text(context, parsed.root)
        hint = f"Group by the year: `{text}.year`." if a(kind, typer.schema) == "a date" else ""
        raise typer.refused(
            context,
            parsed.root,
            f"There are no groups by {a(kind, typer.schema)}.",
            hint,
        )
    typer.needs(made, parsed.root, context, "This groups by")
    undivided(typer, made, context)
    return made
