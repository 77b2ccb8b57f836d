"""`pacecar explain RULE --sql`."""

from __future__ import annotations

import sys

import pytest

from tests.cli.conftest import Run

RULE = "twins/follower-is-on-its-leaders-platform"


def test_the_query_names_its_rule(pacecar: Run) -> None:
    """The first line says which rule it is, and the rest is the query."""
    result = pacecar("explain", RULE, "--sql", "--complete")

    assert (result.code, result.err) == (0, "")
    first, second, third, *_ = result.out.splitlines()
    assert first == f"-- {RULE}: A follower is built on its leader's platform"
    assert second.startswith("-- For a plan that leaves nothing unknown. outcome: 0 kept, ")
    assert third == 'WITH "judged_1" AS ('


def test_a_dialect_goes_with_a_query(pacecar: Run) -> None:
    """Options of the query without the query are a mistake."""
    result = pacecar("explain", RULE, "--dialect", "spark")

    assert (result.code, result.out) == (2, "")
    assert result.err == "pacecar: --dialect and --complete go with --sql\n"


def test_what_makes_queries_may_be_missing(pacecar: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says what to install."""
    monkeypatch.setitem(sys.modules, "sqlglot", None)

    result = pacecar("explain", RULE, "--sql")

    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("pacecar: sqlglot cannot be imported here: `pip install ")
