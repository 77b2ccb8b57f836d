"""How long a check of very many programs takes, by its steps, and how much memory.

    python -m benchmarks.bulk 1000000 --memory 2GB

makes the programs as a Parquet file (with `--format csv` as CSV; seeded, 2% of each of four
mistakes), checks them in a process of its own as the command does, and prints the time of each
step, the most memory that the process held, and the most that its folder held on the disk. Beside
these stands a query for each rule as one would write it by hand, on the same file, in a process of
its own without any limit: what the loaded tables take there is the size of the plan, which the
limit is compared with.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bulk.plans import SIX, write_plan
from benchmarks.bulk.queries import queries

_MB = 1e6
_SECONDS = 0.2
"""Between two looks at what lies on the disk."""

_RUN = """
import json, sys, time
started = time.monotonic()
loaded = 0
{body}
# Not getrusage: it counts what the process that started this one held.
(peak,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM:")]
held = int(peak.split()[1]) * 1024
sys.stderr.write("@" + json.dumps([time.monotonic() - started, held, loaded]) + "\\n")
"""
_CHECK = """
from pathlib import Path
from datetime import date
from pacecar.checking.bulk import Asked, checked
from pacecar.checking.waiving import DEFAULT_TERMS
from pacecar.plan.bulk.database import Limits
from pacecar.plan.bulk.files import split
def tell(step):
    sys.stderr.write(f"{{time.monotonic() - started:8.2f}}  {{step}}\\n")
asked = Asked([Path({rules!r})], (), (), None, date(2026, 1, 1), False, DEFAULT_TERMS)
limits = Limits({memory}, {threads}, Path({folder!r}))
with checked(split([{plan!r}]), asked, limits, tell) as found:
    tell("writing findings")
    found.findings.to_parquet({target!r})
    counts = {{result.rule: [result.kept, result.broken, result.undetermined]
              for result in found.report.rules}}
    tell("done")
print(json.dumps(counts))
"""
_BY_HAND = """
import duckdb
connection = duckdb.connect(config={{"threads": {threads}}} if {threads} else {{}})
connection.execute("SET enable_progress_bar = false")
def step(text):
    sys.stderr.write(f"{{time.monotonic() - started:8.2f}}  {{text}}\\n")
counts = {{}}
for name, text in {queries!r}:
    step(name)
    found = connection.execute(text).fetchall()
    counts[name] = found
step("done")
query = "SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'"
((loaded,),) = connection.execute(query).fetchall()
print({{name: found[0] if len(found) == 1 else len(found) for name, found in counts.items()}})
"""


def main() -> None:
    """Run the benchmark that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("programs", type=int)
    parser.add_argument("--memory", type=float, default=0, help="limit in MB; 0 for none")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--folder", help="where the files go; default: a temporary folder")
    parser.add_argument("--wide", action="store_true", help="with all fields, and long names")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        _bench(asked, Path(folder))


def _bench(asked: argparse.Namespace, folder: Path) -> None:
    plan, rules = folder / "plan", folder / "rules"
    plan.mkdir()
    rules.mkdir()
    write_plan(plan, asked.programs, wide=asked.wide, csv=asked.format == "csv")
    for name, text in SIX.items():
        family, _, stem = name.partition("/")
        (rules / family).mkdir(exist_ok=True)
        (rules / family / f"{stem}.yaml").write_text(text)
    size = sum(file.stat().st_size for file in plan.iterdir()) / _MB
    print(f"{asked.programs:,} programs, {size:,.0f} MB of files, seed 1")
    body = _CHECK.format(
        rules=str(rules),
        memory=int(asked.memory * _MB),
        threads=asked.threads,
        folder=str(folder),
        plan=str(plan),
        target=str(folder / "findings.parquet"),
    )
    limit = f"limit {asked.memory:,.0f} MB" if asked.memory else "no limit"
    done = _run(f"pacecar check, {limit}", body, folder)
    statements = queries(plan, asked.format)
    hand = _BY_HAND.format(threads=asked.threads, queries=statements)
    by_hand = _run("by hand, no limit", hand, folder)
    if done and by_hand:
        _compare(done, by_hand, asked.memory * _MB)


def _compare(done: _Done, by_hand: _Done, limit: float) -> None:
    """Print how large the plan is beside the limit, and what each of the two held."""
    loaded = by_hand.loaded
    print(f"\nthe plan's tables, loaded: {loaded / _MB:,.0f} MB", end="")
    if limit:
        times = f"{loaded / limit:.1f} times"
        print(
            f", {times} the limit; by hand held {by_hand.held / limit:.1f} times the limit", end=""
        )
        within = "within" if done.held <= limit else "BEYOND"
        print(f"\nmost memory: {done.held / _MB:,.0f} MB, {within} the limit", end="")
    else:
        print(f"\nmost memory: {done.held / _MB:,.0f} MB", end="")
    print(f", {done.held / by_hand.held:.2f} of by hand; on the disk {done.disk / _MB:,.0f} MB")


@dataclass(frozen=True, slots=True)
class _Done:
    """What a run took: bytes that it held, of tables loaded in memory, and of its folder."""

    held: int
    loaded: int
    disk: int


def _run(name: str, body: str, folder: Path) -> _Done | None:
    """Run a program in a process of its own, and print what it says; None if it failed."""
    started = time.monotonic()
    code = _RUN.format(body=body)
    source = str(Path(__file__).parents[2] / "engine")
    disk = 0
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        with subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=out,
            stderr=err,
            text=True,
            env={**os.environ, "PYTHONPATH": source},
        ) as running:
            while running.poll() is None:
                disk = max(disk, _size(folder))
                time.sleep(_SECONDS)
        out.seek(0)
        err.seek(0)
        said, (*steps, last) = out.read().strip(), err.read().splitlines() or [""]
    print(f"\n{name}")
    for line in steps:
        print(f"  {line}")
    if running.returncode or not last.startswith("@"):
        print(f"  failed: {last}")
        return None
    seconds, held, loaded = json.loads(last[1:])
    whole = time.monotonic() - started
    print(f"  {seconds:.2f} s ({whole:.2f} with the start), {held / _MB:,.0f} MB")
    print(f"  {said}")
    return _Done(held, loaded, disk)


def _size(folder: Path) -> int:
    """Return the bytes of all files of databases, some of which may go while they are counted."""
    total = 0
    for file in folder.glob(".pacecar-*/**/*"):
        with suppress(FileNotFoundError):
            total += file.stat().st_size
    return total


if __name__ == "__main__":
    main()
