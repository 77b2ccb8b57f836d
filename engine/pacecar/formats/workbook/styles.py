"""The styles of a workbook: marks a cell's style by its fill alone, and takes the mark off again.

A marked style is the cell's own with another fill: number format, borders and font stay. What
the mark covers is kept in a *slot*, whose number is in the low digits of the fill's colour. Any
spreadsheet program keeps the colour with the cell, wherever it is moved, sorted or saved; the
list of slots is kept in the sheet of findings.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Final, NamedTuple

from lxml import etree

from pacecar.formats.workbook.markup import (
    Element,
    NotEditable,
    added,
    canonical,
    child,
    decimal,
    inserted,
    namespace,
    whole,
)

COLOURS: Final = {
    "error": (0xF9, 0xB0, 0xA0),
    "warning": (0xFB, 0xE0, 0x80),
    "info": (0xC9, 0xE0, 0xF0),
    "waived": (0xD6, 0xE0, 0xD0),
}
"""The fill of each severity. The low digits of green and blue, 0 here, are the slot's number."""

SLOTS: Final = 256
_XFS: Final = 64_000
"""How many styles Excel takes."""

_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles")
_OURS: Final = re.compile(
    "FF(?:" + "|".join(f"{r:02X}{g >> 4:X}.{b >> 4:X}." for r, g, b in COLOURS.values()) + ")"
)
_LIGHT: Final = 150
"""From this brightness of 255 on, a font cannot be read on the fills above."""


class Covered(NamedTuple):
    """What a mark covers: the XML of a fill, and of a font where it was changed to be read."""

    fill: str = ""
    font: str = ""


def colour(severity: str, slot: int = 0) -> str:
    """Return the fill's colour for a severity and slot, as `FFF9B0A0`."""
    red, green, blue = COLOURS[severity]
    return f"FF{red:02X}{green | slot >> 4:02X}{blue | slot & 15:02X}"


class Styles:
    """The root of the styles, and the slots in use.

    Slot 0 is a cell without a fill; its mark needs no list to be taken off.
    """

    def __init__(self, root: Element, slots: list[Covered]) -> None:
        """Take the styles' root, and the slots that an earlier run left behind slot 0."""
        self.root = root
        self.slots = [Covered(), *slots]
        self._marked: dict[tuple[int, str], int] = {}

    def marked(self, number: int, severity: str) -> int:
        """Return the style to mark a cell of style `number` with; itself if none is to be had."""
        key = (number, severity)
        if key not in self._marked:
            self._marked[key] = self._mark(number, severity)
        return self._marked[key]

    def unmarked(self, number: int) -> int:
        """Return the style that a marked one covers; itself if it is not marked."""
        xf = self._xf(number)
        found = self._ours(xf)
        if found is None:
            return number
        plain = deepcopy(xf)
        slot = (int(found[5], 16) << 4) + int(found[7], 16)
        covered = self.slots[slot] if slot < len(self.slots) else Covered()
        plain.set("fillId", str(self._put("fills", covered.fill) if covered.fill else 0))
        if covered.font:
            plain.set("fontId", str(self._put("fonts", covered.font)))
        if not covered.fill:
            plain.attrib.pop("applyFill", None)
        return self._find_or_add(plain, loosely=True)

    def style(self, *, font: str = "", fill: str = "", border: str = "", wrap: bool = False) -> int:
        """Return a style made of the XML of its parts, for a sheet of our own."""
        space = namespace(self.root)
        xf = etree.Element(f"{space}xf", nsmap={None: space[1:-1]})
        xf.attrib.update({"numFmtId": "0", "fontId": "0", "fillId": "0"})
        xf.set("borderId", str(self._put("borders", border) if border else 0))
        if child(self.root, "cellStyleXfs") is not None:
            xf.set("xfId", "0")
        for list_name, attribute, text in (("fonts", "font", font), ("fills", "fill", fill)):
            if text:
                xf.set(f"{attribute}Id", str(self._put(list_name, text)))
                xf.set(f"apply{attribute.title()}", "1")
        xf.set("applyAlignment", "1")
        added(xf, "alignment", vertical="top", **({"wrapText": "1"} if wrap else {}))
        return self._find_or_add(xf)

    def _mark(self, number: int, severity: str) -> int:
        if len(self._list("cellXfs")) >= _XFS:
            return number
        xf = deepcopy(self._xf(number))
        fill = self._item("fills", xf.get("fillId"))
        font = self._item("fonts", xf.get("fontId"))
        covered = Covered(
            "" if fill is None or _is_none(fill) else _text(fill),
            _text(font) if font is not None and _is_light(font) else "",
        )
        if covered not in self.slots:
            if len(self.slots) == SLOTS:
                return number
            self.slots.append(covered)
        slot = self.slots.index(covered)
        xf.set("fillId", str(self._put("fills", solid(colour(severity, slot)))))
        xf.set("applyFill", "1")
        if covered.font:
            xf.set("fontId", str(self._put("fonts", _darkened(font))))
        return self._find_or_add(xf)

    def _ours(self, xf: Element) -> str | None:
        """Return the colour of a style's fill if it is one of ours."""
        fill = self._item("fills", xf.get("fillId"))
        pattern = None if fill is None else child(fill, "patternFill")
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        front = child(pattern, "fgColor")
        rgb = "" if front is None else front.get("rgb", "").upper()
        return rgb if _OURS.fullmatch(rgb) else None

    def _xf(self, number: int) -> Element:
        xfs = self._list("cellXfs")
        if number >= len(xfs):
            raise NotEditable(f"a cell has the style {number}, which the workbook does not have")
        return xfs[number]

    def _find_or_add(self, xf: Element, *, loosely: bool = False) -> int:
        """Return the number of a style; `loosely` does not ask whether its fill is applied."""
        wanted = _compared(xf, loosely=loosely)
        xfs = self._list("cellXfs")
        for number, other in enumerate(xfs):
            if _compared(other, loosely=loosely) == wanted:
                return number
        xfs.append(xf)
        _count(xfs)
        return len(xfs) - 1

    def _put(self, list_name: str, text: str) -> int:
        """Return the number of a font, fill or border given as XML, added if there is none."""
        element = etree.fromstring(text)
        if namespace(element) != namespace(self.root):
            element = etree.fromstring(_without_namespace(text, namespace(self.root)[1:-1]))
        items = self._list(list_name)
        wanted = canonical(element)
        for number, item in enumerate(items):
            if canonical(item) == wanted:
                return number
        items.append(element)
        _count(items)
        return len(items) - 1

    def _item(self, list_name: str, number: str | None) -> Element | None:
        items = self._list(list_name)
        place = whole(number)
        return items[place] if place < len(items) else None

    def _list(self, name: str) -> Element:
        items = inserted(self.root, name, (*_ORDER, "dxfs", "tableStyles", "colors", "extLst"))
        if not len(items) and name in ("fonts", "borders", "fills", "cellXfs"):
            _begin(items, name)
        return items


def solid(rgb: str) -> str:
    """Return the XML of a fill in one colour."""
    pattern = f'<patternFill patternType="solid"><fgColor rgb="{rgb}"/>'
    return f'<fill>{pattern}<bgColor indexed="64"/></patternFill></fill>'


def _begin(items: Element, name: str) -> None:
    """Give a list the entries that the format takes for granted."""
    if name == "fonts":
        font = added(items, "font")
        added(font, "sz", val="11")
        added(font, "name", val="Calibri")
    elif name == "fills":
        for pattern in ("none", "gray125"):
            added(added(items, "fill"), "patternFill", patternType=pattern)
    elif name == "borders":
        added(items, "border")
    else:
        added(items, "xf", numFmtId="0", fontId="0", fillId="0", borderId="0")
    _count(items)


def _count(items: Element) -> None:
    items.set("count", str(len(items)))


def _text(element: Element) -> str:
    data: bytes = canonical(element)
    return data.decode()


def _without_namespace(text: str, uri: str) -> str:
    """Return the XML of an element with the namespace `uri`, instead of none or another's."""
    plain = re.sub(r'\sxmlns="[^"]*"', "", text, count=1)
    return re.sub(r"^<(\w+)", rf'<\1 xmlns="{uri}"', plain, count=1)


def _compared(xf: Element, *, loosely: bool) -> bytes:
    if not loosely:
        return canonical(xf)
    copy = deepcopy(xf)
    copy.attrib.pop("applyFill", None)
    return canonical(copy)


def _is_none(fill: Element) -> bool:
    pattern = child(fill, "patternFill")
    return pattern is not None and pattern.get("patternType", "none") == "none"


def _darkened(font: Element) -> str:
    """Return the XML of a font in black."""
    dark = deepcopy(font)
    colour_of: Element = child(dark, "color")
    colour_of.attrib.clear()
    colour_of.set("rgb", "FF000000")
    return _text(dark)


def _is_light(font: Element) -> bool:
    """Tell whether a font is too light for our fills: white, or nearly so."""
    found = child(font, "color")
    if found is None:
        return False
    if found.get("theme") is not None:
        # Of a theme's colours the first and third are its backgrounds; a tint may darken them.
        return found.get("theme") in ("0", "2") and decimal(found.get("tint")) > -0.4  # noqa: PLR2004 - still light
    if found.get("indexed") is not None:
        return found.get("indexed") in ("1", "9")
    rgb = found.get("rgb", "")[-6:]
    if not re.fullmatch("[0-9A-Fa-f]{6}", rgb):
        return False
    red, green, blue = bytes.fromhex(rgb)
    return (red * 299 + green * 587 + blue * 114) / 1000 >= _LIGHT
