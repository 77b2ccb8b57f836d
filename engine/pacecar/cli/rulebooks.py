"""Rules as commands look them up: load the rulebook, find a rule by id, former id, or name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pacecar.cli.defaults import rule_folders
from pacecar.cli.settings import load_settings
from pacecar.cli.troubles import Trouble, trouble_of
from pacecar.plan.nearest import Spellings, suggestion
from pacecar.rulebook.rule import Rule, Rulebook


def rulebook_of(folders: tuple[str, ...]) -> Rulebook:
    """Load the rulebook of the folders given, or of the settings.

    Raises:
        Trouble: it has errors.
    """
    return rulebook_in(rule_folders(folders, load_settings(Path.cwd(), os.environ)))


def rulebook_in(folders: Sequence[Path]) -> Rulebook:
    """Load the rulebook of these folders.

    Raises:
        Trouble: it has errors.
    """
    from pacecar.rulebook.loading import load_rulebook

    try:
        return load_rulebook(folders)
    except Exception as problem:
        trouble = trouble_of(problem)
        if trouble is None:
            raise
        raise trouble from None


def rule_called(name: str, rules: Sequence[Rule]) -> Rule:
    """Return the rule with an id, a former id, or the part of its id after the slash.

    Raises:
        Trouble: there is none; the message offers the nearest.
    """
    spellings: list[tuple[str, str]] = []
    for rule in rules:
        names = (rule.id, rule.id.partition("/")[2], *rule.aliases)
        if name in names:
            return rule
        spellings += [(spelling, rule.id) for spelling in names]
    near = suggestion(Spellings(spellings).nearest(name)) or "All rules: pacecar rules list"
    raise Trouble(f'pacecar: there is no rule "{name}". {near}')
