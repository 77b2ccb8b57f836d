"""Builds nodes from a parser's events, within the limits, and reports what plans do not have.

Whatever the parser, keys are unique scalars here, no value is shared and nothing is deeper
than the limit: whoever walks over the nodes may recurse.
"""

from __future__ import annotations

from sys import intern
from typing import Final, Literal

from pacecar.plan.limits import DEPTH, NODES, SCALAR_LENGTH
from pacecar.plan.nodes import Entry, Flaw, Location, Mapping, Node, Scalar, Sequence, Span
from pacecar.plan.wording import quoted

MERGE: Final = "<<"
_NEXT_ENTITY: Final = (
    'Remove one of the two, or begin the line with "- " if another entity begins here.'
)


class Unreadable(Exception):
    """The file cannot be read any further; the flaw says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.message)
        self.flaw = flaw


class Allowance:
    """How many nodes may still be made; shared by the files of one plan."""

    __slots__ = ("nodes",)

    def __init__(self, nodes: int = NODES) -> None:
        self.nodes = nodes


class _Level:
    """A list or mapping that is open.

    In a mapping, `key` is what the next value belongs to, None where a key comes next; if
    `dropped`, that value is built, for the flaws in it, and not kept. `is_key` is true for a
    list or mapping that stands where a key belongs. `items` are those of a list, None in a
    mapping; `entries` those of a mapping.
    """

    __slots__ = ("dropped", "entries", "is_key", "items", "key", "node")

    def __init__(self, node: Mapping | Sequence, *, is_key: bool) -> None:
        self.node = node
        if isinstance(node, Sequence):
            self.items: list[Node] | None = node.items
            self.entries: dict[str, Entry] = {}
        else:
            self.items = None
            self.entries = node.entries
        self.key: Scalar | None = None
        self.dropped = False
        self.is_key = is_key


class Builder:
    """Takes scalars, and starts and ends of lists and mappings; holds the `root` they make."""

    def __init__(self, file: str, allowance: Allowance, above: str = "") -> None:
        """Build the nodes of a file, or of the part of it at the pointer `above`."""
        self.file = file
        self.flaws: list[Flaw] = []
        self.root: Node | None = None
        self._allowance = allowance
        self._above = above
        self._levels: list[_Level] = []
        self._innermost: _Level | None = None

    def scalar(self, node: Scalar) -> None:
        """Take a scalar: a key, an item or a value."""
        # Nearly all that a file holds comes by here.
        allowance = self._allowance
        allowance.nodes -= 1
        if allowance.nodes < 0:
            raise self._too_many(node.span)
        text = node.text
        if len(text) > SCALAR_LENGTH:
            message = f"A text has {len(text):,} characters; {SCALAR_LENGTH:,} is the most."
            raise self._over_limit(message, node.span)
        level = self._innermost
        if level is None:
            self.root = node
        elif level.items is not None:
            level.items.append(node)
        elif level.key is not None:
            if not level.dropped:
                level.entries[level.key.text] = Entry(level.key, node)
            level.key = None
        elif text in level.entries or node.flawed or text == MERGE:
            self._key(level, node)
        else:
            node.text = intern(text)  # One object for all of a name, as there are many.
            level.key = node
            level.dropped = False

    def start(self, node: Mapping | Sequence) -> None:
        """Take the start of a list or mapping; until it ends, its key's turn lasts."""
        allowance = self._allowance
        allowance.nodes -= 1
        if allowance.nodes < 0:
            raise self._too_many(node.span)
        if len(self._levels) >= DEPTH:
            message = f"Lists and mappings lie more than {DEPTH} deep in each other here."
            raise self._over_limit(message, node.span)
        outer = self._innermost
        is_key = False
        if outer is None:
            self.root = node
        elif outer.items is not None:
            outer.items.append(node)
        elif outer.key is None:
            is_key = True
            what = "list" if isinstance(node, Sequence) else "mapping"
            self.flaw(
                f"A {what} stands where a key belongs.", node.span, "Write a text as the key."
            )
        elif not outer.dropped:
            outer.entries[outer.key.text] = Entry(outer.key, node)
        self._innermost = level = _Level(node, is_key=is_key)
        self._levels.append(level)

    def end(self, line: int, column: int) -> None:
        """Take the end of the list or mapping that was started last."""
        level = self._levels.pop()
        start = level.node.place
        level.node.place = (start[0], start[1], line, column)
        self._innermost = outer = self._levels[-1] if self._levels else None
        if outer is None:
            return
        if level.is_key:
            outer.key = Scalar("", plain=True, span=level.node.place)
            outer.dropped = True
        else:
            outer.key = None

    @property
    def in_merge(self) -> bool:
        """Whether the next value belongs to a merge key, which was reported already."""
        key = self._innermost.key if self._innermost else None
        return key is not None and key.plain and key.text == MERGE

    def flaw(
        self,
        message: str,
        span: Span,
        hint: str,
        *,
        rule: Literal["plan/wrong-type", "plan/duplicate-key"] = "plan/wrong-type",
        related: tuple[tuple[Location, str], ...] = (),
    ) -> None:
        """Report what plans do not have; reading goes on."""
        place = Location(self.file, span, self._pointer())
        self.flaws.append(Flaw(rule, message, place, hint=hint, related=related))

    def _key(self, level: _Level, key: Scalar) -> None:
        """Remember `key` for the value that comes next, if it is one to keep."""
        level.key = key
        level.dropped = key.flawed
        if key.plain and key.text == MERGE:
            level.dropped = level.node.flawed = True
            self.flaw("Plans have no merge keys.", key.span, "Write the merged fields out.")
        elif not key.flawed and (first := level.entries.get(key.text)) is not None:
            level.dropped = True
            place = Location(self.file, first.key.span, self._pointer())
            dash = key.text == "id" and not self.file.endswith(".json")
            self.flaw(
                f"The key {quoted(key.text)} is here a second time; the first one counts.",
                key.span,
                _NEXT_ENTITY if dash else "Remove one of the two.",
                rule="plan/duplicate-key",
                related=((place, "the first one"),),
            )

    def _pointer(self) -> str:
        """Return the JSON pointer of the value that comes next."""
        pointer = self._above
        for level in self._levels:
            if level.items is not None:
                # Of an outer list the item is already there, of the innermost it is to come.
                index = len(level.items) - (level is not self._innermost)
                pointer += f"/{index}"
            elif level.key is not None:
                pointer += "/" + level.key.text.replace("~", "~0").replace("/", "~1")
        return pointer

    def _too_many(self, span: Span) -> Unreadable:
        return self._over_limit(f"A plan has at most {NODES:,} values.", span)

    def _over_limit(self, message: str, span: Span) -> Unreadable:
        place = Location(self.file, span, self._pointer())
        return Unreadable(Flaw("plan/over-limit", message, place, fatal=True))
