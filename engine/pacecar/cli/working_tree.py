"""What git knows of the files of a plan: it is asked, and nothing is written, the index neither."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

from pacecar.cli.headers import is_header
from pacecar.cli.troubles import Trouble
from pacecar.plan.files import is_sheet
from pacecar.plan.git import RevisionProblem, complaint, run_git


def top_of(folder: Path) -> Path | None:
    """Return the top of the working tree that a folder lies in, None if it lies in none.

    Found without git: a hook that has nothing to do is to be quick.
    """
    for above in (folder, *folder.parents):
        if os.path.lexists(above / ".git"):
            return above
    return None


@dataclass(frozen=True, slots=True)
class Listing:
    """Files below some paths: those that git tracks, and strange ones, not even ignored."""

    tracked: frozenset[Path]
    strange: frozenset[Path]


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """A working tree of git, by its top folder. Paths go in and out as absolute ones below it."""

    top: Path

    def listing(self, paths: Iterable[Path]) -> Listing:
        """Return what git says of the files at these paths and below.

        Raises:
            Trouble: git cannot be asked.
        """
        inside = self._inside(paths)
        if not inside:
            return Listing(frozenset(), frozenset())
        kinds = ("--cached", "--others", "--exclude-standard")
        entries = self._names("ls-files", "-t", *kinds, "--", *inside)
        tracked: set[Path] = set()
        strange: set[Path] = set()
        for entry in entries:
            tag, _, name = entry.partition(" ")
            (strange if tag == "?" else tracked).add(self.top / name)
        return Listing(frozenset(tracked), frozenset(strange))

    def changed(self, since: str) -> Mapping[Path, bool]:
        """Return the files that the next commit changes since one, and of each if it is lost.

        A file that is no longer tracked is lost, whether or not it still lies there.

        Raises:
            Trouble: git cannot be asked, or does not know the commit.
        """
        # The index and not the files: to compare those, git would refresh the index, and write it.
        options = ("--cached", "--no-renames", "--ignore-submodules", "--name-status")
        entries = self._names("diff-index", *options, since, "--")
        return {
            self.top / name: status == "D" for status, name in zip(entries, entries, strict=True)
        }

    def commit(self, revision: str) -> str:
        """Return the id of the commit that a name stands for, "" if there is none.

        Before the first commit there is no HEAD; a shallow clone lacks most of the past.
        """
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return os.fsdecode(self._run(*asked).stdout).strip()

    def fork(self, one: str, other: str) -> str:
        """Return the commit that both go back to, "" if there is none."""
        return os.fsdecode(self._run("merge-base", one, other).stdout).strip()

    def headers_at(self, commit: str, folders: Iterable[Path]) -> frozenset[Path]:
        """Return the files of these folders, not below them, that had a plan's header.

        Raises:
            Trouble: git cannot be asked, or does not know the commit.
        """
        inside = self._inside(folders)
        if not inside:
            return frozenset()
        pattern = '^[[:blank:]]*[{]?[[:blank:]]*"?plan"?[[:blank:]]*:'
        # Nothing found is exit code 1, and no failure.
        asked = ("grep", "-lIE", "--max-depth", "0", "-e", pattern, commit, "--", *inside)
        names = [name.removeprefix(f"{commit}:") for name in self._names(*asked, accept=(0, 1))]
        names += self._sheets_at(commit, inside)
        return frozenset(
            self.top / name for name in names if is_header(name, self._blob(f"{commit}:{name}"))
        )

    def _sheets_at(self, commit: str, folders: list[str]) -> list[str]:
        """Return the spreadsheets of these folders: of what is in them git knows no lines."""
        inside = [f"{folder}/" for folder in folders if folder != "."]
        within = inside if "." not in folders else ["./", *inside]
        names = self._names("ls-tree", "--name-only", commit, "--", *within)
        return [name for name in names if is_sheet(name)]

    def _blob(self, name: str) -> bytes:
        return self._run("cat-file", "blob", name).stdout

    def _inside(self, paths: Iterable[Path]) -> list[str]:
        """Return paths as git takes them, without those that are no part of this tree."""
        inside = {path.relative_to(self.top) for path in paths if path.is_relative_to(self.top)}
        return sorted(map(str, inside))

    def _names(self, command: str, *arguments: str, accept: Sequence[int] = (0,)) -> Iterator[str]:
        """Run a command that prints names between zero bytes, and return the names.

        Raises:
            Trouble: it fails.
        """
        done = self._run(command, "-z", *arguments)
        if done.returncode not in accept:
            raise Trouble(f"pacecar: git {command} fails in {self.top}: {complaint(done)}")
        return iter([os.fsdecode(name) for name in done.stdout.split(b"\0") if name])

    def _run(self, *arguments: str) -> CompletedProcess[bytes]:
        try:
            return run_git(self.top, *arguments)
        except RevisionProblem as problem:
            raise Trouble(f"pacecar: {problem}") from None
