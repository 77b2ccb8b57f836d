"""Make virtual environments and keep them as pyproject.toml and constraints.txt say."""

import hashlib
import os
from pathlib import Path

from tools.commands import ROOT, run, say
from tools.interpreters import Interpreter

CONSTRAINTS = ROOT / "constraints.txt"


def program(folder: Path, name: str) -> Path:
    """Return the path of a program, such as ``python`` or ``pytest``, of an environment."""
    return folder / "Scripts" / f"{name}.exe" if os.name == "nt" else folder / "bin" / name


def create(folder: Path, interpreter: Interpreter, *requirements: str | Path) -> None:
    """Make an empty environment in ``folder`` and install requirements in the pinned versions."""
    title = f"Python {interpreter.name}: new environment {_short(folder)}"
    run(title, [interpreter.path, "-m", "venv", "--clear", folder])
    if requirements:
        install(folder, *requirements)


def install(folder: Path, *arguments: str | Path, pinned: bool = True) -> None:
    """Let the pip of an environment install something, in the versions of constraints.txt."""
    run(
        f"installing into {_short(folder)}",
        [program(folder, "python"), "-m", "pip", "install", "-qq", *arguments],
        env={"PIP_DISABLE_PIP_VERSION_CHECK": "1", **(pins() if pinned else {})},
    )


def pins() -> dict[str, str]:
    """Return the variables that hold pip to constraints.txt.

    As variables they also reach the environments in which packages are built; which of the two
    does depends on pip's version. A URL, because pip splits a path at its spaces.
    """
    return dict.fromkeys(("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"), CONSTRAINTS.as_uri())


def keep_current(folder: Path, interpreter: Interpreter, *requirements: str | Path) -> None:
    """Make an environment, or leave it if it was made from the same inputs."""
    digest = hashlib.sha256()
    for text in (folder, interpreter.path, interpreter.version, *requirements):
        digest.update(f"{text}\n".encode())
    for path in (ROOT / "pyproject.toml", CONSTRAINTS):
        digest.update(path.read_bytes())
    stamp = folder / "made-from"
    if stamp.is_file() and stamp.read_text("utf-8") == digest.hexdigest():
        say(f"{_short(folder)} (Python {interpreter.name}) is up to date")
        return
    create(folder, interpreter, *requirements)
    stamp.write_text(digest.hexdigest(), "utf-8")


def _short(folder: Path) -> str:
    """Return a path as seen from the checkout, if it is in there."""
    return str(folder.relative_to(ROOT)) if folder.is_relative_to(ROOT) else str(folder)
