"""The environment that contenders run in: their packages, and Drools compiled where Java is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.service.machine import ROOT
from tools.environments import create, install, program
from tools.interpreters import best

BUILD: Final = ROOT / "build" / "peers"
REQUIREMENTS: Final = ROOT / "benchmarks" / "requirements.txt"
JAVA: Final = ROOT / "benchmarks" / "peers" / "drools"

_VERSIONS: Final = """
import sys
from importlib.metadata import PackageNotFoundError, version
for name in sys.argv[1:]:
    try:
        print(name, version(name))
    except PackageNotFoundError:
        pass
"""


class Environment(NamedTuple):
    """Where contenders run.

    Attributes:
        python: the interpreter that has their packages.
        java: the command that runs Drools up to its arguments; empty where it cannot.
        without_java: why it cannot.
    """

    python: Path
    java: tuple[str, ...] = ()
    without_java: str = ""

    def variables(self) -> dict[str, str]:
        """Return the variables that its processes have: this checkout is what they import."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PACECAR_", "PYTHON"))}
        return {**kept, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "engine")))}

    def run(self, module: str, *arguments: str | Path) -> None:
        """Run a module of ours to its end."""
        command = [self.python, "-m", module, *arguments]
        subprocess.run(command, env=self.variables(), check=True)  # noqa: S603 - ourselves

    def versions(self, packages: Iterable[str]) -> dict[str, str]:
        """Return the versions of those packages that are installed."""
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [self.python, "-c", _VERSIONS, *packages], capture_output=True, text=True, check=True
        )
        return dict(line.split() for line in done.stdout.splitlines())


def this_one() -> Environment:
    """Return the environment that this runs in; it has no Drools."""
    return Environment(Path(sys.executable), without_java="only contenders of this environment")


def prepare() -> Environment:
    """Make the environment, or leave it as it is if it was made of the same requirements."""
    folder = BUILD / "venv"
    interpreter = best()
    made_of = f"{interpreter.path} {sha256(REQUIREMENTS.read_bytes()).hexdigest()}"
    stamp = folder / "made-of"
    if not stamp.is_file() or stamp.read_text("utf-8") != made_of:
        create(folder, interpreter)
        install(folder, "--requirement", REQUIREMENTS, pinned=False)
        stamp.write_text(made_of, "utf-8")
    python = program(folder, "python")
    return Environment(python, *_drools(folder, BUILD / "classes"))


def _drools(folder: Path, classes: Path) -> tuple[tuple[str, ...], str]:
    """Compile Drools' part, and return the command that runs it, or why there is none."""
    java, javac = shutil.which("java"), shutil.which("javac")
    if java is None or javac is None:
        return (), "there is no JDK (java, javac) here; it needs version 17 or newer"
    jars = sorted(folder.glob("lib/python*/site-packages/drools/jars/*.jar"))
    if not jars:
        return (), "its package brought no jar"
    path = f"{jars[0]}"
    sources = sorted(JAVA.glob("*.java"))
    problem = _compiled([javac, "-nowarn", "-cp", path, "-d", str(classes), *map(str, sources)])
    if problem:
        return (), problem
    return (java, "-Xmx8g", "-cp", f"{path}:{classes}", "Main"), ""


def _compiled(command: Sequence[str]) -> str:
    """Run the compiler, and return what it complained of, "" for nothing."""
    done = subprocess.run(  # noqa: S603 - a compiler that was found on the path
        command, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else f"it does not compile: {done.stderr.splitlines()[0]}"
