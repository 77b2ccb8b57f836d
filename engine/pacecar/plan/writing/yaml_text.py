"""Plain values to YAML 1.2: a line for each field, short lists and records on one line.

A text stands plain where every reader of YAML, also of version 1.1, takes it for a text; else
in double quotes. So `NO`, `1e3`, `12:30` and `2026-03` stay the texts that they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from pacecar.plan.writing.document import Day, Document, Entity, Figure, Plain

Bare: TypeAlias = "bool | Figure | Day | None"
"""A value that is no text, list or mapping."""

_WORD: Final = re.compile(r"[^\W\d_](?:[\w ./()+&'~%$;!?=*<>|^\"-]|[:](?=\S)|,)*")
_INSIDE: Final = re.compile(r"[^,\[\]{}]*")
_TAKEN: Final = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|nan|inf)|[-+.0-9].*", re.IGNORECASE
)
_DATE: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_YEAR: Final = re.compile("[0-9]{4}")
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LAST_BYTE: Final = 0xFF
_LAST_OF_FOUR: Final = 0xFFFF


def render(document: Document) -> str:
    """Return a plan as one file of YAML."""
    parts = [_collection(name, entities) for name, entities in document.items()]
    return "\n".join(parts)


def _collection(name: str, entities: list[Entity]) -> str:
    if name == "plan":
        return f"{name}:\n{''.join(fields(entities[0], '  '))}"
    items = ["".join(item(entity, "  ")) for entity in entities]
    # Entities of a few fields stand close together, long ones apart.
    between = "\n" if any(text.count("\n") > 4 for text in items) else ""  # noqa: PLR2004 - a few
    return f"{name}:\n{between.join(items)}"


def item(entity: Entity, indent: str) -> Iterator[str]:
    """Yield the lines of an entity in a list whose dashes stand at an indent."""
    lines = list(fields(entity, f"{indent}  "))
    if not lines:
        yield f"{indent}- {{}}\n"
        return
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def fields(entity: dict[str, Plain], indent: str) -> Iterator[str]:
    """Yield the lines of an entity's fields."""
    for name, value in entity.items():
        yield from field(name, value, indent)


def field(name: str, value: Plain, indent: str) -> Iterator[str]:
    """Yield the lines of one field: settings and lists of records take several."""
    nested = isinstance(value, dict) and any(isinstance(part, dict) for part in value.values())
    if isinstance(value, dict) and nested:
        yield f"{indent}{key(name)}:\n"
        yield from fields(value, f"{indent}  ")
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        yield f"{indent}{key(name)}:\n"
        yield from (f"{indent}  - {flow(part)}\n" for part in value)
    else:
        yield f"{indent}{key(name)}: {scalar_or_flow(value)}\n"


def scalar_or_flow(value: Plain) -> str:
    """Return a value on one line, as it stands behind a key of a block."""
    return text(value) if isinstance(value, str) else flow(value)


def flow(value: Plain) -> str:
    """Return a value on one line, as it may also stand within brackets."""
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key(name)}: {flow(part)}' for name, part in value.items())}}}"
    if isinstance(value, str):
        plain = text(value)
        return plain if plain.startswith('"') or _INSIDE.fullmatch(plain) else quoted(value)
    return scalar(value)


def scalar(value: Bare) -> str:
    """Return a value that is no text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Figure):
        return value.text
    return value.text if _DATE.fullmatch(value.text) else text(value.text)


def text(value: str) -> str:
    """Return a text: plain if it can only be read as one, else in double quotes."""
    plain = (
        _WORD.fullmatch(value) is not None
        and _TAKEN.fullmatch(value) is None
        and value == value.strip()
        and value.isprintable()
        and not value.endswith(":")
    )
    return value if plain else quoted(value)


def quoted(value: str) -> str:
    """Return a text in double quotes, on one line."""
    return f'"{"".join(_escaped(character) for character in value)}"'


def key(name: str) -> str:
    """Return a key: as a text, but a year is a number."""
    return name if _YEAR.fullmatch(name) else text(name)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR else f"\\U{code:08x}"
