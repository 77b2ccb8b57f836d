"""How a report is shown: colour, width, how much of it, and what of it is a failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pacecar.formats.cells import wrapped
from pacecar.formats.colour import Role, painted
from pacecar.rulebook.severity import Severity

Show = Literal["", "all"]
Undetermined = Literal["allow", "reject"]

NARROWEST = 40
"""Cells below which a terminal's width is not taken at its word."""


@dataclass(frozen=True, slots=True)
class View:
    """How a report is shown.

    Attributes:
        colour: whether to write colours.
        width: cells of the terminal's line; None breaks no line.
        show: "all" shows information too, and every finding with its source.
        fail_level: the lowest severity that lets the check fail.
        undetermined: "reject" lets undetermined cases fail.
    """

    colour: bool = False
    width: int | None = None
    show: Show = ""
    fail_level: Severity = "error"
    undetermined: Undetermined = "allow"

    @property
    def limit(self) -> int | None:
        """The cells that lines are broken at, None for no limit."""
        return None if self.width is None else max(self.width, NARROWEST)

    def paint(self, text: str, role: Role) -> str:
        """Return `text` in the colour of `role`, if there are colours."""
        return painted(text, role) if self.colour and text else text

    def wrap(self, text: str, first: str = "", rest: str = "") -> list[str]:
        """Break `text` into lines; the first begins with `first`, the others with `rest`."""
        return wrapped(text, self.limit, first, rest)

    def labelled(self, label: str, role: Role, text: str, rest: str = "    ") -> list[str]:
        """Break `text` into lines of which the first begins with `label`, painted."""
        first, *others = self.wrap(text, label, rest)
        return [self.paint(label, role) + first[len(label) :], *others]
