"""Standard streams that are closed, full or endless, and files that are not to be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pacecar

SAMPLE = Path(__file__).parent / "sample"


def _shell(line: str, folder: Path = SAMPLE) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell; `$PACECAR` is the command."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("PACECAR_", "PYTHON"))
    }
    added = {
        "PYTHONPATH": str(Path(*pacecar.__path__).parent),
        "PACECAR_STALE_AFTER": "0",  # the sample grows old
        "PACECAR": f"{sys.executable} -m pacecar",
    }
    return subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=folder,
        env={**kept, **added},
        capture_output=True,
        timeout=20,
        check=False,
    )


def test_a_closed_output() -> None:
    """Without standard output the exit code still tells the result."""
    done = _shell("$PACECAR check --fail-level warning >&-")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert done.stderr.startswith(b"pacecar: exit code 1:")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("$PACECAR check nowhere 2>&-", 2),
        ("$PACECAR check nowhere <&- >&- 2>&-", 2),
        ("$PACECAR check <&- >&- 2>&-", 0),
        ("$PACECAR rules list >&-", 0),
        ("$PACECAR --version >&-", 0),
    ],
)
def test_closed_streams(line: str, code: int) -> None:
    """The exit code is the same without streams to tell it on."""
    assert _shell(line).returncode == code


def test_a_closed_input() -> None:
    """Who names standard input and closes it has made a mistake; who does not name it has not."""
    done = _shell("$PACECAR check - <&-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"pacecar: - is standard input, which is closed\n"
    assert _shell("$PACECAR check <&-").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("command", ["check", "rules list"])
def test_a_full_output(command: str) -> None:
    """An output that takes nothing more is told in one line."""
    done = _shell(f"$PACECAR {command} > /dev/full")
    reason = os.strerror(28)
    assert done.stderr.decode() == f"pacecar: standard output cannot be written: {reason}\n"
    assert done.returncode == 2


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no endless device")
def test_an_endless_input() -> None:
    """Standard input is read no further than a file may be long."""
    done = _shell("$PACECAR check - --format concise < /dev/zero")
    assert done.returncode == 4
    assert b"plan/over-limit" in done.stdout


@pytest.mark.parametrize("path", ["plan/plan.yaml", "./plan/../plan/plan.yaml", "link.json"])
def test_an_output_that_is_an_input(tmp_path: Path, path: str) -> None:
    """A report never replaces a file of the plan that it is about."""
    plan = tmp_path / "plan" / "plan.yaml"
    plan.parent.mkdir()
    data = b"plan: {name: P}\n"
    plan.write_bytes(data)
    (tmp_path / "link.json").symlink_to(plan)
    done = _shell(f"$PACECAR check plan --select twins -o {path}", tmp_path)
    assert done.stderr.decode() == f"pacecar: --output {path} is a file of the plan\n"
    assert (done.returncode, plan.read_bytes()) == (2, data)


def test_several_plans_in_lines(tmp_path: Path) -> None:
    """One line for each finding, and no other, however many plans are checked."""
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text("plan: {name: P}\n")
    (tmp_path / "b" / "plan.yaml").write_text("plan: {name: P}\nfoo: 1\n")
    done = _shell("$PACECAR check --select twins --format concise", tmp_path)
    (line,) = done.stdout.splitlines()
    assert line.startswith(b"b/plan.yaml:2:1: error plan/unknown-field: ")
