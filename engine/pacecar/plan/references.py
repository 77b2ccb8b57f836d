"""Finds the entities that ids name, and what a wrong id may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from typing import Protocol

from pacecar.plan.drafts import Draft, Drafts
from pacecar.plan.nearest import Spellings, suggestion
from pacecar.plan.nodes import Node, Scalar, Sequence
from pacecar.plan.tables import SCHEMA
from pacecar.plan.usual import UsualValues
from pacecar.plan.values import Element


class Beyond(Protocol):
    """Entities that are in no draft: those of files of rows, in a database."""

    def find(self, collection: str, text: str) -> Element | None:
        """Return the entity called `text`, None if there is none among these."""
        ...

    def is_reported(self, collection: str, text: str) -> bool:
        """Whether a flaw of a row already says why `text` is not found."""
        ...

    def spellings(self, collection: str) -> Iterable[tuple[str, str]]:
        """Yield what someone may write who means one of these, and its id."""
        ...


class References:
    """The kept entities by collection and id; `usual` reads what names them as usual.

    Args:
        elements: the entities, by collection, then id.
        drafts: what they were made from.
        complete: false if a file could not be read: then what is not found may be there, and
            is not reported.
        beyond: further entities, if there are any.
    """

    def __init__(
        self,
        elements: MappingOf[str, MappingOf[str, Element]],
        drafts: Drafts,
        *,
        complete: bool,
        beyond: Beyond | None = None,
    ) -> None:
        self._elements = elements
        self._drafts = drafts
        self._complete = complete
        self._beyond = beyond
        self._spellings: dict[str, Spellings] = {}
        self.usual = UsualValues(elements)

    def find(self, collection: str, text: str) -> Element | None:
        """Return the entity called `text`, None if there is none."""
        found = self._elements[collection].get(text)
        if found is None and self._beyond is not None:
            return self._beyond.find(collection, text)
        return found

    def is_reported(self, collection: str, text: str) -> bool:
        """Whether a flaw already says why `text` is not found."""
        return (
            not self._complete
            or collection in self._drafts.partial
            or text in self._drafts.unusable[collection]
            or (self._beyond is not None and self._beyond.is_reported(collection, text))
        )

    def hint(self, collection: str, text: str) -> str:
        """Return the hint for an id that does not exist."""
        spellings = self._spellings.get(collection)
        if spellings is None:
            found = (_spellings(draft) for draft in self._drafts.of[collection] if draft.kept)
            known = [pair for pairs in found for pair in pairs]
            if self._beyond is not None:
                known += self._beyond.spellings(collection)
            spellings = Spellings(known)
            self._spellings[collection] = spellings
        meant = suggestion(spellings.nearest(text))
        if meant:
            return meant
        elsewhere = [name for name in self._elements if self.find(name, text) is not None]
        if elsewhere:
            other = SCHEMA[elsewhere[0]].singular
            article = "an" if other[0] in "aeiou" else "a"
            return f"{text} is {article} {other}."
        return ""


def _spellings(draft: Draft) -> list[tuple[str, str]]:
    """Return what someone may write who means this entity: its id, name and aliases."""
    entries = draft.node.entries
    nodes: list[Node] = [entries["name"].value] if "name" in entries else []
    aliases = entries["aliases"].value if "aliases" in entries else None
    if isinstance(aliases, Sequence):
        nodes.extend(aliases.items)
    texts = [node.text for node in nodes if isinstance(node, Scalar)]
    return [(text, draft.id) for text in (draft.id, *texts)]
