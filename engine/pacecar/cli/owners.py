"""The plans that single files belong to, by the rules by which plans are found at all.

The topmost folder with a `plan:` header owns what is below it. Topmost is below the top of the
working tree that git has, or the working directory without git; for what lies in a folder `plans`
there, below that. Where the settings nearest to a file name a plan, the file belongs to that one
or to none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pacecar.cli.settings import Settings, load_settings
from pacecar.cli.working_tree import top_of
from pacecar.plan.files import is_of_a_plan

IsPlan = Callable[[Path], bool]
"""Tells whether a folder has a file with a plan's header."""

_FOREIGN: Final = ("node_modules",)


@dataclass(frozen=True, slots=True)
class Owner:
    """A plan that files belong to: its paths, absolute, and the settings it is checked with.

    `base` is how far up it was looked for.
    """

    paths: tuple[Path, ...]
    base: Path
    settings: Settings = field(compare=False)

    def has(self, file: Path) -> bool:
        """Tell whether a file is one of the plan's paths, or below one and not hidden there."""
        return any(file == path or _is_seen(file, path) for path in self.paths)

    def takes(self, file: Path) -> bool:
        """Tell whether a file is a part of the plan."""
        return self.has(file) and (file in self.paths or is_of_a_plan(file.name))


@dataclass(frozen=True, slots=True)
class Owners:
    """Finds owners. Settings are read once a folder."""

    working_folder: Path
    environment: Mapping[str, str]
    _settings: dict[Path, Settings] = field(default_factory=dict)

    def owner_of(self, file: Path, is_plan: IsPlan) -> Owner | None:
        """Return the plan that a file belongs to, None if there is none.

        Args:
            file: its absolute path; there need be nothing there any more.
            is_plan: tells whether a folder is a plan.

        Raises:
            Trouble: the settings that hold for the file are wrong.
        """
        base = self.base_of(file)
        settings = self._settings_of(file.parent)
        told: tuple[str, ...] = settings.get("plan", (), ())
        if told:
            paths = tuple(self.absolute(path) for path in told)
            owner = Owner(paths, base, settings)
            return owner if owner.takes(file) else None
        if not is_of_a_plan(file.name) or not _is_seen(file, base):
            return None
        for folder in self.candidates(file):
            if is_plan(folder):
                return Owner((folder,), base, self._settings_of(folder))
        return None

    def candidates(self, file: Path) -> Iterator[Path]:
        """Yield the folders that may own a file, the topmost first."""
        base = self.base_of(file)
        inside = [folder for folder in file.parents if folder.is_relative_to(base)]
        below_plans = [folder for folder in inside if folder.is_relative_to(base / "plans")]
        yield from reversed(below_plans or inside)

    def base_of(self, file: Path) -> Path:
        """Return how far up a file's plan is looked for: what is above is none of its business."""
        if (top := top_of(file.parent)) is not None:
            return top
        below = file.is_relative_to(self.working_folder)
        return self.working_folder if below else file.parent

    def absolute(self, path: str) -> Path:
        """Return a path from the working folder without `..`; links are not followed."""
        return Path(os.path.normpath(self.working_folder / path))

    def _settings_of(self, folder: Path) -> Settings:
        if folder not in self._settings:
            self._settings[folder] = load_settings(folder, self.environment)
        return self._settings[folder]


def _is_seen(file: Path, folder: Path) -> bool:
    """Tell whether a file is below a folder, and none of what is between them is passed over."""
    if not file.is_relative_to(folder):
        return False
    parts = file.relative_to(folder).parts
    return not any(part.startswith(".") or part in _FOREIGN for part in parts)
