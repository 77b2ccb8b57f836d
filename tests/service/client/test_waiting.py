"""`pacecar submit` where a check takes long, is of an older portfolio, or could not be run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pacecar.service.problems import TookTooLong
from pacecar.service.service import Service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage.database import Database
from tests.service.api.conftest import prepared
from tests.service.api.running import in_a_thread
from tests.service.api.test_crowds import Held
from tests.service.conftest import RENAULT, accepted, program, proposal

pytestmark = pytest.mark.slow

__all__ = ["prepared"]

Submit = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def held() -> Held:
    """Return a judge that waits until it is let."""
    return Held()


@pytest.fixture
def service(prepared: tuple[Path, dict[str, str]], tmp_path: Path, held: Held) -> Iterator[Service]:
    """Return a service on a copy of the prepared database."""
    file = shutil.copy(prepared[0], tmp_path / "pacecar.db")
    service = Service(Database(str(file)), ServiceSettings(str(file), evaluator="builtin"), held)
    yield service
    held.let.set()
    service.database.close()


@pytest.fixture
def submit(
    service: Service, prepared: tuple[Path, dict[str, str]], tmp_path: Path, held: Held
) -> Iterator[Submit]:
    """Return the command, run as a process of its own for somebody who may submit, not read."""
    (tmp_path / "kadjar.yaml").write_bytes(proposal(program("kadjar", leader="qashqai")))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PACECAR_")}
    with in_a_thread(service) as address:
        own = {"PACECAR_URL": address, "PACECAR_TOKEN": prepared[1]["sender"]}

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "pacecar", "submit", *arguments]
            return subprocess.run(
                command,
                cwd=tmp_path,
                env={**kept, **own},
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )

        yield run
        held.let.set()


def test_who_waits_for_a_slow_check_is_told_how_it_stands_and_asks_again_later(
    submit: Submit, held: Held
) -> None:
    """The submission is kept, the command ends with 4 and names the next one; then it is there."""
    first = submit("kadjar.yaml", "--wait", "1", "--format", "concise")
    assert (first.returncode, first.stdout) == (4, "")
    said = re.sub(r"sub-[0-9a-z]{26}", "ID", first.stderr).splitlines()
    assert said == [
        "pacecar: ID is submitted",
        "pacecar: ID is checked (0 s)",
        "pacecar: ID is not checked yet; later: pacecar submit --status ID",
    ]
    held.let.set()
    id_ = first.stderr.split()[1]
    again = submit("--status", id_, "--format", "concise")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    whole = submit("--status", id_)
    assert "introduces 0" in whole.stdout


def test_a_check_of_an_older_portfolio_is_told_and_made_again(
    submit: Submit, service: Service, held: Held
) -> None:
    """The same files find the same submission; its report is of before."""
    held.let.set()
    assert submit("kadjar.yaml").stderr.endswith(" is submitted\n")
    accepted(service, RENAULT, "clio.yaml", proposal(program("clio")))
    again = submit("kadjar.yaml")
    id_ = again.stderr.split()[1]
    outdated = (
        f"{id_} was checked on version 1 of the portfolio; its report may no longer hold, "
        "as these changed since: portfolio. "
        f"Check it again: pacecar submit --recheck {id_}"
    )
    assert again.stderr.splitlines() == [
        f"pacecar: {id_} was submitted before",
        f"pacecar: {outdated}",
    ]
    assert "against portfolio version 1" in again.stdout
    anew = submit("--recheck", id_)
    assert (anew.returncode, anew.stderr) == (0, "")
    assert "against portfolio version 2" in anew.stdout


def test_a_check_that_took_too_long_says_why_and_what_to_do(
    submit: Submit, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once; the submission is kept."""

    def late(_: object) -> None:
        raise TookTooLong("The check took more than 60 seconds.")

    monkeypatch.setattr(held, "judge", late)
    failed = submit("kadjar.yaml")
    id_ = failed.stderr.split()[1]
    assert (failed.returncode, failed.stdout) == (4, "")
    assert failed.stderr.splitlines() == [
        f"pacecar: {id_} is submitted",
        f"pacecar: {id_} could not be checked: The check took more than 60 seconds.",
        f"    hint: It is kept. Once the cause is gone: pacecar submit --recheck {id_}",
    ]
    monkeypatch.undo()
    held.let.set()
    assert submit("--recheck", id_).returncode == 0
