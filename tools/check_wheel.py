"""Prove that the wheel works alone: built from the sdist, installed and run far from here."""

import json
import shutil
import tempfile
import zipfile
from pathlib import Path

from tools.commands import ROOT, Command, fail, read, run, say
from tools.environments import create, pins, program
from tools.interpreters import Interpreter

DIST = ROOT / "dist"
DATA = ("rules", "features", "plans/alliance", "schemas")
"""Folders of the checkout that travel in the wheel, below pacecar/data."""

PROGRAMS = 213
"""How many programs the reference plan has."""


def build(python: Path) -> Path:
    """Build the sdist, and the wheel from that sdist; return the path of the wheel."""
    shutil.rmtree(DIST, ignore_errors=True)
    command: Command = [python, "-m", "build", "--outdir", DIST]
    run("building the sdist and from it the wheel", command, env=pins())
    (wheel,) = DIST.glob("pacecar-*.whl")
    return wheel


def check(wheel: Path, interpreter: Interpreter) -> None:
    """Check what is in the wheel, install it in a place of its own and run its commands there."""
    _has_all_data(wheel)
    with tempfile.TemporaryDirectory(prefix="pacecar-wheel-") as name:
        away = Path(name).resolve()
        create(away / "venv", interpreter, wheel)
        pacecar = program(away / "venv", "pacecar")
        say(read([pacecar, "--version"], cwd=away).strip())
        read([pacecar, "rules", "list"], cwd=away)

        where = "import pacecar; print(*pacecar.__path__)"
        package = Path(read([program(away / "venv", "python"), "-c", where], cwd=away).strip())
        if not package.is_relative_to(away):
            fail(f"the wheel's environment imports {package}")
        shutil.copytree(ROOT / "plans" / "alliance", away / "plans" / "alliance")
        for plan in (package / "data" / "plans" / "alliance", Path("plans", "alliance")):
            _reports_every_program(pacecar, plan, cwd=away)
        shutil.copytree(ROOT / "docs" / "examples", away / "own")
        run_features: Command = [pacecar, "spec", "run", "features", "--rules", "rules"]
        say("    " + read(run_features, cwd=away / "own").strip().splitlines()[-1])
    say("    the wheel works alone")


def _has_all_data(wheel: Path) -> None:
    """Compare the wheel's data with the checkout's, file by file."""
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    for folder in DATA:
        files = [
            path
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ]
        names = {f"pacecar/data/{path.relative_to(ROOT).as_posix()}" for path in files}
        if not names:
            fail(f"{folder}/ is empty")
        if missing := sorted(names - packed):
            fail(f"{wheel.name} lacks {', '.join(missing)}")


def _reports_every_program(pacecar: Path, plan: Path, *, cwd: Path) -> None:
    """Run a check of the reference plan: findings are allowed, a program left out is not."""
    output = read([pacecar, "check", "--format", "json", plan], cwd=cwd, accept=(0, 1))
    report = json.loads(output)
    if report["plan"]["programs"] != PROGRAMS:
        fail(f"{plan}: {report['plan']['programs']} programs instead of {PROGRAMS}")
    say(f"    {plan.name}: {PROGRAMS} programs, {report['verdict']}")
