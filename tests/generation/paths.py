"""Every path of a few steps that can be written from a variable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.reference.schema import (
    FIELDS,
    MAY_BE_NONE,
    DayKind,
    EntityKind,
    Kind,
    ListKind,
    NumberKind,
    RecordKind,
)

DERIVED: dict[str, dict[str, Kind]] = {
    "programs": {
        "development": EntityKind("programs"),
        "followers": ListKind(EntityKind("programs")),
    },
    "leaderships": {"specificity": NumberKind(0, 3)},
}
DEPTH = 3


@dataclass(frozen=True)
class SetKind:
    """What `distinct` yields."""

    item: Kind


@dataclass(frozen=True)
class GroupKind:
    """A group with its keys and the collection of its members."""

    collection: str
    keys: tuple[tuple[str, Kind], ...]


AnyKind = Kind | SetKind | GroupKind


@dataclass(frozen=True)
class Path:
    """A path; `through` are the paths on the way that must be known not to be none."""

    text: str
    kind: Kind
    may_be_none: bool = False
    through: frozenset[str] = frozenset()
    steps: int = 0


def paths_from(name: str, kind: AnyKind) -> tuple[Path, ...]:
    """Return the paths that begin with a variable, itself included, shorter ones first."""
    if isinstance(kind, GroupKind):
        keys = [_walk(key_kind, DEPTH - 1) for _, key_kind in kind.keys]
        named = zip(kind.keys, keys, strict=True)
        found = [_under(f"{name}.{key}", path) for (key, _), several in named for path in several]
    elif isinstance(kind, SetKind):
        found = []
    else:
        found = [_under(name, path) for path in _walk(kind, DEPTH)]
    return tuple(sorted(found, key=lambda path: path.steps))


def _under(root: str, path: Path) -> Path:
    through = frozenset(root + step for step in path.through)
    return Path(root + path.text, path.kind, path.may_be_none, through, path.steps)


@cache
def _walk(kind: Kind, depth: int) -> tuple[Path, ...]:
    found = [Path("", kind)]
    match kind:
        case EntityKind(owner) | RecordKind(owner) if depth:
            for field, field_kind in {**FIELDS[owner], **DERIVED.get(owner, {})}.items():
                optional = (owner, field) in MAY_BE_NONE
                for path in _walk(field_kind, depth - 1):
                    deeper = bool(path.text)
                    through = frozenset(f".{field}{step}" for step in path.through)
                    if optional and deeper:
                        through |= {f".{field}"}
                    found.append(
                        Path(
                            f".{field}{path.text}",
                            path.kind,
                            path.may_be_none if deeper else optional,
                            through,
                            path.steps + 1,
                        )
                    )
        case DayKind() if depth:
            found.append(Path(".year", NumberKind(), steps=1))
    return tuple(found)
