"""`pacecar check --whole FILE...`: the whole plans that files belong to, as git has them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pacecar.cli.asked import Asked
from pacecar.cli.defaults import rule_folders
from pacecar.cli.headers import headers_in
from pacecar.cli.main import say
from pacecar.cli.owners import Owner, Owners
from pacecar.cli.troubles import Trouble
from pacecar.cli.working_tree import WorkingTree
from pacecar.formats.cells import shown


@dataclass(frozen=True, slots=True)
class WholePlan:
    """A plan that files belong to.

    Attributes:
        owner: where it lies, and its settings.
        files: what it is made of, relative to the working directory: what git tracks and what
            was named; without git, the owner's paths.
        strange: files that lie there and that git neither tracks nor ignores, relative too.
    """

    owner: Owner
    files: tuple[str, ...]
    strange: tuple[str, ...]

    @property
    def name(self) -> str:
        """The plan's paths, as messages name them."""
        return " ".join(map(_relative, self.owner.paths))


@dataclass(frozen=True, slots=True)
class Search:
    """Finds whole plans, from one working directory and for some named files.

    A file that is named counts even if git does not track it.
    """

    owners: Owners
    named: frozenset[Path]

    def owners_of(self, files: Iterable[Path]) -> dict[Path, Owner | None]:
        """Return the plan that each of these files belongs to.

        Raises:
            Trouble: settings are wrong, or git cannot be asked.
        """
        known: dict[Path, bool] = {}

        def is_plan(folder: Path) -> bool:
            if folder not in known:
                known[folder] = any(map(self._counts, headers_in(folder)))
            return known[folder]

        return {file: self.owners.owner_of(file, is_plan) for file in sorted(files)}

    def plans(self, owners: Iterable[Owner | None]) -> Iterator[WholePlan]:
        """Yield the plans of these owners that have any files, each once, sorted.

        Raises:
            Trouble: git cannot be asked.
        """
        distinct = {owner.paths: owner for owner in owners if owner is not None}
        for _, owner in sorted(distinct.items()):
            tree = _tree(owner.base)
            if tree is None:
                there = [path for path in owner.paths if path.exists()]
                plan = WholePlan(owner, tuple(map(_relative, there)), ())
            else:
                plan = self._tracked(owner, tree)
            if plan.files:
                yield plan

    def _tracked(self, owner: Owner, tree: WorkingTree) -> WholePlan:
        """Return the plan as git has it."""
        listing = tree.listing(owner.paths)
        # A link to a folder is one entry in git; what lies there belongs to the plan all the same.
        files = {
            path
            for path in listing.tracked
            if owner.has(path) and (owner.takes(path) or path.is_dir())
        }
        files |= {path for path in self.named if owner.takes(path)}
        files |= {path for path in owner.paths if not path.is_relative_to(tree.top)}
        strange = {path for path in listing.strange if owner.takes(path)} - self.named
        return WholePlan(
            owner,
            tuple(_relative(path) for path in sorted(files) if path.exists()),
            tuple(_relative(path) for path in sorted(strange)),
        )

    def _counts(self, header: Path) -> bool:
        """Tell whether a header is one of the files that make plans: tracked, named, or no git."""
        if header in self.named:
            return True
        tree = _tree(self.owners.base_of(header))
        return tree is None or header in tree.listing([header]).tracked


def search_for(
    paths: Sequence[str], working_folder: Path, environment: Mapping[str, str]
) -> Search:
    """Return the search for the plans of files given on the command line.

    Raises:
        Trouble: a path is no file: empty, or standard input.
    """
    for path in paths:
        if path in ("", "-") or Path(path).is_dir():
            raise Trouble(f'pacecar: "{path}" is no file, of which the whole plan could be found')
    owners = Owners(working_folder, environment)
    return Search(owners, frozenset(map(owners.absolute, paths)))


def whole_plans(
    files: tuple[str, ...], rules: tuple[str, ...], working_folder: Path, environ: Mapping[str, str]
) -> list[Asked]:
    """Return the plans that files belong to; none if they belong to none.

    Raises:
        Trouble: a file is not there and in no plan, settings are wrong, git cannot be asked.
    """
    search = search_for(files, working_folder, environ)
    owners = search.owners_of(search.named)
    for file, owner in owners.items():
        if owner is None and not file.exists():
            raise Trouble(f"pacecar: {shown(_relative(file))}: no such file, and in no plan")
    return [asked(plan, rules) for plan in search.plans(owners.values())]


def asked(
    plan: WholePlan, rules: tuple[str, ...], against: str = "", sides: tuple[str, ...] = ()
) -> Asked:
    """Return a plan to check, with its rules: those of the nearest folder upward that has some.

    What git does not track is passed over, and told.
    """
    for file in plan.strange:
        say(f"pacecar: {shown(file)} is passed over, as git does not track it (git add)")
    owner = plan.owner
    folders = rule_folders(rules, owner.settings, _upward(owner.paths[0], owner.base))
    found_at = tuple(map(_relative, owner.paths))
    return Asked(plan.name, plan.files, owner.settings, folders, against, sides, found_at)


def _upward(path: Path, base: Path) -> Iterator[Path]:
    """Yield a path and what is above it, up to `base`, which is yielded in any case."""
    for folder in (path, *path.parents):
        if folder.is_relative_to(base) and folder != base:
            yield folder
    yield base


def _tree(base: Path) -> WorkingTree | None:
    return WorkingTree(base) if os.path.lexists(base / ".git") else None


def _relative(path: Path) -> str:
    return os.path.relpath(path)
