"""What a killed check leaves on the disk is removed by the next one, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pacecar.plan.bulk import folders
from pacecar.plan.bulk.database import Database, Limits

_KILLED = """
import os, signal, sys
from pathlib import Path
from pacecar.plan.bulk.database import Database, Limits
database = Database(Limits(threads=1, folder=Path(sys.argv[1])))
database.run("CREATE TABLE t AS SELECT 1 AS a")
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(where: Path) -> Path:
    """Return the folder that a killed check has left."""
    before = set(where.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(where)],
        check=False,
        env={**os.environ, "PYTHONPATH": "engine"},
    )
    assert done.returncode == -signal.SIGKILL
    (left,) = set(where.iterdir()) - before
    return left


def test_the_folder_of_a_killed_check_is_removed_by_the_next_in_the_same_place(
    tmp_path: Path,
) -> None:
    """A check that lives keeps its own, and so does one in another place."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    living = Database(Limits(threads=1, folder=here))
    gone, elsewhere = killed(here), killed(there)
    with Database(Limits(threads=1, folder=here)) as database:
        assert sorted(here.iterdir()) == sorted([living.folder, database.folder])
        assert not gone.exists()
        living.run("CREATE TABLE t AS SELECT 1 AS a")
    living.close()
    assert list(here.iterdir()) == []
    assert list(there.iterdir()) == [elsewhere]


def test_only_what_is_certainly_left_behind_is_removed(tmp_path: Path) -> None:
    """Neither what only begins, nor what has another file in it, nor what a link leads to."""
    left, lock = folders.made(tmp_path)
    lock.close()
    begins = tmp_path / ".pacecar-begins"
    begins.mkdir()
    others, of_others = folders.made(tmp_path)
    of_others.close()
    (others / "notes.txt").touch()
    place = tmp_path / "place"
    place.mkdir()
    linked, of_linked = folders.made(place)
    of_linked.close()
    link = tmp_path / ".pacecar-link"
    link.symlink_to(linked)
    folders.sweep(tmp_path)
    assert not left.exists()
    assert sorted(tmp_path.iterdir()) == sorted([begins, others, link, place])
    assert linked.is_dir()


def test_what_belongs_to_somebody_else_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's folder for such files is everybody's."""
    left, lock = folders.made(tmp_path)
    lock.close()
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    folders.sweep(tmp_path)
    assert left.is_dir()
