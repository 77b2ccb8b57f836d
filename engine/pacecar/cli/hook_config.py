"""The hook of pre-commit that checks a plan: written, or added to a configuration as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

CONFIG: Final = ".pre-commit-config.yaml"

HOOK: Final = """\
- repo: local
  hooks:
    - id: pacecar-check
      name: pacecar check
      entry: pacecar check --commit
      language: system
      files: \\.(ya?ml|json|jsonl|csv|xlsx|parquet)$
      always_run: true
      require_serial: true
      stages: [pre-commit, pre-merge-commit, pre-push, manual]
"""
"""The entry of `repos` that checks every commit with the Pacecar that is installed."""


def repository(folder: Path) -> Path | None:
    """Return the nearest folder from `folder` upward that is a git repository, None if none is."""
    places = (folder, *folder.parents)
    return next((place for place in places if (place / ".git").exists()), None)


def new_config() -> str:
    """Return a configuration of the hook alone."""
    return f"repos:\n{_indented(HOOK, '  ')}"


def extended(text: str) -> str | None:
    """Return a configuration with the hook added at the end of `repos`, all else as it was.

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
    after = f"{text}{line_end}{_indented(HOOK, items[1])}"
    wanted = {**before, "repos": [*before["repos"], _loaded(HOOK)[0]]}
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
