"""Runs contenders in processes of their own, in turn, and keeps what each run told."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.peers.environment import Environment
from benchmarks.peers.files import EXPECTED
from benchmarks.peers.one import PHASES, digests
from benchmarks.peers.registry import Entry
from benchmarks.service.machine import ROOT

_ROUNDS: Final = ((1_000, 5), (10_000, 3))
"""Up to so many programs, so many rounds in each process; one in larger workloads."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process of one contender on one workload.

    Attributes:
        contender: its name.
        size: how many programs.
        number: which of the runs it is, from 0.
        trouble: why it gave no figures, "" if it did: over its time, crashed, not installed.
        wrong: the rules that it answered otherwise than what was planted.
        times: by phase, the seconds of each round; those of `prepare` are of the process.
        memory: bytes at most, by the end of the first round.
    """

    contender: str
    size: int
    number: int
    trouble: str = ""
    wrong: tuple[str, ...] = ()
    times: Mapping[str, Sequence[float]] = field(default_factory=dict)
    memory: int = 0

    @property
    def seconds(self) -> float:
        """The time of all rounds."""
        return sum(sum(self.times.get(phase, ())) for phase in PHASES)


def rounds_at(size: int) -> int:
    """Return how often a process goes through a workload: small ones are over too soon."""
    return next((rounds for most, rounds in _ROUNDS if size <= most), 1)


def run_once(  # noqa: PLR0913 - what a run is
    entry: Entry, environment: Environment, folder: Path, *, size: int, number: int, cap: float
) -> Run:
    """Run a contender once and return what it took; it is ended after `cap` seconds."""
    command = _command(entry, environment, folder, rounds_at(size))
    if not command:
        return Run(entry.name, size, number, f"not run: {environment.without_java}")
    try:
        done = subprocess.run(  # noqa: S603 - contenders of ours
            command,
            cwd=ROOT,
            env=environment.variables(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=cap,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Run(entry.name, size, number, f"over {cap:.0f} s")
    if done.returncode:
        return Run(entry.name, size, number, _trouble(done.returncode, done.stderr))
    told = json.loads(done.stdout)
    times = {"prepare": [told["prepare"]], **{phase: told[phase] for phase in PHASES}}
    wrong = wrong_rules(entry, told, json.loads((folder / EXPECTED).read_text("utf-8")))
    return Run(entry.name, size, number, "", wrong, times, told["memory"])


def wrong_rules(
    entry: Entry, told: Mapping[str, Any], expected: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the rules whose ids, or whose outcomes where it tells them, are not the planted ones.

    All of them, if the rounds of one process did not agree.
    """
    planted = digests(expected["planted"])
    answer = told["answer"]
    if not told["steady"]:
        return entry.rules
    return tuple(
        rule
        for rule in entry.rules
        if answer["digests"].get(rule) != planted[rule]
        or (answer["outcomes"] and list(answer["outcomes"][rule]) != expected["outcomes"][rule])
    )


def _command(
    entry: Entry, environment: Environment, folder: Path, rounds: int
) -> tuple[str | Path, ...]:
    if entry.module:
        one = ("-m", "benchmarks.peers.one", entry.module)
        return (environment.python, *one, folder, str(rounds))
    return (*environment.java, folder, str(rounds)) if environment.java else ()


def _trouble(code: int, complaint: str) -> str:
    if code < 0:
        return f"crashed: {signal.Signals(-code).name}"
    lines = complaint.strip().splitlines() or ["it said nothing"]
    return f"failed: {lines[-1][:120]}"


class Kept:
    """The runs of earlier times, in a file of JSON Lines: what was interrupted goes on."""

    def __init__(self, file: Path, about: Mapping[str, str]) -> None:
        """Read the runs that were made as `about` says; those of another commit do not count."""
        self._file = file
        self._about = dict(about)
        self.runs: dict[tuple[str, int, int], Run] = {}
        lines = file.read_text("utf-8").splitlines() if file.is_file() else []
        for line in lines:
            told = json.loads(line)
            if told.pop("about") == self._about:
                run = Run(**{**told, "wrong": tuple(told["wrong"])})
                self.runs[run.contender, run.size, run.number] = run

    def add(self, run: Run) -> None:
        """Keep a run."""
        self.runs[run.contender, run.size, run.number] = run
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"about": self._about, **asdict(run)}) + "\n")


def run_all(  # noqa: PLR0913 - what a comparison is
    entries: Sequence[Entry],
    sizes: Sequence[int],
    runs: int,
    once: Callable[[Entry, int, int], Run],
    kept: Kept,
    *,
    long: float,
) -> Iterator[Run]:
    """Yield all runs: size by size, all contenders in turn, over and over.

    Who gave no figures at one size is not given a larger one; who took more than `long` seconds
    in its first run is run once.
    """
    out: dict[str, Run] = {}
    for size in sorted(sizes):
        asked = [entry for entry in entries if size <= entry.most]
        for number in range(runs):
            for entry in asked:
                if entry.name in out:
                    if number == 0:
                        reason = out[entry.name].trouble
                        yield Run(entry.name, size, 0, f"{reason} at {out[entry.name].size:,}")
                    continue
                first = kept.runs.get((entry.name, size, 0))
                if number and first is not None and first.seconds > long:
                    continue
                run = kept.runs.get((entry.name, size, number))
                if run is None:
                    run = once(entry, size, number)
                    kept.add(run)
                if run.trouble:
                    out[entry.name] = run
                yield run
