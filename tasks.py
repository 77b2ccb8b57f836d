#!/usr/bin/env python3
"""The project's tasks. Needs Python 3.11 or newer and nothing else: python3 tasks.py TASK."""

import sys
from collections.abc import Callable
from functools import cache

from tools import check_wheel, spark_suite
from tools.commands import ROOT, Command, fail, read, run, say
from tools.environments import CONSTRAINTS, create, install, keep_current, program
from tools.interpreters import SUPPORTED, best, found
from tools.suite import run_tests

VENV = ROOT / ".venv"
BUILD = ROOT / "build"
EVERYTHING = ("--editable", f"{ROOT}[dev]")
BUILD_TOOLS = ("hatchling", "setuptools")
"""What builds us and durable-rules; pip installs it on the side, in pinned versions too."""

CONSTRAINTS_HEADER = """\
# The versions that the tests run with, on every Python. Written by: python3 tasks.py lock
"""


@cache
def setup() -> None:
    """Make or update .venv, with Pacecar as it stands here and all tools."""
    keep_current(VENV, best(), *EVERYTHING)


def check() -> None:
    """Check the reference plan, plans/alliance, with `pacecar check`."""
    setup()
    command: Command = [program(VENV, "pacecar"), "check", "plans/alliance"]
    if run("pacecar check plans/alliance", command, accept=(0, 1)) == 1:
        say("    Exit code 1 means findings, which the real plan has: this is what Pacecar is for.")


def test() -> None:
    """Run every check: lint, types, layers, tests, mutants, the wheel, the other Pythons."""
    lint()
    outcome = run_tests(VENV, best(), "this checkout")
    for interface, through in (("cli", "the command line"), ("http", "the service")):
        features: Command = ["features", "-n", "auto", "--pacecar-interface", interface]
        run(f"features through {through}", [program(VENV, "pytest"), *features])
    run("mutants of the rules", [program(VENV, "pacecar"), "spec", "mutate"])
    by_spark = spark_suite.run_tests(VENV)
    wheel()
    for line in _other_interpreters():
        say(line)
    say(f"\nEvery check passed. Python {best().name}, this checkout:\n{outcome}\n{by_spark}")


def quick() -> None:
    """Run the tests that are not marked slow, on one Python."""
    setup()
    run("quick tests", [program(VENV, "pytest"), "-n", "auto", "-m", "not slow"])


def spark() -> None:
    """Run the tests that need Spark, with a PySpark in build, if there is a Java."""
    setup()
    say(spark_suite.run_tests(VENV))


def lint() -> None:
    """Run ruff, mypy, import-linter, and what keeps rules and features honest."""
    setup()
    run("ruff check", [program(VENV, "ruff"), "check"])
    run("ruff format --check", [program(VENV, "ruff"), "format", "--check"])
    run("mypy, strict", [program(VENV, "mypy")])
    run("layers", [program(VENV, "lint-imports")])
    pacecar = program(VENV, "pacecar")
    run("rules and features", [pacecar, "spec", "lint"])
    run("statements of the sources", [pacecar, "rules", "coverage"])


def fix() -> None:
    """Let ruff mend and format what it can."""
    setup()
    run("ruff check --fix", [program(VENV, "ruff"), "check", "--fix"])
    run("ruff format", [program(VENV, "ruff"), "format"])


def wheel() -> None:
    """Build the wheel, install it outside the checkout and run it there."""
    setup()
    check_wheel.check(check_wheel.build(program(VENV, "python")), best())


def interpreters() -> None:
    """Run the tests against the wheel on the other supported Pythons."""
    setup()
    check_wheel.build(program(VENV, "python"))
    for line in _other_interpreters():
        say(line)


def lock() -> None:
    """Write constraints.txt anew: the newest versions that pyproject.toml allows."""
    folder = BUILD / "venv-lock"
    create(folder, best())
    everything = ("--editable", f"{ROOT}[dev,spark]")
    install(folder, "--upgrade", *everything, *BUILD_TOOLS, pinned=False)
    freeze = ["-m", "pip", "freeze", "--all", "--exclude", "pip", "--exclude-editable"]
    versions = read([program(folder, "python"), *freeze], cwd=ROOT)
    CONSTRAINTS.write_text(CONSTRAINTS_HEADER + versions, "utf-8")


def _other_interpreters() -> list[str]:
    """Run the tests on each other supported Python against the wheel in dist."""
    (built,) = check_wheel.DIST.glob("*.whl")
    lines = []
    for version in SUPPORTED:
        interpreter = found().get(version)
        if version == best().version:
            continue
        if interpreter is None:
            lines.append("Python {}.{}: not found on this machine, not tested".format(*version))
            continue
        if version < (3, 13) and not interpreter.judges_with_durable:
            lines.append(f"Python {interpreter.name}: no headers, not tested")
            continue
        folder = BUILD / f"venv-{interpreter.name}"
        keep_current(folder, interpreter, f"{built}[dev]")
        install(folder, "--force-reinstall", "--no-deps", built)
        lines.append(f"Python {interpreter.name}: {run_tests(folder, interpreter, 'the wheel')}")
    return lines


TASKS: tuple[Callable[[], None], ...] = (
    setup, check, test, quick, spark, lint, fix, wheel, interpreters, lock,
)  # fmt: skip


def main() -> None:
    """Run the tasks named on the command line, or list them all."""
    tasks = {task.__name__: task for task in TASKS}
    names = sys.argv[1:]
    if unknown := [name for name in names if name not in tasks]:
        fail(f"no task {', '.join(unknown)}; there are {', '.join(tasks)}")
    for name in names:
        tasks[name]()
    if not names:
        for name, task in tasks.items():
            say(f"{name:<14}{(task.__doc__ or '').splitlines()[0]}")


if __name__ == "__main__":
    main()
