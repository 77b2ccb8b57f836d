"""What the service does under load, on each database: throughput, waiting, memory.

Each client sends a proposal, waits for its report, and sends the next one. Everything is on disk
before it is answered. What is acknowledged is held against the database afterwards: a figure
counts only if nothing is missing.

With a peer beside it, clients send 30 programs at a time, which break six rules, to the service
and then to a server that asks the same rules in Rego and stores nothing. Each answer is compared
with what was planted.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import linear_regression, quantiles
from typing import Final

from benchmarks.peers import environment
from benchmarks.service import processes, rego, thirty
from benchmarks.service.acknowledged import Acknowledged
from benchmarks.service.databases import KINDS, fresh
from benchmarks.service.history import Verdict, compare
from benchmarks.service.machine import ROOT, about
from benchmarks.service.reliability import keep_load
from benchmarks.service.running import Deployment, prepare, settle
from benchmarks.service.sending import Sender
from benchmarks.service.servers import Server
from benchmarks.service.workload import Proposal, proposal

_SAMPLES: Final = 0.5
"""Seconds between two looks at the memory."""

_MEBIBYTE: Final = 2**20
_CREATED: Final = 201
_OK: Final = 200


REGO_SERVERS: Final = 2
"""Processes of the Rego server: it has all processors, as an OPA server would."""


class Failed(Exception):
    """A proposal was not answered with what was to be answered, or is not kept."""


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


Ask = Callable[[Sender, int], tuple[float, Acknowledged]]
"""Sends what has a number, and returns how long its answer took and what was told."""


def measure(deployment: Deployment, clients: int, seconds: float, ask: Ask) -> Measured:
    """Let clients send for a time.

    Raises:
        Failed: a proposal did not get its answer.
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
                spent, one = ask(sender, number)
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


def asking_pacecar(sent: Callable[[int], Proposal], errors: int | None = None) -> Ask:
    """Return how the service is asked.

    Args:
        sent: makes the proposal of a number.
        errors: how many each is to introduce, where that is known.
    """

    def ask(sender: Sender, number: int) -> tuple[float, Acknowledged]:
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"load-{number}",
            "Prefer": "wait=60",
        }
        body = sent(number).body
        begin = time.perf_counter()
        answer = sender.send("POST", "/v1/submissions", body, headers)
        spent = time.perf_counter() - begin
        if answer.status != _CREATED:
            raise Failed(f"Proposal {number} was answered {answer.status}: {answer.body[:300]!r}")
        told = answer.json()["submission"]
        found = told["check"]["introduced_errors"]
        if errors is not None and found != errors:
            raise Failed(f"Proposal {number} introduces {errors} errors, and not {found}.")
        return spent, Acknowledged(number, {told["id"]}, {told["check"]["report_digest"]})

    return ask


def ask_rego(sender: Sender, number: int) -> tuple[float, Acknowledged]:
    """Ask the Rego server."""
    body = thirty.document(number)
    headers = {"Content-Type": "application/json"}
    begin = time.perf_counter()
    answer = sender.send("POST", rego.PATH, body, headers)
    spent = time.perf_counter() - begin
    if answer.status != _OK or answer.json() != thirty.planted(number):
        raise Failed(f"Document {number} was answered {answer.status}: {answer.body[:300]!r}")
    return spent, Acknowledged(number)


def try_out(  # noqa: PLR0913 - what a run is
    database: str,
    *,
    servers: int,
    clients: int,
    seconds: float,
    rules: Path | None,
    folder: Path,
    of_thirty: bool = False,
) -> tuple[Measured, Verdict]:
    """Load a new deployment, and hold what it kept against what it acknowledged.

    Args:
        database: the kind of its database.
        servers: how many processes it has.
        clients: how many send at once.
        seconds: for how long.
        rules: the folder of the rulebook; a small one of one rule otherwise.
        folder: where it runs.
        of_thirty: whether each proposal has 30 programs, and the six rules are asked.
    """
    sent = thirty.proposal if of_thirty else proposal
    with ExitStack() as ending:
        address = ending.enter_context(fresh(database, folder))
        if of_thirty:
            deployment = prepare(address, folder, servers, [thirty.RULES], thirty.portfolio())
            ask = asking_pacecar(sent, thirty.ERRORS)
        else:
            deployment = prepare(address, folder, servers, [rules] if rules else None)
            ask = asking_pacecar(sent)
        ending.callback(deployment.kill)
        measured = measure(deployment, clients, seconds, ask)
        settle(address, deployment)
        deployment.stop()
        return measured, compare(address, measured.told, again=0, seed=1, sent=sent)


def try_out_rego(python: Path, *, clients: int, seconds: float, folder: Path) -> Measured:
    """Load Rego servers, which run in the environment of an interpreter."""
    paths = {"PYTHONPATH": str(ROOT)}

    def command(port: int) -> list[str]:
        return [str(python), "-m", "benchmarks.service.rego", str(port)]

    servers = tuple(Server(command, folder, paths) for _ in range(REGO_SERVERS))
    deployment = Deployment(servers, ("", ""))
    try:
        deployment.start()
        measured = measure(deployment, clients, seconds, ask_rego)
        deployment.stop()
    finally:
        deployment.kill()
    return measured


def row(server: str, measured: Measured, verdict: Verdict | None) -> dict[str, str]:
    """Return the figures in words; without a verdict, nothing was to be kept."""
    growth = measured.growth * 1000 / _MEBIBYTE
    return {
        "server": server,
        "answered": f"{len(measured.times):,}",
        "a second": f"{measured.a_second:.1f}",
        "p50": f"{measured.percentile(50) * 1000:,.0f} ms",
        "p99": f"{measured.percentile(99) * 1000:,.0f} ms",
        "memory": f"{measured.memory[-1][1] / _MEBIBYTE:,.0f} MiB",
        "growth per 1,000": f"{growth:+,.1f} MiB",
        "missing or doubled": f"{len(verdict.faults)}" if verdict else "nothing is stored",
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on each database, and print the table; exit code 1 if anything is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service.load", epilog=__doc__)
    parser.add_argument("--database", choices=KINDS, action="append", help="default: each")
    parser.add_argument("--seconds", type=float, default=30, help="of load, each (30)")
    parser.add_argument("--clients", type=int, default=4, help="that send at once (4)")
    parser.add_argument("--whole", action="store_true", help="with all rules, not only one")
    parser.add_argument("--peer", choices=["rego"], help="30 programs and six rules, beside a peer")
    parser.add_argument("--docs", action="store_true", help="put it into docs/reliability.md")
    given = parser.parse_args(arguments)
    if given.peer and given.whole:
        parser.error("--whole and --peer: a peer is asked the six rules, and so is the service")
    here = about()  # As it is now: the checkout may change meanwhile.
    python = environment.prepare().python if given.peer else None
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
                rules=ROOT / "rules" if given.whole else None,
                folder=Path(folder).resolve(),
                of_thirty=python is not None,
            )
        server = f"{database}, {Deployment.named(servers)}"
        rows.append(row(f"Pacecar, {server}" if python else server, measured, verdict))
        missing += len(verdict.faults)
        _say(rows[-1])
    if python:
        with tempfile.TemporaryDirectory() as folder:
            measured = try_out_rego(
                python, clients=given.clients, seconds=given.seconds, folder=Path(folder).resolve()
            )
        rows.append(row(f"Rego (regorus), {Deployment.named(REGO_SERVERS)}", measured, None))
        _say(rows[-1])
    rules = "six" if python else "all" if given.whole else "one"
    told = {**here, "clients": f"{given.clients}", "rules": rules}
    sys.stdout.writelines(f"{name:20} {value}\n" for name, value in told.items())
    if given.docs:
        keep_load("load beside rego" if python else "load", rows, told)
    return 1 if missing else 0


def _say(figures: dict[str, str]) -> None:
    sys.stdout.writelines(f"{name:20} {value}\n" for name, value in figures.items())
    sys.stdout.write("\n")


if __name__ == "__main__":
    sys.exit(main())
