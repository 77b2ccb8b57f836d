"""Whatever somebody changes in the past, verifying finds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from pacecar.service import audit, lifecycle, tokens
from pacecar.service.audit import Head, read_head
from pacecar.service.canonical import digest_of
from pacecar.service.service import Service
from pacecar.service.storage.decisions import entries, seal
from pacecar.service.storage.tables import APPEND_ONLY
from tests.service.conftest import ADMINISTRATOR, RENAULT, accepted, checked, program, proposal


@pytest.fixture
def past(filled: Service) -> Service:
    """Return a service with a past of every kind."""
    accepted(filled, RENAULT, "a.yaml", proposal(program("kadjar")))
    sent = checked(filled, RENAULT, "b.yaml", proposal(program("koleos")))
    lifecycle.reject(filled, ADMINISTRATOR, sent.id, "Not now")
    token, _ = tokens.create(filled, ADMINISTRATOR, name="T", company="renault", scopes=["read"])
    tokens.revoke(filled, ADMINISTRATOR, token.id)
    return filled


def _tamper(service: Service, work: Callable[[Connection], object]) -> None:
    """Change the past as somebody can who owns the database: without its guards."""

    def inside(connection: Connection) -> None:
        for table in APPEND_ONLY:
            if service.database.is_sqlite:
                for change in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{change}"))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        work(connection)

    service.database.writing(inside)


def _run(*statements: str) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return work


def test_an_untouched_past_verifies_and_its_head_can_be_noted(past: Service) -> None:
    """A head noted earlier is still in the log after more was decided."""
    whole = audit.verify(past.database)
    assert (whole.problems, whole.intact) == ((), True)
    noted = read_head(str(whole.head))
    assert noted == audit.head_of(past.database)
    checked(past, RENAULT, "c.yaml", proposal(program("arkana")))
    later = audit.verify(past.database, noted)
    assert later.problems == ()
    assert later.entries == whole.entries + 2


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        (
            ["UPDATE decisions SET body = replace(body, 'renault', 'nissan') WHERE sequence = 5"],
            "Entry 5 of the log was changed: its hash does not fit what it says.",
        ),
        (
            ["UPDATE decisions SET kind = 'withdrawn' WHERE sequence = 5"],
            "Entry 5 of the log was changed: its columns are not what it says.",
        ),
        (["DELETE FROM decisions WHERE sequence = 5"], "Entry 5 of the log is missing."),
        (
            ["DELETE FROM decisions WHERE sequence < 4"],
            "Entries 1 to 3 of the log are missing.",
        ),
        (
            [
                "UPDATE decisions SET sequence = 1000 WHERE sequence = 5",
                "UPDATE decisions SET sequence = 5 WHERE sequence = 6",
                "UPDATE decisions SET sequence = 6 WHERE sequence = 1000",
            ],
            "Entry 5 of the log does not follow the one before it: one of them was moved",
        ),
        (
            ["UPDATE heads SET log_sequence = 3"],
            "its head is kept as 3:",
        ),
        (["UPDATE submissions SET state = 'checked' WHERE state = 'rejected'"], "is not what"),
        (["UPDATE checks SET introduced_errors = 7"], "is not what the log says."),
        (["UPDATE portfolios SET submission = 'x' WHERE version = 2"], "Portfolio 2 is not"),
        (["DELETE FROM submissions WHERE state = 'rejected'"], "is missing."),
        (["UPDATE tokens SET revoked_at = ''"], "is not what the log says."),
        (["UPDATE heads SET portfolio = 1"], "What is in force is not what the log says."),
        (
            ["INSERT INTO waivers VALUES ('w', 'r', 's', '', '', 'c', 't', '', '', '')"],
            "Waiver w is in no entry of the log.",
        ),
        (["DELETE FROM blobs WHERE size > 10"], "is missing."),
    ],
)
def test_a_past_that_was_changed_is_found(
    past: Service, statements: list[str], problem: str
) -> None:
    """The first broken link is told, or what the tables hold beside the log."""
    _tamper(past, _run(*statements))
    found = audit.verify(past.database)
    assert not found.intact
    assert problem in found.problems[0]


def test_a_log_whose_end_was_cut_off_is_found_by_its_head(past: Service) -> None:
    """The head is kept in a second place."""
    whole = audit.verify(past.database).head
    last = "DELETE FROM decisions WHERE sequence = (SELECT log_sequence FROM heads)"
    _tamper(past, _run(last))
    assert audit.verify(past.database).problems[0] == (
        f"The log ends with entry {whole.sequence - 1}, but had {whole.sequence}: "
        "its end was cut off."
    )


def test_a_log_that_was_written_anew_is_found_by_a_head_noted_outside(past: Service) -> None:
    """Who can write everything can forge a whole log; not one that holds what others noted."""
    noted = audit.head_of(past.database)

    def forge(connection: Connection) -> None:
        previous = "0" * 64
        for entry in list(entries(connection)):
            body = entry.body.replace('"kind":"token revoked"', '"kind":"token revoked" ')
            sealed = seal(previous, entry.sequence, body)
            connection.execute(
                text("UPDATE decisions SET body=:b, previous=:p, hash=:h WHERE sequence=:s"),
                {"b": body, "p": previous, "h": sealed, "s": entry.sequence},
            )
            previous = sealed
        connection.execute(text("UPDATE heads SET log_hash=:h"), {"h": previous})

    _tamper(past, forge)
    assert audit.verify(past.database).problems == ()
    assert audit.verify(past.database, noted).problems == (
        f"The log does not hold the head {noted} that was noted.",
    )


def test_bytes_that_were_changed_are_found(past: Service) -> None:
    """A blob is what its digest says, or it is damaged."""
    _tamper(past, _run("UPDATE blobs SET size = size + 1"))
    found = audit.verify(past.database)
    assert all("its bytes are not what was kept" in problem for problem in found.problems)
    assert found.problems


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_the_database_itself_refuses_to_change_the_past(
    past: Service, table: str, change: str
) -> None:
    """Triggers guard the tables that are only appended to."""
    column = {"blobs": "size", "checks": "id", "decisions": "kind"}.get(table, "recorded_at")
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        past.database.writing(_run(change.format(table, column, column)))


@pytest.mark.parametrize("written", ["", "1", "x:" + "0" * 64, "1:" + "g" * 64, "1:00"])
def test_what_is_no_head_is_refused(written: str) -> None:
    """A head is a number and a hash."""
    with pytest.raises(ValueError, match="NUMBER:HASH"):
        read_head(written)
    assert read_head(f" 12:{'ab' * 32}\n") == Head(12, "ab" * 32)
    assert digest_of(b"").startswith("sha256:")
