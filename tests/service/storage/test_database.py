"""What a database says when it cannot be used, or refuses something."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from pacecar.service.problems import DatabaseProblem
from pacecar.service.service import Service
from pacecar.service.storage.database import Database
from pacecar.service.storage.tables import TOKENS


def test_words_of_an_error_hold_nothing_that_was_to_be_kept(service: Service) -> None:
    """They end up in logs; values are what people sent."""
    columns = ("id", "name", "company", "scopes", "created_at", "expires_at", "revoked_at")
    row = {**dict.fromkeys(columns, "top-secret"), "hash": "x"}
    service.database.writing(lambda connection: connection.execute(insert(TOKENS), row))
    with pytest.raises(IntegrityError) as refused:
        service.database.writing(lambda connection: connection.execute(insert(TOKENS), row))
    assert "hidden" in str(refused.value)
    parameters = str(refused.value).partition("[SQL")[2]
    assert "top-secret" not in parameters


def test_no_connection_left_is_a_problem_of_the_database(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not a mistake of ours: trying later helps."""
    pool = service.database.engine.pool
    monkeypatch.setattr(pool, "_timeout", 0.01)
    held = [service.database.engine.connect() for _ in range(15)]
    try:
        with pytest.raises(DatabaseProblem, match="are in use"):
            service.database.writing(lambda connection: connection.exec_driver_sql("SELECT 1"))
    finally:
        for one in held:
            one.close()


def test_a_database_that_is_not_there_is_told_without_its_password() -> None:
    """The address is shown as it may be."""
    database = Database("postgresql://me:top-secret@127.0.0.1:1/none")
    with pytest.raises(DatabaseProblem) as told, database.reading():
        pass
    database.close()
    assert "top-secret" not in str(told.value)
    assert "postgresql+psycopg://me:***@127.0.0.1:1/none cannot be used" in str(told.value)


def test_a_new_file_that_another_process_is_about_to_write_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself does not wait there, so that of two that start at once one would fail."""
    file = tmp_path / "new.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE begun (a)")
    other.execute("BEGIN IMMEDIATE")
    ends = threading.Timer(0.1, lambda: other.execute("COMMIT"))
    ends.start()
    database = Database(str(file))
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    database.close()
    ends.join()
    other.close()
