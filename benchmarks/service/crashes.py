"""The service under kill -9: is what it acknowledged kept, once, and as it was told?

Real servers take proposals from clients that note every acknowledgement on disk. Meanwhile
servers, and their workers, are killed at random moments and started again; the clients send
what was not answered again, with the same idempotency key. In the end the database is held
against the clients' notes. Exit code 1 if anything is lost, doubled or damaged.

kill -9 ends a process and leaves the operating system alive: what it was given to write is
written. A loss of power is another test, which this is not.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.service import acknowledged, processes
from benchmarks.service.clients import Client, Course, tried
from benchmarks.service.databases import KINDS, fresh
from benchmarks.service.history import KINDS as FAULTS
from benchmarks.service.history import Verdict, compare
from benchmarks.service.killing import Killed, Killer
from benchmarks.service.machine import about
from benchmarks.service.reliability import keep_crashes
from benchmarks.service.running import Deployment, prepare, settle

_ACCEPTED: Final = 15
"""How many proposals are accepted: each makes all later checks a little longer."""

_TOLD_EVERY: Final = 15.0
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to be: its size, its database and its seed."""

    kills: int
    submissions: int
    database: str
    servers: int
    clients: int
    seed: int
    minutes: float = math.inf
    again: int = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    Attributes:
        killed: what was killed.
        tries: what the clients had to send again, and the answers that were none.
        replayed: proposals whose acknowledgement came of a request that was sent again.
        verdict: of the comparison.
        exits: exit codes of the servers, told to stop in the end.
        orphans: workers that outlived their server.
        seconds: how long the load took.
    """

    killed: Killed
    tries: dict[str, Any]
    replayed: int
    verdict: Verdict
    exits: tuple[int, ...]
    orphans: int
    seconds: float

    @property
    def in_order(self) -> bool:
        """Whether nothing at all is wrong."""
        wrong = (self.verdict.faults, self.tries["errors"], self.killed.fallen, self.orphans)
        return not any(wrong) and not any(self.exits)


def run(wanted: Wanted, folder: Path) -> Outcome:
    """Do a run in a folder, and leave there the database, the logs and the notes.

    Raises:
        Exception: as the client that could not go on says.
    """
    with ExitStack() as ending:
        address = ending.enter_context(fresh(wanted.database, folder))
        deployment = prepare(address, folder, wanted.servers)
        ending.callback(deployment.kill)
        course = Course(wanted.submissions, max(1, wanted.submissions // _ACCEPTED))
        logs = [folder / f"acknowledged-{number}.jsonl" for number in range(wanted.clients)]
        clients = [
            Client(course, deployment.ports, deployment.tokens, log, f"{wanted.seed}-{number}")
            for number, log in enumerate(logs)
        ]
        killer = Killer(deployment.servers, wanted.seed)
        began = time.monotonic()
        course.until = began + wanted.minutes * 60
        for client in clients:
            client.start()
        threading.Thread(target=_tell, args=(course, killer, wanted), daemon=True).start()
        killer.run(course, wanted.kills)
        for client in clients:
            client.join()
        seconds = time.monotonic() - began
        for failure in course.failures:
            raise failure
        settle(address, deployment)
        exits = deployment.stop()
        orphans = [one for one in killer.killed.left if processes.kill(one)]
        told = acknowledged.read(logs)
        verdict = compare(address, told, again=wanted.again, seed=wanted.seed)
    return Outcome(
        killer.killed, tried(clients), course.replayed, verdict, exits, len(orphans), seconds
    )


def _tell(course: Course, killer: Killer, wanted: Wanted) -> None:
    """Say on standard error now and then how far a run is, until it is over."""
    while not course.ended(within=_TOLD_EVERY):
        sys.stderr.write(
            f"{course.acknowledged:,} of {wanted.submissions:,} acknowledged, "
            f"{killer.killed.total} of {wanted.kills} killed\n"
        )
        sys.stderr.flush()


def figures(wanted: Wanted, outcome: Outcome) -> dict[str, str]:
    """Return the figures of a run, in words."""
    killed, verdict = outcome.killed, outcome.verdict
    codes = {**outcome.tries["refused"], **outcome.tries["errors"]}
    refused = ", ".join(f"{count} x {code}" for code, count in codes.items())
    return {
        "database": f"{wanted.database}, {Deployment.named(wanted.servers)}",
        "processes killed": (
            f"{killed.total:,}: {killed.servers} servers ({killed.starting} of them as they "
            f"started), {killed.workers} workers"
        ),
        "acknowledged submissions": f"{verdict.acknowledged:,}",
        "sent again": f"{outcome.tries['again']:,} ({refused or 'all for broken connections'})",
        "acknowledged by a repeated request": f"{outcome.replayed:,}",
        "stored, checks": f"{verdict.stored:,}, {verdict.checks:,}",
        **{kind: f"{verdict.count(kind):,}" for kind in FAULTS},
        "entries of the log verified": f"{verdict.entries:,}",
        "reports made again": f"{verdict.reproduced:,}",
        "servers that ended by themselves": f"{killed.fallen}",
        "workers that outlived their server": f"{outcome.orphans}",
        "exit codes at the end": ", ".join(map(str, outcome.exits)),
        "duration of the load": f"{outcome.seconds:,.0f} s",
        "seed": f"{wanted.seed}",
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service.crashes", epilog=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="processes to kill (200)")
    parser.add_argument("--submissions", type=int, default=10_000, help="to acknowledge (10000)")
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    parser.add_argument("--servers", type=int, help="processes (sqlite 1, postgresql 2)")
    parser.add_argument("--clients", type=int, default=8, help="that send at once (8)")
    parser.add_argument("--seed", type=int, default=1, help="of what is chosen (1)")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="send no more after that (no end)"
    )
    parser.add_argument("--keep", type=Path, help="a new folder to leave everything in")
    parser.add_argument("--docs", action="store_true", help="put it into docs/reliability.md")
    given = parser.parse_args(arguments)
    servers = given.servers or {"sqlite": 1, "postgresql": 2}[given.database]
    wanted = Wanted(
        given.kills,
        given.submissions,
        given.database,
        servers,
        given.clients,
        given.seed,
        given.minutes,
    )
    here = about()  # As it is now: the checkout may change meanwhile.
    with ExitStack() as ending:
        if given.keep:
            given.keep.mkdir(parents=True)
        folder = given.keep or Path(ending.enter_context(tempfile.TemporaryDirectory()))
        outcome = run(wanted, folder.resolve())
    found = {**here, **figures(wanted, outcome)}
    width = max(map(len, found))
    sys.stdout.writelines(f"{name:{width}}  {value}\n" for name, value in found.items())
    for fault in outcome.verdict.faults[:_SHOWN]:
        sys.stdout.write(f"{fault.kind}: {fault.sentence}\n")
    sys.stdout.write("A loss of power is not tested: the operating system lives on.\n")
    if given.docs:
        keep_crashes(given.database, found)
    return 0 if outcome.in_order else 1


if __name__ == "__main__":
    sys.exit(main())
