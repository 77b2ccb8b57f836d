"""The rulebooks that single files belong to: rules, what rules share, and features.

The folders `rules` of the settings nearest to a file are one rulebook, and the file belongs to
that one or to none. Else the topmost folder `rules` above it is, or the one beside the topmost
folder `features`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pacecar.cli.settings import load_settings
from pacecar.cli.working_tree import top_of

_RULES: Final = "rules"
_FEATURES: Final = "features"


def rulebooks_of(
    files: tuple[str, ...], working_folder: Path, environment: Mapping[str, str]
) -> list[tuple[Path, ...]]:
    """Return the rulebooks that files belong to, each as its folders; a file may have none.

    Raises:
        Trouble: the settings that hold for a file are wrong.
    """
    found = {
        _rulebook_of(Path(os.path.normpath(working_folder / file)), environment) for file in files
    }
    return [
        tuple(Path(os.path.relpath(folder, working_folder)) for folder in folders)
        for folders in sorted(found)
        if folders
    ]


def _rulebook_of(file: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the folders of a file's rulebook, none if it has none."""
    told: tuple[str, ...] = load_settings(file.parent, environment).get(_RULES, (), ())
    folders = tuple(Path(os.path.normpath(folder)) for folder in told)
    if folders:
        theirs = (*folders, *(folder.parent / _FEATURES for folder in folders))
        return folders if any(file.is_relative_to(folder) for folder in theirs) else ()
    top = top_of(file.parent)
    for folder in reversed(file.parents):
        if top is not None and not folder.is_relative_to(top):
            continue
        rules = folder.parent / _RULES
        if folder.name in (_RULES, _FEATURES) and any(rules.glob("*/*.y*ml")):
            return (rules,)
    return ()
