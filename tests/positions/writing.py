"""Plain data to files of a plan, laid out by chance, with the place of everything written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.generation.choices import Choices

Path = tuple[str | int, ...]
"""From the plan down to a value: a collection, an index, a field, an index ..."""

_PLAIN = re.compile(r"[a-z][a-z-]*[a-z]")
_DATE = re.compile(r"\d{4}(-\d{2}){1,2}")
_WORDS = frozenset({"null", "true", "false"})
_COMMENTS = ("# a comment", "# é, 中 and 🚗", "")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: a file, 1-based line and column, and the cell where the file has cells."""

    file: str
    line: int
    column: int
    cell: str = ""


@dataclass(slots=True)
class Written:
    """Files by name, and where each value and each key stands in them."""

    files: dict[str, bytes] = field(default_factory=dict)
    values: dict[Path, Spot] = field(default_factory=dict)
    keys: dict[Path, Spot] = field(default_factory=dict)

    def __or__(self, other: Written) -> Written:
        """Return all files of both."""
        return Written(self.files | other.files, self.values | other.values, self.keys | other.keys)


@dataclass(frozen=True, slots=True)
class Twice:
    """An entity that is written with one of its keys a second time, with another value."""

    entity: Mapping[str, Any]
    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Raw:
    """A value that is written as it is, whatever the file makes of it."""

    text: str


class _Text:
    """A text that grows, and knows where its end is."""

    def __init__(self, file: str, choices: Choices) -> None:
        self.written = Written()
        self.choices = choices
        self._file = file
        self._parts: list[str] = []
        self._line = self._column = 1

    def put(self, text: str) -> None:
        """Add a text."""
        self._parts.append(text)
        before, line_break, after = text.rpartition("\n")
        self._line += before.count("\n") + bool(line_break)
        self._column = len(after) + 1 if line_break else self._column + len(text)

    def spot(self) -> Spot:
        """Return where the next text will stand."""
        return Spot(self._file, self._line, self._column)

    def value(self, path: Path) -> None:
        """Note that the value of a path begins here; the first one counts."""
        self.written.values.setdefault(path, self.spot())

    def key(self, path: Path, text: str) -> None:
        """Add a key; the last of equal ones counts."""
        self.written.keys[path] = self.spot()
        self.put(text)

    def finish(self) -> Written:
        """Return the file, and where everything stands."""
        self.written.files[self._file] = "".join(self._parts).encode()
        return self.written


def as_json(plan: Mapping[str, Any], choices: Choices, file: str = "plan.json") -> Written:
    """Write a plan as JSON, over lines or not."""
    text = _Text(file, choices)
    _flow(text, plan, (), _json_scalar, quoted_keys=True)
    text.put("\n")
    return text.finish()


def as_yaml(plan: Mapping[str, Any], choices: Choices, file: str = "plan.yaml") -> Written:
    """Write a plan as YAML: blocks or flow, quotes or none, comments and blank lines."""
    text = _Text(file, choices)
    for name, content in plan.items():
        _between(text)
        text.key((name,), name)
        text.put(":")
        if isinstance(content, list) and content:
            margin = " " * text.choices.up_to(3)
            for index, entity in enumerate(content):
                text.put("\n")
                _between(text)
                _entity(text, entity, (name, index), margin)
        else:
            text.put(" ")
            _flow(text, content, (name,), _yaml_scalar)
        text.put("\n")
    return text.finish()


def _between(text: _Text) -> None:
    """Put what may stand between two things: blank lines and comments."""
    while text.choices.chance(25):
        text.put(text.choices.one_of(_COMMENTS) + "\n")


def _entity(text: _Text, entity: Mapping[str, Any] | Twice, path: Path, margin: str) -> None:
    text.put(f"{margin}- ")
    if text.choices.chance(30):
        _flow(text, entity, path, _yaml_scalar)
        return
    text.value(path)
    for number, (key, value) in enumerate(_entries(entity)):
        if number:
            text.put("\n")
            _between(text)
            text.put(f"{margin}  ")
        text.key((*path, key), str(key))
        text.put(":" + " " * (1 + text.choices.up_to(2)))
        _flow(text, value, (*path, key), _yaml_scalar)
        if text.choices.chance(10):
            text.put("  # here")


def _entries(mapping: Mapping[str, Any] | Twice) -> list[tuple[Any, Any]]:
    if isinstance(mapping, Twice):
        return [*mapping.entity.items(), (mapping.key, mapping.value)]
    return list(mapping.items())


def _flow(
    text: _Text,
    value: Any,
    path: Path,
    scalar: Callable[[Any, Choices], str],
    *,
    quoted_keys: bool = False,
) -> None:
    """Write a value in brackets, as JSON has it and YAML may."""
    text.value(path)
    if isinstance(value, Mapping | Twice):
        text.put("{")
        for number, (key, part) in enumerate(_entries(value)):
            text.put("," * bool(number) + _gap(text))
            text.key((*path, key), f'"{key}"' if quoted_keys else str(key))
            text.put(": ")
            _flow(text, part, (*path, key), scalar, quoted_keys=quoted_keys)
        text.put("}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        text.put("[")
        for number, part in enumerate(value):
            text.put("," * bool(number) + _gap(text))
            _flow(text, part, (*path, number), scalar, quoted_keys=quoted_keys)
        text.put("]")
    else:
        text.put(scalar(value, text.choices))


def _gap(text: _Text) -> str:
    return text.choices.one_of((" ", "", "  ", "\n      "))


def _json_scalar(value: Any, _: Choices) -> str:
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, ensure_ascii=False)


def _yaml_scalar(value: Any, choices: Choices) -> str:
    if not isinstance(value, str):
        return _json_scalar(value, choices)
    if _DATE.fullmatch(value) or (_PLAIN.fullmatch(value) and value not in _WORDS):
        return choices.one_of((value, f'"{value}"', f"'{value}'"))
    return json.dumps(value, ensure_ascii=False)
