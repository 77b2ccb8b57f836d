"""One worker process as the service sees it: started, asked, and killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import pacecar
from pacecar.service.workers import folders, messages
from pacecar.service.workers.messages import Answer, Garbled, Question
from pacecar.service.workers.worker import BROKEN, OUT_OF_MEMORY

COMMAND: Final = (sys.executable, "-P", "-m", "pacecar.service.workers.worker")
"""Starts a worker. -P: nothing is imported from the folder that the service was started in."""

_INHERITED: Final = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "SYSTEMROOT", "TZ")
"""All of the environment that a worker sees: PACECAR_DATABASE holds a password."""

_MEGABYTE: Final = 1024 * 1024
_TAIL: Final = 500
_REAP_SECONDS: Final = 5.0
_EXIT_SECONDS: Final = 1.0


class Died(Exception):
    """The worker ended, or answered what is no answer; the message says which."""


class NoMemory(Died):
    """The worker ended because it was given no more memory."""


class Late(Exception):
    """The worker was killed because its time was over."""


class WorkerProcess:
    """A process that answers questions, one at a time; only `kill` may be called meanwhile."""

    def __init__(self, megabytes: int, command: Sequence[str] = COMMAND) -> None:
        """Start it; call this in a thread that lives as long as the process is needed.

        The kernel ends a worker together with the thread that started it.

        Args:
            megabytes: how much memory it may take.
            command: starts it, with the descriptor, the megabytes and our process id behind it.

        Raises:
            OSError: no process can be started.
        """
        self.questions = 0
        self._ready = False
        self._megabytes = megabytes
        self._ending = threading.Lock()
        self._folder, errors = folders.made()
        self._socket, theirs = socket.socketpair()
        kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        try:
            with theirs, errors:
                self._process = subprocess.Popen(  # noqa: S603 - the command is our own
                    [*command, str(theirs.fileno()), str(megabytes), str(os.getpid())],
                    stdin=subprocess.DEVNULL,
                    stdout=errors,
                    stderr=errors,
                    env={**kept, "PYTHONUTF8": "1", "TMPDIR": str(self._folder)},
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
        except OSError:
            self._socket.close()
            folders.removed(self._folder)
            raise

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def lives(self) -> bool:
        """Tell whether it has not ended, as far as one can know."""
        return self._process.poll() is None

    def become_ready(self, seconds: float) -> None:
        """Wait until it can be asked; at once, if it could be before.

        Raises:
            Died: it ended, or is of another version of Pacecar.
            Late: it was not ready in time, and was killed.
        """
        if self._ready:
            return
        until = time.monotonic() + seconds
        try:
            version = messages.greeted(lambda count: self._read(count, until))
        except (EOFError, OSError, Garbled) as problem:
            raise self._died(problem) from problem
        if version != pacecar.__version__:
            self.kill()
            raise Died(f"it is Pacecar {version}, and the service is {pacecar.__version__}")
        self._ready = True

    def ask(self, question: Question) -> Answer:
        """Return the answer to a question.

        Raises:
            Died: it ended, or answered what is no answer to this; it was killed then.
            Late: it took more than the seconds of the question, and was killed.
        """
        self.questions += 1
        until = time.monotonic() + question.seconds
        try:
            self._send(memoryview(messages.asking(question)), until)
            answer = messages.answered(
                lambda count: self._read(count, until),
                question.number,
                self._megabytes * _MEGABYTE,
            )
        except (EOFError, OSError, Garbled) as problem:
            raise self._died(problem) from problem
        return answer

    def kill(self) -> None:
        """End it, whatever it is doing, with all processes of its own, and what it left behind."""
        with self._ending:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(_REAP_SECONDS)
            folders.removed(self._folder)
            # Wakes whoever waits for an answer; closing alone would not.
            with suppress(OSError):  # The other end may be closed already.
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()

    def _send(self, left: memoryview, until: float) -> None:
        while left:
            self._wait_at_most(until)
            try:
                left = left[self._socket.send(left) :]
            except TimeoutError:
                continue

    def _read(self, count: int, until: float) -> bytes:
        parts: list[bytes] = []
        while count:
            self._wait_at_most(until)
            try:
                part = self._socket.recv(min(count, 1 << 20))
            except TimeoutError:
                continue
            if not part:
                raise EOFError("it closed its connection")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _wait_at_most(self, until: float) -> None:
        left = until - time.monotonic()
        if left <= 0:
            self.kill()
            raise Late
        self._socket.settimeout(left)

    def _died(self, problem: Exception) -> Died | Late:
        """Return why no answer came, and see to it that the process is gone."""
        if isinstance(problem, EOFError | OSError):
            # If it lives on, and says nothing, the connection is what is broken.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_EXIT_SECONDS)
        code = self._process.poll()
        said = folders.said(self._folder, _TAIL)
        where = f": {said}" if said else ""
        self.kill()
        if code == OUT_OF_MEMORY:
            return NoMemory(f"it needed more than {self._megabytes:,} megabytes")
        if code == -signal.SIGXCPU:
            return Late()
        if code is None:
            return Died(str(problem) or type(problem).__name__)
        if code < 0:
            return Died(f"it was ended by {signal.Signals(-code).name}{where}")
        if code == BROKEN:
            return Died(f"an error of ours{where}")
        return Died(f"it ended with exit code {code}{where}")
