"""Sessions: what a browser is known by after somebody logged in with a token.

The cookie holds a random secret, of which the hash is kept, so that no browser keeps a token and
a copy of the database opens no session. A session is never more than its token: each request
asks whether that is still in force.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection

from pacecar.service.access import Principal
from pacecar.service.clock import stamp
from pacecar.service.problems import NotFound, Unauthenticated
from pacecar.service.service import Service
from pacecar.service.storage import sessions, tokens
from pacecar.service.storage.sessions import Session
from pacecar.service.tokens import authenticate, hash_of

HOURS: Final = 12
"""How long a session lasts: a day's work."""

_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a session: who it is, and what the token is called."""

    who: Principal
    name: str


def begin(service: Service, token: str) -> str:
    """Begin a session with the secret of a token, and return the secret of the session.

    Raises:
        Unauthenticated: the token is not in force.
    """
    who = authenticate(service, token)
    secret = secrets.token_urlsafe(_BYTES)
    now = service.clock()
    session = Session(hash_of(secret), who.token, stamp(now), stamp(now + timedelta(hours=HOURS)))

    def work(connection: Connection) -> None:
        sessions.remove_ended(connection, stamp(now))
        sessions.add(connection, session)

    service.database.writing(work)
    return secret


def visitor(service: Service, secret: str) -> Visitor:
    """Return who has a session.

    Raises:
        Unauthenticated: nobody, or it is over, or its token is no longer in force.
    """
    now = stamp(service.clock())
    with service.database.reading() as connection:
        session = sessions.by_hash(connection, hash_of(secret))
        if session is None or session.ends_at <= now:
            raise Unauthenticated("Nobody is logged in here, or the session is over.")
        try:
            token = tokens.one(connection, session.token)
        except NotFound:
            raise Unauthenticated("The token of this session is gone.") from None
    if not token.in_force(now):
        raise Unauthenticated("The token of this session is no longer in force.")
    who = Principal(token.id, token.company, frozenset(token.scopes))
    return Visitor(who, token.name)


def end(service: Service, secret: str) -> None:
    """End a session; again does no harm."""
    hash_ = hash_of(secret)
    service.database.writing(lambda connection: sessions.remove(connection, hash_))


def form_key(secret: str) -> str:
    """Return what forms hold beside the cookie: other sites can make no form with it."""
    return hmac.new(secret.encode(), b"form", sha256).hexdigest()
