"""Settings: from flags, then PACECAR_*, then [tool.pacecar] of the nearest file upward.

A value is checked where it was written, so that a mistake is told with its file and line and
not with the name of a flag that nobody used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from pacecar.cli.troubles import Trouble
from pacecar.formats.registry import FORMATS
from pacecar.plan.nearest import nearest, suggestion

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "format": tuple(FORMATS),
    "evaluator": ("auto", "durable", "builtin", "duckdb"),
    "fail-level": ("error", "warning", "info"),
    "undetermined": ("allow", "reject"),
    "color": ("auto", "always", "never"),
    "show": ("all", "introduced"),
}
_LISTS: Final = ("plan", "rules", "select", "ignore")
_PATHS: Final = ("plan", "rules")
KEYS: Final = (
    *(*_LISTS, *CHOICES, "against", "as-of", "stale-after", "exit-zero", "cache"),
    *("waiver-approvers", "waiver-days"),
)
SERVICE: Final = "service"
"""The table of the service's settings; the service itself knows what it may hold."""

_PREFIX: Final = "PACECAR_"
_DATE = re.compile(r"\d{4}-\d\d-\d\d").fullmatch
_TRUTHS: Final = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """What environment and file set, by key; a flag goes before both."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def get(self, key: str, flag: T | None, default: T) -> T:
        """Return the flag if it was given, else what is set, else the default."""
        if flag is not None and flag != ():
            return flag
        value: T = self.values.get(key, default)
        return value


def load_settings(folder: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings that hold in a folder.

    Raises:
        Trouble: a key is unknown, or a value is not what its key takes.
    """
    return Settings({**_from_file(folder), **_from_environment(environment)})


def split(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Split each text at commas."""
    return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())


def to_date(text: str) -> date:
    """Read `2025-12-31`.

    Raises:
        ValueError: it is no such date.
    """
    if not _DATE(text):
        raise ValueError(f'"{text}" is not a date such as 2025-12-31')
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is a day that no calendar has') from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Read PACECAR_*; an empty variable is one that is not set."""
    names = {_PREFIX + key.upper().replace("-", "_"): key for key in KEYS}
    values: dict[str, Any] = {}
    for name in sorted(environment):
        text = environment[name]
        if name in names and text:
            key = names[name]
            raw: Any = list(split((text,))) if key in _LISTS else text
            if _SINGLE.get(key) is _truth:
                raw = _TRUTHS.get(text.casefold(), text)
            values[key] = _value(key, raw, Path(), f"{name}: ")
        elif name.startswith(_PREFIX) and name not in names:
            # Other variables may belong to whoever runs Pacecar; a misspelt one is a mistake.
            # The prefix, which all share, makes none alike.
            written = {given.removeprefix(_PREFIX): given for given in names}
            near = nearest(name.removeprefix(_PREFIX), written)
            if near:
                raise Trouble(f"pacecar: {name} is no setting. {suggestion(written[near])}")
    return values


def _from_file(folder: Path) -> dict[str, Any]:
    """Read pacecar.toml, or [tool.pacecar] of pyproject.toml, the nearest upward."""
    for above in (folder, *folder.parents):
        for name in ("pacecar.toml", "pyproject.toml"):
            table = _table(above / name)
            if table is not None:
                return _checked(table[0], above / name, table[1])
    return {}


def _table(file: Path) -> tuple[dict[str, Any], str] | None:
    """Return Pacecar's table of a file and the file's text, None if there is no such table."""
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise Trouble(f"pacecar: {file} cannot be read: {problem}") from None
    own = file.name == "pacecar.toml"
    # Most files say nothing about Pacecar; they cost no parser.
    if not own and "pacecar" not in text:
        return None
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise Trouble(f"pacecar: {file}: not TOML: {problem}") from None
    tool = document.get("tool")
    table = tool.get("pacecar") if isinstance(tool, dict) else None
    if own and table is None:
        return document, text
    return (table, text) if isinstance(table, dict) else None


def _checked(table: Mapping[str, Any], file: Path, text: str) -> dict[str, Any]:
    """Check each key and value of a table; relative paths are relative to its file."""
    values: dict[str, Any] = {}
    for written, raw in table.items():
        at = f"{file}{_line(written, text)}: "
        key = written.replace("_", "-")
        if key == SERVICE and isinstance(raw, dict):
            values[key] = _service(raw, file.parent)
            continue
        if key not in KEYS:
            near = suggestion(nearest(written, (*KEYS, SERVICE)))
            message = f'there is no setting "{written}". {near}'.rstrip()
            raise Trouble(f"pacecar: {at}{message}")
        values[key] = _value(key, raw, file.parent, at)
    return values


def _service(table: Mapping[str, Any], base: Path) -> Mapping[str, Any]:
    """Return the table of the service; a database that is a file is relative to the table's."""
    database = table.get("database")
    if isinstance(database, str) and database and "://" not in database:
        return {**table, "database": str(base / database)}
    return table


def _value(key: str, raw: Any, base: Path, at: str) -> Any:
    """Return a setting's value, or raise what is wrong with it; `at` says where it stands."""
    if key in _LISTS:
        texts = [raw] if isinstance(raw, str) else raw
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise Trouble(f"pacecar: {at}{key} takes a text, or a list of texts")
        if key in _PATHS:
            return tuple(text if text == "-" else str(base / text) for text in texts)
        return split(tuple(texts))
    if key in CHOICES:
        if raw in CHOICES[key]:
            return raw
        near = suggestion(nearest(str(raw), CHOICES[key]))
        wanted = f"{key} is {', '.join(CHOICES[key])}, and not {raw!r}. {near}"
        raise Trouble(f"pacecar: {at}{wanted}".rstrip())
    return _against(raw, base, at) if key == "against" else _SINGLE[key](raw, key, at)


def _truth(raw: Any, key: str, at: str) -> bool:
    """Return what a switch is set to."""
    if isinstance(raw, bool):
        return raw
    raise Trouble(f"pacecar: {at}{key} is true or false, and not {raw!r}")


def _days(raw: Any, key: str, at: str) -> int:
    """Return a number of days; the environment has it as text."""
    days = int(raw) if isinstance(raw, str) and raw.isdecimal() else raw
    if type(days) is int and days >= 0:
        return days
    raise Trouble(f"pacecar: {at}{key} is a number of days, and not {raw!r}")


def _members(raw: Any, key: str, at: str) -> int:
    """Return a number of members, of whom there is at least one; the environment has it as text."""
    members = int(raw) if isinstance(raw, str) and raw.isdecimal() else raw
    if type(members) is int and members >= 1:
        return members
    raise Trouble(f"pacecar: {at}{key} is a number of members, 1 or more, and not {raw!r}")


def _day(raw: Any, key: str, at: str) -> date:
    """Return the date to judge at; TOML has dates of its own."""
    if type(raw) is date:
        return raw
    try:
        return to_date(str(raw))
    except ValueError as problem:
        raise Trouble(f"pacecar: {at}{key}: {problem}") from None


def _against(raw: Any, base: Path, at: str) -> str:
    """Return what to compare with: a file is relative to where it is named, a revision is not."""
    if not isinstance(raw, str) or not raw:
        raise Trouble(
            f"pacecar: {at}against takes a git revision, or the file of a report or baseline"
        )
    return str(base / raw) if (base / raw).is_file() else raw


_SINGLE: Final[Mapping[str, Callable[[Any, str, str], Any]]] = {
    "as-of": _day,
    "cache": _truth,
    "exit-zero": _truth,
    "stale-after": _days,
    "waiver-approvers": _members,
    "waiver-days": _days,
}


def _line(key: str, text: str) -> str:
    """Return `:12`, the line where a key of Pacecar's table stands, or nothing if unsure."""
    begin = text.find("[tool.pacecar]")
    found = re.compile(rf'^\s*"?{re.escape(key)}"?\s*=', re.MULTILINE).search(text, max(begin, 0))
    return "" if found is None else f":{text.count(chr(10), 0, found.end()) + 1}"
