"""Running checks: threads that claim waiting submissions, in every server process.

A thread only waits: the judge works elsewhere. While a check runs its lease is renewed; a job
whose server dies is claimable by the others when its lease is over.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, Final

import structlog

from pacecar.service.checking import check_now
from pacecar.service.logs import where_raised
from pacecar.service.problems import CannotJudge, NotFound, NotTried, ServiceProblem, TookTooLong
from pacecar.service.service import Service
from pacecar.service.storage import jobs
from pacecar.service.storage.jobs import Job

Told = Callable[[str, float], None]
"""Told of each check that ends: what came of it, and how many seconds it took."""

_OURS: Final = "An internal error; the log has more."
_POLL_SECONDS: Final = 1.0
"""How soon jobs are seen that other processes took in, or lost."""

_RENEWALS: Final = 3
"""How often a lease is renewed in its time: two in a row may fail."""

_GIVE_BACK_SECONDS: Final = 2.0


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
        self._ended = threading.Event()
        self._running: dict[str, Job] = {}
        self._renewing = threading.Thread(target=self._renew, name="leases", daemon=True)
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start checking."""
        for number in range(self._service.settings.workers):
            thread = threading.Thread(target=self._run, args=(number,), name=f"checks-{number}")
            thread.daemon = True
            thread.start()
            self._threads.append(thread)
        self._renewing.start()

    def stop(self, seconds: float) -> bool:
        """Take no more jobs, wait for those that run, and close the judge.

        What runs longer is given up and given back: another process takes it up, or this one at
        its next start.

        Returns:
            Whether all that ran was finished.
        """
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        finished = self._joined(seconds)
        self._service.judge.close()
        # Those that were given up still have to say so to the database.
        self._joined(_GIVE_BACK_SECONDS)
        self._ended.set()
        if self._renewing.is_alive():
            self._renewing.join(_GIVE_BACK_SECONDS)
        return finished

    def _joined(self, seconds: float) -> bool:
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
            job = self._claim(worker)
            if job is None:
                with self._wake:
                    if not self._stopping:
                        self._wake.wait(_POLL_SECONDS)
                continue
            with self._wake:
                self._running[worker] = job
            tried = self._try(job)
            with self._wake:
                del self._running[worker]
            if not tried and not self._stopping:
                self._ended.wait(_POLL_SECONDS)  # What is not there now is not there at once.
            with self._wake:
                called = list(self._listeners.get(job.submission, ()))
            for tell in called:
                tell()

    def _claim(self, worker: str) -> Job | None:
        service = self._service
        lease = timedelta(seconds=service.settings.lease_seconds)
        try:
            return jobs.claim(service.database, service.clock, worker, lease)
        except ServiceProblem as problem:
            structlog.get_logger().warning("no job can be claimed", problem=str(problem))
        except Exception as error:  # noqa: BLE001 - it is logged, and the thread outlives it
            structlog.get_logger().error("internal error", exc_info=error)
        return None

    def _renew(self) -> None:
        """Renew the leases of what runs, until nothing does any more."""
        service = self._service
        lease = timedelta(seconds=service.settings.lease_seconds)
        while not self._ended.wait(lease.total_seconds() / _RENEWALS):
            with self._wake:
                running = list(self._running.values())
            for job in running:
                try:
                    jobs.renew(service.database, service.clock, job, lease)
                except ServiceProblem as problem:
                    structlog.get_logger().warning("lease not renewed", problem=str(problem))

    def _try(self, job: Job) -> bool:
        """Check, and go on with the next whatever happens; false if it was not even tried."""
        try:
            return self._check(job)
        except Exception as error:  # noqa: BLE001 - it is logged, and the job counts as tried
            structlog.get_logger().error("internal error", exc_info=error)
            self._told("internal error", 0.0)
            with suppress(ServiceProblem):  # Otherwise the lease ends by itself.
                jobs.fail(self._service.database, job, _OURS)
        return True

    def _check(self, job: Job) -> bool:
        began = time.perf_counter()
        log = structlog.get_logger().bind(submission=job.submission, attempt=job.attempts)
        try:
            outcome = self._outcome(job, log)
        except ServiceProblem as problem:
            # The database went away: the lease ends, and somebody tries again.
            outcome = "lost"
            log.error("check lost", problem=str(problem))  # noqa: TRY400 - it says it all
        seconds = time.perf_counter() - began
        self._told(outcome, seconds)
        log.info("check", outcome=outcome, ms=round(seconds * 1000, 1))
        return outcome != "not tried"

    def _outcome(self, job: Job, log: Any) -> str:
        """Return what comes of a job; it is done, failed or given back then.

        Raises:
            ServiceProblem: the database cannot be used.
        """
        service = self._service
        try:
            check = check_now(service, job.submission)
        except NotFound:
            return "not needed"
        except NotTried as problem:
            jobs.give_back(service.database, job)
            log.warning("check not tried", problem=str(problem))
            return "not tried"
        except CannotJudge as problem:
            for_good = isinstance(problem, TookTooLong)
            again = jobs.fail(service.database, job, str(problem), for_good=for_good)
            # Why is told to those who sent it; the words may quote what they sent.
            log.warning("check could not run", raised=where_raised(problem), again=again)
            return "could not run"
        return check.verdict if check else "not needed"
