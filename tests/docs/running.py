"""Runs the commands that a page shows, in a copy of the examples, and keeps its files."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from pacecar.cli.main import run
from tests.plan.repositories import git, isolate

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = date(2026, 1, 15)
"""The day on which pages show what commands print: the plans on them are recent."""
EXAMPLES = ROOT / "docs" / "examples"


class Terminal:
    """A terminal as the reader of a page has it: a folder, and the last exit code."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = Path(copytree(EXAMPLES, folder / "examples"))
        self.new = folder / "new"
        self.new.mkdir()
        self._capsys = capsys
        self._code = 0

    def write(self, path: str, text: str) -> None:
        """Write a file that a page says to write."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def remove(self, path: str) -> None:
        """Remove a file that the page is done with."""
        (self.folder / path).unlink()

    def change(self, path: str, text: str) -> None:
        """Change fields of an entity in a file of the new folder, as a page says.

        The text's first line is that of the entity's id, each other one of a field as it is to be.
        """
        file = self.new / path
        entity, *fields = text.splitlines()
        before, found, after = file.read_text(encoding="utf-8").partition(f"{entity}\n")
        assert found, entity
        own, end, rest = after.partition("\n\n")
        for line in fields:
            key = re.escape(line.partition(":")[0])
            own, times = re.subn(rf"^{key}:.*$", line, own, count=1, flags=re.MULTILINE)
            assert times == 1, line
        file.write_text(f"{before}{found}{own}{end}{rest}", encoding="utf-8")

    def output(self, command: str, folder: Path | None = None) -> str:
        """Return what a command prints: its output, then what it says on standard error."""
        if command == "echo $?":
            return f"{self._code}\n"
        words = shlex.split(command)
        settings = {}
        while "=" in words[0]:
            name, _, text = words.pop(0).partition("=")
            settings[name] = text
        data = b""
        if "<" in words:
            data = (self.folder / words.pop()).read_bytes()
            words.pop()
        with _place(folder or self.folder, settings, data):
            if words[0] == "pacecar":
                return self._pacecar(words[1:])
            if words[0] == "pytest":
                return self._pytest(words[1:])
            if words[0] == "git":
                return git(Path.cwd(), *words[1:])
            if words[0] == "cat":
                return Path(words[1]).read_text(encoding="utf-8")
        raise AssertionError(f"nobody runs {command!r}")

    def _pacecar(self, arguments: list[str]) -> str:
        self._capsys.readouterr()
        self._code = run(arguments)
        sys.stdout.flush()
        return "".join(self._capsys.readouterr())

    def _pytest(self, arguments: list[str]) -> str:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self._code = done.returncode
        return done.stdout + done.stderr


@contextmanager
def _place(folder: Path, settings: dict[str, str], data: bytes) -> Iterator[None]:
    """Work in a folder, with these variables and no others of Pacecar's, pytest's or git's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in tuple(os.environ):
            if name.startswith(("PACECAR_", "PYTEST_", "PRE_COMMIT")):
                patch.delenv(name)
        isolate(patch)
        for name, text in settings.items():
            patch.setenv(name, text)
        patch.setattr("pacecar.cli.check.today", lambda: WRITTEN)
        patch.setattr("pacecar.cli.diff.today", lambda: WRITTEN)
        patch.chdir(folder)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        yield
