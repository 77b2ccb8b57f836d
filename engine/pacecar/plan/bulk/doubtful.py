"""Rows that may have a flaw, read one by one: by the readers of small plans, in their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pacecar.plan.bulk.beyond import InTables
from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.flaws import Flaws
from pacecar.plan.bulk.keys import ROWS, keys_of, stage_of
from pacecar.plan.bulk.leaves import is_id
from pacecar.plan.bulk.linking import doubtful_of
from pacecar.plan.bulk.places import Places
from pacecar.plan.bulk.sources import Source
from pacecar.plan.drafts import Draft, duplicate, usable_id
from pacecar.plan.fields import Collection, Field, ListOf, Record, Reference
from pacecar.plan.interpreting import Interpreter
from pacecar.plan.linking import Linked, finish, new_element
from pacecar.plan.nodes import Entry, Flaw, Mapping, Node, Origin, Scalar, Sequence, Span
from pacecar.plan.values import Element
from pacecar.plan.wording import described, visible

Told = tuple[list[Element], dict[str, int]]
"""Entities, and their keys by id."""


class Doubtful:
    """Reads rows one by one."""

    def __init__(self, database: Database, places: Places, beyond: InTables, flaws: Flaws) -> None:
        self._database = database
        self._places = places
        self._beyond = beyond
        self._flaws = flaws

    def find_unusable(self, source: Source) -> None:
        """Find the texts that stand as ids and cannot be used."""
        collection = source.file.collection.name
        found = (
            f"SELECT row FROM {stage_of(collection)} WHERE f = {source.file.number} "
            f"AND (id IS NULL OR NOT {is_id('id')})"
        )
        query = f"SELECT r.* FROM ({source.raw}) r SEMI JOIN ({found}) d ON d.row = r.row"
        for rows in self._database.batches(query):
            for number, *values in rows:
                node, _ = source.node(number, tuple(values))
                entry = node.entries.get("id") if isinstance(node, Mapping) else None
                if isinstance(node, Scalar):
                    self._beyond.unusable[collection].add(node.text)
                elif entry is not None and isinstance(entry.value, Scalar):
                    self._beyond.unusable[collection].add(entry.value.text)

    def read(self, source: Source, linked: Linked) -> Iterator[Told]:
        """Report the flaws of a file's doubtful rows; yield the entities that they are."""
        collection = source.file.collection
        start = source.file.number * ROWS
        places = f"SELECT place - {start} AS row FROM {doubtful_of(collection.name)}"
        query = f"SELECT r.* FROM ({source.raw}) r SEMI JOIN ({places}) d ON d.row = r.row"
        for rows in self._database.batches(query):
            flaws: list[Flaw] = []
            drafted = [
                (number, draft)
                for number, *values in rows
                for draft in self._drafted(source, number, values, flaws)
            ]
            keys = self._identify(drafted, source, flaws)
            found = [draft for _, draft in drafted]
            self._expect(found, collection)
            elements = self._interpret(found, linked, flaws)
            self._flaws.add(flaws)
            yield elements, keys

    def _drafted(
        self, source: Source, number: int, values: list[object], flaws: list[Flaw]
    ) -> Iterator[Draft]:
        """Yield the draft of a row, if it is one."""
        collection = source.file.collection
        node, found = source.node(number, tuple(values))
        origin = Origin(source.file.name, source.origin(number).pointer, node or _NOTHING)
        if not isinstance(node, Mapping):
            flaws += [_about(flaw, collection, "") for flaw in found]
            if node is not None:
                flaws.append(_no_mapping(node, collection, origin))
            return
        draft = Draft(collection, node, origin)
        entry = node.entries.get("id")
        draft.id = usable_id(draft, entry.value if entry else None, flaws)
        flaws += [_about(flaw, collection, draft.id) for flaw in found]
        yield draft

    def _identify(
        self, found: list[tuple[int, Draft]], source: Source, flaws: list[Flaw]
    ) -> dict[str, int]:
        """Find the entities among the drafts of rows: the first of each id; return their keys."""
        collection = source.file.collection.name
        query = (
            f"SELECT id, k, place FROM {keys_of(collection)} "
            "WHERE id IN (SELECT unnest(CAST($1 AS VARCHAR[])))"
        )
        ids = sorted({draft.id for _, draft in found if draft.id})
        known = {text: (key, place) for text, key, place in self._database.all(query, [ids])}
        keys: dict[str, int] = {}
        for row, draft in found:
            key, place = known.get(draft.id, (-1, -1))
            draft.kept = place == source.file.number * ROWS + row
            if draft.kept:
                keys[draft.id] = key
            elif draft.id:
                flaws.append(duplicate(draft, self._places.location(place)))
        return keys

    def _interpret(self, found: list[Draft], linked: Linked, flaws: list[Flaw]) -> list[Element]:
        if linked.references is None:
            raise RuntimeError("the small files are not linked yet")
        elements: list[Element] = []
        for draft in found:
            element = new_element(draft)
            interpreter = Interpreter(draft, linked.references, flaws)
            interpreter.fill(element)
            finish(draft, element, interpreter)
            if draft.kept:
                elements.append(element)
        return elements

    def _expect(self, found: list[Draft], collection: Collection) -> None:
        """Look up at once whom the drafts name in files of rows."""
        texts: dict[str, set[str]] = {}
        for draft in found:
            for named, text in _named(draft.node, collection.fields):
                if named in self._beyond.collections:
                    texts.setdefault(named, set()).add(text)
        for named, asked in texts.items():
            self._beyond.expect(named, asked)


_TO_FIELD: Final = 2
"""Steps of a pointer before a field: the collection, and the row."""

_NOTHING: Final = Mapping({}, Span(1, 1, 1, 1))


def _named(node: Mapping, fields: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    """Yield what stands where ids of collections belong."""
    for field in fields:
        entry: Entry | None = node.entries.get(field.name)
        if entry is None:
            continue
        kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        value = entry.value
        nodes: list[Node] = value.items if isinstance(value, Sequence) else [value]
        for each in nodes:
            if isinstance(kind, Reference) and isinstance(each, Scalar):
                yield kind.collection, each.text
            elif isinstance(kind, Record) and isinstance(each, Mapping):
                yield from _named(each, kind.fields)


def _no_mapping(node: Node, collection: Collection, origin: Origin) -> Flaw:
    return Flaw(
        "plan/wrong-type",
        f"This {collection.singular} is {described(node)}; a mapping belongs here.",
        origin.whole(),
        hint=f"Write its fields, such as {collection.fields[0].name}: ...",
        collection=collection.name,
    )


def _about(flaw: Flaw, collection: Collection, subject: str) -> Flaw:
    """Tell of a flaw of a row's text which entity and field it belongs to."""
    steps = flaw.location.pointer.split("/")[1:]
    if not steps:
        return flaw
    field = visible(steps[2]) if len(steps) > _TO_FIELD else ""
    return replace(flaw, collection=collection.name, subject=subject, field=field)
