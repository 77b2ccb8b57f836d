"""Two server processes on one database, of which one is killed while it checks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from pacecar.service import audit, lifecycle, reading
from pacecar.service.service import Service
from pacecar.service.storage.tables import CHECKS
from tests.service.conftest import ADMINISTRATOR, RENAULT, SetClock, program, proposal

pytestmark = pytest.mark.slow

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(address: str, rules: list[Path]) -> Iterator[Start]:
    """Return what starts a server process; all are gone in the end."""
    running: list[subprocess.Popen[str]] = []

    def begin(*file: str, lease: int = 60) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.service.workers.server", address, str(rules[0])]
        process = subprocess.Popen(
            [*command, str(lease), *file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def real(filled: Service, clock: SetClock) -> Service:
    """Return the filled service; its clock goes as that of the processes, a little behind."""
    clock.instant, clock.step = datetime.now(UTC) - timedelta(minutes=1), timedelta(microseconds=1)
    return filled


def worker_of(server: subprocess.Popen[str]) -> int:
    """Return the worker of a server once it is asked something."""
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("workers "):
            return int(line.split()[1])
    raise AssertionError("the server ended")


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so, not for ever."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def checks_of(service: Service, id_: str) -> list[str]:
    """Return the verdicts of all checks of a submission."""
    with service.database.reading() as connection:
        query = select(CHECKS.c.verdict).where(CHECKS.c.submission == id_)
        return list(connection.scalars(query))


@pytest.mark.parametrize("fault", ["loop in C", "stop"])
def test_a_killed_server_takes_its_workers_with_it_and_another_takes_its_job(
    fault: str, real: Service, start: Start, tmp_path: Path
) -> None:
    """Even a worker that never looks is gone at once; the job is done once, after its lease."""
    file = tmp_path / "faults"
    file.write_text(fault, encoding="utf-8")
    id_ = lifecycle.submit(real, RENAULT, "a.yaml", proposal(program("a"))).submission.id
    dying = start(str(file), lease=2)
    pid = worker_of(dying)
    assert lives(pid)
    dying.kill()
    dying.wait()
    until(lambda: not lives(pid))
    start()
    until(lambda: bool(checks_of(real, id_)))
    job = reading.job(real, ADMINISTRATOR, id_)
    assert job is not None
    assert (checks_of(real, id_), job.state, job.attempts) == (["accepted"], "done", 2)
    assert audit.verify(real.database).problems == ()


def test_two_servers_share_what_waits(real: Service, start: Start) -> None:
    """Each submission is checked once, by one of them."""
    ids = [
        lifecycle.submit(real, RENAULT, f"{n}.yaml", proposal(program(f"car-{n}"))).submission.id
        for n in range(12)
    ]
    servers = [start(), start()]
    until(lambda: all(checks_of(real, id_) for id_ in ids))
    assert [checks_of(real, id_) for id_ in ids] == [["accepted"]] * 12
    for server in servers:
        server.communicate("", timeout=30)
    assert [server.returncode for server in servers] == [0, 0]
    assert audit.verify(real.database).problems == ()


def test_a_worker_outlives_what_stops_the_service_gracefully(real: Service, start: Start) -> None:
    """SIGTERM and ^C reach all processes of a service; the checks that run are finished."""
    lifecycle.submit(real, RENAULT, "a.yaml", proposal(program("a")))
    server = start()
    pid = worker_of(server)
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        os.kill(pid, one)
    time.sleep(0.2)
    assert lives(pid)
    server.communicate("", timeout=30)
    assert not lives(pid)
