"""What references to entities in files of rows need: who is there, and how they are spelt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.entities import Entities
from pacecar.plan.bulk.keys import keys_of, stage_of
from pacecar.plan.values import Element

_MOST_SPELLINGS: Final = 50_000
"""Of more names no misspelt one is looked for: as many comparisons are made for no plan."""


class InTables:
    """The entities of some collections, by their ids; see `pacecar.plan.references.Beyond`."""

    def __init__(self, database: Database, entities: Entities, collections: frozenset[str]) -> None:
        """Take a database whose keys are made, and which collections are looked up in it."""
        self.collections = collections
        self.unusable: dict[str, set[str]] = {name: set() for name in collections}
        self.partial: set[str] = set()
        self._database = database
        self._entities = entities
        self._keys: dict[tuple[str, str], int | None] = {}

    def expect(self, collection: str, texts: Iterable[str]) -> None:
        """Look ids up that will be asked for, all at once; what was looked up before is dropped."""
        found = sorted(set(texts))
        self._keys = {key: k for key, k in self._keys.items() if key[0] != collection}
        self._keys.update(((collection, text), None) for text in found)
        query = (
            f"SELECT id, k FROM {keys_of(collection)} "
            "WHERE id IN (SELECT unnest(CAST($1 AS VARCHAR[])))"
        )
        for text, key in self._database.all(query, [found]):
            self._keys[collection, text] = key

    def find(self, collection: str, text: str) -> Element | None:
        """Return the entity called `text`, None if there is none among these."""
        if collection not in self.collections:
            return None
        if (collection, text) not in self._keys:
            query = f"SELECT k FROM {keys_of(collection)} WHERE id = $1"
            found = self._database.all(query, [text])
            self._keys[collection, text] = found[0][0] if found else None
        key = self._keys[collection, text]
        return None if key is None else self._entities.at(collection, key)

    def is_reported(self, collection: str, text: str) -> bool:
        """Whether a flaw of a row already says why `text` is not found."""
        return collection in self.partial or text in self.unusable.get(collection, ())

    def spellings(self, collection: str) -> Iterable[tuple[str, str]]:
        """Return what someone may write who means one of these, and its id."""
        if collection not in self.collections:
            return []
        query = (
            f"SELECT s.name, k.id FROM {keys_of(collection)} k LEFT JOIN "
            f"{stage_of(collection)} s ON s.id = k.id LIMIT {_MOST_SPELLINGS + 1}"
        )
        rows = self._database.all(query)
        if len(rows) > _MOST_SPELLINGS:
            return []
        named = [(text, found) for text, found in rows if text is not None]
        return [*((found, found) for _, found in rows), *named]
