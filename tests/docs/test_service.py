"""The way through the service, as its page shows it, in a shell."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from shutil import copytree, which

import pytest

from tests.docs.pages import blocks
from tests.docs.running import ROOT

PAGE = ROOT / "docs" / "service.md"


@pytest.mark.slow
@pytest.mark.skipif(which("curl") is None, reason="the page uses curl")
def test_a_stranger_gets_through(tmp_path: Path) -> None:
    """Every command of the page does what it says; what it shows is printed."""
    copytree(ROOT / "plans" / "alliance", tmp_path / "plans" / "alliance")
    found = list(blocks(PAGE))
    script = "\n".join(block.text for block in found if block.language == "sh")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        script = script.replace("8000", str(free.getsockname()[1]))
    environment = {name: text for name, text in os.environ.items() if "PACECAR" not in name}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    with (
        (tmp_path / "out").open("wb") as out,
        subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", f"{script}\nkill %1\nwait"],  # noqa: S607 - the reader's
            cwd=tmp_path,
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
        ) as shell,
    ):
        try:
            code = shell.wait(120)
        finally:
            if shell.poll() is None or _lives(shell.pid):
                os.killpg(shell.pid, signal.SIGTERM)
    printed = (tmp_path / "out").read_text("utf-8")
    assert code in (0, 143), printed
    for block in found:
        if block.language == "text":
            assert block.text.strip() in printed
    assert (tmp_path / "report.txt").read_text("utf-8").startswith("Alliance mid-term plan")


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
