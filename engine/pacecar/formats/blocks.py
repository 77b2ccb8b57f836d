"""One finding as people read it: what is wrong, where, what else belongs to it, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from pacecar.checking.report import Finding, RuleResult
from pacecar.formats.cells import shown, width
from pacecar.formats.colour import Role
from pacecar.formats.snippet import Excerpt, Sources
from pacecar.formats.view import View
from pacecar.formats.words import CHANGED, counted, place, position, subject_in_words
from pacecar.plan.nodes import Location

RELATED = 3
"""Related places shown with their source; the rest is counted."""

_LINE = 120
"""Cells of a source line off a terminal; what is longer is cut around the mark."""

_SHORTEST = 20
"""Cells of a source line that are shown however narrow the terminal is."""


class Blocks:
    """Writes findings as blocks of lines."""

    def __init__(self, sources: Sources, view: View) -> None:
        self._sources = sources
        self._view = view

    def full(self, finding: Finding, because: RuleResult | None) -> list[str]:
        """Return a finding with its source; `because` is its rule, where that is to be quoted."""
        changed = f" ({CHANGED[finding.change]})" if finding.change in CHANGED else ""
        label = f"{finding.severity}[{finding.rule}]{changed}"
        head = self._view.labelled(label, finding.severity, shown(f": {finding.message}"))
        shown_here = [related for related in finding.related[:RELATED] if related.location]
        places = [finding.location, *(related.location for related in shown_here)]
        gutter = max(len(str(at.span.end_line)) if at else 1 for at in places)
        body: list[str] = []
        if finding.location is not None:
            body += self._place(finding.location, "", finding.severity, gutter)
        for related in shown_here:
            if related.location is not None:
                body += self._place(related.location, shown(related.message), "other", gutter)
        for role, word, text in _notes(finding, because):
            begin = f"{' ' * gutter} = {word}: "
            first, *rest = self._view.wrap(shown(text), begin, " " * len(begin))
            bar = self._view.paint("=", "place")
            sign = f"{' ' * gutter} {bar} {self._view.paint(word + ':', role)} "
            body += [sign + first[len(begin) :], *rest]
        return head + body

    def short(self, finding: Finding) -> list[str]:
        """Return a finding as one paragraph: its place and its message."""
        return self._view.wrap(shown(f"{place(finding)}: {finding.message}"), "  ", "      ")

    def _place(self, location: Location, label: str, role: Role, gutter: int) -> list[str]:
        """Return a place with its source, if there is text for it, and its label."""
        limit = self._view.limit
        room = _LINE if limit is None else max(limit - gutter - 3, _SHORTEST)
        excerpts = self._sources.excerpt(location.file, location.span, room)
        arrow = self._view.paint(":::" if role == "other" else "-->", "place")
        where = f"{' ' * gutter}{arrow} {position(location)}"
        if not excerpts:
            return [f"{where}: {label}" if label else where]
        bar = self._view.paint("|", "place")
        lines = [where, f"{' ' * gutter} {bar}"]
        for index, excerpt in enumerate(excerpts):
            number = self._view.paint(f"{excerpt.number or '':>{gutter}}", "place")
            lines.append(f"{number} {bar} {excerpt.text}".rstrip())
            if excerpt.marks:
                text = label if index == len(excerpts) - 1 else ""
                lines += [f"{' ' * gutter} {bar} {m}" for m in self._marks(excerpt, text, role)]
        return lines

    def _marks(self, excerpt: Excerpt, label: str, role: Role) -> list[str]:
        """Return what marks a source line; a label that does not fit beside goes below."""
        sign = "-" if role == "other" else "^"
        marks = " " * excerpt.offset + self._view.paint(sign * excerpt.marks, role)
        if not label:
            return [marks]
        limit = self._view.limit
        # Ten cells hold the widest gutter, so that no line need be measured twice.
        if limit is None or excerpt.offset + excerpt.marks + 1 + width(label) <= limit - 10:
            return [f"{marks} {self._view.paint(label, role)}"]
        return [marks, f"  {self._view.paint(label, role)}"]


def _notes(finding: Finding, because: RuleResult | None) -> Iterator[tuple[Role, str, str]]:
    """Yield what is said below the source: a role, a word, a text."""
    if finding.location is None:
        yield "place", "about", subject_in_words(finding.subject)
    for related in finding.related[:RELATED]:
        if related.location is None:
            yield "other", "see also", related.message
    more = finding.related_total - len(finding.related[:RELATED])
    if more > 0:
        yield "other", "see also", counted(more, "more place")
    if finding.hint:
        yield "hint", "hint", finding.hint
    if because is not None:
        if because.title:
            yield "quiet", "rule", because.title
        for statement, quote in because.quotes:
            yield "quiet", "why", f'{statement} "{" ".join(quote.split())}"'
