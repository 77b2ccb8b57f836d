"""Tokens, by the hash of their secret; the secret itself is kept nowhere."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, insert, select, update

from pacecar.service.access import SCOPES, Scope
from pacecar.service.problems import NotFound
from pacecar.service.storage.tables import TOKENS


@dataclass(frozen=True, slots=True)
class Token:
    """A token: what it is called, whose it is, what it may do, and until when."""

    id: str
    hash: str
    name: str
    company: str
    scopes: tuple[Scope, ...]
    created_at: str
    expires_at: str = ""
    revoked_at: str = ""

    def in_force(self, now: str) -> bool:
        """Tell whether it can be used at an instant."""
        return not self.revoked_at and (not self.expires_at or now < self.expires_at)


def add(connection: Connection, token: Token) -> None:
    """Keep a new token."""
    connection.execute(insert(TOKENS), {**asdict(token), "scopes": " ".join(token.scopes)})


def by_hash(connection: Connection, hash_: str) -> Token | None:
    """Return the token of a secret's hash, None if there is none."""
    row = connection.execute(select(TOKENS).where(TOKENS.c.hash == hash_)).one_or_none()
    return None if row is None else _token(row)


def one(connection: Connection, id_: str) -> Token:
    """Return a token.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(TOKENS).where(TOKENS.c.id == id_)).one_or_none()
    if row is None:
        raise NotFound(f"There is no token {id_}; pacecar admin token list shows all.")
    return _token(row)


def revoke(connection: Connection, id_: str, now: str) -> None:
    """Take a token out of force."""
    connection.execute(update(TOKENS).where(TOKENS.c.id == id_).values(revoked_at=now))


def every(connection: Connection) -> list[Token]:
    """Return all tokens, the first one first."""
    return [_token(row) for row in connection.execute(select(TOKENS).order_by(TOKENS.c.id))]


def _token(row: object) -> Token:
    token = Token(*row)  # type: ignore[misc]  # A row is a tuple of the table's columns.
    written = str(token.scopes).split()
    return replace(token, scopes=tuple(scope for scope in SCOPES if scope in written))
