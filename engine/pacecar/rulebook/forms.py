"""Reads the keys of a rule file's mappings, and says what is wrong with them."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterator

from pacecar.plan.nodes import Mapping, Node, Scalar, Sequence, Span
from pacecar.plan.scalars import truth_of
from pacecar.rulebook.problems import Problems, RulebookProblem, did_you_mean, listed
from pacecar.rulebook.written import FileText, Written

NAME = re.compile(r"[a-z][a-z0-9_]*")
_SWALLOWED = "YAML reads this as {}, not as text: put the whole value in quotes."


class Form:
    """A mapping of which the keys are known, read key by key.

    `what` names the mapping in messages: "a rule", "`report`".
    """

    def __init__(
        self,
        node: Mapping,
        source: FileText,
        problems: Problems,
        what: str,
        keys: Collection[str] | None,
    ) -> None:
        self.node = node
        self.source = source
        self.problems = problems
        self.what = what
        for key, entry in node.entries.items():
            if keys is not None and key not in keys:
                hint = did_you_mean(key, keys) or f"There is {listed(keys, 'and')}."
                self.refuse(entry.key.span, f"`{key}` is no key of {what}.", hint)

    def refuse(self, span: Span, message: str, hint: str = "") -> None:
        """Note a problem."""
        self.problems.add(RulebookProblem(self.source.file, span.line, span.column, message, hint))

    def has(self, key: str) -> bool:
        """Return whether a key was written."""
        return key in self.node.entries

    def span(self, key: str) -> Span:
        """Return where a key stands, or the mapping if it is absent."""
        entry = self.node.entries.get(key)
        return entry.key.span if entry else self.node.span

    def require(self, *keys: str) -> None:
        """Refuse a mapping in which one of the keys is absent."""
        for key in keys:
            if not self.has(key):
                self.refuse(self.node.span, f"{self.what.capitalize()} needs `{key}`.")

    def text(self, key: str) -> Written | None:
        """Return the text of a key, None if it is absent or no text."""
        entry = self.node.entries.get(key)
        return self.written(entry.value, f"`{key}`") if entry else None

    def texts(self, key: str) -> tuple[Written, ...]:
        """Return the texts of a key that holds one or a list of them."""
        entry = self.node.entries.get(key)
        if entry is None:
            return ()
        node = entry.value
        items = node.items if isinstance(node, Sequence) else [node]
        found = [self.written(item, f"`{key}`") for item in items]
        return tuple(one for one in found if one is not None)

    def written(self, node: Node, what: str) -> Written | None:
        """Return a text that `what` holds, None (and a problem) if it is something else."""
        if node.flawed:
            return None
        if not isinstance(node, Scalar):
            kind = "a list" if isinstance(node, Sequence) else "a mapping"
            self.refuse(node.span, f"{what} takes a single value.", _SWALLOWED.format(kind))
        elif node.is_null or not node.text.strip():
            self.refuse(node.span, f"{what} is empty.", "Leave the key out, or give it a value.")
        else:
            return Written(node, self.source)
        return None

    def choice(self, key: str, choices: Collection[str]) -> str | None:
        """Return the text of a key that takes one of a few words."""
        found = self.text(key)
        if found is None:
            return None
        if found.text not in choices:
            hint = did_you_mean(found.text, choices)
            self.refuse(found.span, f"`{key}` is {listed(choices)}.", hint)
            return None
        return found.text

    def truth(self, key: str, *, otherwise: bool) -> bool:
        """Return a key that takes true or false."""
        entry = self.node.entries.get(key)
        if entry is None:
            return otherwise
        found = truth_of(entry.value) if isinstance(entry.value, Scalar) else None
        if found is None:
            self.refuse(entry.value.span, f"`{key}` is true or false.")
            return otherwise
        return found

    def within(self, key: str, keys: Collection[str] | None) -> Form | None:
        """Return the mapping that a key holds."""
        entry = self.node.entries.get(key)
        if entry is None:
            return None
        if isinstance(entry.value, Mapping):
            return Form(entry.value, self.source, self.problems, f"`{key}`", keys)
        if not entry.value.flawed:
            hint = f"It takes {listed(keys, 'and')}." if keys else "It takes names with values."
            self.refuse(entry.value.span, f"`{key}` is a mapping.", hint)
        return None

    def inner_keys(self, key: str) -> Iterator[str]:
        """Yield the keys of the mapping that a key holds, none if it holds none."""
        entry = self.node.entries.get(key)
        if entry is not None and isinstance(entry.value, Mapping):
            yield from entry.value.entries

    def forms(self, key: str, keys: Collection[str], what: str) -> Iterator[Form]:
        """Yield the mappings that a key holds: one, or a list of them."""
        entry = self.node.entries.get(key)
        if entry is None:
            return
        node = entry.value
        for item in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(item, Mapping):
                yield Form(item, self.source, self.problems, what, keys)
            elif not item.flawed:
                self.refuse(
                    item.span,
                    f"{what.capitalize()} is a mapping.",
                    f"It takes {listed(keys, 'and')}.",
                )

    def names(self) -> Iterator[tuple[str, Span, Node]]:
        """Yield the entries of a mapping from names, those with an impossible name left out."""
        for name, entry in self.node.entries.items():
            if NAME.fullmatch(name) and not keyword.iskeyword(name):
                yield name, entry.key.span, entry.value
            else:
                self.refuse(
                    entry.key.span,
                    f"`{name}` cannot be a name.",
                    "A name is made of small letters, digits and `_`, and is no word such as `in`.",
                )
