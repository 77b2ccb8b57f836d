"""Sessions of browsers, by the hash of what their cookie holds; that itself is kept nowhere."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from pacecar.service.storage.tables import SESSIONS


@dataclass(frozen=True, slots=True)
class Session:
    """A session: the token that began it, from when until when."""

    hash: str
    token: str
    began_at: str
    ends_at: str


def add(connection: Connection, session: Session) -> None:
    """Keep a new session."""
    connection.execute(insert(SESSIONS), asdict(session))


def by_hash(connection: Connection, hash_: str) -> Session | None:
    """Return the session of a secret's hash, None if there is none."""
    row = connection.execute(select(SESSIONS).where(SESSIONS.c.hash == hash_)).one_or_none()
    return None if row is None else Session(*row)


def remove(connection: Connection, hash_: str) -> None:
    """Forget a session."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.hash == hash_))


def remove_ended(connection: Connection, now: str) -> None:
    """Forget the sessions that are over."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.ends_at <= now))
