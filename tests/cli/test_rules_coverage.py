"""`pacecar rules coverage`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pacecar.cli.coverage_table import table
from pacecar.formats.view import View
from pacecar.resources import bundled
from pacecar.rulebook.coverage import coverage
from pacecar.rulebook.loading import load_rulebook
from tests.cli.conftest import Result, Run
from tests.formats.snapshots import same
from tests.rulebook.test_coverage import FEATURE, PLAN, RULE, SOURCES

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture
def sample(folder: Path) -> Path:
    """Work where a rulebook stands with a feature, a plan, and the agreement it is from."""
    from textwrap import dedent

    for file, text in {
        "rules/sources.yaml": SOURCES,
        "rules/twins/share-a-plant.yaml": RULE.format(source="[S1]"),
        "rules/cost/low.yaml": RULE.format(source="[S1]") + "    enabled: false\n",
        "features/leads.feature": FEATURE,
        "plans/small/plan.yaml": PLAN,
        "articles/agreement.txt": "Twins share a plant. North leads. New models are shown.",
    }.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def test_table(pacecar: Run, sample: Path) -> None:
    """Each statement has a line for each kind of answer; problems and sums follow."""
    result = pacecar("rules", "coverage", "--reference", "articles")
    assert (result.code, result.err) == (1, "")
    same(EXPECTED / "coverage.txt", result.out)


def test_table_on_a_terminal(sample: Path) -> None:
    """A narrow terminal has the answers below the quotes."""
    found = coverage(load_rulebook([Path("rules")]), [Path("rules")])
    lines = table(found, View(colour=True, width=60))
    same(EXPECTED / "coverage-60.ansi", "\n".join(lines) + "\n")


def test_json(pacecar: Run, sample: Path) -> None:
    """JSON has the same, for other tools."""
    result = pacecar("rules", "coverage", "--format", "json")
    document = json.loads(result.out)
    assert document.pop("digest").startswith("sha256:")
    assert result.code == 1
    same(EXPECTED / "coverage.json", json.dumps(document, indent=2) + "\n")


def test_the_sources_beside_the_rules_are_compared(pacecar: Run, sample: Path) -> None:
    """Without an option, articles are those of the folder `reference` beside the rules."""
    alone = pacecar("rules", "coverage").out
    Path("articles").rename("reference")
    assert "quotes of" not in alone
    beside = pacecar("rules", "coverage")
    assert beside == pacecar("rules", "coverage", "--reference", "reference")
    assert "quotes of The agreement: 2 of 4 are in agreement.txt\n" in beside.out


def test_the_bundled_rulebook_is_complete(pacecar: Run) -> None:
    """Every statement that Pacecar's rulebook has to answer for is answered for."""
    result = pacecar("rules", "coverage", "--rules", str(bundled("rules")))
    assert (result.code, result.err) == (0, "")


def test_nothing_to_cover(pacecar: Run, sample: Path) -> None:
    """Without statements there is nothing to check."""
    Path("rules/sources.yaml").unlink()
    message = "pacecar: there are no statements: no sources.yaml\n"
    assert pacecar("rules", "coverage") == Result(3, "", message)


@pytest.mark.parametrize(
    ("folder_", "message"),
    [
        ("missing", "missing cannot be read: No such file or directory"),
        ("rules", "rules: there is no article: no file *.txt or *.md"),
        ("odd", "odd: an article is not UTF-8"),
    ],
)
def test_references_that_cannot_be_used(
    pacecar: Run, sample: Path, folder_: str, message: str
) -> None:
    """A folder without readable articles is an error, so that no quote passes by accident."""
    Path("odd").mkdir()
    Path("odd/a.txt").write_bytes(b"\xff")
    result = pacecar("rules", "coverage", "--reference", folder_)
    assert result == Result(2, "", f"pacecar: {message}\n")
