"""Tokens: made once, shown once, known afterwards by their hash alone."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from pacecar.plan.scalars import is_id
from pacecar.service.access import SCOPES, Principal, Scope
from pacecar.service.clock import new_id, stamp
from pacecar.service.problems import Invalid, Unauthenticated
from pacecar.service.service import Service
from pacecar.service.storage import tokens
from pacecar.service.storage.ledger import Ledger, decide
from pacecar.service.storage.tokens import Token

PREFIX: Final = "pcr_"
"""What every secret begins with, so that scanners of source code find one that leaked."""

_BYTES: Final = 32
_NAME_LENGTH: Final = 200


def create(  # noqa: PLR0913 - what a token is
    service: Service,
    who: Principal,
    *,
    name: str,
    company: str,
    scopes: Collection[str],
    expires: datetime | None = None,
) -> tuple[Token, str]:
    """Make a token and return it with its secret, which is kept nowhere.

    Args:
        service: where.
        who: an administrator.
        name: what people call it.
        company: the id of the company that it acts for; "" for one that only administers.
        scopes: what it may do.
        expires: from when on it can no longer be used; None for never.

    Raises:
        Forbidden: `who` may not administer.
        Invalid: a value cannot be used.
    """
    who.need("administer")
    chosen = _scopes(scopes)
    if not name.strip() or not name.isprintable() or len(name) > _NAME_LENGTH:
        raise Invalid(f"A token needs a name of at most {_NAME_LENGTH} printable characters.")
    if company and not is_id(company):
        raise Invalid(f"{company!r} is no company's id.")
    if not company and {"submit", "waive"}.intersection(chosen) and "administer" not in chosen:
        raise Invalid("A token that submits or waives acts for a company; say which.")
    secret = PREFIX + secrets.token_urlsafe(_BYTES)

    def work(ledger: Ledger) -> Token:
        if expires is not None and expires <= ledger.instant:
            raise Invalid("The token would have expired before it was made.")
        token = Token(
            id=new_id("tok", ledger.instant),
            hash=hash_of(secret),
            name=name.strip(),
            company=company,
            scopes=chosen,
            created_at=ledger.now,
            expires_at=stamp(expires) if expires else "",
        )
        tokens.add(ledger.connection, token)
        ledger.record(
            "token made",
            who,
            made=token.id,
            name=token.name,
            of=company,
            scopes=list(chosen),
            expires=token.expires_at,
        )
        return token

    return decide(service.database, service.clock, work), secret


def authenticate(service: Service, secret: str) -> Principal:
    """Return who has a secret.

    Raises:
        Unauthenticated: nobody has, or the token is revoked or expired; which of them is not
            told.
    """
    wanted = hash_of(secret)
    with service.database.reading() as connection:
        token = tokens.by_hash(connection, wanted)
    # The look-up finds the hash of a secret of 256 random bits; comparing again costs nothing.
    known = token is not None and hmac.compare_digest(token.hash, wanted)
    if token is None or not known or not token.in_force(stamp(service.clock())):
        raise Unauthenticated("The token is not known, or no longer in force.")
    return Principal(token.id, token.company, frozenset(token.scopes))


def revoke(service: Service, who: Principal, id_: str) -> Token:
    """Take a token out of force, at once and for good; again does no harm.

    Raises:
        Forbidden: `who` may not administer.
        NotFound: there is no such token.
    """
    who.need("administer")

    def work(ledger: Ledger) -> Token:
        token = tokens.one(ledger.connection, id_)
        if token.revoked_at:
            return token
        tokens.revoke(ledger.connection, id_, ledger.now)
        ledger.record("token revoked", who, revoked=id_)
        return replace(token, revoked_at=ledger.now)

    return decide(service.database, service.clock, work)


def list_tokens(service: Service, who: Principal) -> list[Token]:
    """Return all tokens, the first one first.

    Raises:
        Forbidden: `who` may not administer.
    """
    who.need("administer")
    with service.database.reading() as connection:
        return tokens.every(connection)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret. It has 256 random bits: nothing slower is needed."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _scopes(written: Collection[str]) -> tuple[Scope, ...]:
    strange = sorted(set(written).difference(SCOPES))
    if strange or not written:
        problem = f"{strange[0]!r} is no scope" if strange else "A token needs a scope"
        raise Invalid(f"{problem}; there are {', '.join(SCOPES)}.")
    return tuple(scope for scope in SCOPES if scope in written)
