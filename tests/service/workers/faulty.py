"""A worker that goes wrong: `python faulty.py FILE DESCRIPTOR MEGABYTES PARENT`.

Each process takes the first line of the file, goes wrong in that way at its first question, and
is a good worker from then on, if it still lives. With an empty file it is one from the start.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pacecar
from pacecar.service.judging import InProcessJudge, Judged, Task
from pacecar.service.workers import bounds, messages, worker
from pacecar.service.workers.messages import Answer


def next_fault(file: Path) -> str:
    """Take the first line of a file."""
    with file.open("r+") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        first, *others = opened.read().splitlines() or ["none"]
        opened.seek(0)
        opened.truncate()
        opened.write("\n".join(others))
    return first


def kill_myself() -> None:
    """End as `kill -9` ends a process."""
    os.kill(os.getpid(), signal.SIGKILL)


def hog() -> None:
    """Take memory until there is none."""
    taken = []
    while True:
        taken.append(bytearray(1 << 20))


def hog_as_c_does() -> None:
    """Take memory as a library does that does not look whether it got any."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:
        ctypes.memset(libc.malloc(1 << 24), 1, 1 << 24)


def grow() -> None:
    """Take much memory for a moment, and go on."""
    bytearray(b"x" * 130_000_000)


def loop() -> None:
    """Go on for ever."""
    while True:
        pass


def loop_in_c() -> None:
    """Go on for ever without ever letting another thread of the process run."""
    ctypes.PyDLL(None).sleep(100_000)


def mistake() -> None:
    """Make an error, whose message quotes what nobody may read."""
    raise KeyError("secret draft")


WHILE_JUDGING: dict[str, Callable[[], object]] = {
    "segfault": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "kill": kill_myself,
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "hog": hog,
    "hog in C": hog_as_c_does,
    "grow": grow,
    "loop": loop,
    "loop in C": loop_in_c,
    "mistake": mistake,
    "exit": lambda: os._exit(0),
}


class FaultyJudge(InProcessJudge):
    """Goes wrong once."""

    def __init__(self, fault: str) -> None:
        """Prepare to go wrong."""
        super().__init__()
        self._fault = fault

    def judge(self, task: Task) -> Judged:
        """Go wrong the first time."""
        fault, self._fault = self._fault, "none"
        if fault in WHILE_JUDGING:
            WHILE_JUDGING[fault]()
        if fault == "segfault on durable" and task.evaluator != "builtin":
            self._fault = fault
            ctypes.string_at(0)
        return super().judge(task)


def answer_wrongly(fault: str, connection: socket.socket, megabytes: int) -> None:
    """Read a question, and answer it as the fault says."""
    connection.sendall(messages.greeting(pacecar.__version__))
    if fault == "kill while receiving":
        connection.recv(10)
        kill_myself()
    question = messages.asked(worker.reader(connection))
    outcome = InProcessJudge().judge(question.task)
    right = messages.answering(Answer(question.number, outcome, bounds.peak()))
    if fault == "half, then kill":
        connection.sendall(right[: len(right) // 2])
        kill_myself()
    if fault == "half, then nothing":
        connection.sendall(right[: len(right) // 2])
        time.sleep(100_000)
    if fault == "closed, and lives on":
        connection.close()
        time.sleep(100_000)
    said = {
        "garbage": os.urandom(1000),
        "nonsense": b"PCW1\0\0\0\x02\0\0\0\0\0\0\0\0[]",
        "too long": b"PCW1\0\0\0\x02\xff\0\0\0\0\0\0\0{}",
        "another number": messages.answering(Answer(question.number + 1, outcome, 1)),
        "another kind": messages.answering(Answer(question.number, outcome, 1)).replace(
            b"accepted", b"splendid", 1
        ),
        "twice": right + right,
        "right, then kill": right,
    }
    connection.sendall(said[fault])
    if fault == "right, then kill":
        kill_myself()
    worker.serve(connection, InProcessJudge())


def main() -> None:
    """Go wrong as the next line of the file says."""
    file, *arguments = sys.argv[1:]
    fault = next_fault(Path(file))
    sys.excepthook = worker.told_without_values
    if fault == "dies at start":
        sys.exit(3)
    if fault == "slow start":
        time.sleep(100_000)
    if fault == "garbage at start":
        with socket.socket(fileno=int(arguments[0])) as connection:
            connection.sendall(b"hello, who is there? " * 10)
            time.sleep(100_000)
    if fault == "another version":
        pacecar.__version__ = "0.0.0"
    elsewhere = ("none", "another version", "segfault on durable", *WHILE_JUDGING)
    if fault in elsewhere:
        worker.main(arguments, FaultyJudge(fault))
    else:
        descriptor, megabytes, parent = map(int, arguments)
        bounds.die_with(parent)
        bounds.bound(megabytes)
        with socket.socket(fileno=descriptor) as connection:
            answer_wrongly(fault, connection, megabytes)


if __name__ == "__main__":
    main()
