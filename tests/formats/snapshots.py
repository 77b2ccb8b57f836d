"""Whole outputs, kept as files and compared byte by byte.

`REGENERATE=1 pytest tests/formats tests/cli` writes them anew; look at the difference then.
"""

from __future__ import annotations

import os
from pathlib import Path


def same(file: Path, output: str) -> None:
    """Assert that `output` is what the file holds, or make it so."""
    data = output.encode("utf-8", "surrogatepass")
    if os.environ.get("REGENERATE"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    assert data.decode("utf-8", "surrogatepass") == file.read_bytes().decode(
        "utf-8", "surrogatepass"
    )
