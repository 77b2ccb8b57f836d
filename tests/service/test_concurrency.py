"""What happens at once: acceptances, keys, jobs, migrations; in threads and in processes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from pacecar.service import audit, lifecycle, portfolio, reading
from pacecar.service.checking import check_now
from pacecar.service.clock import utc_now
from pacecar.service.judging import InProcessJudge, Judged, Task
from pacecar.service.problems import NotAcceptable
from pacecar.service.service import Service
from pacecar.service.storage import jobs
from pacecar.service.storage.database import Database
from pacecar.service.storage.migrating import migrate, newest
from tests.service.conftest import (
    ADMINISTRATOR,
    NISSAN,
    RENAULT,
    SetClock,
    checked,
    program,
    proposal,
)
from tests.service.postgresql import Server

T = TypeVar("T")

KADJAR = proposal(program("kadjar", leader="qashqai"))
MOVED = proposal(program("qashqai", "nissan", platform="cmf-b"))


def _at_once(*calls: Callable[[], T]) -> list[T]:
    """Run all of them at one moment, and return what each returned, in their order."""
    barrier = Barrier(len(calls))

    def start(call: Callable[[], T]) -> T:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start, calls))


def _outcome(service: Service, id_: str) -> str:
    try:
        return lifecycle.accept(service, ADMINISTRATOR, id_).state
    except NotAcceptable:
        return "not acceptable"


def test_of_two_that_only_together_break_a_rule_one_is_accepted_at_once(filled: Service) -> None:
    """Whichever is first wins, again and again; the other one is told why not."""
    first = checked(filled, NISSAN, "a.yaml", MOVED)
    second = checked(filled, RENAULT, "b.yaml", KADJAR)
    outcomes = _at_once(lambda: _outcome(filled, first.id), lambda: _outcome(filled, second.id))
    assert sorted(outcomes) == ["accepted", "not acceptable"]
    now = json.loads(portfolio.portfolio(filled, NISSAN).report)
    assert (now["verdict"], now["findings"]) == ("accepted", [])
    assert audit.verify(filled.database).problems == ()


def test_acceptances_at_once_lose_and_double_nothing(filled: Service) -> None:
    """Eight proposals that do not touch each other become eight versions, whoever comes first."""
    sent = [checked(filled, RENAULT, f"{n}.yaml", proposal(program(f"car-{n}"))) for n in range(8)]
    outcomes = _at_once(*(lambda id_=one.id: _outcome(filled, id_) for one in sent))
    assert outcomes == ["accepted"] * 8
    versions = portfolio.versions(filled, NISSAN)
    assert [one.version for one in versions] == list(range(9, 0, -1))
    assert {one.submission for one in versions[:-1]} == {one.id for one in sent}
    assert json.loads(portfolio.portfolio(filled, NISSAN).report)["plan"]["programs"] == 9
    assert audit.verify(filled.database).problems == ()


def test_one_key_at_once_brings_one_submission(filled: Service) -> None:
    """Of many requests with one key, one is new and the others get the same."""
    receipts = _at_once(
        *[lambda: lifecycle.submit(filled, RENAULT, "k.yaml", KADJAR, key="once")] * 8
    )
    assert len({one.submission.id for one in receipts}) == 1
    assert Counter(one.replayed for one in receipts) == {True: 7, False: 1}


def test_a_job_is_claimed_by_one_worker_and_by_another_after_its_lease(
    filled: Service, clock: SetClock
) -> None:
    """A lost worker's job is tried again, a bounded number of times, and then failed with why."""
    sent = lifecycle.submit(filled, RENAULT, "k.yaml", KADJAR).submission
    lease = timedelta(minutes=1)
    claims = _at_once(
        *(
            lambda name=name: jobs.claim(filled.database, filled.clock, name, lease)
            for name in ("a", "b", "c")
        )
    )
    (mine,) = [one for one in claims if one is not None]
    assert (mine.submission, mine.attempts) == (sent.id, 1)
    clock.forward(lease)
    stolen = jobs.claim(filled.database, filled.clock, "d", lease)
    assert stolen is not None
    assert stolen.attempts == 2
    assert not jobs.renew(filled.database, filled.clock, mine, lease)
    assert jobs.renew(filled.database, filled.clock, stolen, lease)
    assert jobs.fail(filled.database, stolen, "no memory")
    for _ in range(jobs.MOST_ATTEMPTS - 2):
        assert jobs.claim(filled.database, filled.clock, "e", lease) is not None
        clock.forward(lease)
    assert jobs.claim(filled.database, filled.clock, "f", lease) is None
    job = reading.job(filled, RENAULT, sent.id)
    assert job is not None
    assert (job.state, job.attempts, job.problem) == ("failed", jobs.MOST_ATTEMPTS, jobs.GONE)
    check_now(filled, sent.id)
    job = reading.job(filled, RENAULT, sent.id)
    assert job is not None
    assert (job.state, job.problem) == ("done", "")


def test_a_check_that_ends_after_a_withdrawal_changes_nothing(filled: Service) -> None:
    """What was decided while the judge was at work stays decided."""
    sent = lifecycle.submit(filled, RENAULT, "k.yaml", KADJAR).submission
    judge = filled.judge

    class Slow(InProcessJudge):
        """Judges, and meanwhile the planner withdraws."""

        def judge(self, task: Task) -> Judged:
            """Withdraw, and judge."""
            lifecycle.withdraw(filled, RENAULT, sent.id)
            return judge.judge(task)

    slow = Service(filled.database, filled.settings, Slow(), filled.clock)
    assert check_now(slow, sent.id) is None
    assert reading.submission(filled, RENAULT, sent.id).state == "withdrawn"
    assert audit.verify(filled.database).problems == ()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_several_may_migrate_at_once(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """One of them makes the schema, the others find it made."""

    def made(address: str) -> list[str]:
        databases = [Database(address) for _ in range(4)]
        before = _at_once(*(lambda one=one: migrate(one)[0] for one in databases))
        for one in databases:
            one.close()
        return sorted(before)

    if kind == "sqlite":
        found = made(str(tmp_path / "new.db"))
    else:
        server: Server = request.getfixturevalue("postgresql")
        with server.database(migrated=False) as address:
            found = made(address)
    assert found == ["", newest(), newest(), newest()]


_PROCESS = """
import sys
from pathlib import Path
from tests.service.conftest import ADMINISTRATOR
from tests.service.test_concurrency import _outcome
from pacecar.service.service import open_service
from pacecar.service.settings import ServiceSettings
address, rules, *ids = sys.argv[1:]
service = open_service(ServiceSettings(address, evaluator="builtin"), [Path(rules)])
print("ready", flush=True)
sys.stdin.readline()
for id_ in ids:
    print(_outcome(service, id_), flush=True)
service.database.close()
"""


@pytest.mark.slow
def test_of_two_that_only_together_break_a_rule_two_processes_accept_one(
    filled: Service, address: str, rules: list[Path], clock: SetClock
) -> None:
    """Two processes on one database accept five such pairs at once; each time one passes."""
    # The processes look at the real clock; what is in the log must not be in their future.
    clock.instant, clock.step = datetime.now(UTC) - timedelta(minutes=1), timedelta(microseconds=1)
    left, right = [], []
    for number in range(5):
        lead, follow = f"lead-{number}", f"follow-{number}"
        done = checked(filled, NISSAN, "l.yaml", proposal(program(lead, "nissan")))
        lifecycle.accept(filled, ADMINISTRATOR, done.id)
        moved = proposal(program(lead, "nissan", platform="cmf-b"))
        left.append(checked(filled, NISSAN, "a.yaml", moved).id)
        followed = proposal(program(follow, leader=lead))
        right.append(checked(filled, RENAULT, "b.yaml", followed).id)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _PROCESS, address, str(rules[0]), *ids],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for ids in (left, right)
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    told = [one.communicate(timeout=120)[0].split("\n")[:-1] for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert [sorted(pair) for pair in zip(*told, strict=True)] == [
        ["accepted", "not acceptable"]
    ] * 5
    now = json.loads(portfolio.portfolio(filled, NISSAN).report)
    assert (now["verdict"], now["findings"]) == ("accepted", [])
    assert audit.verify(filled.database).problems == ()
    assert filled.clock is not utc_now
