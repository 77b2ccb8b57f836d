"""Which files make a plan."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from pacecar.plan.files import PathProblem, collect
from pacecar.plan.loading import load_plan

TODAY = date(2026, 1, 1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*paths: str | Path, stdin: bytes | None = None) -> list[str]:
    """Return the names of the files that paths lead to."""
    return [file.name for file in collect(paths, stdin)]


def test_folders_are_searched_for_plan_files(folder: Path) -> None:
    """YAML and JSON files count at any depth; hidden and other files do not."""
    for name in ("b.yml", "a/c.yaml", "a/d.json", "a/readme.md", ".git/x.yaml", "a/.e.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x: 1")
    assert names(".") == ["a/c.yaml", "a/d.json", "b.yml"]
    assert names(folder / "a") == ["a/c.yaml", "a/d.json"]
    assert names("a/readme.md") == ["a/readme.md"]


def test_a_file_is_read_once(folder: Path) -> None:
    """Paths that overlap, links and loops of links add nothing."""
    (folder / "a").mkdir()
    (folder / "a" / "x.yaml").write_text("x: 1")
    (folder / "a" / "loop").symlink_to(folder / "a")
    (folder / "a" / "same.yaml").symlink_to("x.yaml")
    assert names("a", "a/x.yaml", folder, "./a/../a") == ["a/same.yaml"]


def test_linked_folders_are_followed(folder: Path) -> None:
    """A folder may lie elsewhere."""
    (folder / "real").mkdir()
    (folder / "real" / "x.yaml").write_text("x: 1")
    (folder / "plan").mkdir()
    (folder / "plan" / "link").symlink_to(folder / "real")
    assert names("plan") == ["plan/link/x.yaml"]


def test_a_file_outside_is_named_from_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are relative to the working directory, wherever the file is."""
    (folder / "here").mkdir()
    (folder / "x.yaml").write_text("x: 1")
    monkeypatch.chdir(folder / "here")
    assert names(folder / "x.yaml") == ["../x.yaml"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere.yaml", "nowhere.yaml: no such file or directory"),
        ("", "a path is empty: it names neither a file nor a folder"),
        ("pipe.yaml", "pipe.yaml: neither a file nor a folder"),
        ("broken", "broken/link.yaml: no such file or directory"),
        ("has\nbreak", "has\\nbreak: no such file or directory"),
    ],
)
def test_paths_that_cannot_be_used_are_told_in_one_line(
    folder: Path, path: str, message: str
) -> None:
    """A path is a file or a folder; a pipe would wait for ever."""
    os.mkfifo(folder / "pipe.yaml")
    (folder / "broken").mkdir()
    (folder / "broken" / "link.yaml").symlink_to("gone")
    with pytest.raises(PathProblem) as raised:
        collect([path])
    assert str(raised.value) == message


def test_standard_input_is_a_file(folder: Path) -> None:
    """The path `-` stands for what was read from standard input."""
    plan = load_plan(["-"], as_of=None, today=TODAY, stdin=b"plan: {nam: P}\n")
    assert {flaw.location.file for flaw in plan.flaws} == {"<stdin>"}
    assert plan.texts == {"<stdin>": "plan: {nam: P}\n"}


def test_large_files_are_not_read(folder: Path) -> None:
    """A file is refused by its size, before it is read."""
    with (folder / "x.yaml").open("wb") as file:
        file.truncate(10**12)
    plan = load_plan(["x.yaml"], as_of=None, today=TODAY)
    assert [flaw.rule for flaw in plan.flaws] == ["plan/over-limit"]
    assert not plan.judged


def test_the_digest_is_that_of_names_and_bytes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It changes with any byte or name, and not with where the plan lies or we stand."""
    (folder / "a" / "sub").mkdir(parents=True)
    (folder / "a" / "x.yaml").write_text("plan: {name: P}")
    (folder / "a" / "sub" / "y.yaml").write_text("programs: []")

    def digest() -> str:
        return load_plan([folder / "a"], as_of=None, today=TODAY).digest

    before = digest()
    monkeypatch.chdir(folder / "a")
    assert digest() == before
    (folder / "a" / "sub" / "y.yaml").rename(folder / "a" / "sub" / "z.yaml")
    renamed = digest()
    (folder / "a" / "x.yaml").write_text("plan: {name: Q}")
    assert len({before, renamed, digest()}) == 3


def test_the_reference_plan_has_no_flaws() -> None:
    """The plan that is shipped is a right one."""
    folder = Path(__file__).resolve().parents[2] / "plans" / "alliance"
    plan = load_plan([folder], as_of=None, today=TODAY)
    assert plan.flaws == ()
    assert len(plan.collections["programs"]) == 213
