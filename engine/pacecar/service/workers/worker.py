"""A worker: `python -m pacecar.service.workers.worker DESCRIPTOR MEGABYTES PARENT`.

Answers questions on a socket that it inherits, one at a time, until that is closed. Holds no
database, no secret and no file; what it needs to judge comes with each question.
"""

from __future__ import annotations

import errno
import faulthandler
import os
import socket
import sys
import traceback
from typing import Final

import pacecar
from pacecar.service.judging import InProcessJudge, Judge, Judged
from pacecar.service.problems import CannotJudge, Invalid
from pacecar.service.workers import bounds, messages
from pacecar.service.workers.messages import Answer, Question, Refused

OUT_OF_MEMORY: Final = 70
BROKEN: Final = 71
"""Exit codes: no memory was left; an error of ours."""


def main(arguments: list[str], judge: Judge) -> None:
    """Serve questions with a judge until the connection is closed.

    Args:
        arguments: the socket's descriptor, the megabytes, and the service's process.
        judge: judges.
    """
    descriptor, megabytes, parent = map(int, arguments)
    bounds.die_with(parent)
    bounds.leave_signals_to_the_service()
    bounds.bound(megabytes)
    faulthandler.enable()
    with socket.socket(fileno=descriptor) as connection:
        try:
            serve(connection, judge)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # Nothing that takes memory can be said any more.
        except (BrokenPipeError, ConnectionResetError):
            return  # The service closed the connection while it was answered.
        except OSError as problem:
            if problem.errno == errno.ENOMEM:
                os._exit(OUT_OF_MEMORY)
            raise


def serve(connection: socket.socket, judge: Judge) -> None:
    """Greet, then answer until the connection is closed.

    Raises:
        MemoryError: no memory was left for an answer.
        OSError: the connection broke.
    """
    read = reader(connection)
    connection.sendall(messages.greeting(pacecar.__version__))
    while True:
        try:
            question = messages.asked(read)
        except EOFError:
            return
        bounds.allow_processor(question.seconds)
        answer = Answer(question.number, outcome(question, judge), bounds.peak())
        connection.sendall(messages.answering(answer))


def outcome(question: Question, judge: Judge) -> Judged | bytes | Refused:
    """Return what comes of a question.

    Raises:
        MemoryError: no memory was left.
    """
    try:
        if question.form:
            return judge.rendered(question.task, question.form)
        return judge.judge(question.task)
    except CannotJudge as problem:
        return Refused(str(problem))
    except Invalid as problem:
        return Refused(str(problem), invalid=True)


def reader(connection: socket.socket) -> messages.Read:
    """Return what reads a number of bytes from a connection."""

    def read(count: int) -> bytes:
        parts: list[bytes] = []
        while count:
            part = connection.recv(min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    return read


def told_without_values(kind: type[BaseException], error: BaseException, _: object) -> None:
    """Write where an error of ours happened; not its message, which may quote a plan."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    sys.stderr.write(f"{kind.__name__} in {where}\n")
    sys.stderr.flush()
    os._exit(BROKEN)


if __name__ == "__main__":
    sys.excepthook = told_without_values
    main(sys.argv[1:], InProcessJudge())
