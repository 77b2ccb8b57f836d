"""Folders of rules into a compiled rulebook: loaded and compiled, or recalled from last time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from pacecar import __version__
from pacecar.evaluation.compiled import CompiledRulebook
from pacecar.plan.portfolio import Setting
from pacecar.rulebook.files import RuleFolder, read_folders

if TYPE_CHECKING:
    from pacecar.rulebook.rule import Rulebook

Settings = Mapping[str, Mapping[str, Setting]]

_PACKAGE = Path(__file__).parent.parent
_MAKERS = ("plan", "rulebook", "evaluation")
"""The layers whose code a compiled rulebook depends on."""


def compiled_rulebook(
    folders: Sequence[Path], settings: Settings, *, kept: bool = False
) -> CompiledRulebook:
    """Return the rulebook of some folders, a plan's settings in force, compiled.

    Args:
        folders: of the rulebook.
        settings: `plan.settings`.
        kept: whether it may be recalled from an earlier run, and is kept for a later one.

    Raises:
        RulebookError: the rulebook has errors, or the plan sets what it has not.
    """
    files = read_folders(folders)
    if not kept:
        return _compile(files, settings)
    from pacecar.evaluation.keeping import keep, recall
    from pacecar.evaluation.packing import pack, unpack

    try:
        key = _key(files, settings)
    except OSError:  # Pacecar is not in files: in an archive, say.
        return _compile(files, settings)
    data = recall(key, os.environ)
    if data is not None:
        return unpack(data)
    rulebook = _compile(files, settings)
    keep(key, pack(rulebook), os.environ)
    return rulebook


def typed_rulebook(folders: Sequence[Path], settings: Settings) -> Rulebook:
    """Return the rulebook of some folders, a plan's settings in force, typed and not compiled.

    Raises:
        RulebookError: the rulebook has errors, or the plan sets what it has not.
    """
    from pacecar.rulebook.loading import load_folders, with_settings

    return with_settings(load_folders(read_folders(folders)), settings)


def _compile(files: Sequence[RuleFolder], settings: Settings) -> CompiledRulebook:
    from pacecar.evaluation.compiling import compile_rulebook
    from pacecar.rulebook.loading import load_folders, with_settings

    return compile_rulebook(with_settings(load_folders(files), settings))


def _key(files: Sequence[RuleFolder], settings: Settings) -> str:
    """Return a digest of all that a compiled rulebook depends on."""
    digest = sha256()
    for part in (*_maker(), *_written(files), *_set(settings)):
        data = part if isinstance(part, bytes) else os.fsencode(part)
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def _maker() -> Iterator[str]:
    """Yield what tells this Pacecar and this Python from every other.

    As Python does for `__pycache__`, code is known by the sizes and times of its files: those
    of a checkout change without the version.
    """
    yield __version__
    yield f"{sys.implementation.cache_tag} {sys.version} {sys.flags.optimize}"
    for layer in _MAKERS:
        with os.scandir(_PACKAGE / layer) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    yield _stamp(f"{layer}/{entry.name}", entry.stat())
    found = PathFinder.find_spec("yaml")
    if found is not None and found.origin:
        yield _stamp(found.origin, Path(found.origin).stat())


def _stamp(name: str, status: os.stat_result) -> str:
    return f"{name} {status.st_size} {status.st_mtime_ns}"


def _written(files: Sequence[RuleFolder]) -> Iterator[str | bytes]:
    """Yield the bytes of the rule files and their names below their folders."""
    for folder in files:
        yield "folder"
        for file in folder.files:
            yield from ("file", "/".join(file.parts), file.data, file.problem)


def _set(settings: Settings) -> Iterator[str]:
    """Yield what a plan sets, wherever it does."""
    for rule, values in sorted(settings.items()):
        for parameter, value in sorted(values.items()):
            yield from ("set", rule, parameter, value.text, str(value.plain))
