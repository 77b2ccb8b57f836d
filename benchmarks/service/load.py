"""What the service does under load, on each database: throughput, waiting, memory.

Each client sends a proposal, waits for its report, and sends the next one. Everything is on disk
before it is answered. What is acknowledged is held against the database afterwards: a figure
counts only if nothing is missing.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import linear_regression, quantiles
from typing import Final

from benchmarks.service import processes
from benchmarks.service.acknowledged import Acknowledged
from benchmarks.service.databases import KINDS, fresh
from benchmarks.service.history import Verdict, compare
from benchmarks.service.machine import ROOT, about
from benchmarks.service.reliability import keep_load
from benchmarks.service.running import Deployment, prepare, settle
from benchmarks.service.sending import Sender
from benchmarks.service.workload import proposal

_SAMPLES: Final = 0.5
"""Seconds between two looks at the memory."""

_MEBIBYTE: Final = 2**20
_CREATED: Final = 201


class Failed(Exception):
    """A proposal was not answered with its report, or is not kept."""


@dataclass(slots=True)
class Measured:
    """What was measured.

    Attributes:
        times: seconds from sending a proposal to having its report.
        told: what was acknowledged.
        memory: bytes of the servers, by the proposals that were answered until then.
        seconds: how long it took.
        failures: why a client could not go on.
    """

    times: list[float] = field(default_factory=list)
    told: dict[int, Acknowledged] = field(default_factory=dict)
    memory: list[tuple[int, int]] = field(default_factory=list)
    seconds: float = 0.0
    failures: list[Exception] = field(default_factory=list)

    @property
    def a_second(self) -> float:
        """How many proposals were answered in a second."""
        return len(self.times) / self.seconds

    def percentile(self, which: int) -> float:
        """Return the time, in seconds, that so many per cent of the proposals stayed below."""
        if len(self.times) == 1:
            return self.times[0]
        return quantiles(self.times, n=100, method="inclusive")[which - 1]

    @property
    def growth(self) -> float:
        """Bytes that the servers grew by with each proposal, over the second half; nan for none."""
        half = self.memory[len(self.memory) // 2 :]
        if len({answered for answered, _ in half}) < 2:  # noqa: PLR2004 - a line needs two points
            return math.nan
        return linear_regression([x for x, _ in half], [y for _, y in half]).slope


def measure(deployment: Deployment, clients: int, seconds: float) -> Measured:
    """Let clients send for a time.

    Raises:
        Failed: a proposal did not get its report.
    """
    measured = Measured()
    lock = threading.Lock()
    began = time.monotonic()

    def send(first: int) -> None:
        random = Random(first)  # noqa: S311 - chooses a server
        sender = Sender(deployment.ports, deployment.tokens[0], random)
        number = first
        while time.monotonic() - began < seconds and not measured.failures:
            try:
                spent, one = _one(sender, number)
            except Exception as failure:  # noqa: BLE001 - raised where all is waited for
                measured.failures.append(failure)
                break
            with lock:
                measured.times.append(spent)
                measured.told[number] = one
            number += clients
        sender.close()

    threads = [threading.Thread(target=send, args=(n + 1,), daemon=True) for n in range(clients)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        held = sum(processes.resident(server.pid) for server in deployment.servers)
        measured.memory.append((len(measured.times), held))
        time.sleep(_SAMPLES)
    measured.seconds = time.monotonic() - began
    for failure in measured.failures:
        raise failure
    return measured


def _one(sender: Sender, number: int) -> tuple[float, Acknowledged]:
    """Send a proposal, and return how long its report took and what was told."""
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": f"load-{number}",
        "Prefer": "wait=60",
    }
    begin = time.perf_counter()
    answer = sender.send("POST", "/v1/submissions", proposal(number).body, headers)
    spent = time.perf_counter() - begin
    if answer.status != _CREATED:
        raise Failed(f"Proposal {number} was answered {answer.status}: {answer.body[:300]!r}")
    told = answer.json()["submission"]
    return spent, Acknowledged(number, {told["id"]}, {told["check"]["report_digest"]})


def try_out(  # noqa: PLR0913 - what a run is
    database: str, *, servers: int, clients: int, seconds: float, rules: Path | None, folder: Path
) -> tuple[Measured, Verdict]:
    """Load a new deployment, and hold what it kept against what it acknowledged."""
    with ExitStack() as ending:
        address = ending.enter_context(fresh(database, folder))
        deployment = prepare(address, folder, servers, [rules] if rules else None)
        ending.callback(deployment.kill)
        measured = measure(deployment, clients, seconds)
        settle(address, deployment)
        deployment.stop()
        return measured, compare(address, measured.told, again=0, seed=1)


def row(database: str, servers: int, measured: Measured, verdict: Verdict) -> dict[str, str]:
    """Return the figures in words."""
    growth = measured.growth * 1000 / _MEBIBYTE
    return {
        "database": f"{database}, {Deployment.named(servers)}",
        "submissions": f"{len(measured.times):,}",
        "a second": f"{measured.a_second:.1f}",
        "p50": f"{measured.percentile(50) * 1000:,.0f} ms",
        "p99": f"{measured.percentile(99) * 1000:,.0f} ms",
        "memory": f"{measured.memory[-1][1] / _MEBIBYTE:,.0f} MiB",
        "growth per 1,000": f"{growth:+,.1f} MiB",
        "missing or doubled": f"{len(verdict.faults)}",
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on each database, and print the table; exit code 1 if anything is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service.load", epilog=__doc__)
    parser.add_argument("--database", choices=KINDS, action="append", help="default: each")
    parser.add_argument("--seconds", type=float, default=30, help="of load, each (30)")
    parser.add_argument("--clients", type=int, default=4, help="that send at once (4)")
    parser.add_argument("--whole", action="store_true", help="with all rules, not only one")
    parser.add_argument("--docs", action="store_true", help="put it into docs/reliability.md")
    given = parser.parse_args(arguments)
    rules = ROOT / "rules" if given.whole else None
    here = about()  # As it is now: the checkout may change meanwhile.
    rows: list[dict[str, str]] = []
    missing = 0
    for database in given.database or KINDS:
        servers = {"sqlite": 1, "postgresql": 2}[database]
        with tempfile.TemporaryDirectory() as folder:
            measured, verdict = try_out(
                database,
                servers=servers,
                clients=given.clients,
                seconds=given.seconds,
                rules=rules,
                folder=Path(folder).resolve(),
            )
        rows.append(row(database, servers, measured, verdict))
        missing += len(verdict.faults)
        for name, value in rows[-1].items():
            sys.stdout.write(f"{name:20} {value}\n")
        sys.stdout.write("\n")
    told = {**here, "clients": f"{given.clients}", "rules": "all" if given.whole else "one"}
    sys.stdout.writelines(f"{name:20} {value}\n" for name, value in told.items())
    if given.docs:
        keep_load(rows, told)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
