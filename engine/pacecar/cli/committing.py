"""`pacecar check --commit`: what a commit, or a range of them, changes in plans.

A commit hook is given the files that a commit adds or changes. Those that it deletes are asked of
git: a program that is gone may leave followers without their leader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pacecar.cli.asked import Asked
from pacecar.cli.owners import Owner
from pacecar.cli.troubles import Trouble
from pacecar.cli.whole import Search, WholePlan, asked, search_for
from pacecar.cli.working_tree import WorkingTree, top_of

# What pre-commit and prek tell a hook; they call the ends of a range by these names.
_BY_FRAMEWORK: Final = "PRE_COMMIT"
_FROM: Final = "PRE_COMMIT_FROM_REF"
_TO: Final = "PRE_COMMIT_TO_REF"

_MERGED: Final = "MERGE_HEAD"
_MERGING: Final = "GITHEAD_"


@dataclass(frozen=True, slots=True)
class Before:
    """The state before a commit.

    Attributes:
        commit: the id of its commit, "" before the first.
        name: its name.
        sides: what a merge brings together with it, as revisions to compare with.
    """

    commit: str
    name: str
    sides: tuple[str, ...] = ()

    @property
    def revision(self) -> str:
        """What a plan is compared with: a revision, whatever files are called like it."""
        return f"git:{self.name}"


@dataclass(frozen=True, slots=True)
class Touched:
    """A plan that a commit touches, and whether it differs from the state before.

    Of a plan that does not differ there is nothing that the commit could introduce: somebody
    asked for it by name, as `pre-commit run --all-files` does.
    """

    plan: WholePlan
    differs: bool


def plans_of_a_commit(
    files: tuple[str, ...], rules: tuple[str, ...], working_folder: Path, environ: Mapping[str, str]
) -> list[Asked]:
    """Return the plans that a commit touches, each to be compared with the state before.

    Raises:
        Trouble: there is no repository, settings are wrong, git cannot be asked.
    """
    search = search_for(files, working_folder, environ)
    tree = tree_here(working_folder)
    before = state_before(tree, environ)
    return [
        asked(touched.plan, rules, before.revision, before.sides)
        if before.commit and touched.differs
        else asked(touched.plan, rules)
        for touched in touched_plans(search, tree, before, environ)
    ]


def tree_here(working_folder: Path) -> WorkingTree:
    """Return the working tree that a commit is made of.

    Raises:
        Trouble: there is none.
    """
    top = top_of(working_folder)
    if top is None:
        raise Trouble("pacecar: --commit needs a git repository, and there is none here")
    return WorkingTree(top)


def state_before(tree: WorkingTree, environment: Mapping[str, str]) -> Before:
    """Return what the commit builds on: HEAD, or where a range of commits begins.

    A range begins where its ends part: what happened on the other side since is not its doing.

    Raises:
        Trouble: an end of the range is not in this clone.
    """
    begin, end = environment.get(_FROM, ""), environment.get(_TO, "")
    if not (begin and end):
        return Before(tree.commit("HEAD"), "HEAD", _sides(tree, environment))
    ends = {name: tree.commit(name) for name in (begin, end)}
    for name, commit in ends.items():
        if not commit:
            raise Trouble(
                f"pacecar: this clone has no revision {name}; a shallow one lacks most, "
                "and git fetch --unshallow brings them"
            )
    fork = tree.fork(ends[begin], ends[end])
    return Before(fork or ends[begin], begin if fork in ("", ends[begin]) else fork[:12])


def _sides(tree: WorkingTree, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a merge that is being committed brings in.

    Git keeps it in MERGE_HEAD while conflicts are resolved; to hooks of a merge without any it
    tells it in the names of variables.
    """
    if tree.commit(_MERGED):
        return (f"git:{_MERGED}",)
    commits = sorted(n.removeprefix(_MERGING) for n in environment if n.startswith(_MERGING))
    return tuple(f"git:{commit}" for commit in commits if tree.commit(commit))


def touched_plans(
    search: Search, tree: WorkingTree, before: Before, environment: Mapping[str, str]
) -> Iterator[Touched]:
    """Yield the plans that a commit touches, sorted.

    Args:
        search: the search for the plans of the files that are named.
        tree: where the commit is made.
        before: what it builds on.
        environment: tells whether a framework chose the files that are named. If not, and none
            is, all that the commit changes are meant.

    Raises:
        Trouble: git cannot be asked, or a named file is in no repository or another.
    """
    for file in sorted(search.named):
        if not file.is_relative_to(tree.top):
            raise Trouble(f"pacecar: {file} is not in the repository {tree.top}")
    changed = tree.changed(before.commit) if before.commit else {}
    files = set(search.named) | {file for file, lost in changed.items() if lost}
    if not search.named and not environment.get(_BY_FRAMEWORK):
        files |= set(changed)
        files |= set() if before.commit else tree.listing([tree.top]).tracked
    found = search.owners_of(files)
    owners = [*found.values(), *_former(search, tree, before, found)]
    for plan in search.plans(owners):
        yield Touched(
            plan, any(plan.owner.takes(file) or _leads_into(plan, file) for file in changed)
        )


def _leads_into(plan: WholePlan, file: Path) -> bool:
    """Tell whether a file is a link that brings a folder into a plan."""
    return plan.owner.has(file) and file.is_dir()


def _former(
    search: Search, tree: WorkingTree, before: Before, found: Mapping[Path, Owner | None]
) -> Iterator[Owner | None]:
    """Yield the plans that files belonged to before which belong to none now.

    Whoever misspells the `plan:` of a header, or deletes it, leaves no plan behind, but files
    that were checked until then.
    """
    orphans = [
        file
        for file, owner in found.items()
        if owner is None and search.owners.owner_of(file, _any) is not None
    ]
    if not (orphans and before.commit):
        return
    folders = {folder for file in orphans for folder in search.owners.candidates(file)}
    headers = tree.headers_at(before.commit, folders)
    plans = {header.parent for header in headers}
    for file in orphans:
        yield search.owners.owner_of(file, plans.__contains__)


def _any(_: Path) -> bool:
    """Take any folder for a plan: a file for which even that finds none can be in none."""
    return True
