"""The text of a CSV file: gone through once, so that each of its lines is found again at once.

What the database reads is in UTF-8, and its lines end in one way; what is not so is written anew
beside it. Places are those of the file as it was given.
"""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final

from pacecar.plan.building import Unreadable
from pacecar.plan.bulk.lines import MOST_BYTES
from pacecar.plan.bulk.problems import LimitReached
from pacecar.plan.bulk.scanning import chunks_of, other_encoding, unreadable
from pacecar.plan.bulk.sources import BulkFile
from pacecar.plan.decoding import looks_unusual, refused
from pacecar.plan.nodes import Flaw, Location, Span
from pacecar.plan.sheets.encoding import AROUND, foreign, marked

_STEP: Final = 4 * 1024
"""Bytes between two lines whose place in the file is kept."""
_MARK: Final = codecs.BOM_UTF8
_LONE: Final = re.compile(rb"\r(?!\n)")
_BREAKS: Final = re.compile(rb"\r\n?")


_HELD: Final = 8
"""Stretches of a text that are held: places are mostly asked for one after the other."""


@dataclass(slots=True)
class Text:
    r"""A text in UTF-8.

    Attributes:
        file: what messages call it.
        path: where it lies.
        breaks: what its lines end with: "\n", "\r\n" or "\r"; "" for more than one of them.
        lines: how many there are.
        flaws: what is wrong with it, though it can be read.
    """

    file: str
    path: Path
    breaks: str = ""
    lines: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    _numbers: array[int] = field(default_factory=lambda: array("Q"))
    _offsets: array[int] = field(default_factory=lambda: array("Q"))
    _stretch: Callable[[int, int], list[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Hold the stretches that were asked for last."""
        self._stretch = lru_cache(_HELD)(self._between)

    def mark(self, line: int, offset: int) -> None:
        """Keep the offset at which a line begins."""
        self._numbers.append(line)
        self._offsets.append(offset)

    def read(self, first: int, last: int) -> str:
        """Return lines, from the first to the last, without the last one's end.

        Raises:
            LimitReached: the file is not what it was a moment ago.
        """
        start = bisect_right(self._numbers, first) - 1
        end = bisect_right(self._numbers, last)
        lines = self._stretch(start, end)
        base = self._numbers[start]
        if last - base >= len(lines):
            raise LimitReached(f"{self.file} was changed while it was read: check it again")
        return _without_break("".join(lines[first - base : last - base + 1]))

    def _between(self, start: int, end: int) -> list[str]:
        """Return the lines between two marks."""
        offset = self._offsets[start]
        length = self._offsets[end] - offset if end < len(self._offsets) else -1
        return _stretch(self.path, offset, length, self.file)

    def head(self, size: int) -> str:
        """Return the first lines: so many bytes, or a little less."""
        end = bisect_left(self._offsets, size)
        return "".join(self._stretch(0, max(end, 1)))

    def from_line(self, line: int) -> Iterator[tuple[int, str]]:
        """Yield each line from one on, with its number and without its end."""
        for start in range(bisect_right(self._numbers, line) - 1, len(self._numbers)):
            for number, text in enumerate(self._stretch(start, start + 1), self._numbers[start]):
                if number >= line:
                    yield number, _without_break(text)

    def in_one_way(self, folder: Path, number: int) -> Path:
        """Return where the text lies with lines that end in one way; write it if need be."""
        if self.breaks:
            return self.path
        target = folder / f"lines-{number}.csv"
        with _written(target) as stream:
            for block in _blocks(chunks_of(self.path)):
                stream.write(_BREAKS.sub(b"\n", block))
        self.breaks = "\n"
        return target


def text_of(file: BulkFile, folder: Path) -> Text:
    """Go through the text of a CSV file.

    It is in UTF-8 or UTF-16, or is read as Windows-1252, and then told of; see
    `pacecar.plan.sheets.encoding`.

    Args:
        file: the file.
        folder: where its text may be written in UTF-8.

    Raises:
        Unreadable: it is no text, holds what plans do not have, or a line without end.
    """
    with file.path.open("rb") as stream:
        encoding = marked(stream.read(4))
    if encoding:
        try:
            return _transcribed(file, folder, encoding, len(codecs.BOM_UTF16))
        except UnicodeDecodeError:
            raise Unreadable(
                unreadable(file.name, 1, "The file is in UTF-16.", "Save it as UTF-8.")
            ) from None
    passing = _Pass(Text(file.name, file.path))
    try:
        return passing.through(chunks_of(file.path))
    except UnicodeDecodeError as problem:
        line, before, offset = passing.place(problem)
        byte = problem.object[problem.start]
    try:
        text = _transcribed(file, folder, "cp1252", 0)
    except UnicodeDecodeError:
        column = len(before.decode("utf-8").removeprefix("\ufeff")) + 1
        place = Location(file.name, Span(line, column, line, column), "")
        message = f"The byte 0x{byte:02X} here is not UTF-8."
        hint = "The file is probably in Windows-1252 or Latin-1. Save it as UTF-8."
        flaw = Flaw("plan/unreadable", message, place, hint=hint, fatal=True)
        raise Unreadable(flaw) from None
    with file.path.open("rb") as stream:
        begin = max(offset - AROUND, 0)
        stream.seek(begin)
        around = stream.read(2 * AROUND).decode("cp1252", "replace")
    column = len(before) + 1
    place = Location(file.name, Span(line, column, line, column + 1), "")
    text.flaws.append(foreign(around, offset - begin, place))
    return text


def _transcribed(file: BulkFile, folder: Path, encoding: str, skipped: int) -> Text:
    """Write the text of a file in UTF-8, and go through it."""
    target = folder / f"text-{file.number}.csv"
    with _written(target) as stream:
        for text in codecs.iterdecode(chunks_of(file.path, skipped), encoding):
            stream.write(text.encode("utf-8"))
    return _Pass(Text(file.name, target)).through(chunks_of(target))


@contextmanager
def _written(target: Path) -> Iterator[BinaryIO]:
    """Open a file to be written.

    Raises:
        LimitReached: it cannot be; the disk may be full.
    """
    try:
        with target.open("wb") as stream:
            yield stream
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise LimitReached(
            f"{target.parent} cannot be written: {reason}; name another folder with --temp"
        ) from None


class _Pass:
    """Goes over the bytes of a text."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._line, self._offset = 1, 0
        self._block = b""
        self._feeds = self._returns = self._both = 0

    def through(self, chunks: Iterable[bytes]) -> Text:
        """Go through all of it.

        Raises:
            Unreadable: it holds what plans do not have, or a line without end.
            UnicodeDecodeError: it is not UTF-8.
        """
        for block in _blocks(chunks):
            self._block = block
            self._take(block)
        text = self._text
        text.lines = self._line - (not self._block or self._block.endswith((b"\n", b"\r")))
        text.breaks = self._breaks()
        if not self._block:
            text.mark(1, 0)
        return text

    def place(self, problem: UnicodeDecodeError) -> tuple[int, bytes, int]:
        """Return the line of a byte that is not UTF-8, what stands before it there, its offset."""
        before = _normal(self._block[: problem.start])
        line = self._line + before.count(b"\n")
        return line, before[before.rfind(b"\n") + 1 :], self._offset + problem.start

    def _take(self, block: bytes) -> None:
        skipped = 0
        if not self._offset:
            flaw = other_encoding(block, self._text.file)
            if flaw is not None:
                raise Unreadable(flaw)
            skipped = len(_MARK) if block.startswith(_MARK) else 0
        if len(block) > MOST_BYTES:
            self._measure(block)
        if not block.isascii():
            block.decode("utf-8")
        if looks_unusual(block):
            self._refuse(block[skipped:].decode("utf-8"))
        self._feeds += block.count(b"\n")
        returns = block.count(b"\r")
        self._returns += returns
        self._both += block.count(b"\r\n") if returns else 0
        self._mark(_normal(block) if returns else block, skipped)
        self._offset += len(block)

    def _mark(self, block: bytes, skipped: int) -> None:
        """Keep where lines begin: the first, and then one in so many bytes."""
        self._text.mark(self._line, self._offset + skipped)
        at = 0
        while (following := block.find(b"\n", at + _STEP) + 1) and following < len(block):
            self._line += block.count(b"\n", at, following)
            self._text.mark(self._line, self._offset + following)
            at = following
        self._line += block.count(b"\n", at)

    def _refuse(self, text: str) -> None:
        flaw = refused(text, self._text.file)
        if flaw is None:
            return
        file, span, pointer = flaw.location
        line = span.line + self._line - 1
        place = Location(file, span._replace(line=line, end_line=line), pointer)
        raise Unreadable(Flaw(flaw.rule, flaw.message, place, hint=flaw.hint, fatal=True))

    def _measure(self, block: bytes) -> None:
        for number, line in enumerate(_normal(block).split(b"\n")):
            if len(line) > MOST_BYTES:
                here = self._line + number
                place = Location(self._text.file, Span(here, 1, here, 1), "")
                message = f"A line has more than {MOST_BYTES:,} bytes, which is the most."
                hint = "Write one entity on each line."
                raise Unreadable(Flaw("plan/over-limit", message, place, hint=hint, fatal=True))

    def _breaks(self) -> str:
        if not self._returns:
            return "\n"
        if self._returns == self._feeds == self._both:
            return "\r\n"
        return "" if self._feeds else "\r"


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield whole lines, many at a time; of a line that is too long its begin."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        # A return at the end may belong to the line feed that follows.
        cut = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
        if not cut and len(data) > MOST_BYTES:
            cut = len(data)
        if cut:
            yield data[:cut]
        rest = data[cut:]
    if rest:
        yield rest


def _normal(block: bytes) -> bytes:
    """Return a text of the same length whose lines all end with a line feed."""
    return _LONE.sub(b"\n", block)


def _stretch(path: Path, offset: int, length: int, file: str) -> list[str]:
    """Return the lines of a stretch of a file that begins with a line."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            text = stream.read(length).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise LimitReached(f"{file} was changed while it was read: check it again") from None
    # What else Python takes for the end of a line, plans do not have.
    return text.splitlines(keepends=True)


def _without_break(text: str) -> str:
    if text.endswith("\r\n"):
        return text[:-2]
    return text[:-1] if text.endswith(("\n", "\r")) else text
