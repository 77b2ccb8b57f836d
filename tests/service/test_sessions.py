"""Sessions of browsers: never more than the token that began them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacecar.service import sessions, tokens
from pacecar.service.access import OPERATOR
from pacecar.service.problems import Unauthenticated
from pacecar.service.service import Service
from tests.service.conftest import SetClock


def made(service: Service) -> tuple[str, str]:
    """Make a token of Renault's planner; return its id and its secret."""
    token, secret = tokens.create(
        service, OPERATOR, name="Planner", company="renault", scopes=("read", "submit")
    )
    return token.id, secret


def test_a_session_is_its_token(service: Service) -> None:
    """Whoever has it is who the token says, with its scopes and company."""
    id_, token = made(service)
    found = sessions.visitor(service, sessions.begin(service, token))
    assert (found.name, found.who.token, found.who.company) == ("Planner", id_, "renault")
    assert found.who.scopes == {"read", "submit"}


def test_what_the_cookie_holds_is_kept_nowhere(service: Service) -> None:
    """The database has neither the session's secret nor the token's."""
    _, token = made(service)
    secret = sessions.begin(service, token)
    with service.database.reading() as connection:
        rows = [
            tuple(row)
            for table in ("sessions", "tokens")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - ours
        ]
    assert len(rows) == 2
    assert secret not in str(rows)
    assert token not in str(rows)


def test_a_session_ends_by_logging_out_and_by_itself(service: Service, clock: SetClock) -> None:
    """Ended, it opens nothing; over, neither, and the next login clears it away."""
    _, token = made(service)
    first, second = sessions.begin(service, token), sessions.begin(service, token)
    sessions.end(service, first)
    sessions.end(service, first)
    with pytest.raises(Unauthenticated):
        sessions.visitor(service, first)
    assert sessions.visitor(service, second).name == "Planner"
    clock.forward(timedelta(hours=sessions.HOURS))
    with pytest.raises(Unauthenticated, match="over"):
        sessions.visitor(service, second)
    sessions.begin(service, token)
    with service.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 1


def test_revoking_the_token_ends_its_sessions_at_once(service: Service) -> None:
    """The next request is nobody's."""
    id_, token = made(service)
    secret = sessions.begin(service, token)
    tokens.revoke(service, OPERATOR, id_)
    with pytest.raises(Unauthenticated, match="no longer in force"):
        sessions.visitor(service, secret)
    with pytest.raises(Unauthenticated):
        sessions.begin(service, token)


def test_forms_of_two_sessions_have_two_keys(service: Service) -> None:
    """A key tells nothing of the cookie and fits no other session."""
    _, token = made(service)
    first, second = sessions.begin(service, token), sessions.begin(service, token)
    assert sessions.form_key(first) != sessions.form_key(second)
    assert first not in sessions.form_key(first)
