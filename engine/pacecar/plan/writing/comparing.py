"""Whether two plans say the same to the rules: what is written is read back and compared."""

from __future__ import annotations

from collections.abc import Iterator

from pacecar.plan.elements import slots
from pacecar.plan.fields import Field, ListOf, Record
from pacecar.plan.nodes import Scalar, Span
from pacecar.plan.portfolio import Plan, Setting
from pacecar.plan.scalars import is_number, truth_of
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element, Items, State, Value
from pacecar.plan.writing.document import digits


def differences(one: Plan, other: Plan) -> Iterator[str]:
    """Yield in words what two plans do not say alike: `programs r-kadjar, note`.

    Places, and the order of entities, do not count; both are to be read for the same day.
    """
    yield from (f"plan, {name}" for name in _unlike(one.header, other.header))
    if _settings(one) != _settings(other):
        yield "plan, settings"
    for name, collection in SCHEMA.items():
        if collection.single:
            continue
        left = {_called(e): e for e in one.collections[name]}
        right = {_called(e): e for e in other.collections[name]}
        for key in sorted(left.keys() | right.keys()):
            called, _ = key
            if key not in left or key not in right:
                yield f"{name} {called}"
            else:
                unlike = _unlike(left[key], right[key])
                yield from (f"{name} {called}, {field}" for field in unlike)
    if _flaws(one) != _flaws(other):
        yield "what is wrong with the plan's structure"


def _called(element: Element) -> tuple[str, str]:
    """Return what an entity is called, and what tells it from others that are called so."""
    if SCHEMA[element.name_of_kind].named:
        return element.id, ""
    return element.id.partition(" (")[0], repr(_said(element))


def _unlike(one: Element, other: Element) -> Iterator[str]:
    for field in slots(SCHEMA[one.name_of_kind].fields):
        if _value(field, one) != _value(field, other):
            yield field.name


def _said(element: Element) -> list[object]:
    fields = slots(SCHEMA[element.name_of_kind].fields)
    return [_value(field, element) for field in fields]


def _value(field: Field, element: Element) -> object:
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    record = kind.fields if isinstance(kind, Record) else ()
    return _key(getattr(element, field.name), record)


def _key(value: Value | object, record: tuple[Field, ...]) -> object:
    """Return what a value says as something to compare."""
    if isinstance(value, Items):
        return value.state, [_key(item, record) for item in value.items]
    if isinstance(value, Element):
        if value.state is not State.KNOWN or not record:
            return value.state, str(value.id) if value.state is State.KNOWN else ""
        return [(field.name, _value(field, value)) for field in record]
    if isinstance(value, str):
        return value
    return repr(value) if not isinstance(value, tuple) else (type(value).__name__, tuple(value))


def _settings(plan: Plan) -> dict[str, dict[str, object]]:
    return {
        rule: {name: _setting(setting) for name, setting in values.items()}
        for rule, values in plan.settings.items()
    }


def _setting(setting: Setting) -> tuple[str, object]:
    scalar = Scalar(setting.text, setting.plain, Span(1, 1, 1, 1))
    if is_number(scalar):
        return "number", digits(setting.text)
    truth = truth_of(scalar)
    return ("text", setting.text) if truth is None else ("truth", truth)


def _flaws(plan: Plan) -> list[tuple[str, str, str, str]]:
    return sorted(
        (flaw.rule, flaw.collection, flaw.subject.partition(" (")[0], flaw.field)
        for flaw in plan.flaws
    )
