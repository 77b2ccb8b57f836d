"""Killing servers and their workers at random moments, and starting them again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from benchmarks.service import processes
from benchmarks.service.clients import Course
from benchmarks.service.processes import Process
from benchmarks.service.servers import Server

_SOON: Final = 0.1
"""Seconds after an acknowledgement within which a kill falls."""

_AS_IT_STARTS: Final = 0.15
"""The share of killed servers that are killed again while they start."""

_STARTING: Final = 1.5
_DOWN: Final = 0.3
_A_WORKER: Final = 0.5
"""The share of kills that meet a worker, where there are any."""


@dataclass(slots=True)
class Killed:
    """What was killed.

    Attributes:
        servers: how many server processes.
        starting: how many of them while they started.
        workers: how many worker processes.
        fallen: how many servers had ended by themselves, which none should.
        left: the workers of killed servers; they should end by themselves.
    """

    servers: int = 0
    starting: int = 0
    workers: int = 0
    fallen: int = 0
    left: list[Process] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many processes were killed."""
        return self.servers + self.workers


class Killer:
    """Kills at moments that a seed chooses, spread over the whole course."""

    def __init__(self, servers: Sequence[Server], seed: int) -> None:
        """Prepare."""
        self.killed = Killed()
        self._servers = servers
        self._random = Random(f"killer {seed}")  # noqa: S311 - the same choices in every run

    def run(self, course: Course, kills: int) -> None:
        """Kill so many processes while the clients send; returns early if these fail."""
        # By acknowledgements, so that the load is there however fast the machine is.
        moments = sorted(self._random.choices(range(1, max(2, course.wanted)), k=kills))
        for moment in moments:
            if self.killed.total >= kills or not course.wait_for(moment):
                return
            time.sleep(self._random.uniform(0, _SOON))
            server = self._random.choice(self._servers)
            workers = server.descendants()
            if workers and self._random.random() < _A_WORKER:
                self.killed.workers += processes.kill(self._random.choice(workers))
                continue
            self._kill(server)
            while self.killed.total < kills and self._random.random() < _AS_IT_STARTS:
                time.sleep(self._random.uniform(0, _STARTING))
                self.killed.starting += 1
                self._kill(server)

    def _kill(self, server: Server) -> None:
        self.killed.left += server.descendants()
        if server.kill():
            self.killed.servers += 1
        else:
            self.killed.fallen += 1
        time.sleep(self._random.uniform(0, _DOWN))
        server.start()
