"""Tokens: what is kept of them, and who is let in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from pacecar.service import tokens
from pacecar.service.access import OPERATOR, Principal
from pacecar.service.problems import Forbidden, Invalid, Unauthenticated
from pacecar.service.service import Service
from tests.service.conftest import RENAULT, SetClock


def test_a_token_lets_in_until_it_expires_or_is_revoked(service: Service, clock: SetClock) -> None:
    """Its secret is shown once, begins as scanners look for it, and is kept nowhere."""
    token, secret = tokens.create(
        service,
        OPERATOR,
        name="Planning",
        company="renault",
        scopes=["submit", "read"],
        expires=clock.instant + timedelta(days=1),
    )
    who = Principal(token.id, "renault", frozenset(("read", "submit")))
    assert secret.startswith("pcr_")
    assert tokens.authenticate(service, secret) == who
    with service.database.reading() as connection:
        kept = [str(row) for row in connection.execute(text("SELECT * FROM tokens"))]
        kept += [str(row) for row in connection.execute(text("SELECT * FROM decisions"))]
    assert not any(secret[4:] in row for row in kept)
    clock.forward(timedelta(days=1))
    with pytest.raises(Unauthenticated):
        tokens.authenticate(service, secret)
    other, secret = tokens.create(service, OPERATOR, name="O", company="", scopes=["administer"])
    assert tokens.authenticate(service, secret).administers
    revoked = tokens.revoke(service, OPERATOR, other.id)
    assert tokens.revoke(service, OPERATOR, other.id) == revoked
    for wrong in (secret, "", "pcr_", "\ud800", secret[:-1]):
        with pytest.raises(Unauthenticated):
            tokens.authenticate(service, wrong)
    assert [one.id for one in tokens.list_tokens(service, OPERATOR)] == [token.id, other.id]


@pytest.mark.parametrize(
    ("name", "company", "scopes"),
    [
        ("", "renault", ["read"]),
        ("a\x00", "renault", ["read"]),
        ("a", "Not An Id", ["read"]),
        ("a", "renault", []),
        ("a", "renault", ["root"]),
        ("a", "", ["submit"]),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(
    service: Service, name: str, company: str, scopes: list[str]
) -> None:
    """Nothing is kept of it."""
    with pytest.raises(Invalid):
        tokens.create(service, OPERATOR, name=name, company=company, scopes=scopes)
    with pytest.raises(Forbidden):
        tokens.create(service, RENAULT, name="a", company="renault", scopes=["read"])
    assert tokens.list_tokens(service, OPERATOR) == []
