"""Bytes by their digest: what was sent, reports, rules. Never changed, never removed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from pacecar.service.canonical import digest_of
from pacecar.service.problems import DatabaseProblem
from pacecar.service.storage.database import insert_or_leave
from pacecar.service.storage.tables import BLOBS


def keep(connection: Connection, data: bytes) -> str:
    """Keep some bytes, once however often they come, and return their digest."""
    digest = digest_of(data)
    known = connection.scalar(select(BLOBS.c.size).where(BLOBS.c.digest == digest))
    if known is None:
        row = {"digest": digest, "size": len(data), "data": zlib.compress(data)}
        connection.execute(insert_or_leave(connection, BLOBS), row)
    return digest


def read(connection: Connection, digest: str) -> bytes:
    """Return the bytes of a digest.

    Raises:
        DatabaseProblem: they are not there, or are no longer what was kept.
    """
    row = connection.execute(
        select(BLOBS.c.size, BLOBS.c.data).where(BLOBS.c.digest == digest)
    ).one_or_none()
    data = None if row is None else unpacked(row.data, row.size)
    if data is None or digest_of(data) != digest:
        raise DatabaseProblem(f"What is kept as {digest} is missing or damaged.")
    return data


def unpacked(data: bytes, size: int) -> bytes | None:
    """Return bytes as they were kept, None if they cannot be had; never more than their size."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(data, size + 1)
    except zlib.error:
        return None
    return found if len(found) == size else None


def damaged(connection: Connection) -> Iterator[str]:
    """Yield the digests whose bytes are no longer what was kept, one at a time in memory."""
    query = select(BLOBS.c.digest, BLOBS.c.size, BLOBS.c.data).order_by(BLOBS.c.digest)
    with connection.execute(query.execution_options(yield_per=16)) as rows:
        for digest, size, data in rows:
            found = unpacked(data, size)
            if found is None or digest_of(found) != digest:
                yield digest
