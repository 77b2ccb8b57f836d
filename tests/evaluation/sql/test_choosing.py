"""Who judges, and what is said where a package for it is missing."""

from __future__ import annotations

import sys

import pytest

from pacecar.evaluation.choosing import evaluator_for
from pacecar.evaluation.judges import EvaluatorMissing


@pytest.mark.parametrize("package", ["duckdb", "sqlglot"])
def test_a_missing_package_is_told_with_the_way_to_it(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what to install, and what to do without."""
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(EvaluatorMissing) as raised:
        evaluator_for("duckdb", [], list)

    assert str(raised.value) == (
        f"{package} cannot be imported here: `pip install pacecar[scale]`, or choose the "
        "evaluator auto."
    )


def test_rules_are_typed_only_for_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who judges in process needs neither the typed rules nor the packages."""
    monkeypatch.setitem(sys.modules, "duckdb", None)

    def typed() -> list[object]:
        raise AssertionError("nobody asks for typed rules")

    assert evaluator_for("builtin", [], typed).name == "builtin"  # type: ignore[arg-type]


def test_there_are_no_other_evaluators() -> None:
    """A name that is none is told with those that are."""
    with pytest.raises(EvaluatorMissing, match="use one of auto, durable, builtin, duckdb"):
        evaluator_for("oracle", [], list)
