"""Which judge is used: durable-rules where it can be, the built-in one elsewhere."""

from collections.abc import Sequence
from functools import cache

from pacecar.evaluation.record import Criterion, Judge

NAMES = ("auto", "durable", "builtin")


class EvaluatorMissing(Exception):
    """The judge that was asked for is not there; the message says what to do, in one line."""


@cache
def durable_available() -> bool:
    """Return whether durable-rules can be used: whether its extension module imports.

    Finding the module is not enough. On Python 3.13 it can be built, and does not import.
    """
    try:
        import durable_rules_engine  # noqa: F401 - importing it is the question
    except ImportError:
        return False
    return True


def choose(name: str, criteria: Sequence[Criterion]) -> Judge:
    """Return a judge for these criteria.

    Args:
        name: "durable", "builtin", or "auto": durable where it is available, else built-in.
        criteria: one for each rule that will be judged.

    Raises:
        EvaluatorMissing: where there is no judge of this name, or durable-rules is missing.
        CouldNotRun: where durable-rules is there and fails.
    """
    if name not in NAMES:
        raise EvaluatorMissing(f"There is no evaluator {name!r}; use one of {', '.join(NAMES)}.")
    if name == "builtin" or (name == "auto" and not durable_available()):
        from pacecar.evaluation.judges.builtin import BuiltinJudge

        return BuiltinJudge(criteria)
    if not durable_available():
        raise EvaluatorMissing(
            "durable-rules cannot be imported here: use Python 3.11 or 3.12 and "
            "`pip install durable-rules==2.0.28`, or choose the evaluator builtin."
        )
    from pacecar.evaluation.judges.durable import DurableJudge

    return DurableJudge(criteria)
