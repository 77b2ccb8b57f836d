"""Where a finding is: from what a rule's `at` means in a case to a subject and a location."""

from __future__ import annotations

from typing import Any

from pacecar.checking.report import Subject
from pacecar.checking.wording import name_of
from pacecar.evaluation.binding import Binding, label_of
from pacecar.evaluation.sets import Group
from pacecar.plan.nodes import Location
from pacecar.plan.values import TRUE, Element, State
from pacecar.rulebook.rule import At, Rule, Within
from pacecar.rulebook.tree import Attribute, Variable

Place = tuple[Subject, Location | None]


def place_of(value: Any, field: str) -> Place | None:
    """Return the subject and location of a field of an entity, record or group.

    None where the value is not known to be anything in the plan.
    """
    if isinstance(value, Group):
        return _place_of_group(value)
    if not isinstance(value, Element) or value.state is not State.KNOWN:
        return None
    owner = value.owner
    if owner is None:
        location = value.origin.locate(field or "id") if value.origin else None
        return Subject(value.name_of_kind, value.id, field, name_of(value)), location
    field_name = _record_field(value) + (f".{field}" if field else "")
    subject = Subject(owner.name_of_kind, owner.id, field_name, name_of(owner))
    if value.origin is None:
        return subject, None
    return subject, value.origin.locate(field) if field else value.origin.whole()


def _record_field(record: Element) -> str:
    """Return how a record is called inside its entity: `technologies[plug-in-hybrid]`."""
    name = record.name_of_kind.rpartition(".")[2]
    return f"{name}[{record.id}]" if record.id else name


def _place_of_group(group: Group) -> Place:
    certain = [member for member, truth, _ in group.members if truth == TRUE]
    members = certain or [member for member, _, _ in group.members]
    first = members[0] if members else None
    location = first.origin.locate("id") if first and first.origin else None
    label = label_of(group)
    return Subject("groups", label, "", label.replace("/", " ")), location


def place_of_item(rule: Rule, at: At, binding: Binding, owner: Any) -> Place | None:
    """Return the place of an element of a list field bound by `for`, or None.

    Args:
        rule: the rule whose `at` is the bare name of such a variable.
        at: that `at`.
        binding: the case's values.
        owner: the entity whose list it is.
    """
    found = item_source(rule, at)
    if found is None or not isinstance(owner, Element) or owner.origin is None:
        return None
    number, source = found
    path = source.source
    if not isinstance(path, Attribute):
        return None
    value = binding[number]
    items = getattr(owner, path.field).items
    index = next((i for i, item in enumerate(items) if item is value or item == value), 0)
    subject = Subject(
        owner.name_of_kind, owner.id, f"{path.field}[{label_of(value)}]", name_of(owner)
    )
    return subject, owner.origin.locate(path.field, index)


def item_source(rule: Rule, at: At) -> tuple[int, Within] | None:
    """Return which source of `for` a bare `at: variable` over a list field names, if it does."""
    if at.field or not isinstance(at.of, Variable):
        return None
    for number, source in enumerate(rule.sources_of_cases):
        if isinstance(source, Within) and source.variable.name == at.of.name:
            return number, source
    return None
