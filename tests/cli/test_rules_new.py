"""`pacecar rules new`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.scaffold import feature_text, refusal, rule_text
from tests.cli.conftest import Result, Run

WRITTEN = """\
written: {rules}/twins/share-a-depot.yaml  (a rule that asks nothing yet)
written: {features}/twins/share-a-depot.feature  (four examples, of which three fail)
written: .pacecar/rule.schema.json  (what editors know of rules)

Next:
  1. say in the feature what twins/share-a-depot means
  2. write the rule; its comments say what goes where
  3. pytest {features}/twins/share-a-depot.feature --pacecar-rules {rules}
"""
NO_ID = "is no rule's id: that is family/name, both made of small letters, digits and -."


@pytest.fixture
def rules(folder: Path) -> Path:
    """Work beside an empty folder of rules."""
    (folder / "rules").mkdir()
    return Path("rules")


def files() -> list[str]:
    """Return all files below the working directory."""
    return sorted(path.as_posix() for path in Path().rglob("*") if path.is_file())


def test_a_rule_and_its_feature(pacecar: Run, rules: Path) -> None:
    """In a rulebook of one's own, a rule that loads and its feature are written and told."""
    result = pacecar("rules", "new", "twins/share-a-depot")
    assert result == Result(0, WRITTEN.format(rules="rules", features="features"), "")
    written = ["features/twins/share-a-depot.feature", "rules/twins/share-a-depot.yaml"]
    assert files() == [".pacecar/rule.schema.json", *written]
    (rule,) = load_rulebook([rules]).rules
    assert (rule.id, rule.title) == ("twins/share-a-depot", "Share a depot")


def test_folders_of_ones_own(pacecar: Run, folder: Path) -> None:
    """Both folders can be named, and nothing else is written to."""
    for name in ("mine", "told"):
        (folder / name).mkdir()
    result = pacecar("rules", "new", "twins/share-a-depot", "--rules", "mine", "--features", "told")
    assert result == Result(0, WRITTEN.format(rules="mine", features="told"), "")
    written = ["mine/twins/share-a-depot.yaml", "told/twins/share-a-depot.feature"]
    assert files() == [".pacecar/rule.schema.json", *written]


def test_statements_of_the_rulebook_are_the_example(pacecar: Run, rules: Path) -> None:
    """Where there are statements, the comment about them names one, and it can be cited."""
    statements = "statements: [{id: B4, quote: Twins share.}]\n"
    (rules / "sources.yaml").write_text(statements, encoding="utf-8")
    pacecar("rules", "new", "twins/first")
    pacecar("rules", "new", "twins/second")
    file = rules / "twins" / "second.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("# source", "source"))
    assert [rule.sources for rule in load_rulebook([rules]).rules] == [(), ("B4",)]


@pytest.mark.parametrize(
    ("rule", "note"),
    [
        ("twins/second", ""),
        ("twin/second", '\nThe family "twin" is new. Did you mean "twins"?\n'),
        ("logistics/second", '\nThe family "logistics" is new.\n'),
    ],
)
def test_a_new_family_is_told(pacecar: Run, rules: Path, rule: str, note: str) -> None:
    """A family that has no rules yet may be a slip, so it is told."""
    pacecar("rules", "new", "twins/first")
    assert pacecar("rules", "new", rule).out.partition("--pacecar-rules rules\n")[2] == note


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "share-a-depot",
            f'"share-a-depot" {NO_ID}',
        ),
        (
            "Twins/Share_A_Depot",
            f'"Twins/Share_A_Depot" {NO_ID} Did you mean "twins/share-a-depot"?',
        ),
        ("plan/dates", "the family plan belongs to the findings about a plan's structure."),
        (
            "twins/reject",
            "@reject is a tag of examples; take a name that says what the rule asks for.",
        ),
        (
            "twins/skip",
            "@skip means something to pytest; take a name that says what the rule asks for.",
        ),
        ("cost/first", 'there is a rule called "first" already: rules/twins/first.yaml'),
        ("twins/old", '"twins/old" is a former id of twins/first'),
        ("twins/told", "features/twins/told.feature is there already"),
    ],
)
def test_names_that_are_refused(pacecar: Run, rules: Path, rule: str, message: str) -> None:
    """What is no rule's id, or is taken, is refused, and nothing is written."""
    pacecar("rules", "new", "twins/first")
    with (rules / "twins" / "first.yaml").open("a") as stream:
        stream.write("aliases: [twins/old]\n")
    Path("features/twins/told.feature").write_text("Feature: mine\n", encoding="utf-8")
    before = {file: Path(file).read_bytes() for file in files()}
    assert pacecar("rules", "new", rule) == Result(2, "", f"pacecar: {message}\n")
    assert {file: Path(file).read_bytes() for file in files()} == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "there is no folder rules; name one with --rules, or make it"),
        (("--rules", "missing"), "there is no folder missing"),
        (("--rules", "mine", "--features", "missing"), "there is no folder missing"),
    ],
)
def test_folders_that_are_not_there(
    pacecar: Run, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    """A folder that is not there is not made, and Pacecar's own is never written to."""
    (folder / "mine").mkdir()
    result = pacecar("rules", "new", "twins/share-a-depot", *arguments)
    assert result == Result(2, "", f"pacecar: {message}\n")
    assert files() == []


def test_one_folder_of_several(pacecar: Run, folder: Path) -> None:
    """Where the settings name several folders, one has to be told."""
    (folder / "pacecar.toml").write_text('rules = ["a", "b"]\n', encoding="utf-8")
    result = pacecar("rules", "new", "twins/share-a-depot")
    message = f"pacecar: name one of the folders with --rules: {folder / 'a'}, {folder / 'b'}\n"
    assert result == Result(2, "", message)


def test_all_or_nothing(pacecar: Run, rules: Path) -> None:
    """A rule whose feature cannot be written is not left behind."""
    Path("features").write_text("in the way", encoding="utf-8")
    result = pacecar("rules", "new", "twins/share-a-depot")
    assert (result.code, result.out) == (2, "")
    assert "features/twins/share-a-depot.feature cannot be written: " in result.err
    assert files() == ["features"]


@pytest.mark.parametrize(
    "rule", ["a/b", "a/404", "a/null", "a/true", "1/2", "a-b/c-1", "a/b_c", "a/b--c", "a/-b", "A/b"]
)
def test_what_is_accepted_can_be_loaded(tmp_path: Path, rule: str) -> None:
    """Names are refused exactly where the loader would refuse them."""
    file = tmp_path / "rules" / f"{rule}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(rule_text("a/b", "S1"), encoding="utf-8")
    try:
        load_rulebook([tmp_path / "rules"])
    except RulebookError:
        assert refusal(rule)
    else:
        assert not refusal(rule)
        file.write_text(rule_text(rule, "S1"), encoding="utf-8")
        assert [found.id for found in load_rulebook([tmp_path / "rules"]).rules] == [rule]


@pytest.mark.slow
def test_the_feature_fails_until_it_is_written(tmp_path: Path) -> None:
    """Of the four examples, the accepting one passes, and each other fails for its own reason."""
    for file, text in {
        "rules/twins/share-a-depot.yaml": rule_text("twins/share-a-depot", "S1"),
        "features/share-a-depot.feature": feature_text("twins/share-a-depot"),
    }.items():
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "features"]
    done = subprocess.run(
        [*command, "--pacecar-rules", "rules"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    # Where CI is set, pytest repeats the errors in its summary.
    errors = done.stdout.partition("short test summary info")[0]
    assert errors.count("findings differ (- expected, + reported)") == 1
    assert errors.count("the rule is kept, not undetermined") == 1
    assert errors.count("the rule is kept, not not applicable") == 1
    assert "3 failed, 1 passed" in done.stdout
