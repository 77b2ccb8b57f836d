"""Finds the entities that ids name, and what a wrong id may have meant."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from pacecar.plan.drafts import Draft, Drafts
from pacecar.plan.nearest import Spellings, suggestion
from pacecar.plan.nodes import Node, Scalar, Sequence
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element


class References:
    """The kept entities by collection and id.

    Args:
        elements: the entities, by collection, then id.
        drafts: what they were made from.
        complete: false if a file could not be read: then what is not found may be there, and
            is not reported.
    """

    def __init__(
        self,
        elements: MappingOf[str, MappingOf[str, Element]],
        drafts: Drafts,
        *,
        complete: bool,
    ) -> None:
        self._elements = elements
        self._drafts = drafts
        self._complete = complete
        self._spellings: dict[str, Spellings] = {}

    def find(self, collection: str, text: str) -> Element | None:
        """Return the entity called `text`, None if there is none."""
        return self._elements[collection].get(text)

    def is_reported(self, collection: str, text: str) -> bool:
        """Whether a flaw already says why `text` is not found."""
        return (
            not self._complete
            or collection in self._drafts.partial
            or text in self._drafts.unusable[collection]
        )

    def hint(self, collection: str, text: str) -> str:
        """Return the hint for an id that does not exist."""
        spellings = self._spellings.get(collection)
        if spellings is None:
            found = (_spellings(draft) for draft in self._drafts.of[collection] if draft.kept)
            spellings = Spellings(pair for pairs in found for pair in pairs)
            self._spellings[collection] = spellings
        meant = suggestion(spellings.nearest(text))
        if meant:
            return meant
        elsewhere = [name for name, found in self._elements.items() if text in found]
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
