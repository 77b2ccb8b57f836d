"""What is checked, and against which rules, where the command line does not say."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from pacecar.cli.settings import Settings
from pacecar.resources import bundled

_SUFFIXES = (".yaml", ".yml", ".json")
_HEADER = re.compile(rb'^(?:plan|"plan")[ \t]*:|^[ \t]*\{?[ \t]*"plan"[ \t]*:', re.MULTILINE)
_BYTES = 20_000_000
"""Files larger than this hold programs, and hardly the plan's header."""


def rule_folders(flags: tuple[str, ...], settings: Settings) -> tuple[Path, ...]:
    """Return the folders of the rulebook: as told, ./rules if it has rules, or the bundled one."""
    told = settings.get("rules", flags, ())
    if told:
        return tuple(Path(folder) for folder in told)
    here = Path("rules")
    return (here,) if any(here.glob("*/*.yaml")) else (bundled("rules"),)


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
        if any(_has_header(here / file) for file in sorted(files)):
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


def _has_header(file: Path) -> bool:
    """Tell whether a file has a `plan:` key at its top level."""
    if not file.name.endswith(_SUFFIXES):
        return False
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _BYTES:
            return False
        return _HEADER.search(file.read_bytes()) is not None
    except OSError:
        # The check itself will say so, if the file turns out to be part of a plan.
        return False
