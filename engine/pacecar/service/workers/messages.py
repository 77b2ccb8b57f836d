"""What the service and a worker say to each other: JSON with the bytes of files behind it.

A message is a fixed beginning that tells two lengths, a JSON object, and bytes. Nothing in it can
be more than data: a worker that a plan got the better of must not be able to run code in the
service, as it could with pickle. JSON, because the object is small and everything large is bytes
already, which need neither an encoding nor a library.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, get_args

from pacecar.checking.report import Verdict
from pacecar.plan.files import SourceFile
from pacecar.service.judging import Judged, Task
from pacecar.service.rule_files import RuleFile

Read = Callable[[int], bytes]
"""Returns exactly so many bytes, or raises EOFError."""

_BEGINNING: Final = struct.Struct(">4sIQ")
_MAGIC: Final = b"PCW1"
_MOST_HEADER: Final = 64 * 1024 * 1024
_VERDICTS: Final = get_args(Verdict)


class Garbled(Exception):
    """What came is no message, or not the one that was expected."""


@dataclass(frozen=True, slots=True)
class Question:
    """A task for a worker.

    Attributes:
        number: tells questions to one worker apart; its answer repeats it.
        task: what is to be judged.
        form: which form of the report is wanted; "" for the report and what is looked up in it.
        seconds: of processor time that the answer may take.
    """

    number: int
    task: Task
    form: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The judge says that it could not judge, and why; `invalid` if what it was asked is wrong."""

    message: str
    invalid: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker answers: what came of it, and the most memory it ever took, in bytes."""

    number: int
    outcome: Judged | bytes | Refused
    peak: int


def greeting(version: str) -> bytes:
    """Return what a worker says once it can be asked: the version of Pacecar that it runs."""
    return _message({"ready": version}, ())


def greeted(read: Read) -> str:
    """Read a greeting and return the version.

    Raises:
        Garbled: it is none.
        EOFError: there is no more.
    """
    header, body = _take(read, 0)
    if body:
        raise Garbled("a greeting with bytes")
    version: str = _value(header, "ready", str)
    return version


def asking(question: Question) -> bytes:
    """Return a question as a message."""
    task = question.task
    header = {
        "number": question.number,
        "form": question.form,
        "seconds": question.seconds,
        "rulebook": task.rulebook,
        "rules": [[file.folder, file.path, len(file.data)] for file in task.rules],
        "version": task.version,
        "portfolio": [_listed(layer) for layer in task.portfolio],
        "submitted": _listed(task.submitted),
        "whole": task.whole,
        "waivers": len(task.waivers),
        "today": task.today.isoformat(),
        "evaluator": task.evaluator,
        "select": task.select,
    }
    parts = [file.data for file in task.rules]
    parts += [file.data for layer in (*task.portfolio, task.submitted) for file in layer]
    return _message(header, [*parts, task.waivers])


def asked(read: Read) -> Question:
    """Read a question; the inverse of `asking`. Both ends are the same version of Pacecar.

    Raises:
        Garbled: it is none.
        EOFError: there is no more.
    """
    header, body = _take(read, 2**63)
    left = memoryview(body)

    def cut(size: int) -> bytes:
        nonlocal left
        part, left = bytes(left[:size]), left[size:]
        return part

    def files(listed: list[Any]) -> tuple[SourceFile, ...]:
        return tuple(SourceFile(name, cut(size), named=named) for name, size, named in listed)

    task = Task(
        rulebook=header["rulebook"],
        rules=tuple(RuleFile(folder, path, cut(size)) for folder, path, size in header["rules"]),
        version=header["version"],
        portfolio=tuple(files(layer) for layer in header["portfolio"]),
        submitted=files(header["submitted"]),
        whole=header["whole"],
        waivers=cut(header["waivers"]),
        today=date.fromisoformat(header["today"]),
        evaluator=header["evaluator"],
        select=tuple(header["select"]),
    )
    return Question(header["number"], task, header["form"], header["seconds"])


def answering(answer: Answer) -> bytes:
    """Return an answer as a message."""
    header: dict[str, object] = {"number": answer.number, "peak": answer.peak}
    outcome = answer.outcome
    if isinstance(outcome, Refused):
        told = {"kind": "refused", "message": outcome.message, "invalid": outcome.invalid}
        return _message({**header, **told}, ())
    if isinstance(outcome, bytes):
        return _message({**header, "kind": "rendered"}, [outcome])
    looked_up = {
        "verdict": outcome.verdict,
        "errors": outcome.errors,
        "as_of": outcome.as_of,
        "evaluator": outcome.evaluator,
        "rulebook_digest": outcome.rulebook_digest,
        "tool_version": outcome.tool_version,
    }
    return _message({**header, "kind": "judged", **looked_up}, [outcome.report])


def answered(read: Read, number: int, most: int) -> Answer:
    """Read an answer, and believe nothing of it that has not the shape of one.

    Args:
        read: gives the bytes.
        number: of the question that was asked.
        most: how many bytes the report may have.

    Raises:
        Garbled: it is none.
        EOFError: there is no more.
    """
    header, body = _take(read, most)
    if _value(header, "number", int) != number:
        raise Garbled("it answers another question")
    kind = _value(header, "kind", str)
    outcome: Judged | bytes | Refused
    if kind == "refused":
        outcome = Refused(_value(header, "message", str), _value(header, "invalid", bool))
    elif kind == "rendered":
        outcome = body
    elif kind == "judged" and header.get("verdict") in _VERDICTS:
        outcome = Judged(
            report=body,
            verdict=header["verdict"],
            errors=_value(header, "errors", int),
            as_of=_value(header, "as_of", str),
            evaluator=_value(header, "evaluator", str),
            rulebook_digest=_value(header, "rulebook_digest", str),
            tool_version=_value(header, "tool_version", str),
        )
    else:
        raise Garbled("no answer")
    return Answer(number, outcome, _value(header, "peak", int))


def _listed(files: Iterable[SourceFile]) -> list[list[object]]:
    """Return all of files but their bytes, which those of a submission always have."""
    listed: list[list[object]] = []
    for file in files:
        if file.flaw is not None:
            raise ValueError(f"{file.name} was never read, and cannot have been submitted")
        listed.append([file.name, len(file.data), file.named])
    return listed


def _message(header: Mapping[str, object], parts: Iterable[bytes]) -> bytes:
    written = json.dumps(header).encode()
    body = b"".join(parts)
    return b"".join((_BEGINNING.pack(_MAGIC, len(written), len(body)), written, body))


def _take(read: Read, most: int) -> tuple[dict[str, Any], bytes]:
    magic, header_size, body_size = _BEGINNING.unpack(read(_BEGINNING.size))
    if magic != _MAGIC or header_size > _MOST_HEADER or body_size > most:
        raise Garbled("no message begins like this")
    try:
        header = json.loads(read(header_size))
    except (ValueError, RecursionError):
        raise Garbled("its header is no JSON") from None
    if not isinstance(header, dict):
        raise Garbled("its header is no object")
    return header, read(body_size)


def _value(header: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    value = header.get(name)
    if type(value) is not kind:
        raise Garbled(f"{name} is missing or of another kind")
    return value
