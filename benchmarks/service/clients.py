"""Clients that submit proposals and note what they are told."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.service.acknowledged import Log
from benchmarks.service.sending import Answer, Sender, Tries
from benchmarks.service.workload import Proposal, digest, proposal

_TAKEN_IN: Final = (201, 202)
_OK: Final = 200

_AGAIN: Final = 0.05
"""The share of proposals that are sent again although they were acknowledged."""

_WAITED_FOR: Final = 0.5
"""The share of proposals whose check is waited for."""

_READ: Final = 0.25
"""The share of reports that are also read."""

_WITHDRAWN: Final = 20
"""Every so many proposals are withdrawn again."""


class Unexpected(Exception):
    """The service gave an answer that it should not."""


@dataclass(slots=True)
class Course:
    """How far the clients are together; each of them tells.

    Attributes:
        wanted: how many proposals are sent.
        accepted: every so many of them are accepted.
        until: when to send no more, by `time.monotonic`.
    """

    wanted: int
    accepted: int
    until: float = math.inf
    taken: int = 0
    acknowledged: int = 0
    replayed: int = 0
    over: bool = False
    failures: list[Exception] = field(default_factory=list)
    moved: threading.Condition = field(default_factory=threading.Condition)

    def take(self) -> int | None:
        """Return the number of the next proposal; None after the last, a failure, or the time."""
        with self.moved:
            if time.monotonic() > self.until:
                self.over = True
                self.moved.notify_all()
            if self.failures or self.over or self.taken == self.wanted:
                return None
            self.taken += 1
            return self.taken

    def note(self, *, replayed: bool) -> None:
        """Note that a proposal was acknowledged."""
        with self.moved:
            self.acknowledged += 1
            self.replayed += replayed
            self.moved.notify_all()

    def fail(self, failure: Exception) -> None:
        """Note that a client cannot go on."""
        with self.moved:
            self.failures.append(failure)
            self.moved.notify_all()

    def wait_for(self, acknowledged: int) -> bool:
        """Wait until so many proposals were acknowledged; false if that will not come."""
        with self.moved:
            self.moved.wait_for(
                lambda: self.failures or self.over or self.acknowledged >= acknowledged
            )
            return not self.failures and not self.over

    def ended(self, within: float) -> bool:
        """Wait so many seconds at the most, and return whether nothing more will come."""
        with self.moved:
            return self.moved.wait_for(
                lambda: bool(self.failures) or self.over or self.acknowledged >= self.wanted,
                within,
            )


class Client(threading.Thread):
    """Sends proposals, one after the other, until there are no more."""

    def __init__(
        self, course: Course, ports: Sequence[int], tokens: tuple[str, str], log: Path, seed: str
    ) -> None:
        """Prepare.

        Args:
            course: which proposals are to be sent, and how far they are.
            ports: where the servers listen.
            tokens: the planner's and the administrator's.
            log: the file for what is acknowledged.
            seed: of all that is chosen; it is part of the keys.
        """
        super().__init__(name=f"client {seed}", daemon=True)
        self._course = course
        self._log = log
        self._seed = seed
        self._random = Random(seed)  # noqa: S311 - the same choices in every run
        self._planner = Sender(ports, tokens[0], self._random)
        self._office = Sender(ports, tokens[1], self._random)

    def tries(self) -> tuple[Tries, Tries]:
        """Return how often requests were sent again."""
        return self._planner.tries, self._office.tries

    def run(self) -> None:
        """Send."""
        try:
            with Log(self._log) as log:
                while (number := self._course.take()) is not None:
                    self._submit(proposal(number), log)
        except Exception as failure:  # noqa: BLE001 - told to whoever waits, who raises it
            self._course.fail(failure)
        finally:
            self._planner.close()
            self._office.close()

    def _submit(self, one: Proposal, log: Log) -> None:
        """Send a proposal, and perhaps what comes after that."""
        answer = self._send(one)
        told = answer.json()["submission"]
        report = told["check"]["report_digest"] if told["check"] else ""
        log.write(one.number, told["id"], report=report)
        self._course.note(replayed="idempotency-replayed" in answer.headers)
        if self._random.random() < _AGAIN:
            # As after an answer that was lost on its way.
            told = self._send(one).json()["submission"]
            log.write(one.number, told["id"])
        if not report:
            return
        if self._random.random() < _READ:
            log.write(one.number, told["id"], report=digest(self._report(told["id"])))
        if one.number % self._course.accepted == 0 and not one.breaks_the_rule:
            self._decide(self._office, one, told["id"], "accepted", log)
        elif one.number % _WITHDRAWN == 0:
            self._decide(self._planner, one, told["id"], "withdrawn", log)

    def _send(self, one: Proposal) -> Answer:
        waits = self._random.random() < _WAITED_FOR
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{self._seed}-{one.number}",
            "Prefer": "wait=10" if waits else "respond-async",
        }
        answer = self._planner.send("POST", "/v1/submissions", one.body, headers)
        if answer.status not in _TAKEN_IN:
            raise _unexpected(f"Submitting proposal {one.number}", answer)
        return answer

    def _report(self, id_: str) -> bytes:
        headers = {"Accept": "application/json"}
        answer = self._planner.send("GET", f"/v1/submissions/{id_}/report", headers=headers)
        if answer.status != _OK:
            raise _unexpected(f"Reading the report of {id_}", answer)
        return answer.body

    def _decide(self, who: Sender, one: Proposal, id_: str, state: str, log: Log) -> None:
        step = {"accepted": "accept", "withdrawn": "withdraw"}[state]
        answer = who.send("POST", f"/v1/submissions/{id_}/{step}")
        if answer.status != _OK:
            raise _unexpected(f"To {step} proposal {one.number}", answer)
        log.write(one.number, id_, state=state)


def tried(clients: Sequence[Client]) -> dict[str, Any]:
    """Return what the clients had to send again, together."""
    found = [tries for client in clients for tries in client.tries()]
    refused, errors = Counter[int](), Counter[int]()
    for tries in found:
        refused.update(tries.refused)
        errors.update(tries.errors)
    return {
        "again": sum(tries.again for tries in found),
        "refused": dict(sorted(refused.items())),
        "errors": dict(sorted(errors.items())),
    }


def _unexpected(what: str, answer: Answer) -> Unexpected:
    said = answer.body[:500].decode("utf-8", "replace")
    return Unexpected(f"{what} was answered {answer.status}: {said}")
