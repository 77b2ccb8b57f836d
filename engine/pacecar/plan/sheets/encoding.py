"""From the bytes of a CSV file to its text: spreadsheet programs write more than UTF-8."""

from __future__ import annotations

from typing import Final

from pacecar.plan.decoding import decode, refused, span_at, too_large
from pacecar.plan.limits import FILE_BYTES
from pacecar.plan.nodes import Flaw, Location
from pacecar.plan.wording import quoted

_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LONG_MARK: Final = b"\xff\xfe\x00\x00"
_AROUND: Final = 20


def decode_csv(data: bytes, file: str) -> tuple[str, Flaw | None]:
    """Return the text of a CSV file, and what is wrong with it.

    It is in UTF-8, or in UTF-16 with a byte order mark. Other bytes are read as Windows-1252,
    which is what spreadsheet programs write in the west of Europe, and that is reported: what
    one cannot be sure of must not pass for read. A flaw is fatal if there is no text.
    """
    if len(data) > FILE_BYTES:
        return "", too_large(file, len(data))
    encoding = _MARKS.get(data[:2])
    if encoding is not None and not data.startswith(_LONG_MARK):
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
        flaw = refused(text, file) or _foreign(text, problem.start, file)
    return text, flaw


def _foreign(text: str, offset: int, file: str) -> Flaw:
    """Return the flaw of a file in Windows-1252, whose first other character is at `offset`."""
    begin = max(offset - _AROUND, 0)
    around = text[begin : offset + _AROUND]
    words = around.replace("\t", " ").splitlines()
    # The line with the character, cut to what stands around it.
    here = next((w for w in words if text[offset] in w), around).strip()
    span = span_at(text, offset, 1)
    return Flaw(
        "plan/unreadable",
        f"The file is not in UTF-8; it was read as Windows-1252: {quoted(here)}.",
        Location(file, span, ""),
        hint='Save it as "CSV UTF-8".',
    )
