"""Where a finding is: from what a rule's `at` means in a case to a subject and a location."""

from __future__ import annotations

from typing import Any

from pacecar.checking.report import Subject
from pacecar.checking.wording import name_of
from pacecar.evaluation.binding import label_of
from pacecar.evaluation.sets import Group
from pacecar.plan.nodes import Location
from pacecar.plan.values import TRUE, Element, State

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
        return _subject(value, field), location
    field_name = _record_field(value) + (f".{field}" if field else "")
    subject = _subject(owner, field_name)
    if value.origin is None:
        return subject, None
    return subject, value.origin.locate(field) if field else value.origin.whole()


def _subject(entity: Element, field: str) -> Subject:
    """Return an entity as a subject, with the company that it belongs to."""
    owner = entity if entity.name_of_kind == "companies" else getattr(entity, "company", None)
    company = ""
    if isinstance(owner, Element) and owner.state is State.KNOWN:
        company = name_of(owner)
    return Subject(entity.name_of_kind, entity.id, field, name_of(entity), company)


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


def place_of_item(owner: Any, field: str, value: Any) -> Place | None:
    """Return the place of an element of a list field, None if its entity is not in the plan.

    Args:
        owner: the entity whose list it is.
        field: the list's field.
        value: the element.
    """
    if not isinstance(owner, Element) or owner.origin is None:
        return None
    items = getattr(owner, field).items
    index = next((i for i, item in enumerate(items) if item is value or item == value), 0)
    subject = _subject(owner, f"{field}[{label_of(value)}]")
    return subject, owner.origin.locate(field, index)
