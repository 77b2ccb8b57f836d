"""JSON Lines to nodes: a file holds one collection, and each of its lines one entity.

A line is written as an entity is in a JSON file, and read in the same way. One that is no JSON
is reported, and so are those after it: whoever writes many lines wants to hear it all.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pacecar.plan.building import Allowance
from pacecar.plan.fields import Collection
from pacecar.plan.json_source import read_json
from pacecar.plan.nodes import Entry, Flaw, Location, Mapping, Node, Scalar, Sequence, Span
from pacecar.plan.stems import collection_of_file, without_collection

_BREAK: Final = re.compile(r"\r\n|\n|\r")
_START: Final = Span(1, 1, 1, 1)


class Lines(NamedTuple):
    """What a file of JSON Lines holds.

    Attributes:
        root: a mapping of its collection, as a JSON file would have it; None for nothing.
        flaws: what is wrong with its lines, as far as no field is concerned.
        strange: whether the file has nothing to do with plans.
    """

    root: Node | None
    flaws: list[Flaw]
    strange: bool = False


def read_lines(text: str, file: str, allowance: Allowance) -> Lines:
    """Read a file of JSON Lines; its name says which collection it holds."""
    collection = collection_of_file(file)
    if collection is None:
        root, flaw, strange = without_collection(file)
        return Lines(root, [flaw], strange)
    items: list[Node] = []
    flaws: list[Flaw] = []
    for number, line in enumerate(_BREAK.split(text), 1):
        if not line.strip():
            continue
        node, found = read_line(line, file, collection, allowance, number, len(items))
        flaws += found
        if node is not None:
            items.append(node)
        if allowance.nodes < 0:
            break
    if not items and not flaws:
        place = Location(file, _START, "")
        flaws.append(Flaw("plan/wrong-type", "The file is empty.", place, hint="Remove it."))
    key = Scalar(collection.name, plain=True, span=_START)
    held = _of(collection, items)
    return Lines(Mapping({collection.name: Entry(key, held)}, _START), flaws)


def _of(collection: Collection, items: list[Node]) -> Node:
    """Return the entities of a collection; of the header there is one."""
    if collection.single and len(items) == 1:
        return items[0]
    return Sequence(items, _START)


def read_line(  # noqa: PLR0913, PLR0917 - a line, and what says where it is
    line: str,
    file: str,
    collection: Collection,
    allowance: Allowance,
    number: int,
    index: int,
) -> tuple[Node | None, list[Flaw]]:
    """Read the entity on line `number` of a file, the `index`th there; None if it is no JSON."""
    above = f"/{collection.name}/{index}"
    return read_json(line, file, allowance, line=number, above=above)
