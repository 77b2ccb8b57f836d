"""Binding a rule's cases and judging them; one port, several evaluators."""

from pacecar.evaluation.evaluating import Evaluator, InProcess, RuleEvaluation, evaluate

__all__ = ["Evaluator", "InProcess", "RuleEvaluation", "evaluate"]
