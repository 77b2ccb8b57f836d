"""How long a check of very many programs takes, by its steps, and how much memory.

    python -m benchmarks.bulk 1000000 --memory 2GB

makes the programs as a Parquet file (with `--format csv` as CSV; seeded, 2% of each of six
mistakes), checks them with the command itself in a process of its own, and prints the time of
each step, the most memory that the process held, and beside both a query for each rule as one
would write it by hand, on the same file, in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bulk.plans import SIX, write_plan
from benchmarks.bulk.queries import queries

_RUN = """
import json, resource, sys, time
started = time.monotonic()
{body}
usage = resource.getrusage(resource.RUSAGE_SELF)
sys.stderr.write("@" + json.dumps([time.monotonic() - started, usage.ru_maxrss / 1024]) + "\\n")
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
connection = duckdb.connect(config={{"threads": {threads} or 2}})
def step(text):
    sys.stderr.write(f"{{time.monotonic() - started:8.2f}}  {{text}}\\n")
counts = {{}}
for name, text in {queries!r}:
    step(name)
    found = connection.execute(text).fetchall()
    counts[name] = found
step("done")
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
    size = sum(file.stat().st_size for file in plan.iterdir()) / 1e6
    print(f"{asked.programs:,} programs, {size:,.0f} MB of files, seed 1")
    body = _CHECK.format(
        rules=str(rules),
        memory=int(asked.memory * 1e6),
        threads=asked.threads,
        folder=str(folder),
        plan=str(plan),
        target=str(folder / "findings.parquet"),
    )
    limit = f"limit {asked.memory:,.0f} MB" if asked.memory else "no limit"
    _run(f"pacecar check, {limit}", body)
    _run("by hand", _BY_HAND.format(threads=asked.threads, queries=queries(plan, asked.format)))


def _run(name: str, body: str) -> None:
    """Run a program in a process of its own, and print what it says."""
    started = time.monotonic()
    code = _RUN.format(body=body)
    source = str(Path(__file__).parents[2] / "engine")
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": source},
    )
    print(f"\n{name}")
    *steps, last = done.stderr.splitlines() or [""]
    for line in steps:
        print(f"  {line}")
    if done.returncode or not last.startswith("@"):
        print(f"  failed: {last}")
        return
    import json

    seconds, memory = json.loads(last[1:])
    print(f"  {seconds:.2f} s ({time.monotonic() - started:.2f} with the start), {memory:,.0f} MB")
    print(f"  {done.stdout.strip()}")


if __name__ == "__main__":
    main()
