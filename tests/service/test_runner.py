"""Running checks: what waits is checked, given back or given up, and never forgotten."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pacecar.service import lifecycle, reading
from pacecar.service.clock import utc_now
from pacecar.service.judging import InProcessJudge, Judged, Task
from pacecar.service.problems import CannotJudge, NotTried, TookTooLong
from pacecar.service.runner import Runner
from pacecar.service.service import Service, open_service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage import jobs
from pacecar.service.storage.jobs import Job
from tests.service.conftest import ADMINISTRATOR, PLAN


class Fake:
    """Does something, and then judges as usual; may be closed meanwhile."""

    def __init__(self, inner: InProcessJudge, first: Callable[[Fake], None]) -> None:
        """Prepare."""
        self._inner = inner
        self._first = first
        self.closed = threading.Event()
        self.asked = threading.Event()
        self.times = 0

    def judge(self, task: Task) -> Judged:
        """Do it, and judge."""
        self.times += 1
        self.asked.set()
        self._first(self)
        return self._inner.judge(task)

    def rendered(self, task: Task, form: str) -> bytes:
        """Render as usual."""
        return self._inner.rendered(task, form)

    def counted(self) -> Mapping[str, int]:
        """Count nothing."""
        return {}

    def close(self) -> None:
        """Let who waits go on."""
        self.closed.set()


@pytest.fixture
def opened(address: str, rules: list[Path], judge: InProcessJudge) -> Iterator[Service]:
    """Return the service with one worker, short leases and the real clock."""
    settings = ServiceSettings(address, evaluator="builtin", workers=1, lease_seconds=1)
    service = open_service(settings, rules, judge=judge)
    yield service
    service.database.close()


@contextmanager
def run(service: Service, judge: Fake, told: list[str] | None = None) -> Iterator[Runner]:
    """Run checks with a judge; all is over in the end."""
    heard: list[str] = [] if told is None else told
    runner = Runner(replace(service, judge=judge), lambda outcome, _: heard.append(outcome))
    runner.start()
    try:
        yield runner
    finally:
        runner.stop(5)


def sent(service: Service) -> str:
    """Submit a plan, and return its id."""
    return lifecycle.submit(service, ADMINISTRATOR, "plan.yaml", PLAN).submission.id


def job_of(service: Service, id_: str) -> Job:
    """Return the job of a submission."""
    job = reading.job(service, ADMINISTRATOR, id_)
    assert job is not None
    return job


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so, not for ever."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.slow
def test_a_lease_is_renewed_while_the_check_runs(opened: Service, judge: InProcessJudge) -> None:
    """A check that takes longer than its lease is nobody else's, and is made once."""
    go_on = threading.Event()
    fake = Fake(judge, lambda _: go_on.wait(30))  # type: ignore[arg-type]  # Its answer is not used.
    id_ = sent(opened)
    with run(opened, fake):
        assert fake.asked.wait(10)
        time.sleep(2.5)
        assert jobs.claim(opened.database, utc_now, "another", timedelta(seconds=1)) is None
        go_on.set()
        until(lambda: job_of(opened, id_).state == "done")
    assert (fake.times, job_of(opened, id_).attempts) == (1, 1)


def test_a_stop_waits_for_what_runs(opened: Service, judge: InProcessJudge) -> None:
    """The check is kept, and the judge is closed only afterwards."""
    order: list[str] = []

    def slowly(fake: Fake) -> None:
        time.sleep(0.3)
        order.append("closed" if fake.closed.is_set() else "open")

    fake = Fake(judge, slowly)
    id_ = sent(opened)
    with run(opened, fake) as runner:
        assert fake.asked.wait(10)
        assert runner.stop(20)
    assert (order, fake.closed.is_set()) == (["open"], True)
    assert reading.submission(opened, ADMINISTRATOR, id_).state == "checked"


def test_a_stop_gives_back_what_takes_too_long(opened: Service, judge: InProcessJudge) -> None:
    """The job waits again at once, and the attempt does not count."""

    def for_ever(fake: Fake) -> None:
        assert fake.closed.wait(30)
        raise NotTried("The service is stopping.")

    fake = Fake(judge, for_ever)
    id_ = sent(opened)
    with run(opened, fake) as runner:
        assert fake.asked.wait(10)
        assert not runner.stop(0.1)
    job = job_of(opened, id_)
    assert (job.state, job.attempts) == ("waiting", 0)
    with run(opened, Fake(judge, lambda _: None)):
        until(lambda: job_of(opened, id_).state == "done")


def test_what_could_not_run_is_tried_again_and_then_failed_with_why(
    opened: Service, judge: InProcessJudge
) -> None:
    """No verdict is kept, and who sent it can read the reason."""
    told: list[str] = []

    def crash(_: Fake) -> None:
        raise CannotJudge("The check crashed.")

    id_ = sent(opened)
    with run(opened, Fake(judge, crash), told):
        until(lambda: job_of(opened, id_).state == "failed")
    job = job_of(opened, id_)
    assert (job.attempts, job.problem) == (jobs.MOST_ATTEMPTS, "The check crashed.")
    assert reading.submission(opened, ADMINISTRATOR, id_).state == "submitted"
    assert told == ["could not run"] * jobs.MOST_ATTEMPTS


def test_what_takes_too_long_is_not_tried_again(opened: Service, judge: InProcessJudge) -> None:
    """It would take as long; the reason is there at once."""
    told: list[str] = []

    def slow(_: Fake) -> None:
        raise TookTooLong("The check took more than 60 seconds.")

    id_ = sent(opened)
    with run(opened, Fake(judge, slow), told):
        until(lambda: job_of(opened, id_).state == "failed")
    job = job_of(opened, id_)
    assert (job.attempts, job.problem) == (1, "The check took more than 60 seconds.")
    assert reading.submission(opened, ADMINISTRATOR, id_).state == "submitted"
    assert told == ["could not run"]


def test_an_error_of_ours_ends_no_thread(opened: Service, judge: InProcessJudge) -> None:
    """The next try may well succeed, and the next submission does."""
    told: list[str] = []

    def once(fake: Fake) -> None:
        if fake.times == 1:
            raise KeyError("ours")

    id_ = sent(opened)
    with run(opened, Fake(judge, once), told):
        until(lambda: job_of(opened, id_).state == "done")
    assert told == ["internal error", "accepted"]
