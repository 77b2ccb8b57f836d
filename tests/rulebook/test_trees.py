"""What expressions become: typed trees with every name expanded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pacecar.plan.fields import Date, ListOf, Number, Reference, Text, Truth
from pacecar.rulebook import tree as t
from tests.rulebook.rules import load, load_rule, rule_text
from tests.rulebook.shown import shown

MAY = date(2025, 5, 1).toordinal()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 < p.start.year < 3", "(1 < p.start.year and p.start.year < 3)"),
        ("p.body in ('suv', 'van')", "p.body in ('suv', 'van')"),
        ("p.body not in ['suv']", "not (p.body in ('suv'))"),
        ("p.leader.leader is not None", "p.leader.leader is not None"),
        ("not p.leader.leader is None", "p.leader.leader is not None"),
        ("p.start >= '2025-05'", f"p.start >= {MAY}..{MAY + 30}"),
        ("p.start in ('2025-05-01',)", f"p.start in ({MAY}..{MAY})"),
        ("-p.upper_body_shared < -0.50", "(0 - p.upper_body_shared) < -50e-2"),
        ("p.platform.common == True", "p.platform.common == True"),
        (
            "p.platform.common if known(p.end) else False",
            "(p.platform.common if known(p.end) else False)",
        ),
        ("count(p.plants) == 2", "count(element for element in p.plants) == 2"),
        (
            "count(p.followers) == 2",
            "count(element for element in programs if element.leader == p) == 2",
        ),
        ("p.leader in p.followers", "p.leader.leader == p"),
        ("p.leader not in p.followers", "not (p.leader.leader == p)"),
        (
            "any(f.platform == p.platform for f in p.followers)",
            "any(f.platform == p.platform for f in programs if f.leader == p)",
        ),
        (
            "any(f in p.followers for f in p.leader.followers)",
            "any(f.leader == p for f in programs if f.leader == p.leader)",
        ),
        (
            "any(any(x == y for x in p.plants) for y in p.plants)",
            "any(any(x == y for x in p.plants) for y in p.plants)",
        ),
        (
            (
                "any(x.region in p.regions and any(x in p.regions for x in p.regions) "
                "for x in p.plants)"
            ),
            (
                "any((x~2.region in p.regions and any(x in p.regions for x in p.regions)) "
                "for x~2 in p.plants)"
            ),
        ),
        (
            "any(p.country == 'Japan' for p in p.plants)",
            "any(p~2.country == 'Japan' for p~2 in p.plants)",
        ),
        (
            "lower(p.name) == 'x' or contains(p.name, 'y')",
            "(lower(p.name) == 'x' or contains(p.name, 'y'))",
        ),
    ],
)
def test_an_expression_becomes_this_tree(tmp_path: Path, written: str, expected: str) -> None:
    """The tree, shown with all brackets, is what was written unless something was rewritten."""
    rule = load_rule(tmp_path, {"require": f'"{written}"'})
    assert shown(rule.require) == expected


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("p", Reference("programs")),
        ("p.name", Text()),
        ("p.leader.platform.common", Truth()),
        ("p.start", Date()),
        ("p.start.year", Number()),
        ("0.50", Number(2)),
        ("p.upper_body_shared * 0.50", Number(8)),
        ("p.upper_body_shared + 0.50", Number(6)),
        ("1 if p.platform.common else 0.5", Number(1)),
        ("'a' if p.platform.common else p.body", Text()),
        ("count(p.plants)", Number()),
        ("distinct(x.region for x in p.plants)", t.SetOf(Reference("regions"))),
        ("min(x.start for x in p.followers)", Date()),
        ("p.plants", ListOf(Reference("plants"))),
    ],
)
def test_a_let_has_this_type(tmp_path: Path, written: str, kind: t.Type) -> None:
    """Types follow from the plan's fields; scales from what is written and calculated."""
    rule = load_rule(tmp_path, {"let": f'{{x: "{written}"}}'})
    assert rule.lets["x"].type == kind


def test_guards_are_understood(tmp_path: Path) -> None:
    """What is settled to the left, in `where`, or by a failed requirement needs no second guard."""
    for number, require in enumerate(
        [
            "p.end is None or p.end >= plan.as_of",
            "not (p.end is not None and p.end < plan.as_of)",
            "p.end >= plan.as_of if p.end is not None else True",
            "all(f.end >= p.start for f in p.followers if f.end is not None)",
            "any(l.segments is not None and p.segment in l.segments for l in leaderships)",
            "any(p.segment in l.segments for l in leaderships if l.segments is not None)",
            "p.leader.leader == p and p.leader.leader.platform == p.platform",
            "p.leader in p.followers and p.leader.leader.platform == p.platform",
            "known(p.leader.leader.platform) and p.leader.leader.company == p.company",
            "known(p.leader.leader.platform)",
            "p.leader.leader == p.leader",
        ]
    ):
        rule = load_rule(tmp_path / str(number), {"require": f'"{require}"'})
        assert rule.id == "twins/twin"


def test_a_broken_case_guards_its_message(tmp_path: Path) -> None:
    """A message is only shown where `require` is false, and may rely on that."""
    rule = load_rule(
        tmp_path,
        {
            "require": "p.leader.leader is None",
            "report": '{at: p.leader.leader, message: "{p.leader.leader.name}"}',
        },
    )
    assert shown(rule.at.of) == "p.leader"


def test_definitions_are_expanded_without_capture(tmp_path: Path) -> None:
    """A definition's own variables never catch those of its arguments."""
    definitions = (
        "alone: {parameters: {program: programs}, "
        "is: not any(p.platform == program.platform for p in program.followers)}\n"
    )
    rule = {"require": "any(alone(p) for p in p.followers)"}
    book = load(tmp_path, {"twins/twin.yaml": rule_text(rule), "definitions.yaml": definitions})
    assert shown(book.rules[0].require) == (
        "any(not (any(p~2.platform == p~3.platform for p~2 in programs if p~2.leader == p~3)) "
        "for p~3 in programs if p~3.leader == p)"
    )


def test_equal_expressions_are_equal_trees(tmp_path: Path) -> None:
    """The same `let` is one value wherever it stands, so that it can be computed once."""
    rule = load_rule(
        tmp_path,
        {
            "let": "{many: count(p for p in programs if p.platform.common)}",
            "require": "any(many > 3 for p in p.followers) or many > 2",
        },
    )
    many = shown(rule.lets["many"])
    assert many == "count(p~2 for p~2 in programs if p~2.platform.common)"
    assert shown(rule.require).count(many) == 2


def test_comparisons_keep_their_place(tmp_path: Path) -> None:
    """Reports and `explain` can say where a comparison was written, and how."""
    rule = load_rule(tmp_path, {"require": ">-\n  p.platform==\n   p.leader . platform"})
    assert isinstance(rule.require, t.Compare)
    assert rule.require.place is not None
    place = rule.require.place
    assert (place.line, place.column, place.text) == (7, 3, "p.platform == p.leader.platform")
