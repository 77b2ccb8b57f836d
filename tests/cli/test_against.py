"""`pacecar check --against`: what is left out, what fails, and what cannot be compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from pacecar.checking.comparing import compared, earlier_from
from pacecar.checking.problems import AgainstProblem
from pacecar.formats import concise, json
from tests.checking.states import finding, report_of
from tests.cli.conftest import FakeCheck, Result, Run
from tests.plan.repositories import commit, isolate, repository

SAMPLE = Path(__file__).parent / "sample"
BEFORE = [finding("old"), finding("older", severity="warning")]
NOW = replace(
    compared(
        report_of([*BEFORE, finding("new", severity="warning")]),
        earlier_from(report_of(BEFORE), "revision HEAD"),
    ),
    texts={"plan.yaml": ""},
)


@pytest.mark.parametrize("show", [(), ("--show", "introduced"), ("--show", "all")])
def test_findings_that_are_left_are_left_out(
    pacecar: Run, checked: FakeCheck, show: tuple[str, ...]
) -> None:
    """Only what is introduced or changed is written, unless all is asked for."""
    checked.report = NOW
    shown = NOW.findings if "all" in show else NOW.findings[2:]
    expected = replace(NOW, findings=shown)
    for name, render in (("concise", concise.render), ("json", json.render)):
        result = pacecar("check", "plan", "--against", "HEAD", "--format", name, *show)
        assert result == Result(0, render(expected), "")
    assert [call[1]["against"] for call in checked.calls] == ["HEAD", "HEAD"]


def test_what_is_left_fails_nothing(pacecar: Run, checked: FakeCheck) -> None:
    """The exit code is about what is new, at whatever level, and with whatever is shown."""
    checked.report = NOW
    arguments = ("check", "plan", "--against", "HEAD", "--format", "concise")
    assert pacecar(*arguments).code == 0
    assert pacecar(*arguments, "--show", "all").code == 0
    assert pacecar(*arguments, "--fail-level", "warning").err == (
        "pacecar: exit code 1: 1 of severity warning, which the settings let fail\n"
    )


def test_not_judged_goes_before_all(pacecar: Run, checked: FakeCheck) -> None:
    """A plan that could not be judged introduces who knows what."""
    checked.report = replace(NOW, verdict="not judged")
    assert pacecar("check", "plan", "--against", "HEAD", "--exit-zero").code == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--against", ""), "--against is empty; it takes a git revision, a report or a baseline"),
        (("--show", "introduced"), "--show introduced needs --against: introduced since when?"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    pacecar: Run, checked: FakeCheck, arguments: tuple[str, ...], message: str
) -> None:
    """A variable of a shell that is not set compares with nothing, and silently would be wrong."""
    assert pacecar("check", "plan", *arguments) == Result(2, "", f"pacecar: {message}\n")
    assert checked.calls == []


def test_a_file_is_about_one_plan(pacecar: Run, checked: FakeCheck, folder: Path) -> None:
    """A report of one plan would call the findings of another introduced; a revision has all."""
    for name in ("a", "b"):
        (folder / "plans" / name).mkdir(parents=True)
        (folder / "plans" / name / "plan.yaml").write_text("plan: {name: P}\n", encoding="utf-8")
    (folder / "old.json").write_text("{}", encoding="utf-8")
    result = pacecar("check", "--against", "old.json")
    message = "--against old.json is about one plan; name one of plans/a, plans/b"
    assert result == Result(2, "", f"pacecar: {message}\n")
    pacecar("check", "--against", "HEAD")
    assert [call[0] for call in checked.calls] == [("plans/a",), ("plans/b",)]


def test_what_cannot_be_compared_with_is_one_line(pacecar: Run, checked: FakeCheck) -> None:
    """A revision that does not exist is the user's to mend."""
    checked.problem = AgainstProblem("mian is no file, and as a revision it cannot be read: ...")
    assert pacecar("check", "plan", "--against", "mian") == Result(
        2, "", "pacecar: mian is no file, and as a revision it cannot be read: ...\n"
    )


def test_the_setting_is_relative_to_its_file(
    pacecar: Run, checked: FakeCheck, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is found from below; a revision is left as it is; a flag goes before both."""
    (folder / "below").mkdir()
    (folder / "known.jsonl").write_text("", encoding="utf-8")
    (folder / "pacecar.toml").write_text('against = "known.jsonl"\n', encoding="utf-8")
    monkeypatch.chdir(folder / "below")
    pacecar("check", "plan")
    pacecar("check", "plan", "--against", "HEAD")
    monkeypatch.setenv("PACECAR_AGAINST", "main~2")
    pacecar("check", "plan")
    against = [call[1]["against"] for call in checked.calls]
    assert against == [str(folder / "known.jsonl"), "HEAD", "main~2"]


def test_the_setting_is_a_text(pacecar: Run, checked: FakeCheck, folder: Path) -> None:
    """Another kind of value is told at its place."""
    (folder / "pacecar.toml").write_text("against = true\n", encoding="utf-8")
    assert pacecar("check", "plan").err == (
        f"pacecar: {folder / 'pacecar.toml'}:1: against takes a git revision, or the file of a "
        "report or baseline\n"
    )


def test_a_commit_hook_is_quiet_about_what_others_did(
    pacecar: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: a plan with an old error passes, a new error is told at its place."""
    isolate(monkeypatch)
    copytree(SAMPLE, folder, dirs_exist_ok=True)
    arguments = ("check", "plan", "--format", "concise", "--fail-level", "warning")
    old = pacecar(*arguments)
    assert old.code == 1
    repository(folder)
    commit(folder)
    plan = folder / "plan" / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(f"# A remark\n{text}", encoding="utf-8")
    assert pacecar(*arguments, "--against", "HEAD") == Result(0, "", "")
    program = "{id: n, name: New, company: c, segment: C, body: suv, plants: [two], leader: a}"
    plan.write_text(f"{text}  - {program}\n", encoding="utf-8")
    assert pacecar(*arguments, "--against", "HEAD") == Result(
        1,
        "plan/plan.yaml:15:67: warning twins/share-a-plant: New shares no plant with Ada.\n",
        "pacecar: exit code 1: 1 of severity warning, which the settings let fail\n",
    )
