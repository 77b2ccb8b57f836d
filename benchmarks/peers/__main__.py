"""Compares Pacecar's evaluators with their peers, and writes what it finds.

Everything that is compared answers the same six questions about the same programs, in a process
of its own, in turn; who answers otherwise than what was planted is shown as wrong. What was run
of a commit is kept in build/peers/runs.jsonl, so that an interrupted comparison goes on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from benchmarks.peers import environment
from benchmarks.peers.environment import BUILD, Environment
from benchmarks.peers.figures import figures
from benchmarks.peers.one import PHASES
from benchmarks.peers.page import page, plots, time_in_words
from benchmarks.peers.registry import ENTRIES, IN_PROCESS, Entry, chosen
from benchmarks.peers.running import Kept, Run, run_all, run_once
from benchmarks.peers.workload import SEED
from benchmarks.service.machine import ROOT, about

SIZES = (1_000, 10_000, 100_000, 1_000_000)
DOCS = ROOT / "docs"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and write the page; exit code 1 if a contender was wrong, or failed."""
    given = _parser().parse_args(arguments)
    try:
        entries = chosen(given.contenders)
    except LookupError as problem:
        sys.stderr.write(f"{problem.args[0]}\n")
        return 2
    here = environment.this_one() if given.here else environment.prepare()
    told = {**about(), "seed": f"{given.seed}"}
    runs_file = given.folder / "runs.jsonl"
    if given.fresh or told["commit"].endswith("with changes"):
        runs_file.unlink(missing_ok=True)
    kept = Kept(runs_file, told)

    written = cache(partial(_written, given.folder, seed=given.seed, here=here))

    def once(entry: Entry, size: int, number: int) -> Run:
        folder = written(size)
        return run_once(entry, here, folder, size=size, number=number, cap=given.cap)

    runs = []
    for run in run_all(entries, given.sizes, given.runs, once, kept, long=given.long):
        runs.append(run)
        sys.stdout.write(f"{_line(run)}\n")
        sys.stdout.flush()
    found = figures(runs)
    packages = {package for entry in ENTRIES for package in entry.packages}
    command = f"python -m benchmarks.peers --runs {given.runs}"
    command += f" --sizes {','.join(map(str, given.sizes))} --docs"
    text = page(found, given.sizes, {"command": command, **told}, here.versions(sorted(packages)))
    target = DOCS if given.docs else given.folder
    (target / "benchmarks.md").write_text(text, "utf-8")
    for name, drawn in plots(found, given.sizes).items():
        (target / name).write_text(drawn, "utf-8")
    sys.stdout.write(f"written: {target / 'benchmarks.md'}\n")
    failed = ("crashed", "failed")
    return 1 if any(run.wrong or run.trouble.startswith(failed) for run in runs) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=lambda text: sorted({int(size) for size in text.split(",")}),
        default=list(SIZES),
        help="numbers of programs, with commas (1000,10000,100000,1000000)",
    )
    parser.add_argument("--runs", type=int, default=3, help="processes of each, in turn (3)")
    parser.add_argument("--contenders", default="", help="beginnings of names, with commas (all)")
    parser.add_argument("--cap", type=float, default=100, help="seconds of one process (100)")
    parser.add_argument(
        "--long", type=float, default=15, help="who takes more seconds than this runs once (15)"
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the workload ({SEED})")
    parser.add_argument("--folder", type=Path, default=BUILD, help="for what is made (build/peers)")
    parser.add_argument("--fresh", action="store_true", help="forget the runs of this commit")
    parser.add_argument(
        "--here", action="store_true", help="in this environment, nothing installed"
    )
    parser.add_argument("--docs", action="store_true", help="write into docs, not into the folder")
    return parser


def _written(folder: Path, size: int, *, seed: int, here: Environment) -> Path:
    """Return the folder of a workload, written if it was not."""
    own = folder / "workloads" / f"{size}-{seed}"
    here.run("benchmarks.peers.files", own, f"{size}", f"{seed}", f"{IN_PROCESS}")
    return own


def _line(run: Run) -> str:
    """Return a run on a line."""
    head = f"{run.size:>9,}  {run.contender:26}"
    if run.trouble:
        return f"{head}{run.trouble}"
    spent = "".join(f"{phase} {time_in_words(min(run.times[phase])):>8}  " for phase in PHASES)
    wrong = f"wrong: {', '.join(run.wrong)}" if run.wrong else "right"
    return f"{head}{spent}{run.memory / 2**20:6,.0f} MiB  {wrong}"


if __name__ == "__main__":
    sys.exit(main())
