"""Where the rows of files stand: locations without the files' text."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from pacecar.plan.bulk.keys import at_place
from pacecar.plan.nodes import Location, Mapping, Origin, Span


class Row(Mapping):
    """What stands for the node of a row that is not kept: its place, and those of its fields."""

    __slots__ = ("columns",)

    def __init__(self, number: int, columns: MappingOf[str, int]) -> None:
        first = columns.get("id", 1)
        super().__init__({}, Span(number, first, number, first))
        self.columns = columns


class RowOrigin(Origin):
    """Where an entity of a file of rows is written, or a record in it."""

    __slots__ = ()

    def locate(self, *path: str | int) -> Location:
        """Return the location of a value: its row, and its column where that is known."""
        pointer = self.pointer
        for step in path:
            pointer += "/" + str(step).replace("~", "~0").replace("/", "~1")
        span = self.node.span
        columns = self.node.columns if isinstance(self.node, Row) else {}
        column = columns.get(str(path[0])) if path else None
        if column is not None:
            span = Span(span.line, column, span.line, column)
        return Location(self.file, span, pointer)


class Places:
    """Knows the files of a plan by their numbers."""

    def __init__(self) -> None:
        self._files: dict[int, tuple[str, MappingOf[str, int]]] = {}
        self.others: dict[int, Location] = {}
        """Where the entities of other files stand, by place."""

    def add(self, number: int, name: str, columns: MappingOf[str, int]) -> None:
        """Take a file of rows, and at which of its columns its fields stand."""
        self._files[number] = (name, columns)

    def origin(self, collection: str, file: int, row: int) -> Origin:
        """Return where a row stands."""
        name, columns = self._files[file]
        return RowOrigin(name, f"/{collection}/{row - 1}", Row(row, columns))

    def location(self, collection: str, place: int) -> Location:
        """Return where the id of an entity stands."""
        found = self.others.get(place)
        if found is not None:
            return found
        file, row = at_place(place)
        return self.origin(collection, file, row).locate("id")
