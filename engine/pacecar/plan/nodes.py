"""Located source: what a file says before anybody knows what it means.

A node keeps its place in the file, 1-based, columns counted in code points, the end
exclusive. Plans and rules are both read into nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

NULLS: Final = ("", "~", "null", "Null", "NULL")
"""The plain texts that YAML 1.2 core reads as null."""


class Span(NamedTuple):
    """A stretch of a file: 1-based lines and columns, the end exclusive.

    In a workbook, lines and columns are rows and columns of a sheet. `cell` is the cell that
    holds the stretch: `Programs!F12` in a workbook, `F12` in a CSV file, "" elsewhere.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    cell: str = ""


Place = Span | tuple[int, int, int, int]
"""A span, or the four numbers of one: most nodes are never asked where they stand."""


def _span(place: Place) -> Span:
    return place if isinstance(place, Span) else Span(*place)


class Location(NamedTuple):
    """A span with its file (relative to the working directory, with `/`) and JSON pointer."""

    file: str
    span: Span
    pointer: str

    @property
    def cell(self) -> str:
        """The cell of a workbook (`Programs!F12`) or CSV file (`F12`), "" elsewhere."""
        return self.span.cell

    @property
    def in_workbook(self) -> bool:
        """Whether lines and columns are rows and columns, so that only the cell says where."""
        return "!" in self.span.cell


class Scalar:
    """A scalar as written: `text` without quotes, `plain` if it had none.

    `flawed` is true for an alias, or a value with a tag: a flaw was reported, the value is
    not to be used.
    """

    __slots__ = ("flawed", "place", "plain", "text")

    def __init__(self, text: str, plain: bool, span: Place, flawed: bool = False) -> None:  # noqa: FBT001, FBT002 - hot constructor
        self.text = text
        self.plain = plain
        self.place = span
        self.flawed = flawed

    @property
    def span(self) -> Span:
        """Where it stands."""
        return _span(self.place)

    @property
    def is_null(self) -> bool:
        """Whether YAML 1.2 core reads this scalar as null."""
        return self.plain and self.text in NULLS


class Mapping:
    """A mapping: its entries in the order written; a repeated key is left out (and reported)."""

    __slots__ = ("entries", "flawed", "place")

    def __init__(self, entries: dict[str, Entry], span: Place, flawed: bool = False) -> None:  # noqa: FBT001, FBT002 - hot constructor
        self.entries = entries
        self.place = span
        self.flawed = flawed

    @property
    def span(self) -> Span:
        """Where it stands."""
        return _span(self.place)


class Entry:
    """A key with its place, and its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: Scalar, value: Node) -> None:
        self.key = key
        self.value = value


class Sequence:
    """A sequence of nodes."""

    __slots__ = ("flawed", "items", "place")

    def __init__(self, items: list[Node], span: Place, flawed: bool = False) -> None:  # noqa: FBT001, FBT002 - hot constructor
        self.items = items
        self.place = span
        self.flawed = flawed

    @property
    def span(self) -> Span:
        """Where it stands."""
        return _span(self.place)


Node = Scalar | Mapping | Sequence


class Origin(NamedTuple):
    """Where an element is written: its file, its JSON pointer there, its node."""

    file: str
    pointer: str
    node: Node

    def locate(self, *path: str | int) -> Location:
        """Return the location of the value at `path` below this element.

        A step is a key or an index. Where the path leads to nothing (an absent field), the
        location is that of the element's `id`, or of the element itself.
        """
        node: Node = self.node
        pointer = self.pointer
        for step in path:
            found: Node | None = None
            if isinstance(node, Mapping) and isinstance(step, str):
                entry = node.entries.get(step)
                found = entry.value if entry else None
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                found = node.items[step]
            if found is None:
                return self.locate("id") if path != ("id",) else self.whole()
            node = found
            pointer += "/" + str(step).replace("~", "~0").replace("/", "~1")
        return Location(self.file, node.span, pointer)

    def whole(self) -> Location:
        """Return the location of the element itself."""
        return Location(self.file, self.node.span, self.pointer)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw of a file's structure; it becomes a finding of the family `plan/`.

    Attributes:
        rule: "plan/unreadable", "plan/duplicate-key", "plan/unknown-field", ...
        message: what is wrong, one sentence.
        hint: what would mend it; may be empty.
        location: where.
        collection: the collection concerned, "" if none.
        subject: the id of the entity concerned, "" if none.
        field: the field concerned, "" if none.
        fatal: the file could not be read, so the plan is not judged.
        related: other places, each with a short text (the first of two equal keys).
    """

    rule: Literal[
        "plan/unreadable",
        "plan/duplicate-key",
        "plan/unknown-field",
        "plan/missing-field",
        "plan/wrong-type",
        "plan/duplicate-id",
        "plan/unknown-reference",
        "plan/impossible-date",
        "plan/over-limit",
    ]
    message: str
    location: Location
    hint: str = ""
    collection: str = ""
    subject: str = ""
    field: str = ""
    fatal: bool = False
    related: tuple[tuple[Location, str], ...] = ()
