"""What is wrong with a rulebook: every problem with its place, said so that a rule owner can act.

A rulebook is loaded as a whole or not at all. Problems are collected over all of its files and
raised together in one `RulebookError`; nothing else leaves the loader, whatever a file holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pacecar.plan.nearest import nearest


class RulebookProblem(NamedTuple):
    """One problem: where (1-based line and column), what, and what would mend it."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the problem as one line: `file:line:column: message hint`."""
        return f"{self.file}:{self.line}:{self.column}: {self.message} {self.hint}".rstrip()


class RulebookError(Exception):
    """A rulebook that cannot be used; `problems` are sorted by place."""

    def __init__(self, problems: tuple[RulebookProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Refused(Exception):
    """Ends the typing of an expression whose problem has been noted already."""


class Problems:
    """Collects problems; the same one (of a definition used twice) is kept once."""

    def __init__(self) -> None:
        self._found: set[RulebookProblem] = set()

    def __len__(self) -> int:
        return len(self._found)

    def add(self, problem: RulebookProblem) -> None:
        """Note a problem."""
        self._found.add(problem)

    def concern(self, file: str) -> bool:
        """Return whether anything is wrong in a file."""
        return any(problem.file == file for problem in self._found)

    def sorted(self) -> tuple[RulebookProblem, ...]:
        """Return all problems, sorted by place."""
        return tuple(sorted(self._found))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean `x`?" for the known name nearest to `name`, or ""."""
    near = nearest(name, known)
    return f"Did you mean `{near}`?" if near else ""


def listed(names: Iterable[str], last: str = "or") -> str:
    """Return names as an enumeration: "a, b or c"."""
    *others, final = names
    return f"{', '.join(others)} {last} {final}" if others else final
