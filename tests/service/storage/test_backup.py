"""Backups: whole or not at all, from either database into either."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from pacecar.service import audit, lifecycle
from pacecar.service.problems import DatabaseProblem
from pacecar.service.service import Service
from pacecar.service.storage.backup import backup, restore
from pacecar.service.storage.database import Database
from tests.service.conftest import ADMINISTRATOR, RENAULT, accepted, checked, program, proposal
from tests.service.postgresql import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return an empty database of each kind."""
    if request.param == "sqlite":
        database = Database(str(tmp_path / "restored.db"))
        yield database
        database.close()
    else:
        server: Server = request.getfixturevalue("postgresql")
        with server.database(migrated=False) as found:
            database = Database(found)
            yield database
            database.close()


def test_a_backup_restores_everything_into_either_database(
    filled: Service, empty: Database, tmp_path: Path
) -> None:
    """The restored one verifies, ends in the same head, gives the same backup, and goes on."""
    accepted(filled, RENAULT, "a.yaml", proposal(program("kadjar")))
    file, again = tmp_path / "one.gz", tmp_path / "two.gz"
    rows = backup(filled.database, file)
    assert restore(empty, file) == rows
    assert audit.verify(empty) == audit.verify(filled.database)
    assert backup(empty, again) == rows
    assert again.read_bytes() == file.read_bytes()
    restored = Service(empty, filled.settings, filled.judge, filled.clock)
    sent = checked(restored, RENAULT, "b.yaml", proposal(program("arkana")))
    assert lifecycle.accept(restored, ADMINISTRATOR, sent.id).portfolio == 3
    with pytest.raises(DatabaseProblem, match="not empty"):
        restore(empty, file)


@pytest.mark.parametrize("damage", ["cut", "changed", "another", "empty", "missing"])
def test_a_damaged_backup_restores_nothing(filled: Service, tmp_path: Path, damage: str) -> None:
    """It is told, and the database stays empty."""
    file = tmp_path / "one.gz"
    backup(filled.database, file)
    text = gzip.decompress(file.read_bytes())
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-30])
    elif damage == "changed":
        file.write_bytes(gzip.compress(text.replace(b"submitted", b"Submitted", 1)))
    elif damage == "another":
        file.write_bytes(b"programs: []\n")
    elif damage == "empty":
        file.write_bytes(gzip.compress(b""))
    else:
        file.unlink()
    database = Database(str(tmp_path / "new.db"))
    with pytest.raises(DatabaseProblem, match=r"no whole backup|cannot be read"):
        restore(database, file)
    database.close()


def test_a_backup_never_takes_the_place_of_a_file(filled: Service, tmp_path: Path) -> None:
    """Nothing is lost by giving a name twice, and no part is left behind."""
    file = tmp_path / "one.gz"
    file.write_text("precious")
    with pytest.raises(DatabaseProblem, match="is there already"):
        backup(filled.database, file)
    assert file.read_text() == "precious"
    with pytest.raises(DatabaseProblem, match="cannot be written"):
        backup(filled.database, tmp_path / "no" / "folder.gz")
    assert not list(tmp_path.glob("*.part"))
