"""The cases of a rule: list fields, groups and pairs, as docs/semantics.md has them."""

from __future__ import annotations

from typing import Any

from tests.reference.evaluator import Evaluation, evaluate


def plan(*programs: dict[str, Any], **collections: Any) -> dict[str, Any]:
    """Return a plan of these programs."""
    rows = [{"company": "nissan", "segment": "B", "body": "suv", **row} for row in programs]
    header = {"name": "Plan", "as_of": "2025-12-31"}
    regions = [{"id": "china"}, {"id": "europe"}]
    companies = [{"id": "nissan"}, {"id": "renault"}]
    made = {"plan": header, "regions": regions, "companies": companies, "programs": rows}
    return {**made, **collections}


def cases(evaluation: Evaluation) -> dict[str, str]:
    """Return the outcome of each case by its labels."""
    assert set(evaluation.cases.values()) <= {1}
    return {" ".join(labels): outcome for outcome, labels in evaluation.cases}


def test_items_of_a_list() -> None:
    """Each item is a case; an unknown one is undetermined, and a broken one broken."""
    evaluation = evaluate(
        plan({"id": "a", "regions": ["china", "europe", None]}, {"id": "b", "regions": []}),
        {"for": {"p": "programs", "r": "p.regions"}, "require": "r.id == 'china'"},
    )
    assert cases(evaluation) == {
        "a china": "kept",
        "a europe": "broken",
        "a ?": "undetermined",
    }


def test_item_of_an_open_list() -> None:
    """A list that is not known has one more element, for which nothing is broken."""
    rule = {"for": {"p": "programs", "r": "p.regions"}, "require": "p.segment == 'C'"}
    assert cases(evaluate(plan({"id": "a"}), rule)) == {"a ?": "undetermined"}


def test_unknown_item_breaks_a_rule_that_does_not_depend_on_it() -> None:
    """An unknown item is there for certain."""
    rule = {"for": {"p": "programs", "r": "p.regions"}, "require": "p.segment == 'C'"}
    assert cases(evaluate(plan({"id": "a", "regions": [None]}), rule)) == {"a ?": "broken"}


def test_list_that_is_none() -> None:
    """A list that is none binds nothing."""
    leaderships = [{"company": "nissan", "region": "china"}]
    rule = {"for": {"l": "leaderships", "s": "l.segments"}, "require": "s == 'B'"}
    assert cases(evaluate(plan(leaderships=leaderships), rule)) == {}


def test_records_are_called_by_their_label() -> None:
    """A record of a list is called by its technology, or year."""
    rule = {"for": {"p": "programs", "u": "p.units"}, "require": "u.vehicles >= 3"}
    made = evaluate(plan({"id": "a", "units": {2024: 3, 2025: 2}}), rule)
    assert cases(made) == {"a 2024": "kept", "a 2025": "broken"}


GROUPED = {
    "for": {
        "market": {
            "each": "p in programs",
            "if": "p.body == 'suv'",
            "by": {"segment": "p.segment", "region": "p.regions"},
        }
    },
    "let": {"companies": "distinct(p.company for p in market.members)"},
    "require": "count(companies) <= 1",
}


def test_groups() -> None:
    """A member is in the group of each item; a certain member more may break the rule."""
    evaluation = evaluate(
        plan(
            {"id": "a", "regions": ["china", "europe"]},
            {"id": "b", "company": "renault", "regions": ["europe"]},
            {"id": "c", "body": "kei", "regions": ["china"]},
            {"id": "d", "segment": "C", "regions": []},
        ),
        GROUPED,
    )
    assert cases(evaluation) == {"B/china": "kept", "B/europe": "broken"}
    assert evaluation.unplaced == 0


def test_member_that_cannot_be_placed() -> None:
    """A member with an unknown key is counted once, and in the groups that are known."""
    evaluation = evaluate(
        plan(
            {"id": "a", "regions": ["china", None]},
            {"id": "b", "segment": None, "regions": ["china"]},
            {"id": "c"},
            {"id": "d", "body": "kei"},
        ),
        GROUPED,
    )
    assert cases(evaluation) == {"B/china": "kept"}
    assert evaluation.unplaced == 3


def test_group_that_is_possibly_there() -> None:
    """A group without a certain member is undetermined where its rule is not kept."""
    rule = {**GROUPED, "require": "market.segment == 'C'"}
    evaluation = evaluate(plan({"id": "a", "body": None, "regions": ["china"]}), rule)
    assert cases(evaluation) == {"B/china": "undetermined"}


PAIRED = {
    "for": {"a": "programs", "b": "programs"},
    "where": "b.leader == a and a.body == 'suv'",
    "require": "b.company == a.company",
}


def test_pairs() -> None:
    """Elements with equal keys are judged like anything else."""
    evaluation = evaluate(
        plan(
            {"id": "a"},
            {"id": "b", "leader": "a"},
            {"id": "c", "leader": "a", "company": "renault"},
            {"id": "d", "leader": "c"},
        ),
        PAIRED,
    )
    assert cases(evaluation) == {"a b": "kept", "a c": "broken", "c d": "broken"}


def test_pair_with_an_unknown_partner() -> None:
    """An element whose key is unknown makes one undetermined case."""
    leads: list[dict[str, Any]] = [
        {"id": "a"},
        {"id": "b"},
        {"id": "c", "leader": None},
        {"id": "d", "leader": "gone"},
    ]
    assert cases(evaluate(plan(*leads), PAIRED)) == {"? c": "undetermined", "? d": "undetermined"}


def test_unknown_partner_with_a_false_where() -> None:
    """An element whose key is unknown makes no case if `where` is false for every partner."""
    rule = {**PAIRED, "where": "b.leader == a and b.body == 'kei'"}
    assert cases(evaluate(plan({"id": "a"}, {"id": "c", "leader": None}), rule)) == {}


def test_both_sides_of_a_pair_unknown() -> None:
    """Each side makes a case of its own."""
    rule = {
        "for": {"a": "programs", "b": "programs"},
        "where": "b.platform == a.platform",
        "require": "True",
    }
    undetermined = dict.fromkeys(("a ?", "? a"), "undetermined")
    assert cases(evaluate(plan({"id": "a"}), rule)) == undetermined


def test_rule_without_cases() -> None:
    """A rule without any case is not applicable."""
    assert evaluate(plan(), PAIRED).outcome == "not applicable"


def test_strongest_outcome() -> None:
    """One broken case makes the rule broken."""
    rule = {"for": {"p": "programs"}, "require": "p.segment == 'B'"}
    programs: list[dict[str, Any]] = [
        {"id": "a"},
        {"id": "b", "segment": None},
        {"id": "c", "segment": "C"},
    ]
    outcomes = [evaluate(plan(*programs[:number]), rule).outcome for number in (1, 2, 3)]
    assert outcomes == ["kept", "undetermined", "broken"]
