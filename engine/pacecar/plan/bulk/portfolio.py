"""The collections of a plan in a database, as those who tell of cases go through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from pacecar.plan.bulk.entities import Entities
from pacecar.plan.values import Element


class LateCollection(Sequence[Element]):
    """The entities of a collection of any size, read many at a time, and kept by nobody."""

    def __init__(self, entities: Entities, collection: str) -> None:
        self._entities = entities
        self._collection = collection

    def __len__(self) -> int:
        """Return how many there are."""
        return self._entities.count(self._collection)

    def __iter__(self) -> Iterator[Element]:
        """Yield them in the order of their ids."""
        return self._entities.every(self._collection)

    @overload
    def __getitem__(self, index: int) -> Element: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Element]: ...

    def __getitem__(self, index: int | slice) -> Element | Sequence[Element]:
        """Return one, or several."""
        if isinstance(index, slice):
            keys = range(*index.indices(len(self)))
            return [self._entities.at(self._collection, key) for key in keys]
        return self._entities.at(self._collection, range(len(self))[index])

    def __contains__(self, value: object) -> bool:
        """Tell whether an entity is one of these: every one of the kind is."""
        return isinstance(value, Element) and value.name_of_kind == self._collection


class Collections(Mapping[str, Sequence[Element]]):
    """The collections of a plan: small ones as they are, others as `LateCollection`."""

    def __init__(
        self,
        entities: Entities,
        held: Mapping[str, tuple[Element, ...]],
        late: frozenset[str],
    ) -> None:
        self._found: dict[str, Sequence[Element]] = {
            name: LateCollection(entities, name) if name in late else elements
            for name, elements in held.items()
        }

    def __getitem__(self, name: str) -> Sequence[Element]:
        """Return a collection."""
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)
