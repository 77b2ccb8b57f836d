"""The command as a process: what it imports, and how it ends when the world is unkind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import pacecar
from tests.formats.snapshots import same

SAMPLE = Path(__file__).parent / "sample"
EXPECTED = Path(__file__).parent / "expected"
COMMAND = (sys.executable, "-m", "pacecar")

# What none of the hook's runs may import: each costs more than the check of a small plan.
BANNED = {"durable", "fastapi", "importlib.metadata", "jinja2", "pydantic", "pytest", "rich"}

IMPORTS = """
import sys
before = set(sys.modules)
from pacecar.cli.main import run
code = run(sys.argv[1:])
found = set(sys.modules) - before
# PyYAML's extension brings modules named after the Cython it was built with.
found = {name for name in found if "cython" not in name}
tops = {name.partition(".")[0] for name in found} - sys.stdlib_module_names - {"pacecar"}
ours = {name for name in found if name.partition(".")[0] == "pacecar"}
print(*sorted(tops), *sorted(ours), *sorted(found & set(sys.stdin.read().split())), sep="\\n")
"""


def _environment(**more: str) -> dict[str, str]:
    """Return an environment without settings from outside."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("PACECAR_", "PYTHON", "LC_", "LANG"))
    }
    kept["PACECAR_STALE_AFTER"] = "0"  # The sample grows old.
    return {**kept, "PYTHONPATH": str(Path(*pacecar.__path__).parent), **more}


def _imports(*arguments: str, **environment: str) -> str:
    """Return what a check of the sample imports."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, "check", "--output", os.devnull, *arguments],
        cwd=SAMPLE,
        env=_environment(**environment),
        input="\n".join(BANNED),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_imports() -> None:
    """A check imports these modules of ours and of others, and no more.

    The start of a commit hook is part of what it costs: whoever adds a line here, measures it.
    """
    same(EXPECTED / "imports.txt", _imports("--evaluator", "builtin", PACECAR_CACHE="off"))


def test_imports_of_a_later_run(tmp_path: Path) -> None:
    """A check that finds its rulebook compiled imports nothing that reads or compiles rules."""
    first, later = (
        _imports("--evaluator", "builtin", XDG_CACHE_HOME=str(tmp_path)) for _ in range(2)
    )
    same(EXPECTED / "imports-later.txt", later)
    added = ["pacecar.evaluation.keeping", "pacecar.evaluation.packing"]
    without = (EXPECTED / "imports.txt").read_text().split()
    assert sorted(first.split()) == sorted([*without, *added])
    assert set(later.split()) < set(first.split())


SEEDS = ("0", "1", "4711")


def _check(folder: Path, seed: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start a check of the sample."""
    return subprocess.Popen(
        [*COMMAND, "check", *arguments],
        cwd=SAMPLE,
        env=_environment(XDG_CACHE_HOME=str(folder), PYTHONHASHSEED=seed, **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["text", "json"])
def test_runs_that_keep_and_recall_at_once(tmp_path: Path, format_: str) -> None:
    """Processes that start together, with any hash seed, print what one that keeps nothing does."""
    alone = _check(tmp_path, "0", "--format", format_, PACECAR_CACHE="off").communicate()
    assert alone[0]
    assert list(tmp_path.iterdir()) == []
    for _ in range(2):
        together = [_check(tmp_path, seed, "--format", format_) for seed in SEEDS]
        assert [process.communicate() for process in together] == [alone] * len(SEEDS)
    # What each of them compiled is the same rulebook; one file is left.
    assert len(list(tmp_path.rglob("*.*"))) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    [{"PACECAR_CACHE": "off"}, {"XDG_CACHE_HOME": "", "HOME": "/dev/null"}],
    ids=["switched off", "nowhere to write"],
)
def test_a_check_that_keeps_nothing(tmp_path: Path, more: dict[str, str]) -> None:
    """A check that may not or cannot keep anything writes nothing and says nothing of it."""
    environment = {"XDG_CACHE_HOME": str(tmp_path), **more}
    done = subprocess.run(
        [*COMMAND, "check"],
        cwd=SAMPLE,
        env=_environment(**environment),
        capture_output=True,
        check=True,
    )
    assert done.stdout
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="durable-rules does not import there")
def test_imports_with_durable() -> None:
    """With durable-rules only its extension is imported, not the package around it."""
    found = set(_imports("--evaluator", "durable").split())
    assert found & (BANNED | {"durable_rules_engine"}) == {"durable_rules_engine"}


def test_a_reader_that_leaves() -> None:
    """Who stops reading ends nothing in a traceback, and the exit code still tells the result."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run(
            [*COMMAND, "check", "--fail-level", "warning"],
            cwd=SAMPLE,
            env=_environment(),
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"pacecar: exit code 1:")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("command", ["--help", "--version", "rules list", "explain share-a-plant"])
def test_a_reader_that_leaves_other_commands(command: str) -> None:
    """The other commands are quiet about it, too."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run(
            [*COMMAND, *command.split()],
            cwd=SAMPLE,
            env=_environment(),
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.stderr == b""


def test_an_output_that_knows_ascii_only(tmp_path: Path) -> None:
    """What standard output cannot encode is written as escapes; JSON is UTF-8 all the same."""
    plan = tmp_path / "plan.yaml"
    plan.write_text((SAMPLE / "plan" / "plan.yaml").read_text().replace("Bea", "Béa"))
    arguments = [*COMMAND, "check", str(plan), "--format"]
    environment = _environment(PYTHONIOENCODING="ascii")
    outputs = [
        subprocess.run(
            [*arguments, format_], cwd=SAMPLE, env=environment, capture_output=True, check=True
        ).stdout
        for format_ in ("text", "json")
    ]
    assert b"B\\xe9a shares no plant with Ada." in outputs[0]
    assert "Béa shares no plant with Ada.".encode() in outputs[1]


def test_standard_input() -> None:
    """A plan can come from standard input."""
    done = subprocess.run(
        [*COMMAND, "check", "-", "--format", "concise"],
        cwd=SAMPLE,
        env=_environment(),
        input=(SAMPLE / "plan" / "plan.yaml").read_bytes(),
        capture_output=True,
        check=True,
    )
    assert done.stdout == (
        b"<stdin>:14:67: warning twins/share-a-plant: Bea shares no plant with Ada.\n"
    )


def test_an_interrupt() -> None:
    """An interrupt ends in one line and the exit code that shells know."""
    process = subprocess.Popen(
        [*COMMAND, "check", "-"],
        cwd=SAMPLE,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # More than a pipe holds: once it is written, the check reads, and waits for the end.
    assert process.stdin is not None
    process.stdin.write(b"# more\n" * 50_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, b"", b"\npacecar: interrupted\n")


def test_version() -> None:
    """The version comes with Python's and the evaluator in use, for a report to its makers."""
    done = subprocess.run(
        [*COMMAND, "--version"], env=_environment(), capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    assert lines[0] == f"pacecar {pacecar.__version__}"
    assert lines[1].endswith(".".join(map(str, sys.version_info[:3])))
    assert lines[2].startswith(("evaluator: durable (durable-rules ", "evaluator: builtin ("))
