"""What is changed in a rule, and what it is changed into."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pacecar.rulebook.rule import Grouped
from pacecar.rulebook.tree import And, Compare, Or
from tests.specification.mutation.conftest import Changed, mutants, rule_of

LEFT_OUT = "(left out)"
CHOSEN = "known(program.platform)"
COMMON = "program.platform.common"


@pytest.mark.parametrize(
    ("operator", "others"),
    [("<", "<= >="), ("<=", "< >"), (">", ">= <="), (">=", "> <"), ("==", "!="), ("!=", "==")],
)
def test_a_comparison_is_shifted_and_turned(operator: str, others: str, changed: Changed) -> None:
    """An ordering loses or gains its bound, and is turned round; an equality is turned round."""
    before = f"program.upper_body_shared {operator} 0.5"
    found = {c for c in changed(f"require: {before}\n") if c[0] == "comparison"}
    assert found == {
        ("comparison", before, before.replace(operator, other)) for other in others.split()
    }


def test_a_changed_comparison_is_the_rule_with_another_tree(tmp_path: Path) -> None:
    """A mutant differs from its rule in the node that is changed, and in nothing else."""
    rule = rule_of("require: program.upper_body_shared > 0.5\n", tmp_path)
    made = [m.rule for m in mutants(rule) if m.kind == "comparison" and m.rule]
    assert isinstance(rule.require, Compare)
    assert made == [
        replace(rule, require=replace(rule.require, operator=">=")),
        replace(rule, require=replace(rule.require, operator="<=")),
    ]


def test_and_is_swapped_and_its_parts_are_left_out(tmp_path: Path) -> None:
    """Of two conditions, each is left out, and one of them is made to do."""
    text = "require: known(program.platform) and known(program.segment)\n"
    rule = rule_of(text, tmp_path)
    made = [m.rule.require for m in mutants(rule) if m.rule]
    assert isinstance(rule.require, And)
    one, other = rule.require.parts
    assert Or((one, other)) in made
    assert one in made
    assert other in made


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            f"require: {CHOSEN} or {COMMON}\n",
            {
                ("and/or", f"{CHOSEN} or {COMMON}", f"{CHOSEN} and {COMMON}"),
                ("condition", CHOSEN, LEFT_OUT),
                ("negation", CHOSEN, f"not {CHOSEN}"),
                ("negation", COMMON, f"not {COMMON}"),
                ("negation", f"{CHOSEN} or {COMMON}", f"not ({CHOSEN} or {COMMON})"),
            },
        ),
        (
            "where: program.leader is not None\n",
            {
                ("condition", "program.leader is not None", LEFT_OUT),
                ("negation", "program.leader is not None", "program.leader is None"),
            },
        ),
        (
            "require: not program.segment in ['B', 'C']\n",
            {
                ("negation", "program.segment not in ['B', 'C']", "program.segment in ['B', 'C']"),
                ("constant", "'B'", LEFT_OUT),
            },
        ),
        (
            "require: any(plant.region in program.regions for plant in program.plants)\n",
            {
                (
                    "aggregate",
                    "any(plant.region in program.regions for plant in program.plants)",
                    "all(plant.region in program.regions for plant in program.plants)",
                ),
                (
                    "negation",
                    "plant.region in program.regions",
                    "plant.region not in program.regions",
                ),
            },
        ),
        (
            """let: {near: count(p for p in program.plants if p.region in program.regions)}
require: near >= 2
""",
            {
                ("condition", "p.region in program.regions", LEFT_OUT),
                ("constant", "near >= 2", "near >= 1"),
                ("constant", "near >= 2", "near >= 3"),
            },
        ),
        (
            """let: {last: max(p.start for p in programs if p.platform == program.platform)}
require: program.start >= last
""",
            {
                (
                    "aggregate",
                    "max(p.start for p in programs if p.platform == program.platform)",
                    "min(p.start for p in programs if p.platform == program.platform)",
                ),
            },
        ),
        (
            "require: sum(c.upper_body_shared for c in programs if c == program) + 1 <= 2.5\n",
            {
                (
                    "aggregate",
                    "sum(c.upper_body_shared for c in programs if c == program)",
                    "max(c.upper_body_shared for c in programs if c == program)",
                ),
            },
        ),
        (
            "require: latest(program.start) >= '2024-03-31'\n",
            {
                ("function", "latest(program.start)", "earliest(program.start)"),
                (
                    "constant",
                    "latest(program.start) >= 2024-03-31",
                    "latest(program.start) >= 2024-04-01",
                ),
            },
        ),
        (
            "require: program.start.year - 1 <= 2025\n",
            {
                ("arithmetic", "program.start.year - 1", "program.start.year + 1"),
                ("constant", "1", "2"),
            },
        ),
        (
            "require: program.segment == 'B'\n",
            {("constant", "program.segment == 'B'", "program.segment == 'B~'")},
        ),
        (
            "require: program.upper_body_shared > (0.5 if program.end is None else 0.25)\n",
            {
                ("constant", "0.25", "0.26"),
                ("negation", "program.end is None", "program.end is not None"),
            },
        ),
    ],
)
def test_what_is_changed_in_a_condition(
    lines: str, expected: set[tuple[str, str, str]], changed: Changed
) -> None:
    """Every kind of condition has its changes, told in the language of rules."""
    assert expected <= changed(lines)


def test_different_values_are_counted_as_all(changed: Changed) -> None:
    """A count of a set becomes one of all, and back, unless it only asks if there are any."""
    let = "let: {areas: distinct(p.region for p in program.plants)}\n"
    counted = ("aggregate", "count(areas)", "count(p.region for p in program.plants)")
    assert counted in changed(f"{let}require: count(areas) >= 2\n")
    assert counted not in changed(f"{let}require: count(areas) >= 1\n")
    assert counted not in changed(f"{let}require: count(areas) == 0\n")
    every = "count(p.region for p in program.plants)"
    found = changed(f"require: {every} >= 2\n")
    assert ("aggregate", every, "count(distinct(p.region for p in program.plants))") in found


def test_a_let_is_changed_wherever_it_stands(tmp_path: Path) -> None:
    """A change to a `let` is one mutant, in the condition and in the message."""
    rule = rule_of(
        "let: {near: count(p for p in program.plants if p.region in program.regions)}\n"
        "where: near >= 1\nrequire: near <= 3\n"
        "report: {at: program.plants, related: program.regions, message: 'It has {near}.'}\n",
        tmp_path,
    )
    (mutant,) = [
        m
        for m in mutants(rule)
        if m.before == "p.region in program.regions" and m.kind == "condition"
    ]
    assert mutant.rule is not None
    made = mutant.rule.lets["near"]
    assert isinstance(mutant.rule.require, Compare)
    assert mutant.rule.require.left == made
    assert made != rule.lets["near"]
    assert mutant.rule.message != rule.message


def test_a_groups_condition_is_changed(tmp_path: Path) -> None:
    """The `if` of a group is left out and changed, as any condition."""
    rule = rule_of(
        "for:\n  market: {each: p in programs, if: p.end is None, by: {segment: p.segment}}\n"
        "require: count(market.members) <= 1\n"
        "report: {at: market, message: '{market.segment}'}\n",
        tmp_path,
    )
    conditions = set()
    for mutant in mutants(rule):
        if mutant.rule and isinstance(source := mutant.rule.sources_of_cases[0], Grouped):
            conditions.add(source.condition)
    assert None in conditions
    assert len(conditions) == 3
    assert not [m for m in mutants(rule) if m.kind == "place"]


def test_what_is_changed_in_a_report(changed: Changed) -> None:
    """Severity, place, message and hint are changed: each text, placeholder and format."""
    found = changed(
        "report:\n  at: program.platform\n"
        "  message: '{program.name} has {program.upper_body_shared:.1%}'\n"
        "  hint: Ask {program.company.name}.\n"
    )
    assert {
        ("severity", "error", "warning"),
        ("severity", "error", "info"),
        ("place", "program.platform", "program.id"),
        ("message", "the text", "the text (changed)"),
        ("message", "{program.name}", LEFT_OUT),
        ("message", "{program.upper_body_shared:.1%}", "{program.upper_body_shared}"),
        ("hint", "the text", "the text (changed)"),
        ("hint", "{program.company.name}", LEFT_OUT),
        ("rule", "family/name", LEFT_OUT),
    } <= found
    at_id = changed("report: {at: program.id, message: '{program.name}'}\n")
    assert ("place", "program.id", "program.name") in at_id


def test_a_downgrade_is_changed(changed: Changed) -> None:
    """A downgrade is left out, lowers to another severity, and has its condition changed."""
    lines = "downgrade: {when: program.end is not None, to: info}\n"
    assert {
        ("downgrade", "program.end is not None", LEFT_OUT),
        ("downgrade", "to info", "to warning"),
        ("negation", "program.end is not None", "program.end is None"),
    } <= changed(lines)


def test_a_downgrade_that_lowers_nothing_is_left_alone(tmp_path: Path) -> None:
    """Where a rule is of the severity that a downgrade lowers to, nothing could be noticed."""
    lines = "downgrade: {when: program.end is not None, to: info}\n"
    rule = replace(rule_of(lines, tmp_path), severity="info")
    assert not [m for m in mutants(rule) if m.kind == "downgrade"]


def test_a_mutant_has_the_place_of_what_is_changed(tmp_path: Path) -> None:
    """A change is told with file, line and column of the expression."""
    rule = rule_of("require: known(program.platform)\n", tmp_path)
    (mutant,) = [m for m in mutants(rule) if m.kind == "negation"]
    assert Path(mutant.place.file).name == "name.yaml"
    assert (mutant.place.line, mutant.place.column) == (4, 10)
