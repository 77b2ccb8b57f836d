#!/usr/bin/env python3
"""What a cold `pacecar check` costs beside other commands on the same YAML files.

Builds the wheel, installs it into an environment of its own under build/ (bytecode included, as
users have it), and starts every command in turn, over and over, each in a fresh process: A, B, C,
A, B, C. Says for each the median of the wall time, of the processor time, and of its ratio to
yamllint in the same round, which is what can be compared between machines.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.plans import plan_text  # noqa: E402 - the checkout, from wherever this is started
from tools import check_wheel  # noqa: E402
from tools.environments import create, install, program  # noqa: E402
from tools.interpreters import best  # noqa: E402

BUILD = ROOT / "build" / "startup"
YARDSTICK = "yamllint"
TARGETS = {"made-up": (1.0, 0.5), "alliance": (0.4, 0.3)}
"""Of the ratio to yamllint: what is asked for, and what would be better still."""

SCHEMA = """
import json
from pacecar.plan.model import PlanFile
print(json.dumps(PlanFile.model_json_schema()))
"""
LOAD = """
import sys, yaml
for name in sys.argv[1:]:
    with open(name, 'rb') as stream:
        yaml.load(stream, yaml.CSafeLoader)
"""


class Run(NamedTuple):
    """One run of a command: seconds by the clock and of the processor."""

    wall: float
    cpu: float


class Contender(NamedTuple):
    """A command, its environment's changes, and what is done before each run, untimed."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = {}
    before: Callable[[], object] = lambda: None


class Figures(NamedTuple):
    """Medians of a contender's runs."""

    wall: float
    cpu: float
    ratio: float
    cpu_ratio: float


def run(contender: Contender, folder: Path) -> Run:
    """Run a command once and return what it took; what it finds is its own affair."""
    contender.before()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PACECAR_", "PYTHON"))}
    begin = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - commands of our own making
        contender.command,
        cwd=folder,
        env={**environment, **contender.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None  # noqa: S101 - it was asked for
    complaint = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in (0, 1):  # 1: there are findings
        raise SystemExit(f"{contender.name} failed: {complaint.decode(errors='replace')}")
    return Run(wall, used.ru_utime + used.ru_stime)


def measure(contenders: Sequence[Contender], folder: Path, runs: int) -> dict[str, list[Run]]:
    """Run all in turn, `runs` times, after a round that does not count."""
    found: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    for number in range(runs + 1):
        for contender in contenders:
            one = run(contender, folder)
            if number:
                found[contender.name].append(one)
    return found


def figures(found: Mapping[str, Sequence[Run]], yardstick: str = YARDSTICK) -> dict[str, Figures]:
    """Return the medians, those of the ratios round by round."""
    return {
        name: Figures(
            median(one.wall for one in runs),
            median(one.cpu for one in runs),
            median(
                one.wall / other.wall for one, other in zip(runs, found[yardstick], strict=True)
            ),
            median(one.cpu / other.cpu for one, other in zip(runs, found[yardstick], strict=True)),
        )
        for name, runs in found.items()
    }


def table(found: Mapping[str, Figures]) -> list[str]:
    """Return the figures as lines."""
    lines = [f"{'':34}{'wall':>9}{'cpu':>9}{'x yamllint':>13}{'(cpu)':>8}"]
    for name, one in found.items():
        times = f"{one.wall * 1000:6.0f} ms{one.cpu * 1000:6.0f} ms"
        lines.append(f"{name:34}{times}{one.ratio:13.2f}{one.cpu_ratio:8.2f}")
    return lines


def contenders(binaries: Path, schema: Path, files: Sequence[str], plan: str) -> list[Contender]:
    """Return what is compared on a plan, given as its files and as the path to check."""
    python = str(binaries / "python")
    cache = Path(tempfile.mkdtemp(prefix="pacecar-startup-"))
    pacecar = (str(binaries / "pacecar"), "check", plan)
    kept = {"XDG_CACHE_HOME": str(cache / "kept")}
    fresh = cache / "fresh"
    return [
        Contender("python -c pass", (python, "-c", "pass")),
        Contender("Python, PyYAML (C), nothing checked", (python, "-c", LOAD, *files)),
        Contender(YARDSTICK, (str(binaries / "yamllint"), *files)),
        Contender("pacecar check", pacecar, kept),
        Contender(
            "pacecar check, first run",
            pacecar,
            {"XDG_CACHE_HOME": str(fresh)},
            lambda: shutil.rmtree(fresh, ignore_errors=True),
        ),
        Contender("pacecar check, cache off", pacecar, {"PACECAR_CACHE": "off"}),
        Contender(
            "check-jsonschema",
            (str(binaries / "check-jsonschema"), "--schemafile", str(schema), *files),
        ),
    ]


def prepare(folder: Path) -> Path:
    """Install the wheel and its contenders into an environment; return its folder of programs."""
    interpreter = best()
    environment = folder / "venv"
    wheel = check_wheel.build(program(ROOT / ".venv", "python"))
    create(environment, interpreter)
    install(environment, wheel, "yamllint", "check-jsonschema")
    return environment / "bin"


def workloads(folder: Path, programs: int) -> dict[str, Path]:
    """Write the plans that are checked, each in a folder of its own."""
    made_up, alliance = folder / "made-up", folder / "alliance"
    for path in (made_up, alliance):
        shutil.rmtree(path, ignore_errors=True)
    (made_up / "plan").mkdir(parents=True)
    (made_up / "plan" / "plan.yaml").write_text(plan_text(programs), "utf-8")
    shutil.copytree(ROOT / "plans" / "alliance", alliance / "plan")
    return {"made-up": made_up, "alliance": alliance}


def main(arguments: Sequence[str] | None = None) -> None:
    """Build, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="counted rounds (15)")
    parser.add_argument("--programs", type=int, default=30, help="of the made-up plan (30)")
    parser.add_argument("--installed", type=Path, help="folder of programs to use, nothing built")
    parser.add_argument("--json", type=Path, help="file for the figures as JSON")
    given = parser.parse_args(arguments)
    BUILD.mkdir(parents=True, exist_ok=True)
    binaries = given.installed or prepare(BUILD)
    schema = BUILD / "schema.json"
    made = subprocess.run(  # noqa: S603 - a program of ours
        [binaries / "python", "-c", SCHEMA], capture_output=True, check=True
    )
    schema.write_bytes(made.stdout)
    say = sys.stdout.write
    say(f"{platform.platform()}, {os.cpu_count()} processors\n")
    say(f"Python {platform.python_version()}; {versions(binaries)}\n")
    say(
        f"medians of {given.runs} rounds, each command once a round, in a fresh process;\n"
        "the ratios are those of commands that ran after each other\n"
    )
    results: dict[str, dict[str, Figures]] = {}
    for name, folder in workloads(BUILD, given.programs).items():
        files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml"))
        found = figures(measure(contenders(binaries, schema, files, "plan"), folder, given.runs))
        lines = sum((folder / file).read_bytes().count(b"\n") for file in files)
        say(f"\n{name}: {lines:,} lines of YAML\n")
        say("".join(f"{line}\n" for line in table(found)))
        target, stretch = TARGETS[name]
        say(f"target: at most {target:.1f} x yamllint, better {stretch:.1f} x; ")
        say(f"reached: {found['pacecar check'].ratio:.2f} x\n")
        results[name] = found
    if given.json:
        plain = {name: {k: v._asdict() for k, v in one.items()} for name, one in results.items()}
        given.json.write_text(json.dumps(plain, indent=2) + "\n", "utf-8")


def versions(binaries: Path) -> str:
    """Return what is compared, with versions."""
    code = "from importlib.metadata import version; import sys; "
    code += "print(', '.join(f'{name} {version(name)}' for name in sys.argv[1:]))"
    names = ("pacecar", "yamllint", "check-jsonschema", "PyYAML", "click")
    command = [str(binaries / "python"), "-c", code, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - a program of ours
    return done.stdout.strip()


if __name__ == "__main__":
    main()
