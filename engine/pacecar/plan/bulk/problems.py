"""What keeps a plan from being read into a database, each with a way out."""

from __future__ import annotations


class DatabaseProblem(Exception):
    """A plan cannot be read into a database; the message says why, on one line."""


class ExtraMissing(DatabaseProblem):
    """A library that is an extra is not installed; the message says how to install it."""


class LimitReached(DatabaseProblem):
    """The memory or the disk does not suffice; the message says what would."""


class MemoryReached(LimitReached):
    """The memory does not suffice; for less at a time it may."""
