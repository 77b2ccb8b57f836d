"""What the parts of a workbook say, apart from its sheets: their names, formats and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pacecar.plan.limits import NODES
from pacecar.plan.sheets.dates import Grain, grain_of
from pacecar.plan.sheets.package import SAVE, Package, resolved
from pacecar.plan.sheets.xml import Attributes, attribute, stream

_ROOT: Final = "_rels/.rels"
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUE: Final = ("1", "true")
_FORMATS: Final = 100_000


@dataclass(slots=True)
class Book:
    """A workbook without its cells.

    Attributes:
        sheets: name and part of each worksheet, in order; hidden ones are like others.
        since_1904: whether dates count from 1904.
        styles: the part with the formats, "" if there is none.
        texts: the part with the texts that cells share, "" if there is none.
    """

    sheets: list[tuple[str, str]] = field(default_factory=list)
    since_1904: bool = False
    styles: str = ""
    texts: str = ""


def read_book(package: Package) -> Book:
    """Read which sheets a workbook has, and where.

    Raises:
        Unreadable: the file is no workbook.
    """
    if not package.has(_ROOT):
        package.refuse("The file is no workbook: it does not say what its parts are.", SAVE)
    relations = _relations(package, "")
    main = next((r.target for r in relations.values() if r.is_a("officeDocument")), "")
    if not main:
        package.refuse("The file is no workbook: it does not say what its parts are.", SAVE)
    listed = _Sheets()
    stream(package, main, listed)
    if listed.root != "workbook":
        package.refuse("The file is no workbook that consists of XML.", "Save it as .xlsx.")
    book = Book(since_1904=listed.since_1904)
    relations = _relations(package, main)
    for name, key in listed.found:
        relation = relations.get(key)
        if relation is not None and relation.is_a("worksheet"):
            book.sheets.append((name, relation.target))
    for relation in relations.values():
        if relation.is_a("styles"):
            book.styles = relation.target
        elif relation.is_a("sharedStrings"):
            book.texts = relation.target
    return book


def read_grains(package: Package, book: Book) -> list[Grain | None]:
    """Return of each cell format how coarse it shows dates, None if it shows none."""
    if not book.styles:
        return []
    styles = _Styles(package)
    stream(package, book.styles, styles)
    seen = {key: grain_of(key, styles.codes.get(key)) for key in set(styles.formats)}
    return [seen[number] for number in styles.formats]


def read_texts(package: Package, book: Book) -> list[str]:
    """Return the texts that cells share."""
    if not book.texts:
        return []
    texts = _Texts(package)
    stream(package, book.texts, texts)
    return texts.found


def unescaped(text: str) -> str:
    """Return a text without the escapes for what XML cannot hold: `_x000D_`."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16), found[0]), text)


def _character(code: int, written: str) -> str:
    half = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - half of a pair is no character
    return written if half else chr(code)


@dataclass(frozen=True, slots=True)
class _Relation:
    type: str
    target: str

    def is_a(self, kind: str) -> bool:
        return self.type.rpartition("/")[2] == kind


def _relations(package: Package, part: str) -> dict[str, _Relation]:
    """Return the relations of a part, "" for those of the file, without those that lead out."""
    folder, _, name = part.rpartition("/")
    where = f"{folder}/_rels/{name}.rels" if part else _ROOT
    found = _Relations(part)
    if package.has(where):
        stream(package, where, found)
    return found.found


class _Quiet:
    """Takes what nobody asks for."""

    def start(self, name: str, attributes: Attributes) -> None:
        pass

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Relations(_Quiet):
    def __init__(self, part: str) -> None:
        self._part = part
        self.found: dict[str, _Relation] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = resolved(self._part, attributes.get("Target", ""))
            key = attributes.get("Id", "")
            self.found.setdefault(key, _Relation(attributes.get("Type", ""), target))


class _Sheets(_Quiet):
    def __init__(self) -> None:
        self.root = ""
        self.found: list[tuple[str, str]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        self.root = self.root or name
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in _TRUE
        elif name == "sheet":
            # The key of the relation; `sheetId` is another thing.
            key = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            self.found.append((attribute(attributes, "name"), key))


class _Styles(_Quiet):
    def __init__(self, package: Package) -> None:
        self._package = package
        self._inside = False
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.formats.append(_number(attributes.get("numFmtId", "")))
        elif name == "numFmt" and not self._inside:
            # The first counts: later ones belong to formats that depend on conditions.
            number = _number(attributes.get("numFmtId", ""))
            self.codes.setdefault(number, attributes.get("formatCode", ""))
        if len(self.formats) > _FORMATS or len(self.codes) > _FORMATS:
            self._package.refuse(f"The workbook has more than {_FORMATS:,} formats.", over=True)

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False


class _Texts(_Quiet):
    """Collects the texts of `si`: of one `t`, or of several where parts have fonts of their own."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._pieces: list[str] = []
        self._inside = False
        self._phonetic = 0
        self.found: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002 - the handler's
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t":
            self._inside = not self._phonetic

    def end(self, name: str) -> None:
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "si":
            self.found.append(unescaped("".join(self._pieces)).strip())
            if len(self.found) > NODES:
                self._package.refuse(f"The workbook has more than {NODES:,} texts.", over=True)

    def text(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)


def _number(text: str) -> int:
    """Return a small number that a part writes, -1 if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("999999999") else -1
