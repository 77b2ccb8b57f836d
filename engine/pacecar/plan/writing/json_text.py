"""Plain values to JSON: a line for each field of an entity."""

from __future__ import annotations

import json
import re
from typing import Final

from pacecar.plan.writing.document import Day, Document, Entity, Figure, Plain

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
# JSON allows these as they are, but a file of a plan may not hold them.
_REFUSED: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def render(document: Document) -> str:
    """Return a plan as one file of JSON."""
    parts = [f"  {_text(name)}: {_collection(name, document[name])}" for name in document]
    inside = ",\n".join(parts)
    return f"{{\n{inside}\n}}\n"


def _collection(name: str, entities: list[Entity]) -> str:
    if name == "plan":
        return _entity(entities[0], "  ")
    items = ",\n".join(f"    {_entity(entity, '    ')}" for entity in entities)
    return f"[\n{items}\n  ]"


def _entity(entity: Entity, indent: str) -> str:
    if not entity:
        return "{}"
    lines = [f"{indent}  {_text(name)}: {_value(value)}" for name, value in entity.items()]
    inside = ",\n".join(lines)
    return f"{{\n{inside}\n{indent}}}"


def _value(value: Plain) -> str:
    if isinstance(value, Figure):
        return value.text if _NUMBER.fullmatch(value.text) else _text(value.text)
    if isinstance(value, Day):
        return _text(value.text)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        inside = ", ".join(f"{_text(name)}: {_value(part)}" for name, part in value.items())
        return f"{{{inside}}}"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _REFUSED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
