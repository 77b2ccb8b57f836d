"""What keeps a plan from being compared."""

from __future__ import annotations


class AgainstProblem(Exception):
    """There is nothing to compare with; the message says why and what to do, on one line."""
