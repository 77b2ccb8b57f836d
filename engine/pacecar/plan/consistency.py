"""What the fields of one entity must agree on: one scope, dates in order, a brand that exists.

Where two values that can each be read contradict each other, both stay as written: the flaw
is reported, and rules see what the plan says.
"""

from __future__ import annotations

from typing import Final

from pacecar.plan.drafts import Draft
from pacecar.plan.elements import blank
from pacecar.plan.fields import Field
from pacecar.plan.interpreting import Interpreter
from pacecar.plan.nearest import nearest, suggestion
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element, Interval, Items, State
from pacecar.plan.wording import listed, quoted


def check(draft: Draft, element: Element, interpreter: Interpreter) -> None:
    """Report where the values of an entity contradict each other; all entities are filled."""
    collection = draft.collection
    if collection.one_of:
        _one_of(draft, element, interpreter)
    for begin, end in collection.ordered:
        _ordered(element, begin, end, interpreter)
    for field, steps, name in _AMONG[collection.name]:
        _among(field, steps, name, element, interpreter)


def _one_of(draft: Draft, element: Element, interpreter: Interpreter) -> None:
    collection = draft.collection
    written = [name for name in collection.one_of if name in draft.node.entries]
    if len(written) == 1 or (not written and draft.node.flawed):
        return
    names = listed(quoted(name) for name in collection.one_of)
    message = f"A {collection.singular} has exactly one of {names}"
    if written:
        message += f"; this one has {listed(quoted(name) for name in written)}."
        hint = f"Make it {len(written)} {collection.name}, or leave out what does not apply."
        interpreter.report("plan/wrong-type", message, (written[1],), hint=hint)
        return
    interpreter.report(
        "plan/missing-field",
        f"{message}; this one has none.",
        (),
        hint=f"Add one of them: without it the {collection.singular} is about nothing.",
    )
    # What is led is not known: as "none" each would read "not narrowed", that is, everything.
    for name in collection.one_of:
        field = collection.field(name)
        if field is not None:
            setattr(element, name, blank(field.kind, State.UNKNOWN))


def _ordered(element: Element, begin: str, end: str, interpreter: Interpreter) -> None:
    first, last = getattr(element, begin), getattr(element, end)
    if not (isinstance(first, Interval) and isinstance(last, Interval)):
        return
    # What is not known ends nowhere, so it is before nothing.
    if last.high < first.low and first.state is last.state is State.KNOWN:
        message = f"{quoted(end)} is before {quoted(begin)}."
        origin = element.origin
        related = ((origin.locate(begin), quoted(begin)),) if origin is not None else ()
        interpreter.report("plan/impossible-date", message, (end,), related=related)


def _among(
    field: Field, steps: list[str], name: str, element: Element, interpreter: Interpreter
) -> None:
    text = getattr(element, field.name)
    if not isinstance(text, str):
        return
    holder: object = element
    for step in steps:
        holder = getattr(holder, step)
    if not isinstance(holder, Element):
        return
    items = getattr(holder, name)
    if not isinstance(items, Items) or items.state is not State.KNOWN or text in items.items:
        return
    words = [item for item in items.items if isinstance(item, str)]
    if len(words) < len(items.items):
        return  # One that is not known may be it.
    meant = suggestion(nearest(text, words))
    its = f"{holder.id}'s {name} are {listed(words)}." if words else f"{holder.id} has none."
    interpreter.report(
        "plan/unknown-reference",
        f"{quoted(field.name)} is {quoted(text)}, which is not one of {holder.id}'s {name}.",
        (field.name,),
        hint=meant or its,
    )


def _path(field: Field) -> tuple[Field, list[str], str]:
    *steps, name = field.among.split(".")
    return field, steps, name


_AMONG: Final = {
    collection.name: [_path(field) for field in collection.fields if field.among]
    for collection in SCHEMA.values()
}
"""Of each collection, the fields whose text must be in a list: how to get to it, and its name."""
