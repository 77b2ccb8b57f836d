"""The files of a rulebook as JSON Schemas (2020-12), for editors and other tools.

They are made of the shapes that rule files are read by. What the expressions in them mean, the
reader says when the rulebook is loaded.
"""

from __future__ import annotations

import keyword
from typing import Any, Final

from pacecar.plan.json_schema import DIALECT
from pacecar.rulebook.forms import NAME
from pacecar.rulebook.shapes import (
    DEFINITIONS,
    RULE,
    RULEBOOK,
    SOURCES,
    Choice,
    Count,
    Key,
    Kind,
    Named,
    One,
    OneOrMore,
    Shape,
    ShapeOrShapes,
    Truth,
)

_ID: Final = "urn:pacecar:schema:"
_ONE: Final[dict[str, Any]] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
"""What is read as text; YAML may take it for a number or truth, and nothing is lost by that."""


def rule_schema() -> dict[str, Any]:
    """Return the schema of `<family>/<name>.yaml`."""
    return _document("rule", "Pacecar rule", _shape(RULE))


def rulebook_schema() -> dict[str, Any]:
    """Return the schema of `rulebook.yaml`."""
    return _document("rulebook", "Pacecar rulebook", _shape(RULEBOOK))


def definitions_schema() -> dict[str, Any]:
    """Return the schema of `definitions.yaml`."""
    about = {"description": "Terms that several rules share: rules/definitions.yaml."}
    return _document("definitions", "Pacecar definitions", {**about, **_kind(DEFINITIONS)})


def sources_schema() -> dict[str, Any]:
    """Return the schema of `sources.yaml`."""
    return _document("sources", "Pacecar sources", _shape(SOURCES))


def _document(name: str, title: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, "$id": f"{_ID}{name}", "title": title, **body}


def _shape(shape: Shape) -> dict[str, Any]:
    return {
        "description": shape.description,
        "type": "object",
        "properties": {key.name: _key(key) for key in shape.keys},
        **({"required": list(shape.required)} if shape.required else {}),
        "additionalProperties": False,
    }


def _key(key: Key) -> dict[str, Any]:
    found = {"title": key.name, **_kind(key.kind), "description": key.description}
    return {**found, "examples": list(key.examples)} if key.examples else found


def _kind(kind: Kind) -> dict[str, Any]:
    """Return what a value of this kind is."""
    found: dict[str, Any]
    match kind:
        case One():
            found = _ONE
        case OneOrMore():
            found = {"anyOf": [_ONE, {"type": "array", "items": _ONE}]}
        case Choice(words=words):
            found = {"enum": list(words)}
        case Truth():
            found = {"type": "boolean"}
        case Count():
            found = {"type": "integer", "minimum": 1, "maximum": 999_999}
        case Shape():
            found = _shape(kind)
        case ShapeOrShapes(shape=shape):
            found = {"anyOf": [_shape(shape), {"type": "array", "items": _shape(shape)}]}
        case Named():
            found = _named(kind)
    return dict(found)


def _named(kind: Named) -> dict[str, Any]:
    takes = [_kind(each) for each in kind.takes]
    names = {"pattern": f"^{NAME.pattern}$", "not": {"enum": sorted(keyword.kwlist)}}
    return {
        "type": "object",
        **({} if kind.free else {"propertyNames": names}),
        "additionalProperties": takes[0] if len(takes) == 1 else {"anyOf": takes},
        **({"minProperties": 1} if kind.filled else {}),
    }
