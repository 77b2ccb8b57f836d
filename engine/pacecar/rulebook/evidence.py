"""Reference data: the plans in which statements stand as facts, and the features that verify them.

A feature that is about a plan (`Given the plan "plans/alliance"`) and quotes a statement
(`Source: "..."`) verifies that the plan has it right. An entity that owes its being there to a
statement names it as its `source`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pacecar.plan.files import PathProblem
from pacecar.plan.loading import load_plan
from pacecar.resources import bundled
from pacecar.rulebook.quotes import holds, plain
from pacecar.rulebook.rule import Statement

_ANY_DAY = date(2000, 1, 1)
"""Nothing that is read of a plan here depends on the day it is judged at."""

_PLAN = re.compile(r'^\s*(?:Given|And) the plan "([^"]+)"\s*$', re.MULTILINE)
_SOURCE = re.compile(r'^\s*Source: "(.+)"\s*$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Reference data that answers for a statement.

    Attributes:
        plan: the plan's path as the feature has it.
        feature: the feature that verifies it, by its path.
        entities: how many of the plan's entities name the statement, by collection.
    """

    plan: str
    feature: str
    entities: Mapping[str, int]


def evidence(statements: Iterable[Statement], folders: Iterable[Path]) -> dict[str, list[Evidence]]:
    """Return the reference data of each statement that has some, by its id.

    Args:
        statements: the statements.
        folders: folders of rules; features and plans stand beside them, as `features`, `plans`.
    """
    quotes = [(statement.id, plain(statement.quote)) for statement in statements]
    plans: dict[Path, Mapping[str, Mapping[str, int]]] = {}
    found: dict[str, list[Evidence]] = {}
    for folder in dict.fromkeys(folders):
        for feature in sorted(folder.parent.glob("features/**/*.feature")):
            for plan, source in _verified(feature):
                place = _place(plan, folder.parent)
                if place not in plans:
                    plans[place] = _naming(place)
                for name, quote in quotes:
                    if holds(quote, source):
                        entities = plans[place].get(name, {})
                        entry = Evidence(plan, from_here(feature), entities)
                        found.setdefault(name, []).append(entry)
    return found


def from_here(path: Path) -> str:
    """Return a path as people are told it: from the working directory, where it is below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _verified(feature: Path) -> Iterator[tuple[str, str]]:
    """Yield the plans and quotes of a feature."""
    try:
        text = feature.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        # Whether a feature is sound, its own run tells.
        return
    for plan in dict.fromkeys(_PLAN.findall(text)):
        for source in dict.fromkeys(map(plain, _SOURCE.findall(text))):
            yield plan, source


def _place(plan: str, beside: Path) -> Path:
    """Return where a feature's plan lies: beside the rules, else with those of Pacecar."""
    first, _, rest = plan.partition("/")
    own = beside / plan
    return bundled("plans") / rest if first == "plans" and not own.exists() else own


def _naming(plan: Path) -> Mapping[str, Mapping[str, int]]:
    """Return how many entities of a plan name a statement, by statement and collection."""
    try:
        read = load_plan([plan], as_of=None, today=_ANY_DAY)
    except PathProblem:
        return {}
    counts: dict[str, Counter[str]] = {}
    for collection, entities in read.collections.items():
        for entity in entities:
            source = getattr(entity, "source", None)
            for name in re.split(r"[\s,;]+", source) if isinstance(source, str) else ():
                counts.setdefault(name, Counter())[collection] += 1
    return counts
