"""The tables of docs/semantics.md, row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.reference.evaluator import evaluate
from tests.reference.expressions import Scope, parse, value_of
from tests.reference.reading import Plan
from tests.reference.values import INFINITY, Interval, Truth

PLAN: dict[str, Any] = {
    "plan": {"name": "Plan", "as_of": "2025-12-31"},
    "companies": [{"id": "nissan", "member": True}, {"id": "renault"}],
    "regions": [{"id": "china"}, {"id": "europe"}],
    "families": [{"id": "cmf"}],
    "platforms": [{"id": "cmf-b", "family": "cmf"}],
    "technologies": [{"id": "hybrid"}],
    "programs": [
        {
            "id": "full",
            "company": "nissan",
            "segment": "B",
            "body": "suv",
            "regions": ["china"],
            "platform": "cmf-b",
            "technologies": [{"technology": "hybrid", "developer": "nissan"}],
            "start": "2024-02-29",
            "upper_body_shared": Decimal("0.5"),
            "units": {2024: 5, 2025: 7},
        },
        {"id": "blank", "company": "renault", "segment": None, "body": None, "leader": None},
        {
            "id": "twin",
            "company": "renault",
            "segment": "C",
            "body": "suv",
            "leader": "full",
            "regions": ["europe", None],
            "platform": "nowhere",
            "start": 2024,
            "end": "2025-02",
            "units": {2024: None},
        },
        {
            "id": "lost",
            "company": "nissan",
            "segment": "C",
            "body": "suv",
            "leader": "nowhere",
            "regions": [],
            "start": 2025,
        },
    ],
    "leaderships": [
        {"company": "nissan", "region": "china", "segments": ["B"]},
        {"company": "renault", "technology": "hybrid", "since": "2024-02", "until": "2024-03"},
        {"company": "renault", "model_line": {"programs": ["full"]}, "segments": None},
    ],
}


def ask(expression: str) -> Any:
    """Return what an expression comes to on PLAN; programs are called by their ids."""
    plan = Plan(PLAN)
    programs: dict[str, Any] = {program.label: program for program in plan.all("programs")}
    led = ("by_region", "by_technology", "by_line")
    leaderships = zip(led, plan.all("leaderships"), strict=True)
    names = {**programs, **dict(leaderships), "nissan": plan.all("companies")[0]}
    return value_of(parse(expression), Scope(plan, names, names, {}, {}, {}))


TRUTHS: list[tuple[str, Truth]] = [
    # and, or, not
    ("full.segment == 'B' and blank.segment == 'B'", None),
    ("full.segment == 'C' and blank.segment == 'B'", False),
    ("full.segment == 'B' or blank.segment == 'B'", True),
    ("full.segment == 'C' or blank.segment == 'B'", None),
    ("not blank.segment == 'B'", None),
    # a == b: texts, references, records, truths
    ("full.segment == 'B'", True),
    ("full.segment == twin.segment", False),
    ("full.segment == blank.segment", None),
    ("blank.segment == blank.segment", None),
    ("twin.leader == full", True),
    ("full.leader == twin", False),
    ("by_technology.region == by_line.region", True),
    ("lost.leader == full", None),
    ("full.company.member == True", True),
    ("twin.company.member == True", None),
    # a == b: numbers and dates
    ("full.upper_body_shared == 0.5", True),
    ("blank.upper_body_shared == 2", False),
    ("blank.upper_body_shared == blank.upper_body_shared", None),
    ("full.start == twin.start", None),
    ("full.start == lost.start", False),
    ("full.start == full.start", True),
    ("full.end == full.end", None),
    # orderings
    ("twin.start < lost.start", True),
    ("lost.start < twin.start", False),
    ("full.start < twin.start", None),
    ("full.start <= twin.start", None),
    ("twin.start <= '2024-12-31'", True),
    ("twin.start < '2024-12-31'", None),
    ("lost.start < '2025-01-01'", False),
    ("blank.upper_body_shared <= 1", True),
    ("blank.upper_body_shared < 0", False),
    ("'A' < full.segment", True),
    ("'a' < full.segment", False),
    ("'a' < blank.segment", None),
    # x in list
    ("'B' in by_region.segments", True),
    ("'C' in by_region.segments", False),
    ("blank.segment in by_region.segments", None),
    ("'B' in by_line.segments", None),
    ("any(r in twin.regions for r in full.regions)", None),
    ("any(r.id == 'europe' for r in twin.regions)", True),
    ("blank.segment in lost.regions", False),
    ("nissan in blank.regions", None),
    ("full.body in ('suv', 'kei')", True),
    ("by_technology.region in full.regions", False),
    # x is None
    ("full.leader is None", True),
    ("twin.leader is None", False),
    ("blank.leader is None", None),
    ("lost.leader is None", False),
    ("by_line.segments is None", None),
    ("by_line.model_line.segment is None", True),
    ("lost.leader.end is None", None),
    # what is known
    ("known(full.leader)", True),
    ("known(full.leader.company)", False),
    ("known(twin.leader.company)", True),
    ("known(twin.regions)", False),
    ("known(full.regions)", True),
    ("known(blank.regions)", False),
    ("known(twin.platform)", False),
    ("known(twin.start)", True),
    # what a leadership covers
    ("covers(by_region, full)", True),
    ("covers(by_region, twin)", False),
    ("covers(by_region, blank)", None),
    ("covers(by_region, lost)", False),
    ("covers(by_technology, full)", True),
    ("covers(by_technology, twin)", None),
    ("covers(by_technology, lost)", False),
    ("covers(by_line, full)", None),
    ("covers(by_line, twin)", False),
    # overlapping times
    ("overlap(full, twin)", True),
    ("overlap(by_technology, lost)", False),
    ("overlap(by_technology, twin)", None),
    ("overlap(by_technology, by_region)", True),
    ("overlap(blank, by_region)", True),
    ("overlap(blank, by_technology)", None),
    # any, all; an empty one is false, and true
    ("any(True for p in lost.regions)", False),
    ("all(False for p in lost.regions)", True),
    ("any(p.segment == 'B' for p in programs)", True),
    ("any(p.segment == 'A' for p in programs)", None),
    ("all(p.segment == 'B' for p in programs)", False),
    ("any(True for r in blank.regions)", None),
    ("all(False for r in blank.regions)", None),
    # a conditional
    ("(True if blank.segment == 'B' else True)", True),
    ("(True if blank.segment == 'B' else False)", None),
    ("(full if blank.segment == 'B' else full) == full", True),
    ("(full if blank.segment == 'B' else twin) == full", None),
    # x in set
    ("full.company in distinct(p.company for p in programs)", True),
    ("full.segment in distinct(p.segment for p in programs)", True),
    ("'A' in distinct(p.segment for p in programs)", None),
    ("'A' in distinct(p.segment for p in programs if p.segment == 'C')", None),
    ("'A' in distinct(p.segment for p in programs if p.id == 'full')", False),
    ("blank.segment in distinct(p.segment for p in programs if p.id == 'nobody')", False),
    ("blank.segment in distinct(p.segment for p in programs if p.id == 'full')", None),
]


@pytest.mark.parametrize(("expression", "truth"), TRUTHS)
def test_truth(expression: str, truth: Truth) -> None:
    """A condition is true, false or unknown as its row says."""
    assert ask(expression) is truth


NUMBERS: list[tuple[str, object, object]] = [
    ("blank.upper_body_shared", 0, 1),
    ("blank.cost.planned", 0, INFINITY),
    ("blank.start.year", -INFINITY, INFINITY),
    ("twin.start.year", 2024, 2024),
    ("1 - blank.upper_body_shared", 0, 1),
    ("blank.upper_body_shared - blank.cost.planned", -INFINITY, 1),
    ("0 * blank.cost.planned", 0, 0),
    ("(0 - 2) * blank.upper_body_shared", -2, 0),
    ("(1 if blank.segment == 'B' else 3)", 1, 3),
    ("(1 if full.segment == 'B' else 3)", 1, 1),
    # count
    ("count(programs)", 4, 4),
    ("count(p for p in programs if p.segment == 'C')", 2, 3),
    ("count(twin.regions)", 2, 2),
    ("count(blank.regions)", 0, INFINITY),
    ("count(r for p in programs for r in p.regions if p.id != 'blank')", 3, 3),
    # sum
    ("sum(u.vehicles for u in full.units)", 12, 12),
    ("sum(u.vehicles for u in full.units if u.year == 2026)", 0, 0),
    ("sum(u.vehicles for u in twin.units)", 0, INFINITY),
    ("sum(1 for p in programs if p.segment == 'C')", 2, 3),
    ("sum(0 - 1 for p in programs if p.segment == 'C')", -3, -2),
    ("sum(0 for r in blank.regions)", 0, 0),
    ("sum(0 - 1 for r in blank.regions)", -INFINITY, 0),
    # min, max
    ("min(u.vehicles for u in full.units)", 5, 5),
    ("max(u.vehicles for u in full.units)", 7, 7),
    ("max(u.vehicles for u in twin.units)", -INFINITY, INFINITY),
    ("max(u.vehicles for u in full.units if u.year == 2026)", -INFINITY, INFINITY),
    ("max(u.vehicles for u in full.units if blank.segment == 'B')", -INFINITY, INFINITY),
    ("max(l.specificity for l in leaderships)", 1, 1),
    # distinct
    ("count(distinct(p.company for p in programs))", 2, 2),
    ("count(distinct(p.segment for p in programs))", 2, 3),
    ("count(distinct(p.segment for p in programs if p.id == 'blank'))", 1, 1),
    ("count(distinct(p.id for p in programs if p.segment == 'B'))", 1, 2),
    ("count(distinct(r for p in programs for r in p.regions))", 2, INFINITY),
    ("count(distinct(l.region for l in leaderships))", 2, 2),
    ("count(s for s in distinct(p.segment for p in programs))", 2, 3),
    # followers, development, specificity
    ("count(full.followers)", 1, 3),
    ("count(twin.followers)", 0, 2),
    ("count(p for p in programs if p.development == full)", 2, 4),
    ("by_region.specificity", 1, 1),
    ("by_line.specificity", 0, 1),
]


@pytest.mark.parametrize(("expression", "low", "high"), NUMBERS)
def test_number(expression: str, low: object, high: object) -> None:
    """A number has the bounds that its row says."""
    number = ask(expression)
    assert isinstance(number, Interval)
    assert (number.low, number.high) == (low, high)


DAYS = [
    ("twin.start", "2024-01-01", "2024-12-31"),
    ("twin.end", "2025-02-01", "2025-02-28"),
    ("earliest(twin.end)", "2025-02-01", "2025-02-01"),
    ("latest(twin.end)", "2025-02-28", "2025-02-28"),
    ("by_technology.since", "2024-02-01", "2024-02-01"),
    ("by_technology.until", "2024-03-31", "2024-03-31"),
    ("min(p.start for p in programs if p.id != 'blank')", "2024-01-01", "2024-02-29"),
    ("(twin.end if blank.segment == 'B' else full.start)", "2024-02-29", "2025-02-28"),
]


@pytest.mark.parametrize(("expression", "first", "last"), DAYS)
def test_days(expression: str, first: str, last: str) -> None:
    """A date is the days from its first to its last."""
    assert ask(f"earliest({expression}) == '{first}' and latest({expression}) == '{last}'") is True


@pytest.mark.parametrize("expression", ["earliest(full.end)", "latest(blank.start)"])
def test_ends_of_nothing(expression: str) -> None:
    """The first and last day of a date that is none or unknown are unknown."""
    assert (ask(expression).low, ask(expression).high) == (-INFINITY, INFINITY)


OUTCOMES = [
    ("False", "True", None),
    ("True", "True", "kept"),
    ("True", "False", "broken"),
    ("True", "p.segment == 'B'", "undetermined"),
    ("p.segment == 'B'", "True", "kept"),
    ("p.segment == 'B'", "False", "undetermined"),
    ("p.segment == 'B'", "p.segment == 'C'", "undetermined"),
]


@pytest.mark.parametrize(("where", "require", "outcome"), OUTCOMES)
def test_outcome(where: str, require: str, outcome: str | None) -> None:
    """`where` and `require` decide a case as the table says."""
    rule = {"for": {"p": "programs"}, "where": f"p.id == 'blank' and {where}", "require": require}
    cases = evaluate(PLAN, rule).cases
    assert cases == ({} if outcome is None else {(outcome, ("blank",)): 1})
