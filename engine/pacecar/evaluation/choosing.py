"""Which evaluator judges: in process, or DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import Evaluator, InProcess
from pacecar.evaluation.judges import EvaluatorMissing

if TYPE_CHECKING:
    from pacecar.rulebook.rule import Rule

NAMES = ("auto", "durable", "builtin", "duckdb")


def evaluator_for(
    name: str, rules: Sequence[CompiledRule], typed: Callable[[], Sequence[Rule]]
) -> Evaluator:
    """Return an evaluator of some rules for plans in memory.

    Such a plan is judged in process unless DuckDB is asked for. Reading it took many times what
    judging takes, whoever judges, and DuckDB would have to be started and its tables filled.

    Args:
        name: one of `NAMES`; "auto" is durable-rules where it is available, else built-in.
        rules: compiled.
        typed: returns the rules that they were compiled from, which queries are made of.

    Raises:
        EvaluatorMissing: the evaluator asked for is not installed, or there is none.
        CouldNotRun: durable-rules is there and fails.
    """
    if name not in NAMES:
        raise EvaluatorMissing(f"There is no evaluator {name!r}; use one of {', '.join(NAMES)}.")
    if name != "duckdb":
        return InProcess(rules, name, name_kept=False)
    must_have_sql()
    from pacecar.evaluation.sql.duckdb import DuckDB

    return DuckDB(rules, typed())


def must_have_sql(*, runs: bool = True) -> None:
    """Do nothing where queries can be made, and run if that is wanted.

    Raises:
        EvaluatorMissing: a package for that is not installed; the message says how to get it.
    """
    for module in ("sqlglot", "duckdb") if runs else ("sqlglot",):
        try:
            __import__(module)
        except ImportError:
            raise EvaluatorMissing(
                f"{module} cannot be imported here: `pip install pacecar[scale]`, or choose the "
                "evaluator auto."
            ) from None
