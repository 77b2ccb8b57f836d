"""The fields of a plan, as docs/semantics.md and the plan format describe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True)
class TextKind:
    """A text; texts of different domains are never compared."""

    domain: str = ""


@dataclass(frozen=True)
class TruthKind:
    """True or false."""


@dataclass(frozen=True)
class NumberKind:
    """A number, with the ends of what the field admits; None where there is no end."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class DayKind:
    """A date; a bound of validity is its first or its last day."""

    bound: Literal["", "first", "last"] = ""


@dataclass(frozen=True)
class EntityKind:
    """An entity of a collection."""

    collection: str


@dataclass(frozen=True)
class RecordKind:
    """A mapping inside an entity; `label` tells records of one list apart."""

    name: str
    label: str = ""


@dataclass(frozen=True)
class ListKind:
    """A list; with `keyed` it is written as a mapping from `keyed[0]` to `keyed[1]`."""

    item: TextKind | EntityKind | RecordKind
    keyed: tuple[str, str] | None = None


Kind = TextKind | TruthKind | NumberKind | DayKind | EntityKind | RecordKind | ListKind

_SHARE: Final = NumberKind(0, 1)
_AMOUNT: Final = NumberKind(0)
_NAMED: Final[Mapping[str, Kind]] = {"name": TextKind()}

FIELDS: Final[Mapping[str, Mapping[str, Kind]]] = {
    "companies": {
        "id": TextKind("companies"),
        **_NAMED,
        "member": TruthKind(),
        "brands": ListKind(TextKind("brand")),
    },
    "regions": {"id": TextKind("regions"), **_NAMED, "aliases": ListKind(TextKind())},
    "technologies": {"id": TextKind("technologies"), **_NAMED},
    "families": {"id": TextKind("families"), **_NAMED},
    "platforms": {
        "id": TextKind("platforms"),
        **_NAMED,
        "family": EntityKind("families"),
        "common": TruthKind(),
        "segments": ListKind(TextKind("segment")),
    },
    "plants": {
        "id": TextKind("plants"),
        **_NAMED,
        "country": TextKind(),
        "region": EntityKind("regions"),
        "company": EntityKind("companies"),
    },
    "leaderships": {
        "company": EntityKind("companies"),
        "region": EntityKind("regions"),
        "technology": EntityKind("technologies"),
        "model_line": RecordKind("model_line"),
        "segments": ListKind(TextKind("segment")),
        "regions": ListKind(EntityKind("regions")),
        "families": ListKind(EntityKind("families")),
        "since": DayKind("first"),
        "until": DayKind("last"),
    },
    "targets": {
        "id": TextKind("targets"),
        "year": NumberKind(),
        "at_least": _SHARE,
        "of": TextKind("of"),
        "per": TextKind("per"),
    },
    "programs": {
        "id": TextKind("programs"),
        **_NAMED,
        "company": EntityKind("companies"),
        "brand": TextKind("brand"),
        "segment": TextKind("segment"),
        "body": TextKind("body"),
        "regions": ListKind(EntityKind("regions")),
        "platform": EntityKind("platforms"),
        "plants": ListKind(EntityKind("plants")),
        "leader": EntityKind("programs"),
        "upper_body_shared": _SHARE,
        "powertrains": ListKind(TextKind("powertrain")),
        "technologies": ListKind(RecordKind("use", label="technology")),
        "start": DayKind(),
        "end": DayKind(),
        "units": ListKind(RecordKind("units", label="year"), keyed=("year", "vehicles")),
        "cost": RecordKind("cost"),
        "note": TextKind(),
    },
    "plan": {**_NAMED, "as_of": DayKind(), "since": DayKind("first")},
    "model_line": {
        "segment": TextKind("segment"),
        "body": TextKind("body"),
        "programs": ListKind(EntityKind("programs")),
    },
    "use": {"technology": EntityKind("technologies"), "developer": EntityKind("companies")},
    "units": {"year": NumberKind(), "vehicles": _AMOUNT},
    "cost": {"standalone": _AMOUNT, "planned": _AMOUNT},
}
"""The fields written in plans: of the collections, the header `plan`, and the records."""

COLLECTIONS: Final = (
    "companies",
    "regions",
    "technologies",
    "families",
    "platforms",
    "plants",
    "leaderships",
    "targets",
    "programs",
)

MAY_BE_NONE: Final = frozenset(
    {
        *(("programs", field) for field in ("leader", "end")),
        *(
            ("leaderships", field)
            for field in (
                *("region", "technology", "model_line"),
                *("segments", "regions", "families", "since", "until"),
            )
        ),
        ("plan", "since"),
        *(("model_line", field) for field in ("segment", "body", "programs")),
    }
)
"""The fields that are none, rather than unknown, where a plan leaves them out."""
