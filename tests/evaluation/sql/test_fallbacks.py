"""What DuckDB cannot judge is judged in process, and said."""

from __future__ import annotations

from pathlib import Path

from pacecar.evaluation.record import Outcome
from tests.evaluation.sql.made import evaluated, plan_of, rule_of

_PLAN = """\
plan: {name: Tried}
plants:
  - {id: a, name: Palencia}
  - {id: b, name: ДОМ}
"""


def test_an_exact_answer_comes_from_elsewhere_where_the_engine_has_none(tmp_path: Path) -> None:
    """Engines differ about small letters beyond Latin ones: such a plan is judged in process."""
    rule = rule_of(
        tmp_path, "for: {p: plants}\nrequire: lower(p.name) in ('palencia', 'дом')\n", "p"
    )

    found, note = evaluated(rule, plan_of(_PLAN))

    assert found.count(Outcome.KEPT) == 2
    assert note == (
        "judged in process and not by DuckDB: tried/rule "
        "(Invalid Input Error: lower() of other than Latin letters)"
    )


def test_latin_letters_are_no_reason(tmp_path: Path) -> None:
    """Where the engine is right, it judges."""
    rule = rule_of(tmp_path, "for: {p: plants}\nrequire: lower(p.name) == 'éire'\n", "p")

    found, note = evaluated(rule, plan_of("plan: {name: Tried}\nplants: [{id: a, name: ÉIRE}]\n"))

    assert (found.count(Outcome.KEPT), found.cases, note) == (1, (), "")


def test_numbers_that_no_engine_holds_are_added_all_the_same(tmp_path: Path) -> None:
    """What overflows in DuckDB is judged in process, where numbers have no bound."""
    cost = "999999999999999 * 999999999999999 * 999999999999999"
    rule = rule_of(tmp_path, f"for: {{p: plants}}\nrequire: count(programs) < {cost}\n", "p")

    found, note = evaluated(rule, plan_of(_PLAN))

    assert found.count(Outcome.KEPT) == 2
    assert note.startswith("judged in process and not by DuckDB: tried/rule (")
