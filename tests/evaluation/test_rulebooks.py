"""A rulebook that is recalled is the one that would have been compiled."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree
from types import CodeType

import pytest

from pacecar.checking.check import check
from pacecar.evaluation import rulebooks
from pacecar.evaluation.compiled import CompiledRulebook
from pacecar.evaluation.compiling import compile_rulebook
from pacecar.evaluation.keeping import folder_of, recall
from pacecar.evaluation.packing import pack, unpack
from pacecar.evaluation.rulebooks import compiled_rulebook
from pacecar.formats import json
from pacecar.plan.portfolio import Setting
from pacecar.rulebook.files import read_folders
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.problems import RulebookError
from tests.checking.small import REFERENCE_DATA, TWINS, write_rule

ROOT = Path(__file__).parents[2]
PLANS = ("plans/alliance", "tests/everything/plan", "tests/cli/sample/plan")


@pytest.fixture(autouse=True)
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep things in a new folder, and return it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "pacecar"


def _whole(rulebook: CompiledRulebook) -> object:
    """Return all that is in a rulebook, code by what it does."""
    return [(rule[:-1], rule.telling()) for rule in rulebook.rules], *rulebook[1:]


def test_what_is_packed_is_unpacked() -> None:
    """The whole rulebook, code included, is the same after having been bytes."""
    rulebook = compile_rulebook(load_rulebook([ROOT / "rules"]))
    assert len(rulebook.rules) > 30
    assert all(isinstance(rule.telling().code, CodeType) for rule in rulebook.rules)
    assert _whole(unpack(pack(rulebook))) == _whole(rulebook)


def _report(plan: Path | str, rules: Path, *, kept: bool) -> str:
    return json.render(check([plan], rules=[rules], today=date(2026, 1, 1), kept=kept))


@pytest.mark.slow
@pytest.mark.parametrize("plan", PLANS)
def test_reports_are_the_same_to_the_byte(plan: str, kept_in: Path) -> None:
    """Without a cache, on the first run with one and on later ones a report is the same."""
    rules = ROOT / "rules"
    reports = [_report(ROOT / plan, rules, kept=kept) for kept in (False, True, True)]
    assert reports[0] == reports[1] == reports[2]
    assert len(list(kept_in.iterdir())) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a plan of one finding and its rulebook."""
    (tmp_path / "plan.yaml").write_text(
        REFERENCE_DATA
        + """
programs:
  - {id: n, name: N, company: nissan, segment: C, body: suv, platform: cmf-cd}
  - {id: r, name: R, company: renault, segment: C, body: suv, platform: cmf-b, leader: n}
"""
    )
    write_rule(tmp_path, TWINS)
    return tmp_path


def _edit(text: str, other: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        file = folder / "rules/twins/on-one-platform.yaml"
        assert text in file.read_text()
        file.write_text(file.read_text().replace(text, other))

    return edit


def _rename(folder: Path) -> None:
    file = folder / "rules/twins/on-one-platform.yaml"
    file.rename(file.with_name("on-another.yaml"))


def _define(meaning: str) -> Callable[[Path], None]:
    def define(folder: Path) -> None:
        (folder / "rules/definitions.yaml").write_text(
            f"apart:\n  parameters: {{p: programs}}\n  is: {meaning}\n"
        )

    return define


SAME = "p.leader is None or p.platform == p.leader.platform"

CHANGES: dict[str, Callable[[Path], None]] = {
    "a severity": _edit("severity: error", "severity: warning"),
    "a message": _edit("{follower.name} is on", "{follower.name} stands on"),
    "what is required": _edit("follower.platform == ", "follower.platform != "),
    "a rule's name": _rename,
    "one more definition": _define(SAME),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_rules_is_seen_at_once(folder: Path, name: str, kept_in: Path) -> None:
    """After any change of the rule files a report is that of a check that keeps nothing."""
    before = _report(folder / "plan.yaml", folder / "rules", kept=True)
    CHANGES[name](folder)
    after = _report(folder / "plan.yaml", folder / "rules", kept=True)
    assert after == _report(folder / "plan.yaml", folder / "rules", kept=False)
    assert (after != before) or name == "one more definition"
    assert len(list(kept_in.iterdir())) == 2


def test_a_definition_that_changes_its_meaning_is_seen_at_once(folder: Path) -> None:
    """A rule that calls a definition means what that says now."""
    _define(SAME)(folder)
    _edit("require: follower.platform == follower.leader.platform", "require: apart(follower)")(
        folder
    )
    reports = []
    for meaning in (SAME, SAME.replace("==", "!=")):
        _define(meaning)(folder)
        reports.append(_report(folder / "plan.yaml", folder / "rules", kept=True))
        assert reports[-1] == _report(folder / "plan.yaml", folder / "rules", kept=False)
    assert reports[0] != reports[1]


def test_a_rulebook_with_errors_is_refused_each_time(folder: Path, kept_in: Path) -> None:
    """Problems are told anew in every run, with the places of now; nothing of them is kept."""
    _edit("follower.platform ==", "follower.plattform ==")(folder)
    for _ in range(2):
        with pytest.raises(RulebookError, match="plattform"):
            compiled_rulebook([folder / "rules"], {}, kept=True)
    assert not kept_in.exists()


def test_a_file_that_was_damaged_is_made_anew(folder: Path, kept_in: Path) -> None:
    """What cannot be recalled is compiled, and kept again."""
    first = _report(folder / "plan.yaml", folder / "rules", kept=True)
    (file,) = kept_in.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert _report(folder / "plan.yaml", folder / "rules", kept=True) == first
    assert recall(file.stem, os.environ) is not None


def test_nothing_is_kept_unless_it_is_asked_for(folder: Path, kept_in: Path) -> None:
    """A check within another program writes nothing."""
    _report(folder / "plan.yaml", folder / "rules", kept=False)
    assert not kept_in.exists()
    assert folder_of(os.environ) == kept_in


def _setting(text: str) -> dict[str, dict[str, Setting]]:
    return {
        "twins/on-one-platform": {"most": Setting(text, plain=True, file="p", line=1, column=1)}
    }


def _key(folder: Path, settings: dict[str, dict[str, Setting]] | None = None) -> str:
    return rulebooks._key(read_folders([folder / "rules"]), settings or {})


def test_a_plans_settings_make_another_rulebook(folder: Path) -> None:
    """A value that the plan sets counts, and where it stands in the plan does not."""
    moved = _setting("1")
    moved["twins/on-one-platform"]["most"] = replace(moved["twins/on-one-platform"]["most"], line=9)
    keys = [_key(folder), _key(folder, _setting("1")), _key(folder, _setting("2"))]
    assert len(set(keys)) == 3
    assert _key(folder, moved) == keys[1]


def test_another_pacecar_makes_another_rulebook(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version counts, and each file of the code, as an edited checkout keeps its version."""
    keys = [_key(folder)]
    monkeypatch.setattr(rulebooks, "__version__", "0.0.0")
    keys.append(_key(folder))
    package = tmp_path / "package"
    copytree(rulebooks._PACKAGE, package, ignore=lambda *_: ["__pycache__"])
    monkeypatch.setattr(rulebooks, "_PACKAGE", package)
    keys.append(_key(folder))
    for layer in ("plan", "rulebook", "evaluation"):
        file = next((package / layer).glob("*.py"))
        os.utime(file, ns=(1, 1))
        keys.append(_key(folder))
        file.write_bytes(file.read_bytes() + b"\n")
        os.utime(file, ns=(1, 1))
        keys.append(_key(folder))
    monkeypatch.setattr("sys.version", "3.99")
    keys.append(_key(folder))
    # A copy keeps times and sizes: it is the same code.
    assert len(set(keys)) == len(keys) - 1
    assert keys[1] == keys[2]


def test_folders_are_told_apart(tmp_path: Path) -> None:
    """Where one folder's files end and the next one's begin makes a difference."""
    for name in ("a", "b", "c/x"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "a" / "one.yaml").write_text("x")
    (tmp_path / "b" / "two.yaml").write_text("y")
    (tmp_path / "c" / "one.yaml").write_text("x")
    (tmp_path / "c" / "two.yaml").write_text("y")
    paths = [["a", "b"], ["b", "a"], ["c"], ["a", "a"], ["a"], ["a", "missing"]]
    keys = {
        rulebooks._key(read_folders([tmp_path / name for name in names]), {}) for names in paths
    }
    assert len(keys) == len(paths)


def test_pacecar_in_an_archive_keeps_nothing(
    folder: Path, tmp_path: Path, kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the code is in no files it cannot be told from other code."""
    monkeypatch.setattr(rulebooks, "_PACKAGE", tmp_path / "pacecar.zip")
    assert compiled_rulebook([folder / "rules"], {}, kept=True).rules
    assert not kept_in.exists()
