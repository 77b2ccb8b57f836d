"""The plan of an example, put together from steps and handed over as files.

An example takes the files of a plan, or of its reference data, as they are; states whole
collections as tables; and changes single values. What comes out are YAML files for the reader
that every plan goes through.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from pacecar.specification import cells, documents
from pacecar.specification.cells import Entity

DATE = "2025-12-31"
"""When a plan made of tables alone is dated, unless a step says otherwise: examples must not
change their outcome from one day to the next."""

CLAIMS = frozenset({"programs", "leaderships", "targets", "waivers"})
"""What is not reference data: what companies propose, claim, promise and are excused from.
Rules are about these, so an example states them itself."""


class Draft:
    """A plan in the making."""

    def __init__(self) -> None:
        self._plans: list[Path] = []
        self._reference: list[Path] = []
        self._tables: dict[str, list[Entity]] = {}
        self._header: dict[str, str | None] = {}
        self._settings: dict[str, dict[str, str]] = {}
        self._changes: list[tuple[str, str, str, str | None]] = []

    def take_plan(self, path: Path) -> None:
        """Start from a whole plan."""
        documents.files_of(path)
        self._plans.append(path)

    def take_reference_data(self, path: Path) -> None:
        """Start from the reference data of a plan."""
        self._reference += [
            file for file in documents.files_of(path) if documents.collections_of(file) - CLAIMS
        ]

    def state(self, collection: str, table: Sequence[Sequence[str]]) -> None:
        """State a whole collection, in place of what was taken; a further table adds to it."""
        self._tables.setdefault(collection, []).extend(cells.entities(collection, table))

    def head(self, field: str, cell: str) -> None:
        """Set a field of the plan's header."""
        self._header[field] = cells.value("plan", field, cell)

    def set_parameter(self, rule: str, name: str, text: str) -> None:
        """Set a parameter of a rule in the plan's settings."""
        self._settings.setdefault(rule, {})[name] = text

    def change(self, name: str, words: str, collection: str = "") -> None:
        """Change one value: `platform cmf-b`, of the entity called `name`.

        An entity stated in a table goes before one taken from a plan.

        Raises:
            ValueError: no entity, or more than one, is called that, or there is no such field.
        """
        collection = collection or self._collection_of(name)
        key, cell = _split(collection, words)
        text = cells.value(collection, key, cell)
        for entity in self._tables.get(collection, ()):
            if entity.get("id") == _quoted(name):
                entity.pop(key, None)
                if text is not None:
                    entity[key] = text
                return
        self._changes.append((collection, name, key, text))

    def write(self, folder: Path) -> list[Path]:
        """Write what needs writing into a folder; return the paths that make the plan."""
        stated = self._tables or self._header or self._settings or self._changes
        if not stated and not self._reference:
            return list(self._plans)
        paths = []
        headed = False
        for number, (file, left_out) in enumerate(self._taken()):
            collections = documents.collections_of(file)
            headed = headed or "plan" in collections
            if not collections & (self._concerned() | left_out):
                paths.append(file)
            elif text := self._changed(file, left_out):
                paths.append(folder / f"{number:02}-{file.stem}.yaml")
                paths[-1].write_text(text, "utf-8")
        if own := "".join(self._stated(headed=headed)):
            paths.append(folder / "example.yaml")
            paths[-1].write_text(own, "utf-8")
        return paths

    def _taken(self) -> Iterator[tuple[Path, frozenset[str]]]:
        """Yield the files taken, each with the collections that are not taken from it."""
        stated = frozenset(self._tables)
        for plan in self._plans:
            for file in documents.files_of(plan):
                yield file, stated
        for file in self._reference:
            yield file, stated | CLAIMS

    def _concerned(self) -> set[str]:
        """Return the collections in which values change."""
        header = {"plan"} if self._header or self._settings else set()
        return header | {collection for collection, *_ in self._changes}

    def _stated(self, *, headed: bool) -> Iterator[str]:
        """Yield the YAML of what steps state; the header, too, where no file has it."""
        if not headed:
            header = {"name": "Example", "as_of": DATE} | self._whole_header()
            yield cells.header_text({key: text for key, text in header.items() if text})
        for collection, entities in self._tables.items():
            yield cells.text_of(collection, entities)

    def _whole_header(self) -> dict[str, str | None]:
        rules = (
            f"{rule}: {{{', '.join(f'{name}: {text}' for name, text in parameters.items())}}}"
            for rule, parameters in self._settings.items()
        )
        settings = {"settings": f"{{{', '.join(rules)}}}"} if self._settings else {}
        return {**self._header, **settings}

    def _changed(self, file: Path, left_out: frozenset[str]) -> str:
        """Return a file's text with the changes, without the collections that are left out."""
        root = documents.root_of(file)
        root.value = [pair for pair in root.value if pair[0].value not in left_out]
        for key, node in root.value:
            if key.value == "plan" and isinstance(node, yaml.MappingNode):
                for field, text in self._whole_header().items():
                    documents.put(node, field, text)
            for collection, name, field, text in self._changes:
                if key.value == collection:
                    for entity in documents.entities_called(name, node):
                        documents.put(entity, field, text)
        return documents.text_of(root) if root.value else ""

    def _collection_of(self, name: str) -> str:
        found = {
            collection
            for collection, entities in self._tables.items()
            if any(entity.get("id") == _quoted(name) for entity in entities)
        }
        for file, left_out in () if found else self._taken():
            found |= {
                key.value
                for key, node in documents.root_of(file).value
                if key.value not in left_out and documents.entities_called(name, node)
            }
        if not found:
            raise ValueError(f"the plan has no {name!r}")
        if len(found) > 1:
            raise ValueError(f"{name!r} is among {' and '.join(sorted(found))}: say which")
        return found.pop()


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _split(collection: str, words: str) -> tuple[str, str]:
    """Return the key and the cell of words such as `upper body shared 0.5`."""
    parts = words.split(" ")
    for count in range(len(parts) - 1, 0, -1):
        key = cells.heading(collection, " ".join(parts[:count]))
        if cells.field_of(collection, key):
            return key, " ".join(parts[count:])
    raise ValueError(f"{collection} have no field {parts[0]!r}")
