"""Settings: flags before environment before files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pacecar.cli.settings import load_settings
from pacecar.cli.troubles import Trouble
from pacecar.formats.registry import FORMATS
from tests.cli.conftest import FakeCheck, Run

FILE = """\
[tool.other]
rules = "theirs"

[tool.pacecar]
rules = ["ours"]
select = "twins,cost"
ignore = ["cost/a-twin-saves"]
fail-level = "warning"
as_of = 2025-12-31
exit-zero = true
"""


def test_file(tmp_path: Path) -> None:
    """The nearest file upward counts; its paths are relative to it, keys take - and _."""
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(FILE)
    (below / "pyproject.toml").write_text("[project]\nname = 'pacecar-plans'\n")
    assert load_settings(below, {}).values == {
        "rules": (str(tmp_path / "ours"),),
        "select": ("twins", "cost"),
        "ignore": ("cost/a-twin-saves",),
        "fail-level": "warning",
        "as-of": date(2025, 12, 31),
        "exit-zero": True,
    }


@pytest.mark.parametrize("text", ['plan = "p"\n', '[tool.pacecar]\nplan = "p"\n'])
def test_own_file(tmp_path: Path, text: str) -> None:
    """pacecar.toml goes before pyproject.toml, with or without the table's name."""
    (tmp_path / "pyproject.toml").write_text(FILE)
    (tmp_path / "pacecar.toml").write_text(text)
    assert load_settings(tmp_path, {}).values == {"plan": (str(tmp_path / "p"),)}


def test_environment(tmp_path: Path) -> None:
    """The environment goes before the file; an empty variable is not set, a stranger's ignored."""
    (tmp_path / "pyproject.toml").write_text(FILE)
    values = load_settings(
        tmp_path,
        {
            "PACECAR_RULES": "r1,r2",
            "PACECAR_AS_OF": "2024-01-01",
            "PACECAR_EXIT_ZERO": "no",
            "PACECAR_FAIL_LEVEL": "",
            "PACECAR_DEBUG": "1",
            "PACECAR_DATABASE": "postgresql://",
        },
    ).values
    assert values["rules"] == ("r1", "r2")
    assert values["as-of"] == date(2024, 1, 1)
    assert values["exit-zero"] is False
    assert values["fail-level"] == "warning"


def test_flag_first(
    pacecar: Run, checked: FakeCheck, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flag goes before the environment."""
    (folder / "pyproject.toml").write_text('[tool.pacecar]\nevaluator = "durable"\nplan = "p"\n')
    monkeypatch.setenv("PACECAR_EVALUATOR", "auto")
    pacecar("check")
    pacecar("check", "q", "--evaluator", "builtin")
    called = [(paths, choices["evaluator"]) for paths, choices in checked.calls]
    assert called == [((str(folder / "p"),), "auto"), (("q",), "builtin")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail_levle = 1", ':2: there is no setting "fail_levle". Did you mean "fail-level"?'),
        ("\nfrobnicate = 1", ':3: there is no setting "frobnicate".'),
        (
            'fail-level = "eror"',
            ":2: fail-level is error, warning, info, and not 'eror'. Did you mean \"error\"?",
        ),
        ("exit-zero = 1", ":2: exit-zero is true or false, and not 1"),
        ("rules = 1", ":2: rules takes a text, or a list of texts"),
        ('as-of = "soon"', ':2: as-of: "soon" is not a date such as 2025-12-31'),
        ("as-of = ", ": not TOML: Invalid value (at line 2, column 9)"),
    ],
)
def test_mistakes_in_a_file(tmp_path: Path, text: str, message: str) -> None:
    """A mistake is told with file and line."""
    file = tmp_path / "pyproject.toml"
    file.write_text(f"[tool.pacecar]\n{text}\n")
    assert _mistake(tmp_path, {}) == f"pacecar: {file}{message}"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "PACECAR_FORMAT",
            "xml",
            f"PACECAR_FORMAT: format is {', '.join(FORMATS)}, and not 'xml'.",
        ),
        (
            "PACECAR_FAIL_LEVLE",
            "info",
            'PACECAR_FAIL_LEVLE is no setting. Did you mean "PACECAR_FAIL_LEVEL"?',
        ),
    ],
)
def test_mistakes_in_the_environment(tmp_path: Path, name: str, text: str, message: str) -> None:
    """A mistake is told with the variable; one that resembles a setting is a mistake."""
    assert _mistake(tmp_path, {name: text}) == f"pacecar: {message}"


def _mistake(folder: Path, environment: dict[str, Any]) -> str:
    with pytest.raises(Trouble) as trouble:
        load_settings(folder, environment)
    assert trouble.value.code == 2
    return "\n".join(trouble.value.lines)


@pytest.mark.parametrize(("text", "kept"), [("off", False), ("0", False), ("on", True), ("", None)])
def test_cache(tmp_path: Path, text: str, *, kept: bool | None) -> None:
    """Keeping the compiled rulebook is a setting like the others."""
    assert load_settings(tmp_path, {"PACECAR_CACHE": text}).values.get("cache") is kept
    (tmp_path / "pacecar.toml").write_text("cache = false\n")
    assert load_settings(tmp_path, {"PACECAR_CACHE": text}).values["cache"] is (kept or False)


def test_a_check_keeps_its_rulebook_unless_told_otherwise(
    pacecar: Run, checked: FakeCheck, folder: Path
) -> None:
    """The command asks for it; `cache = false` switches it off."""
    (folder / "plans").mkdir()
    pacecar("check")
    (folder / "pacecar.toml").write_text("cache = false\n")
    pacecar("check")
    assert [choices["kept"] for _, choices in checked.calls] == [True, False]
