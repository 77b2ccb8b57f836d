"""Lines of a plan's files, with what is meant marked in them."""

from __future__ import annotations

from pacecar.formats.cells import width
from pacecar.formats.markup import Html, joined, tag
from pacecar.formats.snippet import Excerpt, Sources
from pacecar.formats.words import position
from pacecar.plan.nodes import Location

_CELLS = 100
"""Cells of a line; what is longer is cut around the mark."""


def source(location: Location, sources: Sources, label: str = "") -> Html:
    """Return a place, its label, and its lines where there is text for them."""
    caption = tag("figcaption", tag("code", position(location)), f" {label}" if label else "")
    excerpts = sources.excerpt(location.file, location.span, _CELLS)
    if not excerpts:
        return tag("figure", caption)
    lines = (joined(_number(excerpt), _marked(excerpt), "\n") for excerpt in excerpts)
    return tag("figure", caption, tag("pre", tag("code", *lines)))


def _number(excerpt: Excerpt) -> Html:
    return tag("span", f"{excerpt.number or '':>4}  ", class_="line")


def _marked(excerpt: Excerpt) -> Html:
    """Return a line with its marked cells as such; a character belongs where it begins."""
    parts = ["", "", ""]
    cells = 0
    for character in excerpt.text:
        inside = excerpt.marks and cells >= excerpt.offset
        after = inside and cells >= excerpt.offset + excerpt.marks
        size = width(character)
        if size == 0 and cells:
            # What is drawn over the character before stays with it.
            inside = bool(excerpt.marks) and cells > excerpt.offset
            after = inside and cells > excerpt.offset + excerpt.marks
        parts[2 if after else 1 if inside else 0] += character
        cells += size
    before, marked, rest = parts
    return joined(before, tag("mark", marked) if marked else "", rest)
