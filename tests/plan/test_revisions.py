"""The files of a plan at a git revision are those that were on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pacecar.plan.files import collect
from pacecar.plan.limits import FILE_BYTES
from pacecar.plan.revisions import RevisionProblem, files_at
from tests.plan.repositories import commit, git, isolate, repository

TREE = {
    "plans/a/plan.yaml": "plan: {name: A}\n",
    "plans/a/two words.yaml": "programs: []\n",
    "plans/a/Größe/日本.yml": "regions: []\n",
    'plans/a/"quoted"\n.json': "{}\n",
    "plans/a/.hidden.yaml": "x: 1\n",
    "plans/a/.git-like/x.yaml": "x: 1\n",
    "plans/a/readme.md": "# A\n",
    "plans/b/plan.yaml": "plan: {name: B}\n",
    "shared/companies.yaml": "companies: []\n",
    "shared/deep/er.yaml": "plants: []\n",
}
LINKS = {
    "plans/a/linked.yaml": "../../shared/companies.yaml",
    "plans/a/linked": "../../shared/deep",
    "plans/a/again.yaml": "plan.yaml",
    "plans/a/round": "../a",
    "short": "plans/a",
}


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with the tree above, committed, and work in it."""
    isolate(monkeypatch)
    folder = repository(tmp_path / "top")
    for name, text in TREE.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name, target in LINKS.items():
        (folder / name).symlink_to(target)
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("place", [".", "plans", "plans/a", "shared"])
@pytest.mark.parametrize(
    "paths",
    [
        ["."],
        ["plans"],
        ["plans/a"],
        ["plans/a/", "./plans/../plans/a"],
        ["plans/a/plan.yaml", "plans/b"],
        ["plans/a/readme.md"],
        ["plans/a/.hidden.yaml"],
        ["plans/a/linked.yaml"],
        ["plans/a/linked"],
        ["short"],
        ["short/plan.yaml"],
        ["shared", "plans/a"],
    ],
)
def test_a_revision_has_the_files_that_were_on_disk(
    top: Path, monkeypatch: pytest.MonkeyPatch, place: str, paths: list[str]
) -> None:
    """Names and bytes are those that reading the committed folder gives, from wherever."""
    monkeypatch.chdir(top / place)
    named = [os.path.relpath(top / path) for path in paths]
    now = collect(named)
    assert now
    for revision in ("HEAD", "main", git(top, "rev-parse", "--short", "HEAD"), "HEAD^{tree}"):
        assert files_at(revision, named) == now
    assert files_at("HEAD", [str(top / path) for path in paths]) == now


def test_what_changed_since_does_not_matter(top: Path) -> None:
    """Files that were changed, added or removed since are read as they were, staged or not."""
    before = collect(["plans/a"])
    (top / "plans/a/plan.yaml").write_text("plan: {name: Other}\n", encoding="utf-8")
    (top / "plans/a/new.yaml").write_text("x: 1\n", encoding="utf-8")
    (top / "plans/a/two words.yaml").unlink()
    assert files_at("HEAD", ["plans/a"]) == before
    git(top, "add", "--all")
    assert files_at("HEAD", ["plans/a"]) == before
    commit(top)
    assert files_at("HEAD", ["plans/a"]) == collect(["plans/a"])
    assert files_at("HEAD~1", ["plans/a"]) == before


def test_nothing_is_written(top: Path) -> None:
    """The repository and the working tree are the same after reading as before."""
    (top / "plans/a/plan.yaml").write_text("plan: {name: Other}\n", encoding="utf-8")

    def state() -> dict[str, tuple[int, int]]:
        found = (Path(folder) / name for folder, _, names in os.walk(top) for name in names)
        return {str(p): (p.lstat().st_mtime_ns, p.lstat().st_size) for p in found}

    before = state()
    files_at("HEAD", ["plans"])
    assert state() == before


def test_a_plan_that_the_revision_does_not_have_has_no_files(top: Path) -> None:
    """A folder that is new is no error: nothing was known of it."""
    (top / "plans/new").mkdir()
    (top / "plans/new/plan.yaml").write_text("plan: {name: New}\n", encoding="utf-8")
    assert files_at("HEAD", ["plans/new"]) == []


def test_before_the_first_commit_there_are_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HEAD names nothing yet, which is no mistake of the user; another name is one."""
    isolate(monkeypatch)
    monkeypatch.chdir(repository(tmp_path))
    (tmp_path / "plan.yaml").write_text("plan: {name: A}\n", encoding="utf-8")
    assert files_at("HEAD", ["plan.yaml"]) == []
    with pytest.raises(RevisionProblem, match="git knows no revision main"):
        files_at("main", ["plan.yaml"])


def test_submodules_are_left_out(top: Path, tmp_path: Path) -> None:
    """What a submodule holds is not the repository's to know."""
    other = repository(tmp_path / "other")
    (other / "x.yaml").write_text("x: 1\n", encoding="utf-8")
    commit(other)
    git(top, "submodule", "--quiet", "add", str(other), "plans/a/sub")
    before = files_at("HEAD", ["plans/a"])
    commit(top)
    assert files_at("HEAD", ["plans/a"]) == before


def test_what_lies_outside_is_taken_as_it_is_now(top: Path, tmp_path: Path) -> None:
    """Git keeps no state of it, so it has not changed; a link that leads there counts, too."""
    outside = tmp_path / "outside.yaml"
    outside.write_text("x: 1\n", encoding="utf-8")
    (top / "plans/b/far.yaml").symlink_to(outside)
    (top / "plans/b/gone.yaml").symlink_to("../../../gone.yaml")
    (top / "plans/b/circle.yaml").symlink_to("circle.yaml")
    commit(top)
    expected = [("../outside.yaml", b"x: 1\n"), ("plans/b/plan.yaml", b"plan: {name: B}\n")]
    found = files_at("HEAD", ["plans/b"])
    assert [(file.name, file.data) for file in found] == expected
    named = files_at("HEAD", ["plans/b/plan.yaml", "../outside.yaml"])
    assert [(file.name, file.data) for file in named] == expected
    assert [file.named for file in found if file.name == "plans/b/plan.yaml"] == [False]
    assert [file.named for file in named] == [True, True]


def test_large_files_are_not_read(top: Path) -> None:
    """A file larger than any may be is told by its size, as on disk."""
    with (top / "plans/b/large.yaml").open("wb") as file:
        file.truncate(FILE_BYTES + 1)
    commit(top)
    assert files_at("HEAD", ["plans/b"]) == collect(["plans/b"])


def test_a_hook_says_where_the_repository_is(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variables that git gives its hooks go before the folder; an index of its own, too."""
    expected = collect(["plans/a"])
    elsewhere = repository(tmp_path / "elsewhere")
    git(elsewhere, "worktree", "list")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no such index"))
    (top / "plans/a/plan.yaml").write_text("plan: {name: Other}\n", encoding="utf-8")
    assert files_at("HEAD", ["plans/a"]) == expected


def test_another_repository_is_found_by_the_path(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who stands in no repository means that of the plan."""
    monkeypatch.chdir(tmp_path)
    assert files_at("HEAD", ["top/plans/a"]) == collect(["top/plans/a"])


def test_a_linked_working_tree_has_its_own_head(top: Path, tmp_path: Path) -> None:
    """`git worktree` makes folders that share the objects and not the HEAD."""
    git(top, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    (tmp_path / "side/plans/b/plan.yaml").write_text("plan: {name: Side}\n", encoding="utf-8")
    commit(tmp_path / "side")
    path = str(tmp_path / "side/plans/b")
    assert [file.data for file in files_at("HEAD", [path])] == [b"plan: {name: Side}\n"]


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        (
            "mian",
            (
                "git knows no revision mian. `git log --oneline` and `git branch --all` tell which "
                "there are."
            ),
        ),
        (
            "--output=x",
            (
                "git knows no revision --output=x. `git log --oneline` and `git branch --all` tell "
                "which there are."
            ),
        ),
        (
            "main...HEAD",
            (
                "git knows no revision main...HEAD. A range is none; `git merge-base` names the "
                "commit where two lines part."
            ),
        ),
        ("HEAD:plans", "HEAD:plans names a tree of git, and no revision."),
        ("HEAD:plans/a/plan.yaml", "HEAD:plans/a/plan.yaml names a blob of git, and no revision."),
    ],
)
def test_what_is_no_revision_is_told(top: Path, revision: str, message: str) -> None:
    """The message says what is wrong and what to do, on one line."""
    with pytest.raises(RevisionProblem) as raised:
        files_at(revision, ["plans/a"])
    assert str(raised.value) == message


def test_a_shallow_clone_says_how_to_get_the_rest(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a CI job fetched may not reach back far enough."""
    commit(top)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{top}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    assert files_at("HEAD", ["plans/a"]) == collect(["plans/a"])
    with pytest.raises(RevisionProblem) as raised:
        files_at("HEAD~1", ["plans/a"])
    assert str(raised.value) == (
        "git knows no revision HEAD~1. This clone is shallow: `git fetch --unshallow` fetches the "
        "rest (in a CI job, ask for a fetch depth of 0)."
    )


def test_without_a_repository_or_git_there_is_no_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says that it is git which is missing, or a working tree."""
    isolate(monkeypatch)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RevisionProblem, match="git finds no working tree here: not a git repo"):
        files_at("HEAD", ["."])
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionProblem, match="git cannot be run: no such file or directory"):
        files_at("HEAD", ["."])


def test_an_object_that_is_missing_is_told(top: Path) -> None:
    """A damaged repository is no plan without files."""
    name = git(top, "rev-parse", "HEAD:plans/b/plan.yaml")
    (top / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(RevisionProblem, match="git cannot read"):
        files_at("HEAD", ["plans/b"])


def test_standard_input_has_no_revision(top: Path) -> None:
    """What comes from a pipe was nowhere before."""
    with pytest.raises(RevisionProblem, match="standard input has no state at a revision"):
        files_at("HEAD", ["-"])
