"""The hook of pre-commit that checks a plan: written, or added to a configuration as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

CONFIG: Final = ".pre-commit-config.yaml"

_REPO: Final = """\
- repo: local
  hooks:
    - id: pacecar-check
      name: pacecar check
      entry: {entry}
      language: system
      files: {files}
      pass_filenames: false
"""


def repository(folder: Path) -> Path | None:
    """Return the nearest folder from `folder` upward that is a git repository, None if none is."""
    places = (folder, *folder.parents)
    return next((place for place in places if (place / ".git").exists()), None)


def hook(place: str, *, rules: bool) -> str:
    """Return the entry of `repos` that checks the plan in a folder of the repository.

    Args:
        place: the folder below the repository's, "" for that itself.
        rules: whether the folder has rules of its own.
    """
    inside = f"{place}/" if place else ""
    told = f" --rules {inside}rules" if place and rules else ""
    kinds = "(plans|rules)" if rules else "plans"
    entry = f"pacecar check {inside}plans{told}" if place else "pacecar check"
    files = rf"^{re.escape(inside)}{kinds}/.*\.(ya?ml|json)$"
    return _REPO.format(entry=entry, files=files)


def new_config(entry: str) -> str:
    """Return a configuration of this one entry."""
    return f"repos:\n{_indented(entry, '  ')}"


def extended(text: str, entry: str) -> str | None:
    """Return a configuration with an entry added at the end of `repos`, all else as it was.

    None if it cannot be added without touching what is there: `repos` is no list in block style
    at the end of the file, or the result would not be the same list and one entry more.
    """
    before = _loaded(text)
    if not isinstance(before, dict) or not isinstance(before.get("repos"), list):
        return None
    found = re.search(r"^repos:[ \t]*(?:#.*)?\n", text, re.MULTILINE)
    if found is None:
        return None
    items = re.search(r"^( *)- ", text[found.end() :], re.MULTILINE)
    if items is None:
        return None
    line_end = "" if text.endswith("\n") else "\n"
    after = f"{text}{line_end}{_indented(entry, items[1])}"
    wanted = {**before, "repos": [*before["repos"], _loaded(entry)[0]]}
    return after if _loaded(after) == wanted else None


def _indented(entry: str, indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in entry.splitlines())


def _loaded(text: str) -> Any:
    """Return what YAML makes of a text, None if it is no YAML."""
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
