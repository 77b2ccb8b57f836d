"""Files as the plain data that a validator of JSON Schema takes."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from pacecar.plan.decoding import decode
from pacecar.plan.source import read_text
from tests.plan.test_model_agreement import core

_DIGITS = 300
"""What has more digits has no place in a JSON number, as most programs read them."""


class Unreadable(Exception):
    """The file is no YAML or JSON that a plan may be written in."""


def plain(data: bytes, file: str) -> Any:
    """Return what YAML 1.2's core schema makes of a file, as JSON has it.

    Raises:
        Unreadable: the file cannot be read, or has what plans are refused for while reading.
    """
    text, flaw = decode(data, file)
    if flaw is not None:
        raise Unreadable
    root, flaws = read_text(text, file)
    if any(one.rule in ("plan/unreadable", "plan/over-limit") for one in flaws):
        raise Unreadable
    return as_json(core(root))


def as_json(value: Any) -> Any:
    """Return a value with the numbers and keys that JSON has."""
    if isinstance(value, dict):
        return {str(as_json(key)): as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, int) and abs(value) >= 10**_DIGITS:
        return math.inf
    if isinstance(value, Decimal):
        small = value.adjusted() < _DIGITS
        return int(value) if small and value == value.to_integral_value() else float(value)
    return value


def problems(schema: dict[str, Any], document: Any) -> list[tuple[str, str]]:
    """Return what a schema finds wrong in a document: the JSON pointer and the message of each."""
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return sorted(
        ("".join(f"/{step}" for step in error.absolute_path), error.message)
        for error in validator.iter_errors(document)
    )
