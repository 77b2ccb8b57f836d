"""Judges: they decide from a case's record whether the case is broken, undetermined or kept.

`choose` makes the one that is asked for. Every judge gives the same answers.
"""

from pacecar.evaluation.judges.choice import EvaluatorMissing, choose, durable_available

__all__ = ["EvaluatorMissing", "choose", "durable_available"]
