"""Pacecar checks proposed vehicle programs against a declarative rulebook."""

__version__ = "0.1.0"
