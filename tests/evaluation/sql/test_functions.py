"""Every function that queries call is tried, so that engines cannot differ about it unseen."""

from __future__ import annotations

import duckdb
import pytest

from pacecar.evaluation.sql.contents import anything, nothing_unknown
from pacecar.evaluation.sql.dialects import script_of
from pacecar.evaluation.sql.syntax import one_row, select
from pacecar.evaluation.sql.translating import translate
from pacecar.evaluation.sql.values import NotTranslated
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rule
from tests.differential.product import NotLoaded, load_rule, rules_folder
from tests.evaluation.sql.functions import REFUSED, TRIED, everything, functions_in
from tests.generation.choices import Rolled
from tests.generation.rules import make_rule

MADE_UP = 400


@pytest.mark.slow
def test_what_is_called_is_tried() -> None:
    """The functions of all rules, and of many made up at random, are those that are tried."""
    called: set[str] = set()
    for rule in [*load_rulebook([bundled("rules")]).rules, *_made_up()]:
        for contents in (anything(), nothing_unknown()):
            try:
                called.update(functions_in(translate(rule, contents).query("spark")))
            except NotTranslated:
                continue

    assert called == set(TRIED)


def _made_up() -> list[Rule]:
    found: list[Rule] = []
    with rules_folder() as folder:
        for number in range(MADE_UP):
            try:
                found += load_rule(folder, make_rule(Rolled(f"functions/{number}"))).rules
            except NotLoaded:
                continue
    return found


def test_duckdb_agrees() -> None:
    """DuckDB gives each expression the value it must have."""
    connection = duckdb.connect()
    for expression, expected in everything():
        text = script_of(select([("found", expression)], one_row()), "duckdb").last
        assert connection.execute(text).fetchall() == [(expected,)], text


def test_duckdb_refuses_what_it_cannot_do_exactly() -> None:
    """What is too large, or in letters that engines disagree about, is an error."""
    connection = duckdb.connect()
    for expression in REFUSED:
        text = script_of(select([("found", expression)], one_row()), "duckdb").last
        with pytest.raises(duckdb.Error):
            connection.execute(text).fetchall()
