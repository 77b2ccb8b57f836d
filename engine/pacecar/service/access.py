"""Who asks, what they may do, and what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from sqlalchemy import ColumnElement, or_, true

from pacecar.service.problems import Forbidden
from pacecar.service.storage.tables import SUBMISSIONS, WAIVERS

Scope = Literal["read", "submit", "waive", "administer"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a token, its company ("" for none), and what it may do."""

    token: str
    company: str
    scopes: frozenset[Scope]

    @property
    def administers(self) -> bool:
        """Whether this is an administrator, who sees everything."""
        return "administer" in self.scopes

    @property
    def reads(self) -> bool:
        """Whether this may look things up; `administer` includes `read`."""
        return "read" in self.scopes or self.administers

    def need(self, scope: Scope) -> None:
        """Go on only with a scope.

        Raises:
            Forbidden: the token does not have it.
        """
        if scope not in self.scopes and not (scope == "read" and self.reads):
            raise Forbidden(f"This token has no scope {scope}; ask an administrator for one.")


OPERATOR: Final = Principal("operator", "", frozenset(SCOPES))
"""Who works on the machine itself, through `pacecar admin`."""


def sees_submission(who: Principal) -> ColumnElement[bool]:
    """Return the condition on submissions: one's own drafts, and of others what is accepted."""
    if who.administers:
        return true()
    return or_(SUBMISSIONS.c.company == who.company, SUBMISSIONS.c.state == "accepted")


def sees_waiver(who: Principal) -> ColumnElement[bool]:
    """Return the condition on waivers: the company's own. Others may name secret programs."""
    return true() if who.administers else WAIVERS.c.company == who.company
