"""Find the Python interpreters of this machine and choose among them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.commands import environment, fail

SUPPORTED = ((3, 11), (3, 12), (3, 13))
"""The versions the tests run on, those of the classifiers in pyproject.toml."""

_LAST_WITH_DURABLE = (3, 12)

# What an interpreter prints about itself; without ensurepip it cannot make an environment.
# The path is that of the installed Python, even if we are started from an environment of ours.
_PROBE = """
import ensurepip, json, os, sys, sysconfig, venv
path = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
header = os.path.join(sysconfig.get_path("include"), "Python.h")
print(json.dumps([path, sys.version_info[:2], os.path.exists(header)]))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that starts and can make virtual environments."""

    path: Path
    version: tuple[int, int]
    has_headers: bool
    """Whether C extensions can be compiled for it."""

    @property
    def name(self) -> str:
        """The version as people write it."""
        return ".".join(map(str, self.version))

    @property
    def judges_with_durable(self) -> bool:
        """Whether durable-rules, which is built from C source, can be installed for it."""
        return self.version <= _LAST_WITH_DURABLE and self.has_headers and has_compiler()


def has_compiler() -> bool:
    """Tell whether a C compiler is on the path."""
    named = os.environ.get("CC", "").split()[:1]
    return any(shutil.which(name) for name in (*named, "cc", "gcc", "clang", "cl"))


def found() -> dict[tuple[int, int], Interpreter]:
    """Return one interpreter for each version from 3.11 on; the one that runs this comes first."""
    result: dict[tuple[int, int], Interpreter] = {}
    for path in _candidates():
        interpreter = _probe(path)
        if interpreter and interpreter.version >= SUPPORTED[0]:
            known = result.get(interpreter.version)
            if known is None or (interpreter.has_headers and not known.has_headers):
                result[interpreter.version] = interpreter
    return result


def best() -> Interpreter:
    """Choose the interpreter to work with.

    One that durable-rules can be installed for goes before one that it cannot, because
    durable-rules is the default judge; then the one that runs this goes before a newer one.
    """
    everything = found().values()
    usable = [
        one for one in everything if one.judges_with_durable or one.version > _LAST_WITH_DURABLE
    ]
    if not usable:
        fail(
            "durable-rules is compiled when it is installed: on Python 3.11 and 3.12 that needs "
            "a C compiler and Python's headers (Debian: apt install gcc python3-dev python3-venv); "
            "Python 3.13 needs neither."
        )
    running = sys.version_info[:2]
    return max(
        usable, key=lambda one: (one.judges_with_durable, one.version == running, one.version)
    )


def _candidates() -> Iterator[Path]:
    """Yield paths that may be interpreters: our own, those on PATH, those of pyenv."""
    yield Path(sys.executable)
    names = [f"python3.{minor}" for minor in range(11, 20)]
    for folder in os.get_exec_path():
        yield from (Path(folder, name) for name in ("python3", *names))
    for root in (os.environ.get("PYENV_ROOT"), Path.home() / ".pyenv"):
        if root:
            yield from sorted(Path(root, "versions").glob("3.*/bin/python"), reverse=True)


@cache
def _probe(path: Path) -> Interpreter | None:
    """Ask a candidate what it is; None if it does not start or cannot make environments."""
    if not path.is_file():
        return None
    try:
        answer = subprocess.run(
            [path, "-c", _PROBE],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    installed, (major, minor), has_headers = json.loads(answer)
    return Interpreter(Path(installed), (major, minor), has_headers)
