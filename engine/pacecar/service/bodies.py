"""What was sent, as files: one file, or an archive of several. The same bytes, the same files."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

from pacecar.plan.files import CSV, SUFFIXES, WORKBOOKS, SourceFile
from pacecar.plan.nodes import Flaw, Location, Span
from pacecar.service.problems import Unreadable
from pacecar.service.settings import ServiceSettings

ACCEPTED: Final = "accepted/"
"""Where files of the portfolio stand, `accepted/v3/proposal.yaml`; no file sent may be there."""

AS_KEPT: Final = ServiceSettings(max_unpacked_bytes=2**40, max_files=10**9)
"""The limits for what was taken in before: it stays readable when the limits are lowered."""

_NAME_LENGTH: Final = 200
_ZIP_PROBLEMS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # A password is needed; NotImplementedError (a method of packing) is one too.
    ValueError,
)


def files_of(name: str, body: bytes, limits: ServiceSettings) -> tuple[SourceFile, ...]:
    """Return the files of a submission, sorted by name.

    Args:
        name: what the file that was sent is called; its ending tells what it is.
        body: its bytes.
        limits: how much an archive may unpack to.

    Raises:
        Unreadable: it is no file of a plan and no archive of such files, or beyond a limit.
    """
    if name.lower().endswith(".zip"):
        _refuse_path(name, name)
        return _unpacked(name, body, limits)
    _refuse_name(name, name)
    return (SourceFile(name, body),)


def _unpacked(archive: str, body: bytes, limits: ServiceSettings) -> tuple[SourceFile, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            files = _members(archive, opened, limits)
    except _ZIP_PROBLEMS as problem:
        reason = " ".join(str(problem).split()) or type(problem).__name__
        raise _refused(archive, f"The archive cannot be unpacked: {reason}.") from None
    if not files:
        raise _refused(archive, "The archive holds no file of a plan.", _ENDINGS)
    return tuple(sorted(files, key=lambda file: file.name))


_TAKEN: Final = (*SUFFIXES, *WORKBOOKS, CSV)
_ENDINGS: Final = f"Files of a plan end in {', '.join(_TAKEN)}."


def _members(archive: str, opened: zipfile.ZipFile, limits: ServiceSettings) -> list[SourceFile]:
    entries = [entry for entry in opened.infolist() if not _is_of_the_system(entry)]
    if len(entries) > limits.max_files:
        message = f"The archive holds {len(entries):,} files; {limits.max_files:,} is the most."
        raise _refused(archive, message, over=True)
    files: dict[str, SourceFile] = {}
    left = limits.max_unpacked_bytes
    for entry in entries:
        _refuse_name(entry.filename, archive)
        if entry.filename in files:
            raise _refused(archive, f"The archive holds {entry.filename} twice.")
        with opened.open(entry) as stream:
            # The sizes that an archive tells are not to be trusted; what comes out is.
            data = stream.read(left + 1)
        if len(data) > left:
            message = f"The archive unpacks to more than {limits.max_unpacked_bytes:,} bytes."
            raise _refused(archive, message, over=True)
        left -= len(data)
        files[entry.filename] = SourceFile(entry.filename, data)
    return list(files.values())


def _is_of_the_system(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a folder, or a hidden file such as systems leave in archives."""
    *folders, last = entry.filename.split("/")
    # A damaged archive may hold a file without a name, which is no folder.
    is_folder = bool(folders) and not last
    return is_folder or folders[:1] == ["__MACOSX"] or last.startswith((".", "~$"))


def _refuse_name(name: str, archive: str) -> None:
    """Let names end as files of a plan do, and be paths that we can keep."""
    if not name.endswith(SUFFIXES) and not name.lower().endswith((*WORKBOOKS, CSV)):
        raise _refused(
            archive, f"{_shown(name)} is no file of a plan.", f"{_ENDINGS} Or send a .zip."
        )
    _refuse_path(name, archive)


def _refuse_path(name: str, archive: str) -> None:
    """Let names be relative paths that can be printed, and are not among those of the portfolio."""
    shown = _shown(name)
    parts = name.split("/")
    plain = name.isprintable() and "\\" not in name and len(name) <= _NAME_LENGTH
    if not plain or any(part in ("", ".", "..") for part in parts):
        raise _refused(archive, f"{shown} cannot be the name of a file.", "Use a relative path.")
    if name.startswith(ACCEPTED):
        raise _refused(archive, f"{shown} stands among what is accepted.", "Use another folder.")


def _shown(name: str) -> str:
    return name.encode("unicode_escape").decode()[:_NAME_LENGTH]


def _refused(file: str, message: str, hint: str = "", *, over: bool = False) -> Unreadable:
    place = Location(file.encode("unicode_escape").decode(), Span(1, 1, 1, 1), "")
    if over:
        return Unreadable([Flaw("plan/over-limit", message, place, hint=hint, fatal=True)])
    return Unreadable([Flaw("plan/unreadable", message, place, hint=hint, fatal=True)])
