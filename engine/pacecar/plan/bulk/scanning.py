"""The bytes of a file of rows, once over: their digest, and what no database would tell."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pacecar.plan.bulk.lines import MOST_BYTES
from pacecar.plan.bulk.sources import BulkFile
from pacecar.plan.decoding import decode
from pacecar.plan.nodes import Flaw, Location, Span
from pacecar.plan.wording import visible

_CHUNK: Final = MOST_BYTES
_STARTS: Final = 64


def chunks_of(path: Path, start: int = 0) -> Iterator[bytes]:
    """Yield the bytes of a file, from an offset on."""
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(_CHUNK):
            yield chunk


def unreadable(file: str, line: int, message: str, hint: str) -> Flaw:
    """Return the flaw of a file that cannot be read."""
    place = Location(file, Span(line, 1, line, 1), "")
    return Flaw("plan/unreadable", message, place, hint=hint, fatal=True)


def damaged(file: BulkFile, problem: str) -> Flaw:
    """Return the flaw of a file that the database cannot read."""
    first = problem.splitlines()[0].partition(": ")[2] or problem.splitlines()[0]
    said = visible(first.replace(str(file.path), file.name)).rstrip(".")
    kind = {"parquet": "Parquet", "jsonl": "JSON Lines", "csv": "CSV"}[file.format]
    return unreadable(file.name, 1, f"The file cannot be read as {kind}: {said}.", "Write it anew.")


class TextScan:
    """Looks through the bytes of a text file, chunk by chunk, for what makes it unreadable."""

    def __init__(self, file: BulkFile) -> None:
        self.flaw: Flaw | None = None
        self._file = file.name
        self._line = 1
        self._since = 0
        self._begun = False
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def take(self, chunk: bytes) -> None:
        """Look through the next bytes."""
        if self.flaw is not None:
            return
        if not self._begun:
            self._begun = True
            self.flaw = other_encoding(chunk, self._file)
        if self.flaw is None:
            self._decode(chunk)
        if self.flaw is None:
            self._measure(chunk)
        self._line += chunk.count(b"\n")

    def _decode(self, chunk: bytes) -> None:
        try:
            self._decoder.decode(chunk)
        except UnicodeDecodeError as problem:
            before = problem.object[: problem.start].count(b"\n")
            byte = problem.object[problem.start]
            self.flaw = unreadable(
                self._file,
                self._line + before,
                f"The byte 0x{byte:02X} here is not UTF-8.",
                "The file is probably in Windows-1252 or Latin-1. Save it as UTF-8.",
            )

    def _measure(self, chunk: bytes) -> None:
        """Find a line that is longer than any may be; a chunk is not longer than that."""
        first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
        longest = self._since + (len(chunk) if first < 0 else first)
        self._since = longest if last < 0 else len(chunk) - last - 1
        if longest > MOST_BYTES:
            place = Location(self._file, Span(self._line, 1, self._line, 1), "")
            message = f"A line has more than {MOST_BYTES:,} bytes, which is the most."
            hint = "Write one entity on each line."
            self.flaw = Flaw("plan/over-limit", message, place, hint=hint, fatal=True)


def other_encoding(chunk: bytes, file: str) -> Flaw | None:
    """Return the flaw of a file whose first bytes show that it is in no UTF-8."""
    _, flaw = decode(chunk[:_STARTS], file)
    encoded = flaw is not None and flaw.message.startswith("The file is in")
    return flaw if encoded else None
