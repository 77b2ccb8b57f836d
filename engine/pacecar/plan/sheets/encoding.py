"""From the bytes of a CSV file to its text: spreadsheet programs write more than UTF-8."""

from __future__ import annotations

from typing import Final

from pacecar.plan.decoding import decode, refused, span_at, too_large
from pacecar.plan.limits import FILE_BYTES
from pacecar.plan.nodes import Flaw, Location
from pacecar.plan.wording import quoted

_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LONG_MARK: Final = b"\xff\xfe\x00\x00"
AROUND: Final = 20
"""Characters before and after one that are told with it."""


def decode_csv(data: bytes, file: str) -> tuple[str, Flaw | None]:
    """Return the text of a CSV file, and what is wrong with it.

    It is in UTF-8, or in UTF-16 with a byte order mark. Other bytes are read as Windows-1252,
    which is what spreadsheet programs write in the west of Europe, and that is reported: what
    one cannot be sure of must not pass for read. A flaw is fatal if there is no text.
    """
    if len(data) > FILE_BYTES:
        return "", too_large(file, len(data))
    encoding = marked(data)
    if encoding:
        try:
            text = data[2:].decode(encoding)
        except UnicodeDecodeError:
            return decode(data, file)
        return text, refused(text, file)
    text, flaw = decode(data, file)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            return "", flaw
        # Each byte is a character.
        span = span_at(text, problem.start, 1)
        flaw = refused(text, file) or foreign(text, problem.start, Location(file, span, ""))
    return text, flaw


def marked(data: bytes) -> str:
    """Return which UTF-16 the first bytes of a file say that it is in, "" if they say none."""
    return "" if data.startswith(_LONG_MARK) else _MARKS.get(data[:2], "")


def foreign(text: str, offset: int, location: Location) -> Flaw:
    """Return the flaw of a file in Windows-1252, whose first other character is at `offset`.

    Args:
        text: that of the file, or the part of it around the character.
        offset: where the character stands in `text`.
        location: where it stands in the file.
    """
    begin = max(offset - AROUND, 0)
    around = text[begin : offset + AROUND]
    words = around.replace("\t", " ").splitlines()
    # The line with the character, cut to what stands around it.
    here = next((w for w in words if text[offset] in w), around).strip()
    return Flaw(
        "plan/unreadable",
        f"The file is not in UTF-8; it was read as Windows-1252: {quoted(here)}.",
        location,
        hint='Save it as "CSV UTF-8".',
    )
