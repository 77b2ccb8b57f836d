"""The files of a plan as they were at a git revision, chosen as `pacecar.plan.files` chooses."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pacecar.plan.decoding import too_large
from pacecar.plan.files import STDIN, SourceFile, collect, is_hidden, is_of_a_plan, name_of
from pacecar.plan.git import Entry, Repository, RevisionProblem
from pacecar.plan.limits import FILE_BYTES

__all__ = ["RevisionProblem", "files_at"]

_MOST_LINKS: Final = 40
"""Links followed on the way to one file, as systems allow."""


def files_at(revision: str, paths: Sequence[str | Path]) -> list[SourceFile]:
    """Return the files that `paths` named at a revision, without a checkout.

    They have the names that `collect` gives them now. What lies outside of the repository, or is
    reached by a link that leads out of it, is taken as it is now: git keeps no other state of it.

    Returns:
        The files, sorted by name; none if the revision has none, or is a HEAD without a commit.

    Raises:
        RevisionProblem: there is no such revision, no repository, or `paths` has `-`.
        PathProblem: a path outside of the repository cannot be used.
    """
    given = list(dict.fromkeys(map(str, paths)))
    if STDIN in given:
        raise RevisionProblem(
            "standard input has no state at a revision; name the files and folders of the plan"
        )
    repository = _repository(given[0])
    inside = {path: _inside(repository.top, path) for path in given}
    places = [place for place in inside.values() if place is not None]
    if not places:
        raise RevisionProblem(f"{given[0]} is not in the working tree {repository.top}")
    commit = repository.commit(revision)
    if commit is None:
        return []
    snapshot = _snapshot(repository, commit, places)
    outside = [path for path, place in inside.items() if place is None]
    found: dict[str, tuple[str, Entry]] = {}
    for path, place in inside.items():
        for name, key, entry in snapshot.files(place, Path(path)) if place is not None else ():
            if entry is None:
                outside.append(key)
            else:
                found[key] = min(found.get(key, (name, entry)), (name, entry))
    now = [path for path in outside if Path(path).exists()]
    named = {name_of(Path(path)) for path in given}
    then = _read(repository, list(found.values()))
    files = [file._replace(named=file.name in named) for file in then]
    files += collect(now) if now else ()
    return sorted(files, key=lambda file: file.name)


def _read(repository: Repository, found: Sequence[tuple[str, Entry]]) -> Iterator[SourceFile]:
    """Yield the files with their bytes, but for those that are larger than any may be."""
    small = [(name, entry) for name, entry in found if entry.size <= FILE_BYTES]
    contents = repository.contents([entry.object for _, entry in small])
    for (name, _), data in zip(small, contents, strict=True):
        yield SourceFile(name, data)
    for name, entry in found:
        if entry.size > FILE_BYTES:
            yield SourceFile(name, b"", too_large(name, entry.size))


def _repository(path: str) -> Repository:
    """Return the repository we stand in, or else the one that a path lies in."""
    here, place = Path.cwd(), Path(os.path.normpath(Path(path).absolute()))
    if place.is_relative_to(here):
        try:
            return Repository(here)
        except RevisionProblem:
            pass
    return Repository(next(above for above in (place, *place.parents) if above.is_dir()))


def _inside(top: Path, path: str) -> str | None:
    """Return a path as git calls it, from the top of the working tree; None if it is outside.

    Links on the way to the tree are followed, those in it are git's own.
    """
    written = Path(os.path.normpath(Path(path).absolute()))
    for place in (written, Path(os.path.realpath(path))):
        for above in (place, *place.parents):
            if above.exists() and above.samefile(top):
                inside = place.relative_to(above).as_posix()
                return "" if inside == "." else inside
    return None


def _snapshot(repository: Repository, commit: str, places: Sequence[str]) -> _Snapshot:
    """Return as much of a revision as some paths need."""
    entries = repository.entries(commit, places)
    known = [f"{path}/" for path in entries]
    found = all(any(path.startswith(f"{place}/") for path in known) for place in places if place)
    if not found or any(entry.kind == "link" for entry in entries.values()):
        # A link may lead anywhere in the tree, and so may a folder on the way to a path.
        entries = repository.entries(commit, [""])
    links = [(path, entry) for path, entry in entries.items() if entry.kind == "link"]
    targets = map(os.fsdecode, repository.contents([entry.object for _, entry in links]))
    paths = [path for path, _ in links]
    return _Snapshot(repository.top, entries, dict(zip(paths, targets, strict=True)))


class _Snapshot:
    """The tree of a revision as a file system; paths are from its top, which is ""."""

    def __init__(self, top: Path, entries: Mapping[str, Entry], links: Mapping[str, str]) -> None:
        self._top = top
        self._entries = entries
        self._links = links
        self._folders: dict[str, set[str]] = {"": set()}
        for path in entries:
            folder, _, name = path.rpartition("/")
            while name not in self._folders.setdefault(folder, set()):
                self._folders[folder].add(name)
                folder, _, name = folder.rpartition("/")
                if not name:
                    break

    def files(self, place: str, path: Path) -> Iterator[tuple[str, str, Entry | None]]:
        """Yield the files at a place that someone named `path`.

        Each is its name for locations, its path without links, and what git keeps of it; what
        links lead to outside of the tree is its path on disk, and None.
        """
        target, is_outside = self._follow(place)
        if is_outside:
            yield name_of(path), target, None
        elif target in self._folders:
            yield from self._files_in(target, path, {target})
        elif target in self._entries:
            yield name_of(path), target, self._entries[target]

    def _files_in(
        self, folder: str, path: Path, seen: set[str]
    ) -> Iterator[tuple[str, str, Entry | None]]:
        for name in sorted(self._folders[folder]):
            if is_hidden(name):
                continue
            target, is_outside = self._follow(f"{folder}/{name}")
            if is_outside:
                if is_of_a_plan(name) or Path(target).is_dir():
                    yield name_of(path / name), target, None
            elif target in self._folders:
                if target not in seen:
                    seen.add(target)
                    yield from self._files_in(target, path / name, seen)
            elif target in self._entries and is_of_a_plan(name):
                yield name_of(path / name), target, self._entries[target]

    def _follow(self, path: str) -> tuple[str, bool]:
        """Return where a path leads without links, and whether that is outside of the tree."""
        steps = path.split("/")[::-1]
        place: list[str] = []
        links = 0
        while steps:
            step = steps.pop()
            if step == ".." and not place:
                rest = [step, *reversed(steps)]
                return os.path.normpath(self._top.joinpath(*rest)), True
            if step == "..":
                place.pop()
            elif step not in ("", "."):
                place.append(step)
                target = self._links.get("/".join(place))
                if target is None:
                    continue
                links += 1
                if links > _MOST_LINKS:
                    return f"{path}/", False  # Nothing is called so: links in a circle.
                place.pop()
                if os.path.isabs(target):  # noqa: PTH117 - a name, as git keeps it
                    if not Path(target).is_relative_to(self._top):
                        return str(Path(target).joinpath(*reversed(steps))), True
                    target = Path(target).relative_to(self._top).as_posix()
                    place = []
                steps += target.split("/")[::-1]
        return "/".join(place), False
