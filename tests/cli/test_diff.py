"""`pacecar diff`: two states of a plan, wherever they are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from shutil import copytree

import pytest

from tests.cli.conftest import Result, Run
from tests.plan.repositories import commit, isolate, repository

SAMPLE = Path(__file__).parent / "sample"
NEW = "  - {id: n, name: New, company: c, segment: C, body: suv, plants: [two], leader: a}\n"
NEW_TOLD = "15:67: warning twins/share-a-plant: New shares no plant with Ada.\n"
OLD_TOLD = "14:67: warning twins/share-a-plant: Bea shares no plant with Ada.\n"
SHORT = ("--format", "concise")


@pytest.fixture
def top(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository: a plan with one finding, committed; then a second one, as `v2`."""
    isolate(monkeypatch)
    copytree(SAMPLE, folder, dirs_exist_ok=True)
    repository(folder)
    commit(folder)
    plan = folder / "plan" / "plan.yaml"
    copytree(folder / "plan", folder / "old")
    plan.write_text(plan.read_text(encoding="utf-8") + NEW, encoding="utf-8")
    return folder


@pytest.mark.parametrize("old", ["HEAD:plan", "git:HEAD:plan", "old", "old/plan.yaml", "main:plan"])
def test_what_a_change_introduces_is_told_at_its_place(pacecar: Run, top: Path, old: str) -> None:
    """A path or a revision is the old side, and the new one is shown as the check shows it."""
    told = f"plan/plan.yaml:{NEW_TOLD}"
    assert pacecar("diff", old, "plan", *SHORT) == Result(0, told, "")
    before = OLD_TOLD.replace("\n", " (left as before)\n")
    whole = f"plan/plan.yaml:{before}{told}"
    assert pacecar("diff", old, "plan", *SHORT, "--show", "all") == Result(0, whole, "")


def test_the_default_plan_of_a_revision(pacecar: Run, top: Path) -> None:
    """A revision alone means the plan that a check without a path would check, if there is one."""
    result = pacecar("diff", "HEAD", "plan", *SHORT)
    message = (
        "pacecar: HEAD is no file, and if it is a revision: of which plan (old, plan)? Name it as "
        "HEAD:PATH\n"
    )
    assert result == Result(2, "", message)
    (top / "pacecar.toml").write_text('plan = "plan"\n', encoding="utf-8")
    assert pacecar("diff", "HEAD", "plan", *SHORT).out == f"plan/plan.yaml:{NEW_TOLD}"
    commit(top)
    assert pacecar("diff", "HEAD~1", "HEAD", *SHORT).out.endswith(f"plan/plan.yaml:{NEW_TOLD}")


def test_the_other_way_round_it_is_resolved(pacecar: Run, top: Path) -> None:
    """What the new side does not have is resolved, and fails nothing."""
    assert pacecar("diff", "plan", "old", *SHORT, "--fail-level", "info") == Result(0, "", "")


def test_a_plan_does_not_differ_from_itself(pacecar: Run, top: Path) -> None:
    """Nothing is introduced, whatever the plan carries."""
    arguments = ("diff", "plan", "plan", "--fail-level", "info")
    result = pacecar(*arguments, "--format", "json")
    assert (result.code, json.loads(result.out)["findings"]) == (0, [])


def test_a_report_or_a_baseline_is_an_old_side(pacecar: Run, top: Path) -> None:
    """What was kept of the old side is enough to compare with."""
    pacecar("check", "old", "--format", "json", "--output", "old.json")
    pacecar("check", "old", "--write-baseline", "known.baseline")
    for kept in ("old.json", "known.baseline"):
        told = f"plan/plan.yaml:{NEW_TOLD}"
        assert pacecar("diff", kept, "plan", *SHORT) == Result(0, told, "")


def test_two_reports_are_compared_as_they_are(pacecar: Run, top: Path) -> None:
    """Nothing is judged again: the plans need not be there any more."""
    pacecar("check", "old", "--format", "json", "--output", "before.json")
    pacecar("check", "plan", "--format", "json", "--output", "after.json")
    (top / "plan" / "plan.yaml").unlink()
    told = f"plan/plan.yaml:{NEW_TOLD}"
    assert pacecar("diff", "before.json", "after.json", *SHORT) == Result(0, told, "")
    assert pacecar("diff", "after.json", "before.json", *SHORT).out == ""
    whole = json.loads(pacecar("diff", "before.json", "after.json", "--format", "json").out)
    assert (whole["against"]["introduced"], whole["against"]["left"]) == (1, 1)


def test_a_report_beside_a_plan_or_an_incomplete_one_is_refused(pacecar: Run, top: Path) -> None:
    """What cannot be told from a report is not guessed."""
    pacecar("check", "plan", "--format", "json", "--output", "after.json")
    assert "name a report or a baseline for OLD too" in pacecar("diff", "old", "after.json").err
    part = ("--against", "HEAD", "--format", "json", "--output", "part.json")
    pacecar("check", "plan", *part)
    result = pacecar("diff", "after.json", "part.json")
    assert result.code == 2
    assert "was compared with revision HEAD and need not tell all findings" in result.err
    pacecar("check", "plan", "--write-baseline", "known.json")
    assert "cannot be the NEW side" in pacecar("diff", "after.json", "known.json").err


def test_the_exit_code_is_that_of_a_check(pacecar: Run, top: Path) -> None:
    """1 from the fail level on, 4 if the new plan is not judged, 3 if there is none."""
    said = "pacecar: exit code 1: 1 of severity warning, which the settings let fail\n"
    result = pacecar("diff", "old", "plan", *SHORT, "--fail-level", "warning")
    assert (result.code, result.err) == (1, said)
    assert pacecar("diff", "old", "plan", "--fail-level", "warning", "--exit-zero").code == 0
    (top / "plan" / "broken.yaml").write_text("[", encoding="utf-8")
    assert pacecar("diff", "old", "plan").code == 4
    assert pacecar("diff", "old", "HEAD:nowhere") == Result(
        3, "", "pacecar: nothing to check: no file of a plan in HEAD:nowhere\n"
    )
    assert pacecar("diff", "HEAD:nowhere", "old", *SHORT).out == f"old/plan.yaml:{OLD_TOLD}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "old",
            "plna",
            (
                "plna is no file, and if it is a revision: of which plan (old, plan)? Name it "
                "as plna:PATH"
            ),
        ),
        (
            "git:x:plan",
            "plan",
            (
                "git:x:plan cannot be read: git knows no revision x. `git log --oneline` and "
                "`git branch --all` tell which there are."
            ),
        ),
        ("-", "plan", "- is nothing to compare; name a plan"),
        ("", "plan", "an empty text is nothing to compare; name a plan"),
        ("plan", "pipe", "pipe: neither a file nor a folder"),
        (
            "damaged.json",
            "plan",
            "damaged.json: `findings` is no list, which a report has",
        ),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    pacecar: Run, top: Path, old: str, new: str, message: str
) -> None:
    """Each side that names nothing of use is told, with exit code 2."""
    os.mkfifo(top / "pipe")
    (top / "damaged.json").write_text('{"format": "pacecar-report/1"}', encoding="utf-8")
    assert pacecar("diff", old, new) == Result(2, "", f"pacecar: {message}\n")
