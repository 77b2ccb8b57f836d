"""One finding as people read it: what is wrong, where, what else belongs to it, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pacecar.checking.report import Finding, Related, RuleResult
from pacecar.formats.cells import shown, wrapped
from pacecar.formats.colour import Palette, Role
from pacecar.formats.snippet import Excerpt, Sources
from pacecar.formats.words import counted
from pacecar.plan.nodes import Location

RELATED = 3
"""Related places shown with their source; the rest is counted."""
_LINE = 140
"""Cells of a source line off a terminal; what is longer is cut around the mark."""
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class View:
    """How a report is shown.

    Attributes:
        colour: whether to write colours.
        width: cells of the terminal's line; None breaks no line.
        show: "all" shows information too, and every finding with its source.
    """

    colour: bool = False
    width: int | None = None
    show: Literal["", "all"] = ""


class Blocks:
    """Writes findings as blocks of lines."""

    def __init__(self, sources: Sources, view: View) -> None:
        self._sources = sources
        self._palette = Palette(colour=view.colour)
        self._width = None if view.width is None else max(view.width, _NARROWEST)

    def full(self, finding: Finding, because: RuleResult | None) -> list[str]:
        """Return a finding with its source; `because` is its rule, where that is to be quoted."""
        label = f"{finding.severity}[{finding.rule}]"
        lines = wrapped(shown(f"{label}: {finding.message}"), self._width, "", "    ")
        painted = self._paint(label, finding.severity) + self._paint(lines[0][len(label) :], "strong")
        head = [painted, *(self._paint(line, "strong") for line in lines[1:])]

        related = finding.related[:RELATED]
        places = [(finding.location, "", "^"), *((r.location, r.message, "-") for r in related)]
        gutter = max(self._digits(location) for location, _, _ in places)
        body: list[str] = []
        for location, message, mark in places:
            if location is not None:
                role = finding.severity if mark == "^" else "other"
                body += self._place(location, shown(message), mark, role, gutter)
        return head + body + self._notes(finding, related, because, gutter)

    def short(self, finding: Finding) -> list[str]:
        """Return a finding as one paragraph: its place and its message."""
        place = f"{position(finding.location)}: " if finding.location else ""
        return wrapped(shown(place + finding.message), self._width, "  ", "      ")

    def _place(
        self, location: Location, message: str, mark: str, role: Role, gutter: int
    ) -> list[str]:
        """Return a place with its source, if there is text for it, and its message below."""
        limit = _LINE if self._width is None else self._width - gutter - 3
        excerpts = self._sources.excerpt(location.file, location.span, limit)
        arrow = "-->" if mark == "^" else ":::"
        where = position(location) if excerpts or not message else f"{position(location)}  {message}"
        lines = [f"{' ' * gutter}{self._paint(arrow, 'place')} {where}"]
        bar = self._paint("|", "place")
        for index, excerpt in enumerate(excerpts):
            number = self._paint(f"{excerpt.number or '':>{gutter}}", "place")
            lines.append(f"{number} {bar} {excerpt.text}".rstrip())
            if excerpt.marks:
                label = message if index == len(excerpts) - 1 else ""
                lines += self._marks(excerpt, mark, role, label, gutter)
        return lines

    def _marks(
        self, excerpt: Excerpt, mark: str, role: Role, label: str, gutter: int
    ) -> list[str]:
        """Return the line that marks a source line; a label that does not fit goes below."""
        bar = f"{' ' * gutter} {self._paint('|', 'place')}"
        marks = " " * excerpt.offset + self._paint(mark * excerpt.marks, role)
        if not label:
            return [f"{bar} {marks}"]
        room = None if self._width is None else self._width - gutter - 3
        if room is None or excerpt.offset + excerpt.marks + 1 + len(label) <= room:
            return [f"{bar} {marks} {self._paint(label, role)}"]
        below = wrapped(label, room, "  ", "  ")
        return [f"{bar} {marks}", *(f"{bar} {self._paint(line, role)}" for line in below)]

    def _notes(
        self,
        finding: Finding,
        related: tuple[Related, ...],
        because: RuleResult | None,
        gutter: int,
    ) -> list[str]:
        """Return what is said below the source."""
        notes: list[tuple[Role, str, str]] = []
        if finding.location is None:
            subject = finding.subject
            about = f"{subject.collection} {subject.id}".strip()
            notes.append(("place", "about", f"{about}, {subject.field}" if subject.field else about))
        notes += [("other", "see also", r.message) for r in related if r.location is None]
        more = finding.related_total - len(related)
        if more > 0:
            notes.append(("other", "see also", counted(more, "more place")))
        if finding.legacy:
            notes.append(("quiet", "legacy", "starts before the date from which the rules bind"))
        if finding.hint:
            notes.append(("hint", "hint", finding.hint))
        if because is not None:
            notes += [("quiet", "why", why) for why in reasons(because)]
        lines: list[str] = []
        for role, word, text in notes:
            begin = f"{' ' * gutter} = {word}: "
            first, *rest = wrapped(shown(text), self._width, begin, " " * len(begin))
            sign = f"{' ' * gutter} {self._paint('=', 'place')} {self._paint(word + ':', role)} "
            lines += [sign + first[len(begin) :], *rest]
        return lines

    def _digits(self, location: Location | None) -> int:
        """Return the width of the line numbers of a place."""
        return 1 if location is None else len(str(location.span.end_line))

    def _paint(self, text: str, role: Role) -> str:
        """Return `text` in the colour of `role`."""
        return self._palette.paint(text, role)


def position(location: Location) -> str:
    """Return `file:line:column`, or file and cell of a workbook."""
    if location.cell:
        return shown(f"{location.file} {location.cell}")
    return shown(f"{location.file}:{location.span.line}:{location.span.column}")


def reasons(result: RuleResult) -> list[str]:
    """Return why a rule is there: its title, and the statements it cites, word for word."""
    quotes = [f'{name} "{quote}"' for name, quote in result.quotes]
    return [reason for reason in (result.title, *quotes) if reason]
