"""A plan's files as YAML nodes, for examples that change a value in them.

Nodes keep how each scalar is written, so that what is not changed is read as before.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

_READ = (".yaml", ".yml", ".json")
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def files_of(plan: Path) -> list[Path]:
    """Return the files of a plan, a file or a folder.

    Raises:
        ValueError: there is nothing at `plan`.
    """
    if not plan.exists():
        raise ValueError(f"there is no plan {plan}")
    if plan.is_file():
        return [plan]
    return sorted(file for file in plan.rglob("*") if file.suffix in _READ)


def collections_of(file: Path) -> frozenset[str]:
    """Return the collections that a file has entities of; `plan` for the header."""
    return _keys(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _keys(file: Path, _changed: int) -> frozenset[str]:
    return frozenset(key.value for key, _ in root_of(file).value)


def root_of(file: Path) -> yaml.MappingNode:
    """Return the mapping of collections that a file is; of any other file an empty one."""
    node = yaml.compose(file.read_text("utf-8"), Loader=_LOADER)
    return node if isinstance(node, yaml.MappingNode) else yaml.MappingNode("", [])


def text_of(root: yaml.MappingNode) -> str:
    """Return a mapping of collections as the text of a file."""
    text: str = yaml.serialize(root, allow_unicode=True)
    return text


def put(entity: yaml.MappingNode, key: str, text: str | None) -> None:
    """Set a key of a mapping to a value written as YAML, or remove it where that is None.

    A key of two parts, as `cost planned`, is one of a mapping inside.
    """
    first, _, rest = key.partition(" ")
    if rest:
        inner = next((node for name, node in entity.value if name.value == first), None)
        if not isinstance(inner, yaml.MappingNode):
            inner = yaml.MappingNode("tag:yaml.org,2002:map", [], flow_style=True)
            entity.value.append((_node(first), inner))
        put(inner, rest, text)
        return
    entity.value = [pair for pair in entity.value if pair[0].value != key]
    if text is not None:
        entity.value.append((_node(key), _node(text)))


def entities_called(name: str, collection: yaml.Node) -> list[yaml.MappingNode]:
    """Return the entities of a collection whose id is `name`."""
    entities = collection.value if isinstance(collection, yaml.SequenceNode) else []
    return [
        entity
        for entity in entities
        if isinstance(entity, yaml.MappingNode)
        and any(key.value == "id" and node.value == name for key, node in entity.value)
    ]


def _node(text: str) -> yaml.Node:
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        raise ValueError(f"nothing is written in {text!r}")
    return node
