"""Where the rows of files stand: locations without the files' text."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingOf

from pacecar.plan.bulk.keys import at_place
from pacecar.plan.bulk.sources import BulkFile
from pacecar.plan.nodes import Location, Mapping, Node, Origin, Sequence, Span


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


def origin_of_row(file: BulkFile, number: int, columns: MappingOf[str, int]) -> RowOrigin:
    """Return where a row stands, given at which column of the file each field does."""
    return RowOrigin(file.name, f"/{file.collection.name}/{number - 1}", Row(number, columns))


class LateRow(Mapping):
    """What stands for the node of a row that is read again when somebody asks for a place in it.

    Attributes:
        number: the row's.
        pointer: its pointer.
        read: returns its node, given its number.
    """

    __slots__ = ("number", "pointer", "read")

    def __init__(self, number: int, pointer: str, read: Callable[[int], Node | None]) -> None:
        super().__init__({}, Span(number, 1, number, 1))
        self.number = number
        self.pointer = pointer
        self.read = read


class CellOrigin(Origin):
    """Where an entity of a CSV file is written, or a record in it: to the character."""

    __slots__ = ()

    def locate(self, *path: str | int) -> Location:
        """Return the location of a value; see `pacecar.plan.nodes.Origin`."""
        return self._read().locate(*path)

    def whole(self) -> Location:
        """Return the location of the row, or of the record."""
        return self._read().whole()

    def _read(self) -> Origin:
        row = self.node
        if not isinstance(row, LateRow):
            raise TypeError("the node of a row that is read again was meant")
        node: Node | None = row.read(row.number)
        for step in self.pointer.removeprefix(row.pointer).split("/")[1:]:
            node = _below(node, step)
        return Origin(self.file, self.pointer, row if node is None else node)


def _below(node: Node | None, step: str) -> Node | None:
    if isinstance(node, Mapping):
        entry = node.entries.get(step)
        return entry.value if entry else None
    if isinstance(node, Sequence) and step.isdecimal() and int(step) < len(node.items):
        return node.items[int(step)]
    return None


class Places:
    """Knows the files of a plan by their numbers."""

    def __init__(self) -> None:
        self._origins: dict[int, Callable[[int], Origin]] = {}
        self.others: dict[int, Location] = {}
        """Where the entities of other files stand, by place."""

    def add(self, number: int, origin: Callable[[int], Origin]) -> None:
        """Take what returns where the rows of a file stand."""
        self._origins[number] = origin

    def origin(self, file: int, row: int) -> Origin:
        """Return where a row stands."""
        return self._origins[file](row)

    def location(self, place: int) -> Location:
        """Return where the id of an entity stands."""
        found = self.others.get(place)
        if found is not None:
            return found
        file, row = at_place(place)
        return self.origin(file, row).locate("id")
