"""Plain data to YAML 1.2 text: every text in quotes, dates and numbers plain."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def dump(data: Mapping[str, Any]) -> str:
    """Return a mapping as YAML: a line for each key, or for each item of a list."""
    lines: list[str] = []
    for key, value in data.items():
        if isinstance(value, list) and value:
            lines += [f"{key}:", *(f"- {_flow(item)}" for item in value)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:  # noqa: PLR0911 - one case for each form
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case int() | float():
            return str(value)
        case str():
            return value if _DATE.fullmatch(value) else json.dumps(value, ensure_ascii=False)
        case Mapping():
            inside = ", ".join(f"{key}: {_flow(part)}" for key, part in value.items())
            return f"{{{inside}}}"
        case _:
            return f"[{', '.join(_flow(item) for item in value)}]"
