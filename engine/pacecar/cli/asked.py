"""The plans that `pacecar check` is asked for, each with all that is its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pacecar.cli.defaults import plans_to_check, rule_folders
from pacecar.cli.settings import Settings
from pacecar.cli.troubles import NOTHING, Trouble


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan to check.

    Attributes:
        name: its paths, for messages.
        paths: what it is made of: files, folders, `-`.
        settings: those that hold for it.
        rules: the folders of its rulebook.
        against: what it is compared with where nothing else says so; "" for nothing.
        sides: the other sides of a merge, which the same holds for.
        found_at: where its paths were found, if they are single files.
    """

    name: str
    paths: tuple[str, ...]
    settings: Settings
    rules: tuple[Path, ...]
    against: str = ""
    sides: tuple[str, ...] = ()
    found_at: tuple[str, ...] = ()


def asked_plans(
    paths: tuple[str, ...], rules: tuple[str, ...], settings: Settings, working_folder: Path
) -> list[Asked]:
    """Return the plans that paths are, or that are found without any.

    Raises:
        Trouble: there is nothing to check.
    """
    plans = plans_to_check(paths, settings, working_folder)
    if not plans:
        raise Trouble(
            "pacecar: nothing to check: no PATH, no ./plans, and no file with a `plan:` key below "
            "this folder",
            code=NOTHING,
        )
    folders = rule_folders(rules, settings)
    return [Asked(" ".join(plan), plan, settings, folders) for plan in plans]
