"""The hardest rules that the language was made for load, and become the trees that they should.

They stand in `worked/`, as they were first written, with a title, a message, and a guard for
`plan.since`, which a plan may leave out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Each, Grouped, Rule, Within
from pacecar.rulebook.tree import Aggregate, Expression
from pacecar.rulebook.trees import bound_names, negated_disjuncts, walk
from tests.rulebook.shown import shown

WORKED = Path(__file__).parent / "worked"


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    """Return the worked rules by id."""
    return {rule.id: rule for rule in load_rulebook([WORKED]).rules}


def test_every_worked_rule_loads(rules: dict[str, Rule]) -> None:
    """None of them is refused, and each has the id of its file."""
    files = {path.relative_to(WORKED).with_suffix("").as_posix() for path in WORKED.rglob("*.yaml")}
    assert set(rules) == files
    assert len(files) == 16


def test_names_of_let_are_expanded(rules: dict[str, Rule]) -> None:
    """What a name stands for is the same tree wherever it is used."""
    rule = rules["technology/comes-from-its-leader"]
    scopes = (
        "distinct(l for l in leaderships if l.technology == use.technology if covers(l, program))"
    )
    top = f"max(l.specificity for l in {scopes})"
    leaders = f"distinct(l~2.company for l~2 in {scopes} if l~2.specificity == {top})"
    assert {name: shown(tree) for name, tree in rule.lets.items()} == {
        "scopes": scopes,
        "top": top,
        "leaders": leaders,
    }
    assert shown(rule.where) == (
        f"(count(element for element in {scopes}) >= 1 "
        f"and count(element for element in {leaders}) == 1)"
    )
    assert shown(rule.require) == f"use.developer in {leaders}"


def test_sources_of_cases_are_told_apart(rules: dict[str, Rule]) -> None:
    """A collection, a list field and a group each become what evaluators bind."""
    each, within = rules["technology/comes-from-its-leader"].sources_of_cases
    assert isinstance(each, Each)
    assert (each.variable.name, each.collection) == ("program", "programs")
    assert isinstance(within, Within)
    assert (within.variable.name, shown(within.source)) == ("use", "program.technologies")
    (group,) = rules["twins/rivals-are-twinned"].sources_of_cases
    assert isinstance(group, Grouped)
    assert (group.variable.name, group.member.name, group.collection) == (
        "market",
        "p",
        "programs",
    )
    assert _shown(group.condition) == "(p.end is None or p.end >= plan.as_of)"
    assert [(name, shown(key)) for name, key in group.keys] == [
        ("segment", "p.segment"),
        ("body", "p.body"),
        ("region", "p.regions"),
        ("powertrain", "p.powertrains"),
    ]


def test_followers_become_a_join(rules: dict[str, Rule]) -> None:
    """`f in p.followers` is gone through as the programs whose leader is p."""
    joint = shown(rules["portfolio/joint-share-of-new-programs"].lets["joint"])
    assert joint == (
        "count(p for p in programs if p.start >= plan.since if p.start.year <= target.year "
        "if ((p.leader is not None and p.leader.company != p.company) "
        "or any(f.company != p.company for f in programs if f.leader == p)))"
    )


def test_the_judges_patterns_can_be_counted(rules: dict[str, Rule]) -> None:
    """`not kept` of a disjunction is one pattern, of a conjunction one for each part."""
    assert {name: negated_disjuncts(rule.require) for name, rule in rules.items()} == {
        **dict.fromkeys(rules, 1),
        "press-release/one-b-platform-in-south-america": 3,
    }


def test_no_variable_hides_another(rules: dict[str, Rule]) -> None:
    """Nothing that a generator binds is bound in its scope again, or is a variable of `for`."""
    for rule in rules.values():
        cases = {source.variable.name for source in rule.sources_of_cases}
        for tree in (rule.require, *rule.lets.values()):
            for node in walk(tree):
                if not isinstance(node, Aggregate):
                    continue
                for generator in node.generators:
                    scope = [bound_names(part) for part in generator.conditions]
                    inner = bound_names(node.element).union(*scope)
                    assert generator.variable.name not in inner | cases


def _shown(tree: Expression | None) -> str:
    assert tree is not None
    return shown(tree)
