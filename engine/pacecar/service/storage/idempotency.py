"""Idempotency keys: the submission that a key brought, in the transaction that brought it."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from pacecar.service.problems import KeyReused
from pacecar.service.storage.tables import IDEMPOTENCY_KEYS


def earlier(connection: Connection, token: str, key: str, request: str) -> str | None:
    """Return the submission that a token's key brought before, None if it is new.

    Args:
        connection: the transaction.
        token: whose key it is; keys of others do not matter.
        key: the key.
        request: the digest of what is asked now.

    Raises:
        KeyReused: the key came with another request.
    """
    columns = IDEMPOTENCY_KEYS.c
    query = select(columns.request, columns.submission)
    row = connection.execute(query.where(columns.token == token, columns.key == key)).one_or_none()
    if row is None:
        return None
    if row.request != request:
        raise KeyReused("This idempotency key came before with another body; take a new key.")
    return str(row.submission)


def keep(  # noqa: PLR0913, PLR0917 - a row
    connection: Connection, token: str, key: str, request: str, submission: str, now: str
) -> None:
    """Keep the submission that a key brought."""
    row = {"token": token, "key": key, "request": request, "submission": submission}
    connection.execute(insert(IDEMPOTENCY_KEYS), {**row, "created_at": now})
