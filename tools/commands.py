"""Run other programs, tell what is being done, stop at the first failure."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent

Command = Sequence[str | Path]
"""A program and its arguments."""

# What a caller's shell may have set and what would change what is installed or imported here.
_FOREIGN = (
    "PIP_CONSTRAINT",
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_TARGET",
    "PIP_USER",
    "PYTEST_ADDOPTS",
    "PYTEST_PLUGINS",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "VIRTUAL_ENV",
    "__PYVENV_LAUNCHER__",
)


def say(text: str) -> None:
    """Print a line of progress, before what the next program prints."""
    print(text, flush=True)


def fail(text: str) -> NoReturn:
    """End with exit code 1 and one clear line."""
    sys.stdout.flush()
    sys.exit(f"FAILED: {text}")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the caller's environment without what would leak into ours, and with ``extra``."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return {**kept, **(extra or {})}


def run(
    title: str,
    command: Command,
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    accept: Sequence[int] = (0,),
) -> int:
    """Run a command that prints for itself and return its exit code.

    Args:
        title: what is being done, in a few words; shown before, with the time after.
        command: what to run.
        cwd: the folder to run it in.
        env: variables to add to the environment.
        accept: exit codes that are no failure; any other ends the task.
    """
    say(f"\n==> {title}")
    start = time.monotonic()
    code = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode
    if code not in accept:
        fail(f"{title} (exit code {code})")
    say(f"    done in {time.monotonic() - start:.1f} s")
    return code


def read(command: Command, *, cwd: Path, accept: Sequence[int] = (0,)) -> str:
    """Run a command and return what it printed; any exit code not accepted ends the task."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in accept:
        line = " ".join(str(part) for part in command)
        fail(f"{line} (exit code {done.returncode})\n{done.stdout}{done.stderr}")
    return done.stdout
