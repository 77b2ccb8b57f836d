"""What answers for the statements of a rulebook, and whether its quotes are word for word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from pacecar.resources import bundled
from pacecar.rulebook.coverage import Coverage, coverage
from pacecar.rulebook.evidence import Evidence
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.problems import RulebookProblem
from pacecar.rulebook.quotes import Comparison, Misquote, compare, plain, read_articles
from pacecar.rulebook.rule import Statement

SOURCES = """
    origins: {agreement: The agreement}
    statements:
      - {id: S1, quote: Twins share a plant., origin: agreement}
      - {id: S2, quote: "North leads Europe, and Asia.", origin: agreement}
      - {id: S3, quote: We look forward., origin: agreement, reason: A wish.}
      - {id: S4, quote: New models are shown., origin: agreement}
"""
RULE = """
    title: A rule
    severity: error
    version: 1
    source: {source}
    for: {{program: programs}}
    require: known(program.company)
    report: {{at: program.id, message: "{{program.name}}"}}
"""
FEATURE = """
    Feature: Who leads
      Source: "North leads Europe, and\N{NO-BREAK SPACE}Asia."

      Background:
        Given the plan "plans/small"
"""
PLAN = """
    plan: {name: Small, as_of: 2026-01-01}
    companies: [{id: north, name: North}]
    regions: [{id: asia, name: Asia, source: S22}, {id: europe, name: Europe}]
    leaderships:
      - {company: north, region: europe, source: "S2, S9"}
      - {company: north, region: asia, source: S2}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where a rulebook stands with its features and a plan."""
    monkeypatch.chdir(tmp_path)
    for file, text in {
        "rules/sources.yaml": SOURCES,
        "rules/twins/share-a-plant.yaml": RULE.format(source="[S1]"),
        "rules/cost/low.yaml": RULE.format(source="[]"),
        "features/leads.feature": FEATURE,
        "plans/small/plan.yaml": PLAN,
    }.items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return Path("rules")


def covered(folder: Path, articles: Mapping[str, str] | None = None) -> Coverage:
    """Return the coverage of a folder of rules."""
    return coverage(load_rulebook([folder]), [folder], articles)


def test_rules_data_and_reasons_answer(folder: Path) -> None:
    """A rule answers by citing, a plan by a feature that quotes, and a reason by itself."""
    answers = covered(folder).answers
    assert [
        (a.statement.id, [rule.id for rule in a.rules], a.data, a.statement.reason, a.missing)
        for a in answers
    ] == [
        ("S1", ["twins/share-a-plant"], (), "", False),
        (
            "S2",
            [],
            (Evidence("plans/small", "features/leads.feature", {"leaderships": 2}),),
            "",
            False,
        ),
        ("S3", [], (), "A wish.", False),
        ("S4", [], (), "", True),
    ]


def test_what_is_missing_has_its_place(folder: Path) -> None:
    """A statement without an answer and a rule without a statement are problems with places."""
    assert covered(folder).problems == (
        RulebookProblem(
            "rules/cost/low.yaml",
            2,
            1,
            "The rule `cost/low` cites no statement.",
            "Name the statements it comes from, as in `source: [S1]`.",
        ),
        RulebookProblem(
            "rules/sources.yaml",
            7,
            10,
            "Nothing answers for the statement `S4`.",
            "Cite it in a rule, quote it in a feature about a plan, or give a `reason`.",
        ),
    )


def test_a_misquote_has_its_place(folder: Path) -> None:
    """A quote that its article does not have is a problem that tells how much of it is there."""
    article = "Twins share a plant. North leads Europe and Asia. We look forward."
    found = covered(folder, {"agreement.txt": article})
    assert found.problems[1:3] == (
        RulebookProblem(
            "rules/sources.yaml",
            5,
            21,
            "agreement.txt does not have this quote of `S2`.",
            'It has "North leads", and goes on otherwise.',
        ),
        RulebookProblem(
            "rules/sources.yaml",
            7,
            10,
            "Nothing answers for the statement `S4`.",
            "Cite it in a rule, quote it in a feature about a plan, or give a `reason`.",
        ),
    )
    assert {answer.article for answer in found.answers} == {"agreement.txt"}


def test_a_feature_of_a_plan_that_is_not_there_still_quotes(folder: Path) -> None:
    """A plan that is not found has no entities to count; a feature that is no text none at all."""
    Path("plans/small/plan.yaml").unlink()
    Path("plans/small").rmdir()
    Path("features/odd.feature").write_bytes(b"\xff")
    assert [entry for answer in covered(folder).answers for entry in answer.data] == [
        Evidence("plans/small", "features/leads.feature", {})
    ]


@pytest.mark.parametrize(
    ("article", "quote"),
    [
        ("“up to\N{NO-BREAK SPACE}40%”", '"up to 40%"'),
        ("the ‘lead’\n  partner", "the 'lead' partner"),  # noqa: RUF001 - as articles are set
        ("Nissan's plant", "Nissan’s  plant"),  # noqa: RUF001 - as articles are set
        ("a pro\N{SOFT HYPHEN}gram", "a program"),
    ],
)
def test_spaces_and_quote_marks_make_no_difference(article: str, quote: str) -> None:
    """A quote is found however its article is set, and whichever of the two is."""
    for text, words in ((article, quote), (quote, article)):
        assert compare([Statement("S", words, "", "o")], {"a": plain(text)}).misquotes == ()


@pytest.mark.parametrize("quote", ["share a plan", "hare a plant", "Share a plant"])
def test_parts_of_words_and_other_letters_are_no_quote(quote: str) -> None:
    """A quote is found word for word, as it is spelt."""
    statements = [Statement("S1", "twins", "", "o"), Statement("S2", quote, "", "o")]
    found = compare(statements, {"a": "all twins share a plant"})
    assert [misquote.statement for misquote in found.misquotes] == ["S2"]


def test_an_origin_is_the_article_with_most_of_its_quotes() -> None:
    """A quote of another article is a misquote, and an origin without an article is left alone."""
    statements = [
        Statement("S1", "one", "", "first"),
        Statement("S2", "two", "", "first"),
        Statement("S3", "five six", "", "first"),
        Statement("S4", "seven", "", "second"),
    ]
    articles = {"a.txt": "one two three", "b.txt": "one five six"}
    misquote = Misquote("S3", "a.txt", "")
    assert compare(statements, articles) == Comparison({"first": "a.txt"}, (misquote,))


def test_articles_are_the_texts_of_a_folder(tmp_path: Path) -> None:
    """Text files that are not hidden are articles, white space aside."""
    for name in ("b.md", "a.txt", ".c.txt", "d.html"):
        (tmp_path / name).write_text(f"{name}\n  more\n", encoding="utf-8")
    assert read_articles(tmp_path) == {"a.txt": "a.txt more", "b.md": "b.md more"}


def test_everything_of_the_bundled_rulebook_has_an_answer() -> None:
    """No statement of the sources is forgotten, and no rule of Pacecar is without one."""
    assert covered(bundled("rules")).problems == ()
