"""Which mutants the examples of a rule kill, and what is said of those they do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pacecar.cli.main import run
from pacecar.specification.mutation.equivalents import BadListing, Listing, read_listings
from pacecar.specification.mutation.running import RuleResult, Task, Tried, mutate
from pacecar.specification.mutation.scoring import Score, as_document, as_lines
from tests.specification.mutation.conftest import FEATURE, write


def result(project: Path) -> RuleResult:
    """Try the mutants of the project's rule."""
    feature = project / "features/twins/shares-most.feature"
    return mutate(Task("twins/shares-most", feature, (project / "rules",)))


def alive(found: RuleResult) -> list[tuple[str, str]]:
    """Return what survived, before and after."""
    return [(tried.before, tried.after) for tried in found.tried if not tried.killed]


def test_a_feature_that_says_everything_kills_everything(project: Path) -> None:
    """Every change to the rule turns an example red, parameters set by a plan included."""
    found = result(project)
    assert (found.problem, found.examples) == ("", 4)
    assert alive(found) == []
    assert len(found.tried) <= found.runs <= 4 * len(found.tried)


def test_a_bound_that_no_example_is_on_leaves_its_mutant(project: Path) -> None:
    """Without an example on the bound, nobody notices whether the bound belongs to it."""
    text = FEATURE.replace("shared 0.5", "shared 0.45").replace("shares 50%", "shares 45%")
    write(project / "features/twins/shares-most.feature", text)
    before = "follower.upper_body_shared > 0.5"
    assert (before, before.replace(">", ">=")) in alive(result(project))


def test_examples_that_expect_nothing_kill_nothing_but_that(project: Path) -> None:
    """A rule that is deleted is one that reports nothing, and not one that is refused."""
    begin, _, _ = FEATURE.partition("  Example: half\n")
    text = begin.replace("the rule is kept", "0 cases are broken")
    write(project / "features/twins/shares-most.feature", text)
    assert ("twins/shares-most", "(left out)") in alive(result(project))


def test_a_feature_that_fails_as_it_is_is_not_tried(project: Path) -> None:
    """Were an example red from the start, every mutant would count as killed."""
    text = FEATURE.replace("shares 50%", "shares 51%")
    write(project / "features/twins/shares-most.feature", text)
    found = result(project)
    assert found.tried == ()
    assert "fails before anything is changed" in found.problem
    assert "kite shares 51%" in found.problem
    score = Score((found,), Listing({}), 1.0)
    assert not score.passed
    assert found.problem in "\n".join(as_lines(score))


def test_a_feature_that_cannot_be_read_is_a_problem(project: Path) -> None:
    """What pytest refuses to collect is told, too."""
    write(project / "features/twins/shares-most.feature", "Feature: Nothing\n")
    assert "the feature has no example" in result(project).problem


def tried(*, killed: bool) -> Tried:
    """Return a mutant that was tried."""
    return Tried("twins/a", "comparison", "rules/twins/a.yaml", 3, 9, "x < 1", "x <= 1", killed)


def listing(folder: Path, rule: str = "twins/a") -> Listing:
    """Return a listing of that mutant."""
    file = folder / "equivalents.yaml"
    write(file, f"- {{rules: [{rule}], before: x < 1, after: x <= 1, reason: Whole numbers.}}\n")
    return read_listings([file, folder / "none.yaml"])


def test_a_listed_survivor_passes(tmp_path: Path) -> None:
    """A mutant that is listed with its reason may survive, and counts for nothing."""
    score = Score((RuleResult("twins/a", (tried(killed=False),)),), listing(tmp_path), 60.0)
    assert score.passed
    assert "1 rule: 1 mutants, 0 killed, 1 equivalent, 0 survived" in "\n".join(as_lines(score))
    assert as_document(score)["rules"][0]["alive"][0]["equivalent"] == "Whole numbers."


def test_a_listed_mutant_that_is_killed_is_stale(tmp_path: Path) -> None:
    """What is listed and killed is told, and so is what is no longer made."""
    results = (RuleResult("twins/a", (tried(killed=True),)),)
    score = Score(results, listing(tmp_path), 60.0)
    assert not score.passed
    assert score.stale == [("twins/a", "x < 1", "x <= 1")]
    assert "listed as equivalent, but killed or not made" in "\n".join(as_lines(score))
    assert Score(results, listing(tmp_path, "twins/other"), 60.0).passed


@pytest.mark.parametrize(
    "text",
    [
        "rules: [a]",
        "- {rules: a, before: b, after: c, reason: d}",
        "- {rules: [a], before: b, after: c, reason: ''}",
        "- {",
    ],
)
def test_a_listing_without_a_reason_is_refused(text: str, tmp_path: Path) -> None:
    """Every entry has rules, what is changed, and why that makes no difference."""
    write(tmp_path / "equivalents.yaml", text)
    with pytest.raises(BadListing, match=r"equivalents\.yaml"):
        read_listings([tmp_path / "equivalents.yaml"])


@pytest.mark.slow
def test_the_command_tells_what_survived(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The command names the place of a survivor, and ends with 1; without one it ends with 0."""
    assert run(["spec", "mutate", "--jobs", "1"]) == 0
    assert "0 survived: 100.0%" in capfd.readouterr().out
    text = FEATURE.replace("kite shares 50%.", "kite shares 45%.").replace(
        "kite has upper body shared 0.5\n    When the plan is checked\n    Then exactly",
        "kite has upper body shared 0.45\n    When the plan is checked\n    Then exactly",
    )
    write(project / "features/twins/shares-most.feature", text)
    assert run(["spec", "mutate", "twins", "--format", "json"]) == 1
    document = json.loads(capfd.readouterr().out)
    (entry,) = document["rules"]
    places = {(one["file"], one["line"], one["column"]) for one in entry["alive"]}
    assert ("rules/twins/shares-most.yaml", 9, 10) in places
    assert document["survived"] == len(entry["alive"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["twinz"], "twinz"),
        (["--features", "elsewhere"], "has no feature"),
        (["--rules", "nowhere"], "no such folder"),
    ],
)
def test_what_the_command_refuses(
    arguments: list[str], said: str, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A rule that is not there, and one without a feature, end the command with 2."""
    assert run(["spec", "mutate", *arguments]) == 2
    assert said in capfd.readouterr().err


def test_the_command_refuses_a_bad_listing(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A listing that cannot be read ends the command before anything is tried."""
    write(project / "features/equivalents.yaml", "none")
    assert run(["spec", "mutate"]) == 2
    assert "an entry has rules, before, after and reason" in capfd.readouterr().err
