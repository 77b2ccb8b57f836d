"""What is checked, and against which rules, where the command line does not say."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pacecar.cli.headers import has_header
from pacecar.cli.settings import Settings
from pacecar.resources import bundled


def rule_folders(
    flags: tuple[str, ...], settings: Settings, folders: Iterable[Path] = (Path(),)
) -> tuple[Path, ...]:
    """Return the folders of the rulebook.

    They are those told; else the folder `rules` of the first of `folders`, by default the
    working directory, where there are rules in it; else the bundled one.
    """
    told = settings.get("rules", flags, ())
    if told:
        return tuple(Path(folder) for folder in told)
    for folder in folders:
        if any((folder / "rules").glob("*/*.yaml")):
            return (folder / "rules",)
    return (bundled("rules"),)


def plans_to_check(
    paths: tuple[str, ...], settings: Settings, folder: Path
) -> list[tuple[str, ...]]:
    """Return the plans to check, each as its paths; none if there is nothing to check.

    What is named makes one plan. Where nothing is, each folder with a file that has a `plan:`
    key is one: below ./plans if there is such a folder, else below the working directory.
    """
    told = settings.get("plan", paths, ())
    if told:
        return [told]
    plans = folder / "plans"
    if plans.is_dir():
        found = [path.relative_to(folder).as_posix() for path in _plans(plans)]
        return [(path,) for path in found] or [("plans",)]
    return [(path.relative_to(folder).as_posix(),) for path in _plans(folder)]


def _plans(top: Path) -> Iterator[Path]:
    """Yield the folders with a plan's header, sorted; what lies below one belongs to it."""
    for name, folders, files in os.walk(top):
        here = Path(name)
        if any(has_header(here / file) for file in sorted(files)):
            folders.clear()
            yield here
        # Hidden folders, and those of tools (an environment, installed packages), hold no plans.
        folders[:] = sorted(
            folder
            for folder in folders
            if not folder.startswith(".")
            and folder != "node_modules"
            and not (here / folder / "pyvenv.cfg").exists()
        )
