"""Makes rule files to load: one sound rule, of which each test changes a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.rule import Rule, Rulebook

SOUND = {
    "title": "Twins are on one platform",
    "severity": "error",
    "version": "1",
    "for": "{p: programs}",
    "where": "p.leader is not None",
    "require": "p.platform == p.leader.platform",
    "report": '{at: p.platform, message: "m"}',
}
"""`where` stands on line 5, `require` on line 6; their values begin in columns 8 and 10."""


def rule_text(changes: Mapping[str, str | None] | None = None) -> str:
    """Return the sound rule with keys changed or added, or left out where None."""
    lines = {**SOUND, **(changes or {})}
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)


def folder_of(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def load(folder: Path, files: Mapping[str, str]) -> Rulebook:
    """Load the rulebook that these files make."""
    return load_rulebook([folder_of(folder, files)])


def load_rule(folder: Path, changes: Mapping[str, str | None] | None = None) -> Rule:
    """Load the sound rule with changes."""
    (rule,) = load(folder, {"twins/twin.yaml": rule_text(changes)}).rules
    return rule


def problems(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return all problems of these files, each on one line, files relative to the folder."""
    try:
        load(folder, files)
    except RulebookError as error:
        prefix = folder.as_posix() + "/"
        return [str(problem).replace(prefix, "") for problem in error.problems]
    return []


def problems_of(folder: Path, changes: Mapping[str, str | None]) -> list[str]:
    """Return the problems of the sound rule with changes, without the file's name."""
    found = problems(folder, {"twins/twin.yaml": rule_text(changes)})
    return [line.removeprefix("twins/twin.yaml:") for line in found]
