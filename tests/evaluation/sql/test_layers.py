"""What is long has a name in a query, and is computed once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from pacecar.evaluation.record import Outcome
from pacecar.evaluation.sql.contents import anything
from tests.evaluation.sql.made import evaluated, plan_of, query, rule_of


def test_a_query_grows_with_its_rule_and_not_with_its_nesting(tmp_path: Path) -> None:
    """Each further choice in a choice adds as much as the one before, or less."""
    sizes = []
    expression = "p.upper_body_shared"
    for _ in range(6):
        expression = f"({expression} if p.start < plan.as_of else 1 - {expression})"
        rule = rule_of(tmp_path, f"for: {{p: programs}}\nrequire: {expression} > 0.5\n", "p")
        sizes.append(len(query(rule, anything())))

    added = [after - before for before, after in pairwise(sizes)]

    assert max(added[2:]) <= 2 * added[1]


def test_a_named_part_is_what_it_stands_for(tmp_path: Path) -> None:
    """Nested choices over an unknown date are judged as they are in process."""
    nested = "p.upper_body_shared"
    for bound in ("2020", "2021", "2022"):
        nested = f"({nested} if p.start < '{bound}' else {nested} + 0.1)"
    rule = rule_of(tmp_path, f"for: {{p: programs}}\nrequire: {nested} >= 0.7\n", "p")
    plan = plan_of(
        "plan: {name: Tried}\n"
        "companies: [{id: a, name: A}]\n"
        "programs:\n"
        "  - {id: x, name: X, company: a, segment: B, body: suv, upper_body_shared: 0.4, "
        "start: 2023}\n"
        "  - {id: y, name: Y, company: a, segment: B, body: suv, upper_body_shared: 0.4, "
        "start: 2019}\n"
        "  - {id: z, name: Z, company: a, segment: B, body: suv, upper_body_shared: 0.4}\n"
    )

    found, note = evaluated(rule, plan)

    assert note == ""
    assert found.count(Outcome.KEPT) == 1
    assert [(case.labels, case.outcome) for case in found.cases] == [
        (("y",), Outcome.BROKEN),
        (("z",), Outcome.UNDETERMINED),
    ]
