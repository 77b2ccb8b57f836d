"""What one plan may ask of the machine; beyond it, files are refused before they are built."""

from __future__ import annotations

from typing import Final

FILE_BYTES: Final = 16 * 1024 * 1024
"""Bytes of one YAML or JSON file."""

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
