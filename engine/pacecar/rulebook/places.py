"""Where a finding is reported, whose it is, and which entities a rule asks for."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pacecar.plan.fields import Record, Reference
from pacecar.plan.scalars import is_id
from pacecar.rulebook.draft import Draft
from pacecar.rulebook.kinds import a, elements_of, fields_of
from pacecar.rulebook.parsing import tidy
from pacecar.rulebook.problems import did_you_mean
from pacecar.rulebook.rule import At, Source, Within
from pacecar.rulebook.tree import Attribute, Expression, GroupOf, SetOf, Variable
from pacecar.rulebook.typer import Context, Typer
from pacecar.rulebook.written import Written

_PROGRAMS = Reference("programs")


def at(typer: Typer, context: Context, *, related: bool) -> At:
    """Return the place that a path names.

    It ends in a field that plans write, or is a variable. A related place may also be a set
    of entities (a `let`), or a group's members: each of them.

    Raises:
        Refused: where it names no such place; it has been noted.
    """
    node = context.parsed.root
    text = tidy(context.parsed.text)
    made = typer.type(node, context)
    if isinstance(made, Variable):
        return At(made, "", text)
    several = elements_of(made.type) if isinstance(made.type, SetOf) else None
    if related and isinstance(several, Reference | Record):
        return At(made, "", text)
    if isinstance(made, Attribute) and isinstance(node, ast.Attribute):
        if isinstance(made.of.type, GroupOf):
            if related and made.field == "members":
                return At(made, "", text)
            of = typer.text(context, node.value)
            raise typer.refused(context, node, f"`{text}` is no place in a plan.", f"Write `{of}`.")
        fields = {field.name: field for field in fields_of(made.of.type, typer.schema)}
        if fields[made.field].derived:
            raise typer.refused(
                context,
                node,
                f"`{text}` is no place in a plan: `{made.field}` is worked out, not written.",
            )
        return At(made.of, made.field, text)
    hint = "A place is a field or a variable, as in `program.platform`."
    raise typer.refused(
        context, node, f"`{text}` is no place in a plan: it is {a(made.type, typer.schema)}.", hint
    )


def subject_of(place: At, sources: Sequence[Source]) -> Expression | None:
    """Return the program that a place is in, or None if it is in none."""
    within = {s.variable.name: s.source for s in sources if isinstance(s, Within)}
    of: Expression = place.of
    # A variable of a list field stands for the element's place in that list.
    element = not place.field and isinstance(of, Variable) and of.name in within
    while element or isinstance(of.type, Record):
        if isinstance(of, Variable) and of.name in within:
            of = within[of.name]
        if not isinstance(of, Attribute):
            return None
        of, element = of.of, False
    return of if of.type == _PROGRAMS else None


def requirement(typer: Typer, draft: Draft, written: Written) -> tuple[str, str] | None:
    """Return collection and id of an entity that a rule asks for ("targets.saving")."""
    collection, _, name = written.text.partition(".")
    found = typer.schema.get(collection)
    if found is None or not found.named or found.single:
        known = [c.name for c in typer.schema.values() if c.named and not c.single]
        draft.form.refuse(
            written.span,
            f"`{collection}` is no collection with ids.",
            did_you_mean(collection, known) or "As in `requires: targets.common-platforms`.",
        )
        return None
    if not name:
        draft.form.refuse(
            written.span,
            f"`{written.text}` is a whole collection.",
            "As in `requires: targets.common-platforms`.",
        )
        return None
    if not is_id(name):
        draft.form.refuse(
            written.span, f"`{name}` is no id.", "As in `requires: targets.common-platforms`."
        )
        return None
    return collection, name
