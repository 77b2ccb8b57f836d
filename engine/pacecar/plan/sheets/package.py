"""The parts of a workbook's file: a ZIP archive that may come from anyone.

What an archive says of itself is checked before anything is unpacked, and again while it is:
no part is unpacked further than its limit.
"""

from __future__ import annotations

import posixpath
import zlib
from io import BytesIO
from typing import Final, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pacecar.plan.building import Unreadable
from pacecar.plan.decoding import too_large
from pacecar.plan.limits import (
    FILE_BYTES,
    PART_BYTES,
    PART_RATIO,
    WORKBOOK_BYTES,
    WORKBOOK_DIRECTORY,
)
from pacecar.plan.nodes import Flaw, Location, Span
from pacecar.plan.wording import visible

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x07"
_END_LENGTH: Final = 22
_END_64_LENGTH: Final = 20
_ENCRYPTED: Final = 1
_SMALL: Final = 1024 * 1024
_BROKEN: Final = (BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError)
"""What `zipfile` raises for archives that are damaged, or meant to seem so."""

SAVE: Final = "Open it in a spreadsheet program, and save it anew as .xlsx."


class Package:
    """The parts of one workbook, by name."""

    def __init__(self, data: bytes, file: str) -> None:
        """Look the parts up.

        Raises:
            Unreadable: the file is no archive, or one that harms whoever unpacks it.
        """
        self._file = file
        self._left = WORKBOOK_BYTES
        self._refuse_others(data)
        try:
            self._zip = ZipFile(BytesIO(data))
        except _BROKEN:
            self.refuse("The file is damaged: it is no whole workbook.", SAVE)
        self._parts: dict[str, ZipInfo] = {}
        self._check_places()
        for info in self._zip.infolist():
            name = info.filename.lower()
            if name in self._parts:
                self.refuse(f"The file has two parts {visible(info.filename)}.", SAVE)
            self._parts[name] = info

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """Return the content of a part.

        Raises:
            Unreadable: there is none, it is damaged, or too large.
        """
        info = self._parts.get(name.lower())
        shown = visible(name)
        if info is None:
            self.refuse(f"The workbook lacks its part {shown}.", SAVE)
        if info.flag_bits & _ENCRYPTED:
            self.refuse("The file is encrypted.", "Save it without a password.")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            self.refuse(f"The part {shown} is packed in a way that workbooks are not.", SAVE)
        size = info.file_size
        if size > _SMALL and size > PART_RATIO * max(info.compress_size, 1):
            self.refuse(
                f"The part {shown} would be {size:,} bytes, {PART_RATIO} times what it is packed.",
                "Delete blank rows and columns that have formats.",
                over=True,
            )
        most = min(PART_BYTES, self._left)
        if size > most:
            self._too_large(shown)
        try:
            with self._zip.open(info) as part:
                content = part.read(most + 1)
        except (*_BROKEN, zlib.error):
            self.refuse(f"The file is damaged: its part {shown} cannot be unpacked.", SAVE)
        if len(content) > most:
            self._too_large(shown)
        self._left -= len(content)
        return content

    def refuse(self, message: str, hint: str = "", *, over: bool = False) -> NoReturn:
        """Raise Unreadable for the file as a whole."""
        place = Location(self._file, Span(1, 1, 1, 1), "")
        if over:
            raise Unreadable(Flaw("plan/over-limit", message, place, hint=hint, fatal=True))
        raise Unreadable(Flaw("plan/unreadable", message, place, hint=hint, fatal=True))

    def _too_large(self, shown: str) -> NoReturn:
        message = f"The part {shown} is larger than may be: {PART_BYTES:,} bytes, "
        message += f"{WORKBOOK_BYTES:,} with all others."
        self.refuse(message, "Delete blank rows and columns that have formats.", over=True)

    def _refuse_others(self, data: bytes) -> None:
        if len(data) > FILE_BYTES:
            raise Unreadable(too_large(self._file, len(data)))
        if data.startswith(_OLE):
            self.refuse(
                "The workbook is protected by a password, or in the format of Excel 97 to 2003.",
                "Save it as .xlsx without a password.",
            )
        if not data:
            self.refuse("The file is empty.", "Remove it.")
        end = data.rfind(_END)
        if not data.startswith(_ZIP) or end < 0:
            whole = "The file is cut off" if data.startswith(_ZIP) else "The file is no workbook"
            self.refuse(f"{whole}.", SAVE)
        directory = int.from_bytes(data[end + 12 : end + 16], "little")
        extended = data[: max(end, 0)].rfind(_END_64, max(end - _END_64_LENGTH, 0)) >= 0
        if directory > WORKBOOK_DIRECTORY or extended:
            self.refuse("The workbook has more parts than any may have.", SAVE, over=True)

    def _check_places(self) -> None:
        """Refuse parts that lie within each other: they are unpacked many times over."""
        end = 0
        for info in sorted(self._zip.infolist(), key=lambda info: info.header_offset):
            if info.header_offset < end:
                name = visible(info.filename)
                self.refuse(f"The file is damaged: its part {name} lies within another.", SAVE)
            end = info.header_offset + info.compress_size


def resolved(base: str, target: str) -> str:
    """Return the name of the part that a relation of the part `base` leads to."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
