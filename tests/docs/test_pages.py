"""Every command, rule and plan that the documentation shows is tried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import unified_diff
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from pacecar.plan.loading import load_plan
from pacecar.rulebook.loading import load_rulebook
from tests.docs.pages import Block, blocks, is_shown, steps
from tests.docs.running import EXAMPLES, ROOT, Terminal

DOCS = ROOT / "docs"
TODAY = date(2026, 1, 1)
_RULE: Mapping[str, str] = {
    "title": "title: A rule\n",
    "severity": "severity: error\n",
    "version": "version: 1\n",
    "for": "for: {program: programs}\n",
    "require": "require: known(program.company)\n",
    "report": "report: {at: program.id, message: '{program.name}'}\n",
}


@pytest.mark.parametrize(
    "name",
    [
        *("../README", "getting-started", "editors", "plans", "spreadsheets", "workbooks"),
        *("rules", "checking", "formats", "hooks", "waivers", "adopting", "scale"),
        pytest.param("features", marks=pytest.mark.slow),
    ],
)
def test_a_page_shows_what_happens(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands of a page print what it shows, and its rules and plans can be loaded."""
    terminal = Terminal(tmp_path, capsys)
    for number, block in enumerate(blocks(DOCS / f"{name}.md")):
        place = f"docs/{name}.md:{block.line}"
        if block.mark.startswith("file: "):
            path = block.mark.removeprefix("file: ")
            if (EXAMPLES / path).is_file():
                assert (EXAMPLES / path).read_text(encoding="utf-8") == block.text, place
            terminal.write(path, block.text)
        elif block.mark.startswith("remove: "):
            terminal.remove(block.mark.removeprefix("remove: "))
        elif block.mark.startswith("change: "):
            terminal.change(block.mark.removeprefix("change: "), block.text)
        elif block.language == "console":
            _try(block, place, terminal)
        elif block.language == "yaml":
            _load(block, place, tmp_path / str(number))


@pytest.mark.parametrize("output", ["a\nb\nc\n", "a\nx\ny\nb and more\nc\n"])
def test_dots_stand_for_what_is_left_out(output: str) -> None:
    """Three dots stand for any lines, or for any part of a line, and for nothing else."""
    assert is_shown(output, "a\n...\nb...\nc\n")
    assert not is_shown(output, "a\n...\nc\nb\n")
    assert not is_shown(output, "a\n...\nb...\n")


def _try(block: Block, place: str, terminal: Terminal) -> None:
    """Run the commands of a console block."""
    folders = {"in the checkout": ROOT, "in a new folder": terminal.new}
    folder = folders.get(block.mark)
    told = list(steps(block))
    assert told, f"{place}: no command"
    for command, line, shown in told:
        output = terminal.output(command, folder)
        if not is_shown(output, shown):
            where = f"{place.partition(':')[0]}:{line}"
            lines = shown.splitlines(), output.splitlines()
            difference = unified_diff(*lines, where, command, lineterm="")
            pytest.fail("\n".join(difference), pytrace=False)


def _load(block: Block, place: str, folder: Path) -> None:
    """Load a rule or plan, whole or a part that is completed first."""
    folder.mkdir()
    match block.mark:
        case "rule":
            _load_rules("family/name.yaml", block.text, folder)
        case "part of a rule":
            own = yaml.safe_load(block.text)
            missing = (text for key, text in _RULE.items() if key not in own)
            _load_rules("family/name.yaml", "".join([block.text, *missing]), folder)
        case "definitions.yaml":
            _load_rules("definitions.yaml", block.text, folder)
        case "plan":
            (folder / "plan.yaml").write_text(block.text, encoding="utf-8")
            _load_plan(folder)
        case "part of a plan":
            copytree(EXAMPLES / "plans" / "small", folder, dirs_exist_ok=True)
            (folder / "part.yaml").write_text(block.text, encoding="utf-8")
            _load_plan(folder)
        case _:
            pytest.fail(f"{place}: no comment says what this is", pytrace=False)


def _load_rules(path: str, text: str, folder: Path) -> None:
    rules = Path(copytree(EXAMPLES / "rules", folder / "rules"))
    file = rules / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    load_rulebook([rules])


def _load_plan(folder: Path) -> None:
    plan = load_plan([folder], as_of=None, today=TODAY)
    assert plan.judged
    assert [flaw.message for flaw in plan.flaws] == []
