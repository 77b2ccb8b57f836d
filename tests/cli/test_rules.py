"""`pacecar rules list` and `pacecar explain`, on a rulebook of two rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pacecar.cli.examples import examples_of
from pacecar.cli.rulebooks import rulebook_of
from pacecar.cli.rules_list import table
from pacecar.formats.view import View
from pacecar.resources import bundled
from tests.cli.conftest import Result, Run
from tests.formats.snapshots import same

SAMPLE = Path(__file__).parent / "sample"
EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture
def sample(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in the folder of the sample."""
    monkeypatch.chdir(SAMPLE)
    return SAMPLE


def test_list(pacecar: Run, sample: Path) -> None:
    """The list has a line for each rule, its families apart."""
    result = pacecar("rules", "list")
    assert (result.code, result.err) == (0, "")
    same(EXPECTED / "rules-list.txt", result.out)


def test_list_on_a_terminal(pacecar: Run, sample: Path) -> None:
    """A narrow terminal has the titles below the ids."""
    lines = table(rulebook_of(()), View(colour=True, width=60))
    same(EXPECTED / "rules-list-60.ansi", "\n".join(lines) + "\n")


def test_list_as_json(pacecar: Run, sample: Path) -> None:
    """The list as JSON tells what the rulebook holds, by digest."""
    document = json.loads(pacecar("rules", "list", "--format", "json").out)
    assert [rule.pop("digest")[:7] for rule in document["rules"]] == ["sha256:"] * 2
    assert document.pop("digest").startswith("sha256:")
    assert document == {
        "format": "pacecar-rules/1",
        "rules": [
            {
                "rule": "cost/below-the-ceiling",
                "severity": "error",
                "title": "The planned cost stays below the ceiling",
                "version": 1,
                "sources": [],
                "enabled": False,
                "aliases": [],
            },
            {
                "rule": "twins/share-a-plant",
                "severity": "warning",
                "title": "Twins share a plant",
                "version": 2,
                "sources": ["B6"],
                "enabled": True,
                "aliases": ["twins/same-plant"],
            },
        ],
    }


@pytest.mark.parametrize("name", ["twins/share-a-plant", "share-a-plant", "twins/same-plant"])
def test_explain(pacecar: Run, sample: Path, name: str) -> None:
    """A rule is explained by its id, the name in it, or a former id."""
    result = pacecar("explain", name)
    assert (result.code, result.err) == (0, "")
    same(EXPECTED / "explain.txt", result.out)


def test_explain_a_rule_with_parameters(pacecar: Run, sample: Path) -> None:
    """Parameters are shown; a rule without a feature is explained all the same."""
    same(EXPECTED / "explain-parameters.txt", pacecar("explain", "below-the-ceiling").out)


def test_explain_an_unknown_rule(pacecar: Run, sample: Path) -> None:
    """An unknown rule is told with the nearest, by whichever of its names."""
    assert pacecar("explain", "same-plnt") == Result(
        2, "", 'pacecar: there is no rule "same-plnt". All rules: pacecar rules list\n'
    )
    assert pacecar("explain", "twins/same-plnt") == Result(
        2,
        "",
        'pacecar: there is no rule "twins/same-plnt". Did you mean "twins/share-a-plant"?\n',
    )


@pytest.mark.parametrize("command", [("rules", "list"), ("explain", "x")])
def test_a_rulebook_with_errors(pacecar: Run, folder: Path, command: tuple[str, ...]) -> None:
    """The problems of a rulebook are told with their places."""
    (folder / "mine" / "a").mkdir(parents=True)
    (folder / "mine" / "a" / "b.yaml").write_text("title: [\n")
    result = pacecar(*command, "--rules", "mine")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("mine/a/b.yaml:")
    assert result.err.endswith("pacecar: the rulebook cannot be used: 1 problem\n")


def test_every_bundled_rule_is_explained(pacecar: Run) -> None:
    """Each rule that comes with Pacecar has a rationale, sources and a compiled form to show."""
    for rule in rulebook_of((str(bundled("rules")),)).rules:
        result = pacecar("explain", rule.id, "--rules", str(bundled("rules")))
        assert result.code == 0
        for heading in ("rationale", "sources", "the rule (", "how it is judged"):
            assert f"\n{heading}" in result.out


def test_no_examples(tmp_path: Path) -> None:
    """A feature that cannot be read illustrates nothing."""
    (tmp_path / "x.feature").write_bytes(b"Example: \xff")
    assert list(examples_of(tmp_path / "x.feature")) == []
    assert list(examples_of(None)) == []
