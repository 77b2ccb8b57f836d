"""The mutants that no example can kill, listed with the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pacecar.specification.mutation.running import Tried

FILE = "equivalents.yaml"
_KEYS = frozenset({"rules", "before", "after", "reason"})

Key = tuple[str, str, str]
"""A rule, what is there, and what is there instead."""


class BadListing(Exception):
    """A file of equivalents that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The reason of each listed mutant."""

    reasons: Mapping[Key, str]

    def reason(self, tried: Tried) -> str:
        """Return why a mutant is equivalent, "" if it is not listed."""
        return self.reasons.get(_key(tried), "")

    def stale(self, tried: Iterable[Tried]) -> Iterator[Key]:
        """Yield what is listed of the rules that were tried, and did not survive."""
        alive: set[Key] = set()
        rules: set[str] = set()
        for one in tried:
            rules.add(one.rule)
            if not one.killed:
                alive.add(_key(one))
        for key in self.reasons:
            if key[0] in rules and key not in alive:
                yield key


def read_listings(files: Iterable[Path]) -> Listing:
    """Read the files that there are.

    Raises:
        BadListing: a file is no list of entries with rules, before, after and reason.
    """
    return Listing({k: v for file in files if file.is_file() for k, v in _entries(file)})


def _entries(file: Path) -> Iterator[tuple[Key, str]]:
    try:
        entries: Any = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise BadListing(f"{file}: {problem}") from None
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, dict) or set(entry) != _KEYS:
            raise BadListing(f"{file}: an entry has rules, before, after and reason: {entry!r}")
        if not isinstance(entry["rules"], list) or not str(entry["reason"] or "").strip():
            raise BadListing(f"{file}: rules is a list, and a reason is given: {entry!r}")
        for rule in entry["rules"]:
            yield (str(rule), str(entry["before"]), str(entry["after"])), str(entry["reason"])


def _key(tried: Tried) -> Key:
    return (tried.rule, tried.before, tried.after)
