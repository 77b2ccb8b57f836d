"""The plan of an example, put together from steps and handed over as files.

An example takes the files of a plan, or of its reference data, as they are; states whole
collections as tables; and changes single values. What comes out are YAML files for the reader
that every plan goes through.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from pacecar.specification import cells
from pacecar.specification.cells import Entity

DATE = "2025-12-31"
"""When a plan made of tables alone is dated, unless a step says otherwise: examples must not
change their outcome from one day to the next."""

CLAIMS = frozenset({"programs", "leaderships", "targets", "waivers"})
"""What is not reference data: what companies propose, claim, promise and are excused from.
Rules are about these, so an example states them itself."""

_READ = (".yaml", ".yml", ".json")


class Draft:
    """A plan in the making."""

    def __init__(self) -> None:
        self._whole: list[Path] = []
        self._files: list[Path] = []
        self._tables: dict[str, list[Entity]] = {}
        self._header: dict[str, str] = {}
        self._settings: dict[str, dict[str, str]] = {}
        self._changes: list[tuple[str, str, str, str | None]] = []

    def take_plan(self, path: Path) -> None:
        """Start from a whole plan."""
        self._whole.append(_existing(path))

    def take_reference_data(self, path: Path) -> None:
        """Start from the reference data of a plan."""
        self._files += [file for file in _files(_existing(path)) if _collections(file) - CLAIMS]

    def state(self, collection: str, table: Sequence[Sequence[str]]) -> None:
        """State a whole collection, in place of what was taken; a further table adds to it."""
        self._tables.setdefault(collection, []).extend(cells.entities(collection, table))

    def head(self, field: str, cell: str) -> None:
        """Set a field of the plan's header."""
        self._header[field] = cells.value("plan", field, cell) or ""

    def set_parameter(self, rule: str, name: str, text: str) -> None:
        """Set a parameter of a rule in the plan's settings."""
        self._settings.setdefault(rule, {})[name] = text

    def change(self, name: str, words: str) -> None:
        """Change one value: `platform cmf-b`, of the entity called `name`.

        Raises:
            ValueError: no entity, or more than one, is called that, or there is no such field.
        """
        collection = self._collection_of(name)
        key, cell = _split(collection, words)
        text = cells.value(collection, key, cell)
        for entity in self._tables.get(collection, ()):
            if entity.get("id") == json.dumps(name, ensure_ascii=False):
                entity.pop(key, None)
                if text is not None:
                    entity[key] = text
                return
        self._changes.append((collection, name, key, text))

    def write(self, folder: Path) -> list[Path]:
        """Write what needs writing into a folder; return the paths that make the plan."""
        if not (self._files or self._tables or self._header or self._settings or self._changes):
            return [*self._whole]
        paths = []
        headed = False
        for number, (file, left_out) in enumerate(self._taken()):
            collections = _collections(file)
            headed = headed or "plan" in collections
            if not collections & (self._concerned() | left_out):
                paths.append(file)
            elif text := self._changed(file, left_out):
                paths.append(folder / f"{number:02}-{file.stem}.yaml")
                paths[-1].write_text(text, "utf-8")
        if stated := "".join(self._stated(headed=headed)):
            paths.append(folder / "example.yaml")
            paths[-1].write_text(stated, "utf-8")
        return paths

    def _taken(self) -> Iterator[tuple[Path, frozenset[str]]]:
        """Yield the files taken, each with the collections that are not taken from it."""
        stated = frozenset(self._tables)
        for plan in self._whole:
            for file in _files(plan):
                yield file, stated
        for file in self._files:
            yield file, stated | CLAIMS

    def _concerned(self) -> set[str]:
        """Return the collections in which values change."""
        header = {"plan"} if self._header or self._settings else set()
        return header | {collection for collection, *_ in self._changes}

    def _stated(self, *, headed: bool) -> Iterator[str]:
        """Yield the YAML of what steps state; the header, too, where no file has it."""
        if not headed:
            yield cells.header_text({"name": "Example", "as_of": DATE} | self._whole_header())
        for collection, entities in self._tables.items():
            yield cells.text_of(collection, entities)

    def _whole_header(self) -> dict[str, str]:
        header = {key: text for key, text in self._header.items() if text}
        if self._settings:
            rules = (
                f"{rule}: {{{', '.join(f'{name}: {text}' for name, text in parameters.items())}}}"
                for rule, parameters in self._settings.items()
            )
            header["settings"] = f"{{{', '.join(rules)}}}"
        return header

    def _changed(self, file: Path, left_out: frozenset[str]) -> str:
        """Return a file's text with the changes, without the collections that are left out."""
        root = _composed(file)
        root.value = [pair for pair in root.value if pair[0].value not in left_out]
        for key, node in root.value:
            if key.value == "plan":
                for field, text in self._whole_header().items():
                    _put(node, field, text)
                for field in (field for field, text in self._header.items() if not text):
                    _put(node, field, None)
            for collection, name, field, text in self._changes:
                if key.value == collection:
                    for entity in node.value:
                        if _id(entity) == name:
                            _put(entity, field, text)
        return yaml.serialize(root, allow_unicode=True) if root.value else ""

    def _collection_of(self, name: str) -> str:
        stated = json.dumps(name, ensure_ascii=False)
        found = {
            collection
            for collection, entities in self._tables.items()
            if any(entity.get("id") == stated for entity in entities)
        }
        for file, left_out in self._taken():
            for key, node in _composed(file).value:
                if key.value not in left_out and isinstance(node, yaml.SequenceNode):
                    found |= {key.value for entity in node.value if _id(entity) == name}
        if len(found) != 1:
            among = " and ".join(sorted(found))
            raise ValueError(
                f"{name!r} is among {among}: which is meant?" if found else f"there is no {name!r}"
            )
        return found.pop()


def _split(collection: str, words: str) -> tuple[str, str]:
    """Return the key and the cell of words such as `upper body shared 0.5`."""
    parts = words.split(" ")
    for count in range(len(parts) - 1, 0, -1):
        key = cells.heading(collection, " ".join(parts[:count]))
        if cells.field_of(collection, key):
            return key, " ".join(parts[count:])
    raise ValueError(f"{collection} have no field {parts[0]!r}")


def _put(entity: yaml.MappingNode, key: str, text: str | None) -> None:
    """Set or remove a key of a mapping."""
    first, _, rest = key.partition(" ")
    if rest:
        inner = next((node for name, node in entity.value if name.value == first), None)
        if not isinstance(inner, yaml.MappingNode):
            inner = _node("{}")
            entity.value.append((_node(first), inner))
        _put(inner, rest, text)
        return
    entity.value = [pair for pair in entity.value if pair[0].value != key]
    if text is not None:
        entity.value.append((_node(key), _node(text)))


def _node(text: str) -> yaml.Node:
    node: yaml.Node = yaml.compose(text, Loader=yaml.SafeLoader)
    return node


def _id(entity: yaml.Node) -> str:
    pairs = entity.value if isinstance(entity, yaml.MappingNode) else []
    return next((node.value for key, node in pairs if key.value == "id"), "")


def _existing(path: Path) -> Path:
    if not path.exists():
        raise ValueError(f"there is no plan {path}")
    return path


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix in _READ)


def _composed(file: Path) -> yaml.MappingNode:
    node = yaml.compose(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return node if isinstance(node, yaml.MappingNode) else yaml.MappingNode("", [])


def _collections(file: Path) -> frozenset[str]:
    return _keys(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _keys(file: Path, _changed: int) -> frozenset[str]:
    return frozenset(key.value for key, _ in _composed(file).value)
