"""Workers as a judge: some processes, each warm, each replaceable at any moment.

No answer is ever guessed. A worker that crashes is replaced, and what it was asked is asked once
more, of the built-in judge; the report then says so. What crashes that, or takes too long, could
not be run.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

import structlog

from pacecar.service.judging import Judged, Task
from pacecar.service.problems import CannotJudge, Invalid, NotTried, TookTooLong
from pacecar.service.settings import ServiceSettings
from pacecar.service.workers import folders
from pacecar.service.workers.messages import Answer, Question, Refused
from pacecar.service.workers.process import COMMAND, Died, Late, NoMemory, WorkerProcess

START_SECONDS: Final = 30
"""How long a new process may take until it can be asked."""

QUESTIONS_EACH: Final = 500
"""How many questions a process answers before another takes its place."""

EVENTS: Final = ("started", "start failed", "crashed", "no memory", "late", "retried", "recycled")
"""What is counted of workers."""

_MEGABYTE: Final = 1024 * 1024


@dataclass(slots=True)
class _Place:
    """A place for a worker: the process that starts or runs there."""

    starting: Future[WorkerProcess] | None = None
    process: WorkerProcess | None = None


class WorkerJudge:
    """Judges in worker processes, as many at once as there are workers; see `Judge`."""

    def __init__(
        self,
        settings: ServiceSettings,
        *,
        command: Sequence[str] = COMMAND,
        start_seconds: float = START_SECONDS,
        questions_each: int = QUESTIONS_EACH,
    ) -> None:
        """Begin to start the workers.

        Args:
            settings: how many there are, and what each may take.
            command: starts a worker.
            start_seconds: how long a worker may take until it can be asked.
            questions_each: how many questions one answers before it is replaced.
        """
        self._settings = settings
        self._command = command
        self._start_seconds = start_seconds
        self._questions_each = questions_each
        self._counts: Counter[str] = Counter(dict.fromkeys(EVENTS, 0))
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._closed = False
        self._living: set[WorkerProcess] = set()
        # A thread of its own, for the kernel ends processes with the thread that started them.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="worker-starter")
        self._starter.submit(folders.sweep)
        # The last one that was in use is the next: the others' memory may rest.
        self._free: queue.LifoQueue[_Place] = queue.LifoQueue()
        for _ in range(settings.workers):
            place = _Place()
            self._begin(place)
            self._free.put(place)

    def judge(self, task: Task) -> Judged:
        """Return what comes of a task; see `Judge`.

        Raises:
            Invalid: what the task selects are no rules.
            CannotJudge: two workers crashed over it, or it took too much memory.
            TookTooLong: it took too much time.
            NotTried: no worker is free or can be started, or the service stops.
        """
        outcome = self._outcome(task, "")
        if isinstance(outcome, bytes):
            raise CannotJudge("A worker answered something else than it was asked.")
        return outcome

    def rendered(self, task: Task, form: str) -> bytes:
        """Return the report of a task in a form; see `judge`."""
        outcome = self._outcome(task, form)
        if isinstance(outcome, Judged):
            raise CannotJudge("A worker answered something else than it was asked.")
        return outcome

    def counted(self) -> Mapping[str, int]:
        """Return how often each of `EVENTS` happened."""
        with self._lock:
            return dict(self._counts)

    def pids(self) -> list[int]:
        """Return the ids of the processes that live."""
        with self._lock:
            return sorted(process.pid for process in self._living)

    def close(self) -> None:
        """Kill all workers; who waits for one gets NotTried."""
        with self._lock:
            self._closed = True
            living = list(self._living)
        for process in living:
            self._end(process)
        self._starter.shutdown(cancel_futures=True)

    def _outcome(self, task: Task, form: str) -> Judged | bytes:
        with self._place() as place:
            try:
                try:
                    answer = self._ask(place, task, form)
                except Died as problem:
                    self._crashed(problem)
                    structlog.get_logger().warning("worker crashed", reason=str(problem))
                    self._count("retried")
                    answer = self._ask(place, replace(task, evaluator="builtin"), form)
            except NoMemory as problem:
                self._crashed(problem)
                message = f"The check needs more than {self._settings.check_megabytes:,} megabytes."
                raise CannotJudge(message) from problem
            except Died as problem:
                self._crashed(problem)
                structlog.get_logger().error("worker crashed again", reason=str(problem))
                raise CannotJudge("The check crashed, on the built-in judge as well.") from problem
            except Late as problem:
                self._count("late")
                message = f"The check took more than {self._settings.check_seconds} seconds."
                raise TookTooLong(message) from problem
        if isinstance(answer.outcome, Refused):
            if answer.outcome.invalid:
                raise Invalid(answer.outcome.message)
            raise CannotJudge(answer.outcome.message)
        return answer.outcome

    @contextmanager
    def _place(self) -> Iterator[_Place]:
        """Wait for a place that is free, about as long as one check may take."""
        try:
            place = self._free.get(timeout=self._settings.check_seconds)
        except queue.Empty:
            raise NotTried("All workers are busy; try again later.") from None
        try:
            yield place
        finally:
            self._free.put(place)

    def _ask(self, place: _Place, task: Task, form: str) -> Answer:
        """Ask the worker of a place, and see to it that the next question finds one."""
        process = self._ready(place)
        question = Question(next(self._numbers), task, form, self._settings.check_seconds)
        try:
            answer = process.ask(question)
        except (Died, Late) as problem:
            self._replace(place)
            if self._closed:
                raise NotTried("The service is stopping.") from problem
            raise
        much = self._settings.check_megabytes * _MEGABYTE // 2
        if process.questions >= self._questions_each or answer.peak > much:
            self._count("recycled")
            self._replace(place)
        return answer

    def _ready(self, place: _Place) -> WorkerProcess:
        """Return the worker of a place once it can be asked.

        Raises:
            NotTried: none can be started.
        """
        if place.process is not None and not place.process.lives():
            # It ended between two questions, which says nothing about the next one.
            self._crashed(Died("it ended while it was asked nothing"))
            self._replace(place)
        if place.process is not None:
            return place.process
        if self._closed:
            raise NotTried("The service is stopping.")
        starting = place.starting or self._begin(place)
        until = time.monotonic() + self._start_seconds
        try:
            process = starting.result(self._start_seconds)
        except OSError as problem:
            place.starting = None
            raise self._not_started(str(problem)) from problem
        except (TimeoutError, CancelledError) as problem:  # It stays in its place, and may come.
            raise self._not_started("") from problem
        place.starting = None
        try:
            process.become_ready(until - time.monotonic())
        except (Died, Late) as problem:
            self._end(process)
            raise self._not_started(str(problem)) from problem
        self._count("started")
        place.process = process
        return process

    def _not_started(self, reason: str) -> NotTried:
        """Count and say that there is no worker."""
        if self._closed:
            return NotTried("The service is stopping.")
        self._count("start failed")
        reason = reason or f"it was not ready within {self._start_seconds:g} seconds"
        structlog.get_logger().error("no worker can be started", reason=reason)
        return NotTried(f"No worker process can be started: {reason}.")

    def _begin(self, place: _Place) -> Future[WorkerProcess]:
        """Begin to start a worker for a place."""
        try:
            place.starting = self._starter.submit(self._started)
        except RuntimeError as problem:  # The starter was shut down.
            raise NotTried("The service is stopping.") from problem
        return place.starting

    def _started(self) -> WorkerProcess:
        process = WorkerProcess(self._settings.check_megabytes, self._command)
        with self._lock:
            self._living.add(process)
            closed = self._closed
        if closed:
            self._end(process)
        return process

    def _replace(self, place: _Place) -> None:
        """Kill the worker of a place and begin to start the next one."""
        if place.process is not None:
            self._end(place.process)
            place.process = None
        if not self._closed:
            self._begin(place)

    def _end(self, process: WorkerProcess) -> None:
        process.kill()
        with self._lock:
            self._living.discard(process)

    def _crashed(self, problem: Died) -> None:
        self._count("no memory" if isinstance(problem, NoMemory) else "crashed")

    def _count(self, event: str) -> None:
        with self._lock:
            self._counts[event] += 1
