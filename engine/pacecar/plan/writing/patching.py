"""Changes values of a mapping where they stand in a YAML text, and leaves all else as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence as SequenceOf
from typing import Final

from pacecar.plan.nodes import Entry, Mapping, Node, Scalar, Sequence
from pacecar.plan.writing import yaml_text
from pacecar.plan.writing.document import Plain
from pacecar.plan.writing.edits import Edits

_COLON: Final = re.compile(r"[ \t]*:")


def update(
    edits: Edits,
    node: Mapping,
    old: dict[str, Plain],
    new: dict[str, Plain],
    order: SequenceOf[str],
) -> None:
    """Change a mapping from what it says to what it is to say.

    Args:
        edits: takes the changes.
        node: the mapping.
        old: what it says.
        new: what it is to say; a key that is missing is taken out.
        order: the keys in the order in which they are usually written.
    """
    flow = is_flow(edits, node)
    for name, value in new.items():
        if name not in old:
            continue
        if value != old[name]:
            _change(edits, node.entries[name], old[name], value, flow=flow)
    gone = [name for name in node.entries if name in old and name not in new]
    for name in gone:
        _remove(edits, node, name, flow=flow)
    left = [name for name in node.entries if name not in gone]
    for name in sorted(new.keys() - old.keys(), key=_Place(order)):
        _insert(edits, node, left, name, new[name], order)


def is_flow(edits: Edits, node: Node) -> bool:
    """Whether a list or mapping is written within brackets."""
    return edits.text[edits.start(node.span) :][:1] in ("{", "[")


class _Place:
    """Sorts keys as they are usually written; others go by their names, after those."""

    def __init__(self, order: SequenceOf[str]) -> None:
        self._numbers = {name: number for number, name in enumerate(order)}

    def __call__(self, name: str) -> tuple[int, str]:
        return self._numbers.get(name, len(self._numbers)), name


def _change(edits: Edits, entry: Entry, old: Plain, new: Plain, *, flow: bool) -> None:
    """Change one value: as little of it as can be."""
    node = entry.value
    if isinstance(node, Mapping) and isinstance(old, dict) and isinstance(new, dict) and new:
        known = old.keys() <= node.entries.keys()
        if known and old:
            update(edits, node, old, new, list(new))
            return
    if isinstance(node, Sequence) and isinstance(old, list) and isinstance(new, list):
        within = flow or is_flow(edits, node)
        if len(node.items) == len(old) == len(new) and all(map(_in_place, node.items, new)):
            for item, before, after in zip(node.items, old, new, strict=True):
                if before != after:
                    _change(edits, Entry(entry.key, item), before, after, flow=within)
            return
    if isinstance(node, Scalar):
        text = _text(edits, node, new, flow=flow)
        if edits.start(node.span) == edits.end(node):
            _put_behind(edits, entry, text)
        else:
            edits.replace(edits.start(node.span), edits.end(node), text)
    elif is_flow(edits, node):
        edits.replace(edits.start(node.span), edits.end(node), yaml_text.flow(new))
    else:
        _put_behind(edits, entry, yaml_text.flow(new))


def _in_place(item: Node, new: Plain) -> bool:
    """Whether an item of a list can be changed where it stands, without its list."""
    return isinstance(item, Mapping) if isinstance(new, dict) else isinstance(item, Scalar)


def _put_behind(edits: Edits, entry: Entry, text: str) -> None:
    """Put a value behind its key, in the place of a block or of nothing."""
    start = _behind(edits, entry.key)
    edits.replace(start, max(edits.end(entry.value), start), f" {text}")


def _behind(edits: Edits, key: Scalar) -> int:
    end = edits.end(key)
    colon = _COLON.match(edits.text, end)
    return colon.end() if colon else end


def _text(edits: Edits, node: Scalar, new: Plain, *, flow: bool) -> str:
    """Return a new value in the style of the scalar that it takes the place of."""
    if isinstance(new, str) and edits.text[edits.start(node.span) :][:1] == '"':
        return yaml_text.quoted(new)
    if isinstance(new, str) and not flow:
        return yaml_text.text(new)
    return yaml_text.flow(new)


def _remove(edits: Edits, node: Mapping, name: str, *, flow: bool) -> None:
    """Take out a key with its value; in a block, the lines that they stand on."""
    names = list(node.entries)
    number = names.index(name)
    entry = node.entries[name]
    start, end = edits.start(entry.key.span), _end(edits, entry)
    following = names[number + 1] if number + 1 < len(names) else ""
    if following and (flow or edits.text[edits.line_start(start) : start].strip()):
        # It is the first behind a dash or bracket, or has a comma behind it.
        edits.replace(start, edits.start(node.entries[following].key.span), "")
    elif flow:
        before = node.entries[names[number - 1]] if number else None
        edits.replace(_end(edits, before) if before else start, end, "")
    elif len(names) == 1:
        edits.replace(start, end, "{}")
    else:
        edits.replace(edits.line_start(start), edits.next_line(end), "")


def _end(edits: Edits, entry: Entry) -> int:
    return max(edits.end(entry.value), _behind(edits, entry.key))


def _insert(  # noqa: PLR0913, PLR0917 - where, after what, and what
    edits: Edits,
    node: Mapping,
    left: list[str],
    name: str,
    value: Plain,
    order: SequenceOf[str],
) -> None:
    """Put in a key that is not there, behind the one that is usually written before it."""
    place = _Place(order)
    before = [known for known in left if place(known) < place(name)]
    after = node.entries[(before or left)[-1 if before else 0]] if left else None
    written = f"{yaml_text.key(name)}: {yaml_text.flow(value)}"
    if after is None:
        edits.replace(edits.start(node.span), edits.end(node), f"{{{written}}}")
    elif is_flow(edits, node):
        end = _end(edits, after)
        edits.replace(end, end, f", {written}")
    else:
        column = next(iter(node.entries.values())).key.span.column
        lines = "".join(yaml_text.field(name, value, " " * (column - 1)))
        edits.insert_line(_end(edits, after), lines.removesuffix("\n"))
