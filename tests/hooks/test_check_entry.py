"""The entry of pacecar-check, as shipped, over repositories: what it reports and what it leaves."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from pacecar.plan.files import SUFFIXES
from tests.cli.conftest import Result, Run
from tests.hooks.conftest import Hook
from tests.hooks.plans import HEADER, RULES, broken, plan_files, programs, write
from tests.plan.repositories import commit, git

CONCISE = ("--format", "concise")
OLD = broken("plans/north/programs/old.yaml", "old")


def stage(folder: Path, files: dict[str, str]) -> None:
    """Write files and add them to what is to be committed."""
    write(folder, files)
    git(folder, "add", "--all")


def test_a_good_commit_passes(scratch: Path, hook: Hook) -> None:
    """An old error elsewhere in the plan does not block a commit that adds none."""
    stage(scratch, {"plans/north/programs/new.yaml": programs("new one ada")})
    assert hook("pacecar-check", "plans/north/programs/new.yaml", args=CONCISE) == Result(0, "", "")


def test_a_bad_commit_is_blocked(scratch: Path, hook: Hook) -> None:
    """What a commit introduces is told at its place, once, however many files are handed over."""
    file = "plans/north/programs/new.yaml"
    stage(scratch, {file: programs("new two ada")})
    names = (file, "plans/north/plan.yaml", "plans/north/programs/ada.yaml")
    new = broken(file, "new")
    assert hook("pacecar-check", *names, args=CONCISE) == Result(1, new, "")


def test_all_can_be_shown(scratch: Path, hook: Hook) -> None:
    """With --show all the old findings are told as well, and still fail nothing."""
    file = "plans/north/programs/new.yaml"
    stage(scratch, {file: programs("new one ada")})
    arguments = (*CONCISE, "--show", "all")
    old = OLD.replace("\n", " (left as before)\n")
    assert hook("pacecar-check", file, args=arguments) == Result(0, old, "")


def test_before_the_first_commit_everything_is_introduced(empty: Path, hook: Hook) -> None:
    """A repository without a commit has no earlier state to be quiet about."""
    files = plan_files("plans/north")
    stage(empty, {**RULES, **files})
    assert hook("pacecar-check", *files, args=CONCISE) == Result(1, OLD, "")


def test_deleting_a_file_can_break_a_plan(scratch: Path, hook: Hook) -> None:
    """No framework hands over a file that a commit deletes; its followers are checked anyway."""
    git(scratch, "rm", "--quiet", "plans/north/programs/ada.yaml")
    result = hook("pacecar-check", args=CONCISE)
    assert result is not None
    assert result.code == 1
    assert "old.yaml:2:84: error plan/unknown-reference: " in result.out


def test_a_file_that_git_forgets_is_deleted(scratch: Path, hook: Hook) -> None:
    """A file that is no longer tracked is no part of the commit, though it still lies there."""
    git(scratch, "rm", "--quiet", "--cached", "plans/north/programs/ada.yaml")
    result = hook("pacecar-check", args=CONCISE)
    assert result is not None
    assert result.code == 1
    assert "plan/unknown-reference" in result.out
    told = "plans/north/programs/ada.yaml is passed over, as git does not track it (git add)"
    assert result.err == f"pacecar: {told}\n"


def test_deleting_a_whole_plan_passes(scratch: Path, hook: Hook) -> None:
    """A plan that is gone has nothing to check."""
    git(scratch, "rm", "--quiet", "-r", "plans")
    assert hook("pacecar-check", args=CONCISE) == Result(0, "", "")


def test_a_plan_does_not_vanish_with_its_header(scratch: Path, hook: Hook) -> None:
    """Whoever misspells `plan:` leaves a plan without a header, and not files of no plan."""
    file = "plans/north/plan.yaml"
    stage(scratch, {file: HEADER.replace("plan:", "plann:")})
    result = hook("pacecar-check", file, args=CONCISE)
    assert result is not None
    assert (result.code, result.out.splitlines()[0]) == (
        1,
        f'{file}:1:1: error plan/unknown-field: A plan has no collection "plann".',
    )
    git(scratch, "rm", "--quiet", "--force", file)
    result = hook("pacecar-check", args=CONCISE)
    assert result is not None
    assert result.code == 1
    assert "error plan/missing-field: No file of the plan has" in result.out


def test_a_plan_does_not_vanish_with_a_sheet(scratch: Path, hook: Hook) -> None:
    """A header in a spreadsheet is remembered as one in YAML is."""
    folder = "plans/north"
    rest = HEADER.partition("\n")[2]
    git(scratch, "rm", "--quiet", f"{folder}/plan.yaml")
    write(scratch, {f"{folder}/plan.csv": "name,as_of\nNorth,2026-01-01\n"})
    write(scratch, {f"{folder}/companies.yaml": rest})
    commit(scratch)
    git(scratch, "rm", "--quiet", f"{folder}/plan.csv")
    result = hook("pacecar-check", args=CONCISE)
    assert result is not None
    assert result.code == 1
    assert "error plan/missing-field: No file of the plan has" in result.out


def test_a_spreadsheet_is_a_file_of_its_plan(scratch: Path, hook: Hook) -> None:
    """What a commit changes in a sheet is checked with the plan that the sheet is part of."""
    file = "plans/north/programs.csv"
    heads = "id,name,company,segment,body,platform,leader"
    stage(scratch, {file: f"{heads}\nnew,New,c,C,suv,two,ada\n"})
    result = hook("pacecar-check", file, args=CONCISE)
    told = f"{file}:2:17: error twins/one-platform: New is on Two, Ada is not.\n"
    assert result is not None
    assert (result.code, result.out) == (1, told)


@pytest.mark.parametrize(
    "file",
    ["README.md", "config.yaml", ".github/x.yaml", "node_modules/a/plan.yaml", "plans/north/a.txt"],
)
def test_files_of_no_plan_are_passed_over(scratch: Path, hook: Hook, file: str) -> None:
    """A commit that touches no plan passes without a word."""
    stage(scratch, {file: "plan: {name: no}\n" if "/" in file else "a: b\n"})
    assert hook("pacecar-check", file) == Result(0, "", "")


def test_each_plan_is_reported_under_its_name(scratch: Path, hook: Hook) -> None:
    """Plans in several roots are checked each by itself, and the worst of them counts."""
    write(scratch, plan_files("east/plan"))
    commit(scratch)
    bad, good = "east/plan/programs/new.yaml", "plans/north/programs/new.yaml"
    stage(scratch, {bad: programs("new two ada"), good: programs("new one ada")})
    result = hook("pacecar-check", bad, good)
    assert result is not None
    heads = [line.partition(":")[0] for line in result.out.splitlines() if "judged as of" in line]
    assert (result.code, heads) == (1, ["Plan", "North"])
    assert result.out.count("error[") == 1
    assert f"--> {bad}:2:" in result.out


def test_from_a_subfolder(scratch: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans and rules are found from below as well; places are told from there."""
    stage(scratch, {"plans/north/programs/new.yaml": programs("new two ada")})
    monkeypatch.chdir(scratch / "plans" / "north")
    new = broken("programs/new.yaml", "new")
    assert hook("pacecar-check", "programs/new.yaml", args=CONCISE) == Result(1, new, "")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two words.yaml", "two words.yaml"),
        ('it\'s "one".yaml', 'it\'s "one".yaml'),
        ("a\nb.yaml", "a\\nb.yaml"),
        ("été.yaml", "été.yaml"),
        ("[a]*.yaml", "[a]*.yaml"),
        (":(top)x.yaml", ":(top)x.yaml"),
    ],
)
def test_names_of_files(scratch: Path, hook: Hook, name: str, shown: str) -> None:
    """A file may be called anything."""
    file = f"plans/north/programs/{name}"
    stage(scratch, {file: programs("new two ada")})
    new = broken(f"plans/north/programs/{shown}", "new")
    assert hook("pacecar-check", file, args=CONCISE) == Result(1, new, "")


@pytest.mark.parametrize("name", ["-x.yaml", "--output=x.yaml", "--exit-zero.yaml"])
def test_a_name_is_no_option(
    scratch: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A file whose name begins like an option is a file: it writes, hides and ends nothing."""
    stage(scratch, {f"plans/north/{name}": programs("new two ada")})
    monkeypatch.chdir(scratch / "plans" / "north")
    assert hook("pacecar-check", name, args=CONCISE) == Result(1, broken(name, "new"), "")
    assert not (scratch / "plans" / "north" / "x.yaml").exists()


def test_a_range_of_commits(scratch: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a range counts what it adds to where it begins, and not what happened beside it."""
    git(scratch, "checkout", "--quiet", "-b", "topic")
    bad = "plans/north/programs/new.yaml"
    write(scratch, {bad: programs("new two ada")})
    commit(scratch)
    write(scratch, {"README.md": "read me\n"})
    commit(scratch)
    git(scratch, "checkout", "--quiet", "main")
    write(scratch, {"plans/north/programs/old.yaml": programs("old one ada")})
    commit(scratch)
    git(scratch, "checkout", "--quiet", "topic")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "main")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "topic")
    assert hook("pacecar-check", bad, args=CONCISE) == Result(1, broken(bad, "new"), "")
    git(scratch, "rm", "--quiet", "plans/north/programs/ada.yaml")
    commit(scratch)
    result = hook("pacecar-check", args=CONCISE)
    assert result is not None
    assert "old.yaml:2:84: error plan/unknown-reference: " in result.out


def test_a_range_that_this_clone_lacks(
    scratch: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shallow clone of a pipeline is told what it lacks, and accepts nothing."""
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "0123abcd")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert hook("pacecar-check", "plans/north/plan.yaml") == Result(
        2,
        "",
        "pacecar: this clone has no revision 0123abcd; a shallow one lacks most, and "
        "git fetch --unshallow brings them\n",
    )


@pytest.mark.parametrize("good", [True, False])
def test_a_merge_answers_for_itself(scratch: Path, hook: Hook, *, good: bool) -> None:
    """What either side of a merge has is not introduced by it; what it adds to both is."""
    git(scratch, "checkout", "--quiet", "-b", "topic")
    theirs, ours = "plans/north/programs/theirs.yaml", "plans/north/programs/ours.yaml"
    write(scratch, {theirs: programs("theirs two ada"), "both.txt": "theirs\n"})
    commit(scratch)
    git(scratch, "checkout", "--quiet", "main")
    write(scratch, {ours: programs("ours two ada"), "both.txt": "ours\n"})
    commit(scratch)
    with pytest.raises(AssertionError):  # The file both.txt has a conflict.
        git(scratch, "merge", "topic")
    new = "plans/north/programs/new.yaml"
    added = programs("new one ada") if good else programs("new two ada")
    stage(scratch, {"both.txt": "both\n", new: added})
    expected = Result(0, "", "") if good else Result(1, broken(new, "new"), "")
    assert hook("pacecar-check", theirs, args=CONCISE) == expected


def test_a_merge_without_conflicts(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook that git runs before it commits a merge passes what both sides have."""
    monkeypatch.delenv("PRE_COMMIT")
    script = scratch / ".git" / "hooks" / "pre-merge-commit"
    command = f"exec {shlex.quote(sys.executable)} -m pacecar check --commit"
    write(scratch, {".git/hooks/pre-merge-commit": f"#!/bin/sh\n{command}\n"})
    script.chmod(0o755)
    git(scratch, "checkout", "--quiet", "-b", "topic")
    write(scratch, {"plans/north/programs/theirs.yaml": programs("theirs two ada")})
    commit(scratch)
    git(scratch, "checkout", "--quiet", "main")
    write(scratch, {"README.md": "read me\n"})
    commit(scratch)
    git(scratch, "merge", "--quiet", "--no-edit", "topic")
    assert "theirs.yaml" in git(scratch, "ls-files")
    # Of two plans that are good by themselves a merge can make a bad one.
    git(scratch, "checkout", "--quiet", "-b", "mover")
    write(scratch, {"plans/north/programs/ada.yaml": programs("ada one -", "bea two -")})
    commit(scratch)
    git(scratch, "checkout", "--quiet", "main")
    write(scratch, {"plans/north/programs/bea.yaml": programs("bea two -")})
    commit(scratch)
    with pytest.raises(AssertionError):
        git(scratch, "merge", "--quiet", "--no-edit", "mover")


def test_a_plan_that_does_not_differ_is_reported_whole(scratch: Path, hook: Hook) -> None:
    """Where all files are handed over and none has changed, the question is how the plan stands."""
    files = git(scratch, "ls-files").splitlines()
    assert hook("pacecar-check", *files, args=CONCISE) == Result(1, OLD, "")


def test_what_git_does_not_track_is_passed_over(scratch: Path, hook: Hook) -> None:
    """A draft that lies in the folder is no part of a commit, and is told unless it is ignored."""
    file = "plans/north/programs/new.yaml"
    stage(scratch, {file: programs("new one ada"), ".gitignore": "ignored*\n"})
    draft = programs("draft two ada")
    write(scratch, {f"plans/north/{name}.yaml": draft for name in ("draft", "ignored")})
    told = "pacecar: plans/north/draft.yaml is passed over, as git does not track it (git add)\n"
    assert hook("pacecar-check", file, args=CONCISE) == Result(0, "", told)


def test_a_header_that_git_does_not_track_makes_no_plan(scratch: Path, hook: Hook) -> None:
    """A note of somebody at the top of a repository does not make it one plan."""
    file = "plans/north/programs/new.yaml"
    write(scratch, plan_files("east"))
    commit(scratch)
    stage(scratch, {"east/new.yaml": programs("new two ada"), file: programs("new one ada")})
    write(scratch, {"note.yaml": "plan: {name: none}\n"})
    new = broken("east/new.yaml", "new")
    assert hook("pacecar-check", "east/new.yaml", file, args=CONCISE) == Result(1, new, "")


def test_links_lead_to_files_of_the_plan(scratch: Path, hook: Hook) -> None:
    """A folder that a link brings into a plan is a part of it, as without git."""
    write(scratch, {"shared/far.yaml": programs("far two ada")})
    (scratch / "plans" / "north" / "linked").symlink_to("../../shared")
    git(scratch, "add", "--all")
    result = hook("pacecar-check", "plans/north/programs/ada.yaml", args=CONCISE)
    assert result == Result(1, broken("plans/north/linked/far.yaml", "far"), "")


def test_without_a_framework(scratch: Path, pacecar: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a hook of git's own, which is given no names, it looks at all that a commit changes."""
    monkeypatch.delenv("PRE_COMMIT")
    assert pacecar("check", "--commit", *CONCISE) == Result(0, "", "")
    file = "plans/north/programs/new.yaml"
    stage(scratch, {file: programs("new two ada"), "README.md": "read me\n"})
    assert pacecar("check", "--commit", *CONCISE) == Result(1, broken(file, "new"), "")


def test_nothing_is_written(scratch: Path, hook: Hook) -> None:
    """Neither a file nor the index is touched, whatever the outcome."""
    file = "plans/north/programs/new.yaml"
    stage(scratch, {file: programs("new two ada")})
    # An index that is older than its files is one that git would like to refresh.
    for path in (scratch / "plans").rglob("*.yaml"):
        os.utime(path, (2_000_000_000, 2_000_000_000))

    def state() -> dict[Path, tuple[bytes, int]]:
        paths = [path for path in scratch.rglob("*") if path.is_file()]
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}

    before = state()
    result = hook("pacecar-check", file)
    assert result is not None
    assert result.code == 1
    assert state() == before


def test_settings_name_the_plan(scratch: Path, hook: Hook) -> None:
    """Where settings name the plan, other files belong to none, whatever they hold."""
    write(scratch, plan_files("east"))
    write(scratch, {"pyproject.toml": "[tool.pacecar]\nplan = 'plans/north'\n"})
    commit(scratch)
    east, north = "east/programs/new.yaml", "plans/north/programs/new.yaml"
    stage(scratch, {east: programs("new two ada"), north: programs("new two ada")})
    assert hook("pacecar-check", east, args=CONCISE) == Result(0, "", "")
    new = broken(north, "new")
    assert hook("pacecar-check", east, north, args=CONCISE) == Result(1, new, "")


def test_a_folder_has_settings_and_rules_of_its_own(scratch: Path, hook: Hook) -> None:
    """What is nearest to the plan counts, as if the check was started there."""
    rule = (scratch / "rules/twins/one-platform.yaml").read_text(encoding="utf-8")
    own = rule.replace("error", "warning").replace("is not.", "stays away.")
    write(scratch, {**plan_files("east/plan"), "east/rules/twins/one-platform.yaml": own})
    write(scratch, {"east/pacecar.toml": "fail-level = 'warning'\n"})
    commit(scratch)
    file = "east/plan/programs/new.yaml"
    stage(scratch, {file: programs("new two ada")})
    told = broken(file, "new").replace("error", "warning").replace("is not.", "stays away.")
    assert hook("pacecar-check", file, args=CONCISE) == Result(
        1,
        told,
        "pacecar: exit code 1: 1 of severity warning, which the settings let fail\n",
    )


def test_a_plan_that_cannot_be_judged_blocks(scratch: Path, hook: Hook) -> None:
    """A file that cannot be read is no reason to accept a commit."""
    file = "plans/north/programs/new.yaml"
    stage(scratch, {file: "programs: [\n"})
    result = hook("pacecar-check", file, args=CONCISE)
    assert result is not None
    assert (result.code, result.out[: len(file)]) == (4, file)


def test_each_file_of_a_plan_is_handed_over(scratch: Path, hook: Hook) -> None:
    """The names that the hook asks for include those of all that a plan may be made of."""
    for suffix in SUFFIXES:
        file = f"plans/north/bad{suffix}"
        write(scratch, {file: "{"})
        git(scratch, "add", "--all")
        result = hook("pacecar-check", file)
        assert result is not None
        assert result.code in (1, 4)
        git(scratch, "rm", "--quiet", "--force", file)
