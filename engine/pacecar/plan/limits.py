"""What one plan may ask of the machine; beyond it, files are refused before they are built."""

from __future__ import annotations

from typing import Final

FILE_BYTES: Final = 16 * 1024 * 1024
"""Bytes of one file, of a workbook as it lies on the disk."""

DEPTH: Final = 64
"""Lists and mappings within each other."""

NODES: Final = 1_500_000
"""Values and keys of all files together."""

SCALAR_LENGTH: Final = 65_535
"""Code points of one text."""

DIRECTIVES: Final = 100
"""Lines of a YAML file that begin with `%`: libyaml compares every `%TAG` with all before."""

DIGITS: Final = 15
"""Digits of a number, decimals included."""

DECIMALS: Final = 6
"""Digits of a number after the point."""

ID_LENGTH: Final = 200
"""Characters of an id."""

PART_BYTES: Final = 64 * 1024 * 1024
"""Bytes of one part of a workbook (a sheet, its texts), unpacked."""

WORKBOOK_BYTES: Final = 128 * 1024 * 1024
"""Bytes of all parts of a workbook that are read, unpacked."""

WORKBOOK_DIRECTORY: Final = 1024 * 1024
"""Bytes of a workbook's directory, which names its parts."""

PART_RATIO: Final = 250
"""How many times larger a part of more than a mebibyte may be unpacked than packed."""

CELLS: Final = 1_000_000
"""Cells of a workbook's sheets, also those that hold a format only; and of a CSV file."""

HEADER_ROWS: Final = 20
"""Rows of a sheet among which its headers are looked for."""

LINES_BYTES: Final = 4 * 1024 * 1024
"""Bytes of JSON Lines or CSV up to which a file is read in process; a larger one by a database."""
