"""Files of rows, and small files beside them, into one plan in a database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from pacecar.plan.building import Allowance
from pacecar.plan.bulk.beyond import InTables
from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.doubtful import Doubtful
from pacecar.plan.bulk.entities import LABELS, Entities
from pacecar.plan.bulk.filling import KeyOf, add_rows, labels_of
from pacecar.plan.bulk.flaws import Flaws
from pacecar.plan.bulk.formats import source_of
from pacecar.plan.bulk.keys import GIVEN, keys_of, make_keys, place_of, stage_of
from pacecar.plan.bulk.layout import TABLES
from pacecar.plan.bulk.leaves import name
from pacecar.plan.bulk.linking import fill_tables, find_doubtful, told_of
from pacecar.plan.bulk.places import Places
from pacecar.plan.bulk.portfolio import Collections, LateCollection
from pacecar.plan.bulk.representatives import Representatives
from pacecar.plan.bulk.scanning import TextScan, chunks_of, damaged
from pacecar.plan.bulk.sources import BulkFile, Source
from pacecar.plan.bulk.staging import staged
from pacecar.plan.drafts import Draft, Drafts, duplicate, gather, missing_header
from pacecar.plan.files import SourceFile
from pacecar.plan.linking import Linked, link
from pacecar.plan.loading import attribute, common_folder, read_documents
from pacecar.plan.portfolio import Plan
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element

Tell = Callable[[str], None]
"""Takes what is being done, for whoever waits."""

_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """A plan in a database.

    Attributes:
        plan: the plan; its entities are read when they are asked for, its `flaws` stand in
            `flaws`.
        database: its tables, as `layout` says.
        entities: makes entities of their keys.
        flaws: every flaw of structure.
        programs: how many there are.
    """

    plan: Plan
    database: Database
    entities: Entities
    flaws: Flaws
    programs: int

    def has(self, collection: str, called: str) -> bool:
        """Tell whether there is an entity of an id."""
        query = f"SELECT count(*) FROM {keys_of(collection)} WHERE id = $1"
        return bool(self.database.one(query, [called])[0])

    def told(self, fields: Mapping[str, frozenset[str] | None]) -> Plan:
        """Return the plan to whoever reads only some fields of the entities of collections.

        Args:
            fields: of each collection that is gone through the fields; None for all.
        """
        late = {
            name: Representatives(self.database, self.entities, name, asked)
            for name, asked in fields.items()
            if asked is not None and isinstance(self.plan.collections[name], LateCollection)
        }
        return replace(self.plan, collections={**self.plan.collections, **late})

    def held(self) -> Plan:
        """Return the plan with all its entities in memory."""
        collections = {name: tuple(found) for name, found in self.plan.collections.items()}
        return replace(self.plan, collections=collections)


def read_bulk(  # noqa: PLR0913 - what is read, where to, and when it is judged
    small: Sequence[SourceFile],
    large: Sequence[BulkFile],
    database: Database,
    *,
    as_of: date | None,
    today: date,
    tell: Tell,
) -> BulkPlan:
    """Read a plan.

    Args:
        small: files that are read in process.
        large: the files of rows.
        database: an empty one.
        as_of: the date to judge at, instead of the plan's own.
        today: the date to judge at if neither `as_of` nor the plan says one.
        tell: is told what is being done.

    Raises:
        LimitReached: the memory or the disk does not suffice.
    """
    return _Reading(small, large, database, tell).read(as_of, today)


class _Reading:
    """The steps of reading one plan."""

    def __init__(
        self,
        small: Sequence[SourceFile],
        large: Sequence[BulkFile],
        database: Database,
        tell: Tell,
    ) -> None:
        self._small = small
        self._large = large
        self._database = database
        self._tell = tell
        self._flaws = Flaws(database)
        self._places = Places()
        self._entities = Entities(database, self._places)
        self._sources: dict[str, list[Source]] = {}
        self._bulk = frozenset(file.collection.name for file in large)
        self._unread: set[str] = set()
        names = sorted([file.name for file in small] + [file.name for file in large])
        self._numbers = {name: number for number, name in enumerate(names)}

    def read(self, as_of: date | None, today: date) -> BulkPlan:
        digest = self._scan()
        for file in self._large:
            self._stage(file)
        read = read_documents(self._small, Allowance())
        drafts = gather(read.documents)
        flaws = [*drafts.flaws, *read.flaws]
        if read.judged and not drafts.of["plan"] and "plan" not in drafts.partial:
            flaws.append(missing_header(min(self._numbers)))
        self._flaws.add(attribute(flaws, drafts))
        beyond = InTables(self._database, self._entities, self._bulk)
        beyond.partial |= self._unread
        kept = self._keys(drafts)
        self._tell("finding flaws")
        doubtful = Doubtful(self._database, self._places, beyond, self._flaws)
        for sources in self._sources.values():
            for source in sources:
                doubtful.find_unusable(source)
        complete = not self._flaws.fatal
        linked = link(drafts, as_of=as_of, today=today, complete=complete, beyond=beyond)
        self._flaws.add(linked.flaws)
        self._link(linked, kept, doubtful)
        plan = self._plan(linked, digest, read.texts)
        programs = self._entities.count("programs")
        return BulkPlan(plan, self._database, self._entities, self._flaws, programs)

    def _scan(self) -> str:
        """Go once over all bytes; return the plan's digest."""
        common = common_folder(self._numbers)
        digest = hashlib.sha256()
        data = {file.name: file.data for file in self._small}
        large = {file.name: file for file in self._large}
        for called in self._numbers:
            chunks: Iterator[bytes] = iter((data[called],)) if called in data else iter(())
            size = len(data.get(called, b""))
            scan = None
            if called in large:
                self._tell(f"looking through {called}")
                file = large[called]
                size = file.path.stat().st_size
                chunks = chunks_of(file.path)
                scan = TextScan(file) if file.format == "jsonl" else None
            within = called.removeprefix(common).lstrip("/").encode()
            digest.update(len(within).to_bytes(8, "big") + within + size.to_bytes(8, "big"))
            for chunk in chunks:
                digest.update(chunk)
                if scan is not None:
                    scan.take(chunk)
            if scan is not None and scan.flaw is not None:
                self._flaws.add([scan.flaw])
                self._unread.add(large[called].collection.name)
                del large[called]
        self._large = list(large.values())
        return f"sha256:{digest.hexdigest()}"

    def _stage(self, file: BulkFile) -> None:
        """Take a file's rows into the stage of its collection."""
        self._tell(f"reading {file.name}")
        collection = file.collection.name
        source = source_of(file, self._database)
        if isinstance(source, list):
            self._flaws.add(source)
            self._unread.add(collection)
            return
        self._flaws.add(source.flaws())
        stage = stage_of(collection)
        first = collection not in self._sources
        into = f"CREATE TABLE {stage} AS" if first else f"INSERT INTO {stage} BY NAME"
        problem = self._database.attempt(f"{into} {staged(source)}")
        if problem:
            self._flaws.add([damaged(file, problem)])
            self._unread.add(collection)
            return
        self._places.add(self._numbers[file.name], source.origin)
        self._sources.setdefault(collection, []).append(source)

    def _keys(self, drafts: Drafts) -> dict[str, dict[str, int]]:
        """Give all entities their keys; return those of the entities in small files."""
        kept: dict[str, dict[str, int]] = {}
        for collection in SCHEMA:
            if collection == "plan":
                continue
            known = [draft for draft in drafts.of[collection] if draft.kept]
            placed = {
                place_of(self._numbers[draft.origin.file], number): draft
                for number, draft in enumerate(known)
            }
            others = [(draft.id, place) for place, draft in placed.items()]
            make_keys(self._database, collection, others, staged=collection in self._sources)
            keys = keys_of(collection)
            if collection in self._sources:
                self._drop_duplicates(collection, placed)
                known = [draft for draft in known if draft.kept]
            self._places.others.update(
                (place, draft.origin.locate("id")) for place, draft in placed.items()
            )
            if known:
                ids = [draft.id for draft in known]
                query = f"SELECT id, k FROM {keys} WHERE id IN ({GIVEN})"
                kept[collection] = dict(self._database.all(query, [ids]))
        return kept

    def _drop_duplicates(self, collection: str, placed: dict[int, Draft]) -> None:
        """Find the entities of small files whose id one in a file of rows had before."""
        if not placed:
            return
        query = f"SELECT id, place FROM {keys_of(collection)} WHERE id IN ({GIVEN})"
        ids = [draft.id for draft in placed.values()]
        first = dict(self._database.all(query, [ids]))
        for place, draft in placed.items():
            if first[draft.id] != place:
                draft.kept = False
                where = self._places.location(first[draft.id])
                self._flaws.add([duplicate(draft, where)])

    def _link(
        self,
        linked: Linked,
        kept: dict[str, dict[str, int]],
        doubtful: Doubtful,
    ) -> None:
        """Fill all tables."""
        self._create()

        def key_of(element: Element) -> int:
            if self._entities.is_late(element):
                return self._entities.key_of(element)
            return kept[element.name_of_kind][element.id]

        self._hold(linked, kept)
        self._tell_rows([linked.header], {linked.header.id: 0}, key_of)
        fill_tables(self._database, SCHEMA["plan"], staged=False)
        for collection in linked.collections:
            self._tell_rows(linked.collections[collection], kept.get(collection, {}), key_of)
            is_staged = collection in self._sources
            if is_staged:
                self._tell(f"linking {collection}")
                self._read_doubtful(collection, linked, doubtful, key_of)
            fill_tables(self._database, SCHEMA[collection], staged=is_staged)
        # Not before: what a later collection refers to wrongly may be near to one of an earlier.
        for collection in self._sources:
            self._forget(collection)

    def _create(self) -> None:
        """Create the tables of the plan, and those of what is read one by one."""
        self._database.create()
        self._database.run(
            f"CREATE TABLE {LABELS} (items VARCHAR, owner BIGINT, n INTEGER, label VARCHAR)"
        )
        for table in TABLES.values():
            columns = "* EXCLUDE (k)" if table.owner else "*"
            self._database.run(
                f"CREATE TABLE {told_of(table.name)} AS "
                f"SELECT {columns} FROM {name(table.name)} WHERE FALSE"
            )

    def _hold(self, linked: Linked, kept: Mapping[str, Mapping[str, int]]) -> None:
        """Have the entities of small files found by their keys."""
        for collection, elements in linked.collections.items():
            if collection in self._bulk:
                for element in elements:
                    self._entities.own(collection, kept[collection][element.id], element)
            else:
                self._entities.hold(collection, elements)

    def _read_doubtful(
        self, collection: str, linked: Linked, doubtful: Doubtful, key_of: KeyOf
    ) -> None:
        find_doubtful(self._database, SCHEMA[collection], self._bulk)
        for source in self._sources[collection]:
            for found, keys in doubtful.read(source, linked):
                self._tell_rows(found, keys, key_of)

    def _forget(self, collection: str) -> None:
        """Drop what was needed to read a collection."""
        for source in self._sources[collection]:
            if source.forget:
                self._database.run(source.forget)
        self._database.run(f"DROP TABLE {stage_of(collection)}")

    def _tell_rows(
        self,
        elements: Sequence[Element],
        keys: Mapping[str, int],
        key_of: KeyOf,
    ) -> None:
        """Put the rows of elements, whose keys are by id, where the tables are filled from."""
        for start in range(0, len(elements), _BATCH):
            rows: dict[str, list[tuple[Any, ...]]] = {}
            labels: list[tuple[Any, ...]] = []
            for element in elements[start : start + _BATCH]:
                key = keys[element.id]
                labels += labels_of(element, key)
                add_rows(rows, element, key, key_of)
            self._database.insert(LABELS, ("VARCHAR", "BIGINT", "INTEGER", "VARCHAR"), labels)
            for called, found in rows.items():
                table = TABLES[called]
                columns = [c for c in table.columns if c.part != "key" or not table.owner]
                self._database.insert(told_of(called), self._database.types(columns), found)

    def _plan(self, linked: Linked, digest: str, texts: dict[str, str]) -> Plan:
        names = {**texts, **{file.name: "" for file in self._large}}
        return Plan(
            header=linked.header,
            collections=Collections(self._entities, linked.collections, self._bulk),
            settings=linked.settings,
            flaws=(),
            judged=not self._flaws.fatal,
            digest=digest,
            texts={called: names.get(called, "") for called in self._numbers},
        )
