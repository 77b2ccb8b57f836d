"""The plan format as a JSON Schema (2020-12), for editors and other tools.

It is made of the tables that plans are read by. What it cannot say stays with the reader: that
ids are unique, that a reference exists (unless the plan's own ids are given), that an end comes
after its beginning, that a program's brand is one of its own company's, that a text is in
Unicode's form NFC, how many digits and decimals a number has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from pacecar.plan.fields import (
    Collection,
    Date,
    Field,
    Kind,
    ListOf,
    Number,
    Record,
    Reference,
    Settings,
    Text,
    Truth,
)
from pacecar.plan.limits import DIGITS, ID_LENGTH
from pacecar.plan.portfolio import Plan
from pacecar.plan.scalars import FIRST_YEAR, LAST_YEAR
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element, Items, State

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ID: Final = "urn:pacecar:schema:plan"

_ID: Final = rf"^[a-z0-9][a-z0-9._-]{{0,{ID_LENGTH - 1}}}$"
_NO_CONTROL: Final = r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*"
_WORDS: Final = f"^{_NO_CONTROL}$"
_NAME: Final = rf"^(?=[\s\S]*\S){_NO_CONTROL}$"
_MONTHS: Final = (
    ("0[13578]|1[02]", "0[1-9]|[12][0-9]|3[01]"),
    ("0[469]|11", "0[1-9]|[12][0-9]|30"),
    ("02", "0[1-9]|[12][0-9]"),
)
"""Months with the days that they may have. That of leap years is left to the format `date`."""
_MONTH_AND_DAY: Final = "|".join(f"({months})(-({days}))?" for months, days in _MONTHS)
_DATE: Final = f"^[1-9][0-9]{{3}}(-({_MONTH_AND_DAY}))?$"
_YEAR: Final = "^[1-9][0-9]{3}$"
_DAY_LENGTH: Final = len("2026-03-31")


class Known(NamedTuple):
    """An id that a plan has, with what to call it and what to tell of it."""

    id: str
    name: str
    about: str


def plan_schema(known: Mapping[str, Iterable[Known]] | None = None) -> dict[str, Any]:
    """Return the schema of a plan's file, which holds any of the collections.

    Args:
        known: the ids that references may name, by collection, and the brands that programs may
            have, under "brand"; by default any. A collection without ids is not enumerated.
    """
    return _Writer({name: list(ids) for name, ids in (known or {}).items()}).document()


def ids_of(plan: Plan) -> dict[str, list[Known]]:
    """Return the ids of a plan's entities, by collection, and its brands under "brand"."""
    found: dict[str, list[Known]] = {}
    for name, elements in plan.collections.items():
        if not SCHEMA[name].named or SCHEMA[name].single:
            continue
        singular = SCHEMA[name].singular
        found[name] = [
            Known(e.id, _name(e), f"{_name(e)}, a {singular}{_of_company(e)}.") for e in elements
        ]
    brands: dict[str, str] = {}
    for company in plan.collections.get("companies", ()):
        listed = getattr(company, "brands", None)
        for brand in listed.items if isinstance(listed, Items) else ():
            if isinstance(brand, str):
                brands.setdefault(brand, _name(company))
    found["brand"] = [Known(brand, brand, f"A brand of {of}.") for brand, of in brands.items()]
    return found


def _name(element: Element) -> str:
    name = getattr(element, "name", None)
    return name if isinstance(name, str) else str(element.id)


def _of_company(element: Element) -> str:
    company = getattr(element, "company", None)
    if isinstance(company, Element) and company.state is State.KNOWN:
        return f" of {_name(company)}"
    return ""


class _Writer:
    """Writes the parts of the schema; `definitions` are those that several places refer to."""

    def __init__(self, known: dict[str, list[Known]]) -> None:
        self.known = {name: ids for name, ids in known.items() if ids}
        self.definitions: dict[str, Any] = {}

    def document(self) -> dict[str, Any]:
        properties = {name: self._collection(found) for name, found in SCHEMA.items()}
        return {
            "$schema": DIALECT,
            **({} if self.known else {"$id": ID}),
            "title": "Pacecar plan",
            "description": "A file of a plan: any of its collections. All files are one plan.",
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
            "$defs": dict(sorted(self.definitions.items())),
        }

    def _collection(self, collection: Collection) -> dict[str, Any]:
        entity = {
            "title": collection.singular,
            "description": collection.description,
            **self._fields(collection.fields),
        }
        if collection.one_of:
            entity["oneOf"] = [{"required": [name]} for name in collection.one_of]
        self.definitions[collection.singular] = entity
        to_entity = {"$ref": f"#/$defs/{collection.singular}"}
        if collection.single:
            about = f"{collection.description} In exactly one of the plan's files."
            return {**to_entity, "description": about}
        return {
            "description": f"{collection.description} A list.",
            "type": ["array", "null"],
            "items": to_entity,
        }

    def _fields(self, fields: tuple[Field, ...]) -> dict[str, Any]:
        written = [field for field in fields if not field.derived]
        made = {
            "type": "object",
            "properties": {field.name: self._field(field) for field in written},
            "required": [field.name for field in written if field.required],
            "additionalProperties": False,
        }
        return made if made["required"] else {k: v for k, v in made.items() if k != "required"}

    def _field(self, field: Field) -> dict[str, Any]:
        kind = field.kind
        if field.among and "brand" in self.known:
            kind = Text("brand in use")
        elif kind == Text() and field.required:
            kind = Text("filled")
        return {
            "title": field.name.replace("_", " "),
            "description": " ".join([field.description, *_left_out(field)]),
            **self._value(kind, null=field.may_be_null),
            **_examples(field),
        }

    def _value(self, kind: Kind, *, null: bool) -> dict[str, Any]:  # noqa: C901, PLR0911 - one case for each kind
        """Return what a value of this kind is; `null` tells whether it may be unknown."""
        match kind:
            case Text(choices=choices) if choices:
                return {"enum": [*choices, *([None] if null else [])]}
            case Text("brand in use"):
                return self._one_of_known("brand", null=null)
            case Text(domain):
                return {"type": _type("string", null=null), "pattern": _pattern(domain)}
            case Truth():
                return {"type": _type("boolean", null=null)}
            case Number():
                return _number(kind, null=null)
            case Date():
                return _date(null=null)
            case Reference(collection) if collection in self.known:
                return self._one_of_known(collection, null=null)
            case Reference():
                return {"type": _type("string", null=null), "pattern": _ID}
            case Settings():
                return _settings(null=null)
            case ListOf(Record(label=label, fields=fields), keyed=True):
                (other,) = (field for field in fields if field.name != label)
                return {
                    "type": _type("object", null=null),
                    "patternProperties": {_YEAR: self._field(other)},
                    "additionalProperties": False,
                }
            case ListOf(item):
                items = self._value(item, null=True)
                return {"type": _type("array", null=null), "items": items}
            case Record(fields=fields, filled=filled):
                made = self._fields(fields)
                made["type"] = _type("object", null=null)
                return {**made, "minProperties": 1} if filled else made

    def _one_of_known(self, collection: str, *, null: bool) -> dict[str, Any]:
        """Return a reference to one of the plan's own ids, which editors offer and explain."""
        name = f"{collection} of this plan"
        self.definitions[name] = {
            "anyOf": [
                {"const": one.id, "title": one.name, "description": one.about}
                for one in self.known[collection]
            ]
        }
        reference = {"$ref": f"#/$defs/{name.replace(' ', '%20')}"}
        return {"anyOf": [reference, {"type": "null", "title": "unknown"}]} if null else reference


def _left_out(field: Field) -> Iterator[str]:
    """Yield what it means if a field is not written, where its own description does not say."""
    if field.required or "if absent" in field.description:
        return
    if field.may_be_none:
        yield "Left out: there is none. null: unknown."
    elif field.may_be_null:
        yield "Left out: unknown."


def _examples(field: Field) -> dict[str, Any]:
    match field.kind:
        case Date():
            return {"examples": ["2026", "2026-03", "2026-03-31"]}
        case Number(scale, high=high) if scale:
            return {"examples": [0.5 if high == 1 else 120.5]}
        case ListOf(keyed=True):
            return {"examples": [{"2026": 40000, "2027": 85000}]}
        case Settings():
            return {"examples": [{"family/name": {"share": 0.6}}]}
    return {}


def _type(name: str, *, null: bool) -> str | list[str]:
    return [name, "null"] if null else name


def _pattern(domain: str) -> str:
    """Return what a text of a domain looks like; only free text may be blank."""
    return _ID if domain == "id" else _NAME if domain else _WORDS


def _number(kind: Number, *, null: bool) -> dict[str, Any]:
    low, high = (FIRST_YEAR, LAST_YEAR) if kind.calendar else (kind.low, kind.high)
    return {
        "type": _type("number" if kind.scale else "integer", null=null),
        "minimum": -(10**DIGITS) + 1 if low is None else low,
        "maximum": 10**DIGITS - 1 if high is None else high,
    }


def _date(*, null: bool) -> dict[str, Any]:
    return {
        "type": ["integer", "string", *(["null"] if null else [])],
        "minimum": FIRST_YEAR,
        "maximum": LAST_YEAR,
        "pattern": _DATE,
        "if": {"type": "string", "minLength": _DAY_LENGTH},
        "then": {"format": "date"},
    }


def _settings(*, null: bool) -> dict[str, Any]:
    return {
        "type": _type("object", null=null),
        "propertyNames": {"pattern": _NAME},
        "additionalProperties": {
            "description": "A rule's parameters, each with its value.",
            "type": "object",
            "propertyNames": {"pattern": _NAME},
            "additionalProperties": {"type": ["string", "number", "boolean"]},
        },
    }
