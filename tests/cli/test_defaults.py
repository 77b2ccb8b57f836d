"""What is checked where the command line does not say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pacecar.cli.defaults import plans_to_check, rule_folders
from pacecar.cli.settings import Settings
from pacecar.resources import bundled

NOTHING_SET = Settings()


def _write(file: Path, text: str = "plan:\n  name: x\n") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize(
    ("files", "plans"),
    [
        ({}, []),
        ({"a/plan.yaml": "plan:\n"}, [("a",)]),
        ({"a/plan.yaml": "programs:\n"}, []),
        ({"a/plan.yaml": "x:\n  plan: 1\n"}, []),
        ({"a/p.json": '{"x": {\n  "plan": 1}}'}, []),
        ({"a/p.json": '{"x": [\n  "plan": 1'}, [("a",)]),
        ({"a/.plan.yaml": "plan:\n"}, []),
        ({"b/p.json": '{"plan": {}}', "a/x.yml": "# c\nplan :\n"}, [("a",), ("b",)]),
        ({"p.yaml": "plan:\n", "a/p.yaml": "plan:\n"}, [(".",)]),
        ({".git/p.yaml": "plan:\n", "venv/pyvenv.cfg": "", "venv/p.yaml": "plan:\n"}, []),
        ({"plans/readme.yaml": "x:\n", "a/p.yaml": "plan:\n"}, [("plans",)]),
        ({"plans/one/p.yaml": "plan:\n", "plans/one/sub/p.yaml": "plan:\n"}, [("plans/one",)]),
    ],
)
def test_plans(tmp_path: Path, files: dict[str, str], plans: list[tuple[str, ...]]) -> None:
    """Each folder with a file that has a `plan:` key is a plan, with all that is below it.

    What is deeper in a file is another key; a broken file may be a header: the check tells.
    """
    for name, text in files.items():
        _write(tmp_path / name, text)
    assert plans_to_check((), NOTHING_SET, tmp_path) == plans


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe in a folder that is searched is not waited for."""
    os.mkfifo(tmp_path / "a.yaml")
    _write(tmp_path / "b" / "plan.yaml")
    assert plans_to_check((), NOTHING_SET, tmp_path) == [("b",)]


def test_told(tmp_path: Path) -> None:
    """What is named makes one plan; a path goes before the settings."""
    settings = Settings({"plan": ("s",)})
    assert plans_to_check(("a", "b"), settings, tmp_path) == [("a", "b")]
    assert plans_to_check((), settings, tmp_path) == [("s",)]


def test_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are those told, else those of ./rules if there are any, else the bundled ones."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    assert rule_folders((), NOTHING_SET) == (bundled("rules"),)
    _write(tmp_path / "rules" / "twins" / "x.yaml", "title: x\n")
    assert rule_folders((), NOTHING_SET) == (Path("rules"),)
    assert rule_folders((), Settings({"rules": ("s",)})) == (Path("s"),)
    assert rule_folders(("a", "b"), Settings({"rules": ("s",)})) == (Path("a"), Path("b"))


def test_bundled() -> None:
    """Rules and the reference plan come with every installation."""
    assert any(bundled("rules").glob("*/*.yaml"))
    assert (bundled("plans") / "alliance" / "plan.yaml").is_file()
