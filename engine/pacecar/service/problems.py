"""What the service refuses, and why: each a type, with one plain sentence and the way out."""

from __future__ import annotations

from collections.abc import Sequence

from pacecar.plan.nodes import Flaw


class ServiceProblem(Exception):
    """Something the service does not do; the message says why, in a sentence."""


class Unauthenticated(ServiceProblem):
    """The token is unknown, revoked or expired."""


class Forbidden(ServiceProblem):
    """The token lacks a scope."""


class NotFound(ServiceProblem):
    """There is no such thing, or the token may not know that there is."""


class Unreadable(ServiceProblem):
    """What was sent cannot be taken in: it cannot be read, or holds what no proposal may hold.

    `flaws` are all of them, each with its place; none is about a rule.
    """

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        count = len(flaws)
        super().__init__(f"It cannot be read: {count} flaw{'s' if count > 1 else ''}.")
        self.flaws = tuple(flaws)


class TooLarge(ServiceProblem):
    """What was sent is beyond a limit."""


class KeyReused(ServiceProblem):
    """The idempotency key came before, with another body."""


class IllegalTransition(ServiceProblem):
    """The submission's state does not allow this."""


class NotAcceptable(ServiceProblem):
    """The proposal introduces errors; `check` is the check that says so."""

    def __init__(self, message: str, check: str) -> None:
        super().__init__(message)
        self.check = check


class Contended(ServiceProblem):
    """The portfolio moved again and again while this was checked; trying later may help."""


class Invalid(ServiceProblem):
    """A value that was given cannot be used."""


class CannotJudge(ServiceProblem):
    """The check could not be run: a crash, a bound of time or memory, a rulebook's error."""


class TookTooLong(CannotJudge):
    """The check was not over in the time that one may take; tried again, it would not be either."""


class NotTried(CannotJudge):
    """The check was not begun, or was given up: no worker is free or starts, the service stops.

    Nothing is said about what was to be checked; trying later helps.
    """


class DatabaseProblem(ServiceProblem):
    """The database cannot be used: its address, its schema, or what it answers."""
