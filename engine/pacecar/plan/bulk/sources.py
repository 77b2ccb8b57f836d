"""What a file of rows is to those who read it with SQL, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from pacecar.plan.bulk.leaves import Leaf
from pacecar.plan.fields import Collection, Kind, ListOf, Record
from pacecar.plan.nodes import Flaw, Node, Origin

Format = Literal["jsonl", "parquet", "csv"]

FORMATS: Final[dict[str, Format]] = {
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".csv": "csv",
}
"""The formats of rows, by the ending of a file's name."""


@dataclass(frozen=True, slots=True)
class BulkFile:
    """A file of rows that a database reads.

    Attributes:
        name: for locations, relative to the working directory.
        path: where it lies.
        format: how its rows are written.
        collection: what its rows are.
        number: its place among all files of the plan in the order of their names.
    """

    name: str
    path: Path
    format: Format
    collection: Collection
    number: int


class Several(Protocol):
    """A list in a file's row, as expressions in SQL.

    Attributes:
        leaf: the list as a whole; its `text` is no text but the list of its items.
    """

    leaf: Leaf

    def item(self, variable: str) -> Leaf:
        """Return the item that a lambda's variable stands for; of a list of records, as a whole."""
        ...

    def part(self, variable: str, field: str, kind: Kind) -> Leaf:
        """Return a field of the record that a lambda's variable stands for."""
        ...


class Source(Protocol):
    """The rows of a file.

    Attributes:
        file: which it is.
        forget: the statement to run when no more is asked, "" for none.
        rows: a query: the row's number as `row`, from 1, and what the expressions need.
        raw: a query: the row's number as `row`, and what `node` needs.
        sure: the condition that a row has a usual form, whatever its fields.
    """

    file: BulkFile
    forget: str
    rows: str
    raw: str
    sure: str

    def scalar(self, path: tuple[str, ...], kind: Kind) -> Leaf:
        """Return a scalar field of the entity or of a record in it."""
        ...

    def record(self, path: tuple[str, ...], kind: Record) -> Leaf:
        """Return a record as a whole; its `text` is of no use."""
        ...

    def several(self, path: tuple[str, ...], kind: ListOf) -> Several:
        """Return a list."""
        ...

    def flaws(self) -> list[Flaw]:
        """Return what is wrong with the file as a whole, such as a column of no field."""
        ...

    def node(self, number: int, values: tuple[Any, ...]) -> tuple[Node | None, list[Flaw]]:
        """Return a row of `raw` as the node that a YAML file would have for it, and its flaws.

        None stands for a row that is blank, or that cannot be read at all.
        """
        ...

    def origin(self, row: int) -> Origin:
        """Return where a row stands."""
        ...
