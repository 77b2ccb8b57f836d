"""What git keeps, read without a checkout: nothing is written, no index is touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

_LINK: Final = "120000"
_ENVIRONMENT: Final = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class RevisionProblem(Exception):
    """A revision cannot be read; the message says why and what to do, on one line."""


class Entry(NamedTuple):
    """What a tree holds at a path: a file or a symbolic link, its object and size in bytes."""

    kind: Literal["file", "link"]
    object: str
    size: int


class Repository:
    """A repository with a working tree, found from a folder as git finds it."""

    def __init__(self, folder: Path) -> None:
        """Find the repository.

        Args:
            folder: where to look; where the environment names a repository, as in a hook, that
                one is taken.

        Raises:
            RevisionProblem: there is none, or git cannot be run.
        """
        # Git reads a relative GIT_DIR from where it is started.
        self._folder = None if os.environ.get("GIT_DIR") else folder
        done = self._run("rev-parse", "--show-toplevel")
        if done.returncode:
            raise RevisionProblem(f"git finds no working tree here: {complaint(done)}")
        self.top = Path(os.fsdecode(done.stdout.removesuffix(b"\n")))

    def commit(self, revision: str) -> str | None:
        """Return the object that a revision names, None for HEAD before the first commit.

        Raises:
            RevisionProblem: no object, or one that is no commit and no tree, has this name.
        """
        # What begins with a dash is an option to git, and never a revision.
        if revision and not revision.startswith("-") and "\0" not in revision:
            done = self._run("rev-parse", "--verify", "--quiet", revision)
            if done.returncode == 0:
                return self._tree(revision, done.stdout.decode("ascii").strip())
            if revision in ("HEAD", "@") and self._run("symbolic-ref", "-q", "HEAD").stdout:
                return None
        hint = "`git log --oneline` and `git branch --all` tell which there are."
        if self._run("rev-parse", "--is-shallow-repository").stdout.startswith(b"true"):
            hint = (
                "This clone is shallow: `git fetch --unshallow` fetches the rest (in a CI job, "
                "ask for a fetch depth of 0)."
            )
        elif ".." in revision:
            hint = "A range is none; `git merge-base` names the commit where two lines part."
        raise RevisionProblem(f"git knows no revision {revision}. {hint}")

    def _tree(self, revision: str, name: str) -> str:
        kind = self._run("cat-file", "-t", f"{name}^{{}}").stdout.strip()
        if kind == b"commit" or (kind == b"tree" and ":" not in revision):
            return name
        raise RevisionProblem(
            f"{revision} names a {kind.decode() or 'missing object'} of git, and no revision."
        )

    def entries(self, tree: str, paths: Sequence[str]) -> Mapping[str, Entry]:
        """Return the files and links at or below some paths, by their path from the top.

        Submodules are repositories of their own and are not among them.

        Raises:
            RevisionProblem: git cannot read the tree.
        """
        inside = [path for path in paths if path]
        limit = ["--", *inside] if len(inside) == len(paths) else []
        done = self._run("ls-tree", "-r", "-z", "-l", "--full-tree", tree, *limit)
        if done.returncode:
            raise RevisionProblem(f"git cannot read {tree}: {complaint(done)}")
        return dict(_entries(done.stdout))

    def contents(self, names: Sequence[str]) -> list[bytes]:
        """Return the bytes of objects.

        Raises:
            RevisionProblem: one is missing.
        """
        if not names:
            return []
        asked = "".join(f"{name}\n" for name in names).encode("ascii")
        done = self._run("cat-file", "--batch", stdin=asked)
        found: list[bytes] = []
        start = 0
        for name in names:
            end = done.stdout.find(b"\n", start)
            header = done.stdout[start:end].split()
            if end < 0 or len(header) != 3:  # noqa: PLR2004 - object, type, size
                raise RevisionProblem(f"git cannot read the object {name}: {complaint(done)}")
            size = int(header[2])
            found.append(done.stdout[end + 1 : end + 1 + size])
            start = end + 1 + size + 1
        return found

    def _run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return run_git(self._folder, *arguments, stdin=stdin)


def run_git(
    folder: Path | None, *arguments: str, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, by default the working directory, so that it changes nothing.

    Names of files are taken as they are written, and never as patterns.

    Raises:
        RevisionProblem: git cannot be run.
    """
    try:
        return subprocess.run(  # noqa: S603 - a revision is one argument, and no option
            ["git", *arguments],  # noqa: S607 - git as the user's shell finds it
            cwd=folder,
            env={**os.environ, **_ENVIRONMENT},
            input=stdin,
            capture_output=True,
            check=False,
        )
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise RevisionProblem(f"git cannot be run: {reason.lower()}") from None


def _entries(listing: bytes) -> Iterator[tuple[str, Entry]]:
    for line in listing.split(b"\0"):
        about, _, path = line.partition(b"\t")
        fields = about.decode("ascii").split()
        if len(fields) == 4 and fields[1] == "blob":  # noqa: PLR2004 - mode, type, object, size
            mode, _, name, size = fields
            # The size of an object that is missing is "BAD"; reading it will say so.
            known = int(size) if size.isdecimal() else 0
            yield os.fsdecode(path), Entry("link" if mode == _LINK else "file", name, known)


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what git says, on one line and without its prefix."""
    lines = done.stderr.decode("utf-8", "replace").split("\n")
    said = next((line for line in lines if line.strip()), "it does not say why")
    return said.removeprefix("fatal: ").removeprefix("error: ").strip()
