"""Running checks: threads that claim waiting submissions, in every server process.

A thread only waits: the judge works elsewhere. A job whose server dies is claimable by the
others when its lease is over.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

import structlog

from pacecar.service.checking import check_now
from pacecar.service.logs import where_raised
from pacecar.service.problems import CannotJudge, NotFound, ServiceProblem
from pacecar.service.service import Service
from pacecar.service.storage import jobs
from pacecar.service.storage.jobs import Job

Told = Callable[[str, float], None]
"""Told of each check that ends: what came of it, and how many seconds it took."""

_OURS: Final = "An internal error; the log has more."
_POLL_SECONDS: Final = 1.0
"""How soon jobs are seen that other processes took in, or lost."""


class Runner:
    """Checks what waits, as many at once as the settings say."""

    def __init__(self, service: Service, told: Told | None = None) -> None:
        """Prepare; nothing runs before `start`."""
        self._service = service
        self._told = told or (lambda _outcome, _seconds: None)
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._wake = threading.Condition()
        self._listeners: dict[str, list[Callable[[], None]]] = {}
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start checking."""
        for number in range(self._service.settings.workers):
            thread = threading.Thread(target=self._run, args=(number,), name=f"checks-{number}")
            thread.daemon = True
            thread.start()
            self._threads.append(thread)

    def stop(self, seconds: float) -> bool:
        """Take no more jobs and wait for those that run; true if none was left behind.

        What is left behind is taken up again by another process, or at the next start.
        """
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def waits(self) -> None:
        """Say that a submission waits for its check."""
        with self._wake:
            self._wake.notify_all()

    @contextmanager
    def listening(self, submission: str, called: Callable[[], None]) -> Iterator[None]:
        """Have a function called, in a thread of ours, whenever a check of a submission ends here.

        Another server process may run the check: whoever listens looks at the database as well.
        """
        with self._wake:
            self._listeners.setdefault(submission, []).append(called)
        try:
            yield
        finally:
            with self._wake:
                left = self._listeners[submission]
                left.remove(called)
                if not left:
                    del self._listeners[submission]

    def _run(self, number: int) -> None:
        worker = f"{self._name}:{number}"
        while not self._stopping:
            try:
                job = self._claim(worker)
            except ServiceProblem as problem:
                structlog.get_logger().error("no job can be claimed", problem=str(problem))
                job = None
            if job is None:
                with self._wake:
                    if not self._stopping:
                        self._wake.wait(_POLL_SECONDS)
                continue
            self._try(job)
            with self._wake:
                called = list(self._listeners.get(job.submission, ()))
            for tell in called:
                tell()

    def _claim(self, worker: str) -> Job | None:
        service = self._service
        lease = timedelta(seconds=service.settings.lease_seconds)
        return jobs.claim(service.database, service.clock, worker, lease)

    def _try(self, job: Job) -> None:
        """Check, and go on with the next whatever happens."""
        try:
            self._check(job)
        except Exception as error:  # noqa: BLE001 - it is logged, and the job counts as tried
            structlog.get_logger().error("internal error", exc_info=error)
            self._told("internal error", 0.0)
            with suppress(ServiceProblem):  # Otherwise the lease ends by itself.
                jobs.fail(self._service.database, job, _OURS)

    def _check(self, job: Job) -> None:
        began = time.perf_counter()
        log = structlog.get_logger().bind(submission=job.submission, attempt=job.attempts)
        try:
            check = check_now(self._service, job.submission)
            outcome = check.verdict if check else "not needed"
        except NotFound:
            outcome = "not needed"
        except CannotJudge as problem:
            again = jobs.fail(self._service.database, job, str(problem))
            outcome = "could not run"
            # Why is told to those who sent it; the words may quote what they sent.
            log.warning("check could not run", raised=where_raised(problem), again=again)
        except ServiceProblem as problem:
            # The database went away: the lease ends, and somebody tries again.
            outcome = "lost"
            log.error("check lost", problem=str(problem))  # noqa: TRY400 - it says it all
        seconds = time.perf_counter() - began
        self._told(outcome, seconds)
        log.info("check", outcome=outcome, ms=round(seconds * 1000, 1))
