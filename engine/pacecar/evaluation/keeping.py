"""Files that Pacecar keeps between its runs, in the user's cache folder.

They hold code, so the folder and each file must belong to whoever runs this and be writable by
nobody else, and the folder must not have come with somebody's checkout. Where that is not so,
or nothing can be written, nothing is kept, and nobody is told: it would only have been quicker.
Any file may be deleted at any time. A file is whole or not there; one that was damaged since is
told by its checksum and made anew.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Final

MOST_FILES: Final = 20
"""Files kept; those that were not used for the longest time go first."""

MOST_BYTES: Final = 50_000_000
"""A file larger than this is none of ours."""

_HEAD: Final = b"Pacecar keeps this; it may be deleted.\n"
_SUM: Final = 32
_SUFFIX: Final = ".kept"
_UNFINISHED: Final = ".tmp"
_DAY: Final = 86_400
_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH
_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


def recall(key: str, environment: Mapping[str, str]) -> bytes | None:
    """Return what was kept under a key, None if there is nothing that can be trusted.

    Args:
        key: the hexadecimal digest of all that the bytes depend on.
        environment: tells where the user's cache folder is.
    """
    try:
        with _folder(environment, make=False) as folder:
            return _read(folder, key)
    except OSError:
        return None


def keep(key: str, data: bytes, environment: Mapping[str, str]) -> None:
    """Keep bytes under a key, and let go of what was not used for long; see `recall`."""
    with suppress(OSError), _folder(environment, make=True) as folder:
        unfinished = f"{key[:16]}-{os.getpid()}-{os.urandom(6).hex()}{_UNFINISHED}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(unfinished, flags, 0o600, dir_fd=folder)
        try:
            with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor
                stream.write(_HEAD + _sum(key, data) + data)
            os.rename(unfinished, key + _SUFFIX, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(unfinished, dir_fd=folder)
            raise
        _tidy(folder)


def _read(folder: int, key: str) -> bytes | None:
    with open(os.open(key + _SUFFIX, _OPEN, dir_fd=folder), "rb") as stream:  # noqa: PTH123 - a descriptor
        status = os.fstat(stream.fileno())
        if not (stat.S_ISREG(status.st_mode) and _own(status) and status.st_size <= MOST_BYTES):
            return None
        content = stream.read()
        if time() - status.st_mtime > _DAY:
            os.utime(stream.fileno())
    start = len(_HEAD) + _SUM
    data = content[start:]
    return data if content[:start] == _HEAD + _sum(key, data) else None


def _sum(key: str, data: bytes) -> bytes:
    return sha256(key.encode() + data).digest()


@contextmanager
def _folder(environment: Mapping[str, str], *, make: bool) -> Iterator[int]:
    """Open the folder, whose descriptor cannot be exchanged for another's afterwards.

    Raises:
        OSError: there is none that can be trusted.
    """
    path = folder_of(environment)
    if make:
        _make(path)
    descriptor = os.open(path, _OPEN | os.O_DIRECTORY)
    try:
        if not _own(os.fstat(descriptor)):
            raise PermissionError
        yield descriptor
    finally:
        os.close(descriptor)


def folder_of(environment: Mapping[str, str]) -> Path:
    """Return the folder where things are kept: below $XDG_CACHE_HOME, or else ~/.cache.

    Raises:
        OSError: there is none, or it lies in a checkout.
    """
    told = Path(environment.get("XDG_CACHE_HOME", ""))
    if told.is_absolute():
        _refuse_checkout(told)
        return told / "pacecar"
    home = Path(environment.get("HOME", ""))
    if not (home.is_absolute() and home.is_dir()):
        raise FileNotFoundError
    return home / ".cache" / "pacecar"


def _refuse_checkout(folder: Path) -> None:
    """Refuse a folder that may have come with what is checked, whose author could fill it.

    Raises:
        OSError: it lies below the working directory, or in a working tree of git.
    """
    resolved, here = folder.resolve(), Path.cwd()
    for above in (resolved, *resolved.parents):
        if above == here or (above / ".git").exists():
            raise PermissionError


def _make(path: Path) -> None:
    """Make the folder, in a place that belongs to us: not root's below another's home."""
    if path.exists():
        return
    _make(path.parent)
    if path.parent.stat().st_uid != os.geteuid():
        raise PermissionError
    path.mkdir(0o700, exist_ok=True)


def _own(status: os.stat_result) -> bool:
    """Return whether something is ours, and nobody else may write it."""
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS


def _tidy(folder: int) -> None:
    """Delete what is over the number, and what was left unfinished."""
    kept: list[tuple[float, str]] = []
    for name in os.listdir(folder):
        with suppress(FileNotFoundError):
            age = time() - os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime
            if name.endswith(_SUFFIX):
                kept.append((age, name))
            elif name.endswith(_UNFINISHED) and age > _DAY:
                os.unlink(name, dir_fd=folder)
    for _, name in sorted(kept)[MOST_FILES:]:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
