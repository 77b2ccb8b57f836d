"""Where reports go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pacecar.cli.outputs import Output, paired
from pacecar.cli.troubles import Trouble
from pacecar.formats import concise, json, text
from pacecar.formats.view import View
from tests.cli.conftest import FakeCheck, Result, Run
from tests.formats.samples import REJECTED


@pytest.mark.parametrize(
    ("order", "formats", "files", "outputs"),
    [
        ("", [], [], [Output("text", "-")]),
        ("f", ["json"], [], [Output("json", "-")]),
        ("o", [], ["a"], [Output("text", "a")]),
        ("fo", ["json"], ["a"], [Output("json", "a")]),
        ("ffo", ["text", "json"], ["a"], [Output("text", "-"), Output("json", "a")]),
        ("fof", ["json", "text"], ["a"], [Output("json", "a"), Output("text", "-")]),
        ("fofo", ["json", "text"], ["a", "b"], [Output("json", "a"), Output("text", "b")]),
    ],
)
def test_paired(order: str, formats: list[str], files: list[str], outputs: list[Output]) -> None:
    """An --output belongs to the --format before it."""
    assert paired(_order(order), formats, files, "text") == outputs


@pytest.mark.parametrize(
    ("order", "formats", "files", "message"),
    [
        (
            "ff",
            ["text", "json"],
            [],
            "one format goes to the terminal; give the others an --output FILE",
        ),
        ("foo", ["json"], ["a", "b"], "--output b needs a --format before it"),
        ("fofo", ["json", "text"], ["a", "a"], "--output a is given twice"),
        ("o", [], ["no/where"], "--output no/where: there is no folder no"),
        ("o", [], ["."], "--output . is a folder"),
    ],
)
def test_not_paired(
    folder: Path, order: str, formats: list[str], files: list[str], message: str
) -> None:
    """What cannot be paired or written is told before anything is checked."""
    with pytest.raises(Trouble) as trouble:
        paired(_order(order), formats, files, "text")
    assert trouble.value.lines == (f"pacecar: {message}",)


def test_files(pacecar: Run, checked: FakeCheck, folder: Path) -> None:
    """A file gets its format as a whole, and standard error says so; nothing else is left."""
    checked.report = REJECTED
    result = pacecar(
        *("check", "plan", "--format", "json", "--output", "r.json", "--format", "text"),
        *("-o", "r.txt", "--format", "concise"),
    )
    assert result == Result(
        1,
        concise.render(REJECTED),
        "pacecar: json written to r.json\npacecar: text written to r.txt\n",
    )
    assert {file.name: file.read_text() for file in folder.iterdir()} == {
        "r.json": json.render(REJECTED),
        "r.txt": text.render(REJECTED, View()),
    }


def test_a_file_keeps_its_permissions_and_links(
    pacecar: Run, checked: FakeCheck, folder: Path
) -> None:
    """A report replaces what a link leads to, and keeps the permissions there."""
    (folder / "real").write_text("old")
    (folder / "real").chmod(0o640)
    (folder / "link").symlink_to("real")
    pacecar("check", "plan", "--output", "link")
    assert (folder / "link").is_symlink()
    assert (folder / "real").read_text() != "old"
    assert (folder / "real").stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_no_file(pacecar: Run, checked: FakeCheck) -> None:
    """A device is written to, not replaced."""
    assert pacecar("check", "plan", "--output", os.devnull).code == 0
    assert Path(os.devnull).is_char_device()


def _order(letters: str) -> list[str]:
    return [{"f": "format", "o": "output"}[letter] for letter in letters]
