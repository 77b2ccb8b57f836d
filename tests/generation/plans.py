"""Small plans with many blanks, as the plain data that YAML would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from tests.generation.choices import Choices, Drawn
from tests.reference.schema import (
    FIELDS,
    MAY_BE_NONE,
    DayKind,
    EntityKind,
    Kind,
    ListKind,
    NumberKind,
    RecordKind,
    TextKind,
    TruthKind,
)

IDS: Final[dict[str, Sequence[str]]] = {
    "companies": ("renault", "no", "nissan"),
    "regions": ("europe", "china", "on"),
    "technologies": ("hybrid", "null", "e-body"),
    "families": ("cmf", "010", "b0"),
    "platforms": ("cmf-b", "1e3", "cmf-cd"),
    "plants": ("palencia", "12.5", "true"),
    "targets": ("common", "joint", "2024"),
    "programs": ("clio", "n-juke", "yes", "1", "null", "r-5"),
}
WORDS: Final[dict[str, Sequence[str]]] = {
    "": ("Spain", "no", "a b", "É"),
    "brand": ("dacia", "alpine"),
    "segment": ("B", "C", "A"),
    "body": ("suv", "hatch", "kei"),
    "powertrain": ("electric", "hybrid"),
    "of": ("models", "vehicles"),
    "per": ("platform", "family"),
}
DATES: Final[Sequence[str | int]] = (
    *(2024, "2024-02", "2024-02-29", "2024-12-31"),
    *(2025, "2025-01", "2025-01-01", "2025-12-31", "2026-06", 2023),
)
SHARES: Final = tuple(Decimal(text) for text in ("0.5", "0", "1", "0.000001", "0.55"))
AMOUNTS: Final = (0, 1, 900, 120000, Decimal("0.5"), 999999999)
VEHICLES: Final = (0, 1, 900, 120000, 999999999)
YEARS: Final = (2024, 2025, 2026)

REQUIRED: Final[dict[str, frozenset[str]]] = {
    "programs": frozenset({"id", "name", "company", "segment", "body"}),
    "leaderships": frozenset({"company"}),
    "targets": frozenset({"id", "year", "at_least"}),
    "use": frozenset({"technology"}),
}
"""Fields that are always written; `id` and `name` are for every collection."""

LED: Final = ("region", "technology", "model_line")


def make_plan(choices: Choices) -> dict[str, Any]:
    """Return a plan: up to six programs, and up to three entities of each other collection."""
    numbers = {name: choices.up_to(3) for name in IDS} | {"programs": choices.up_to(6)}
    plan: dict[str, Any] = {"plan": {"name": "Plan", "as_of": "2025-06-30"}}
    if choices.chance(60):
        plan["plan"]["since"] = choices.one_of(("2024-02-29", "2025-01-01", 2024))
    known = {name: ids[: numbers[name]] for name, ids in IDS.items()}
    maker = Maker(choices, known)
    for name, ids in known.items():
        if ids or choices.chance(50):
            plan[name] = [maker.entity(name, entity_id) for entity_id in ids]
    plan["leaderships"] = maker.leaderships()
    return plan


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Return the strategy of `make_plan`."""
    return make_plan(Drawn(draw))


class Maker:
    """Makes values of every kind; `known` are the ids that references can name."""

    def __init__(self, choices: Choices, known: Mapping[str, Sequence[str]]) -> None:
        self.choices = choices
        self._known = known

    def entity(self, collection: str, entity_id: str) -> dict[str, Any]:
        """Return an entity."""
        made: dict[str, Any] = {"id": entity_id}
        if "name" in FIELDS[collection]:
            made["name"] = f"Name {entity_id}"
        return made | self._fields(collection, skip=("id", "name"))

    def leaderships(self) -> list[dict[str, Any]]:
        """Return up to three leaderships, no two of them equal."""
        made: list[dict[str, Any]] = []
        for _ in range(self.choices.up_to(3)):
            led = self.choices.one_of(LED)
            row = self._fields("leaderships", skip=LED)
            if led == "model_line" and self.choices.chance(85):
                row[led] = self._line()
            elif led == "model_line" or self.choices.chance(15):
                row[led] = None
            else:
                row[led] = self._value(FIELDS["leaderships"][led])
            if row not in made:
                made.append(row)
        return made

    def has(self, kind: Kind) -> bool:
        """Whether there is a value of this kind: one that references can name."""
        return not isinstance(kind, EntityKind) or bool(self._known[kind.collection])

    def known(self, kind: Kind) -> Any:
        """Return a value of which nothing is left open, as far as there are such values."""
        match kind:
            case EntityKind(collection) if self._known[collection]:
                return self.choices.one_of(self._known[collection])
            case RecordKind(name):
                return {field: self.known(part) for field, part in FIELDS[name].items()}
            case ListKind(_, (_, _)):
                return {
                    year: self.choices.one_of(VEHICLES) for year in YEARS[: self.choices.up_to(2)]
                }
            case ListKind(item, None):
                several = range(self.choices.up_to(2)) if self.has(item) else ()
                return [self.known(item) for _ in several]
            case _:
                return self._value(kind)

    def _line(self) -> dict[str, Any]:
        if self.choices.chance(50):
            return {"programs": self._value(FIELDS["model_line"]["programs"])}
        keys = ("segment", "body")
        return {key: self._or_null(FIELDS["model_line"][key]) for key in keys}

    def _fields(self, owner: str, skip: Sequence[str] = ()) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field, kind in FIELDS[owner].items():
            if field in skip:
                continue
            required = field in REQUIRED.get(owner, ())
            absent = 50 if (owner, field) in MAY_BE_NONE else 15
            if required or not self.choices.chance(absent):
                made[field] = self._or_null(kind, may_be_null=_may_be_null(owner, field))
        return made

    def _or_null(self, kind: Kind, *, may_be_null: bool = True) -> Any:
        return None if may_be_null and self.choices.chance(10) else self._value(kind)

    def _value(self, kind: Kind) -> Any:  # noqa: C901, PLR0911 - one case for each form
        match kind:
            case TruthKind():
                return self.choices.chance(50)
            case TextKind(domain):
                return self.choices.one_of(WORDS[domain])
            case NumberKind(_, 1):
                return self.choices.one_of(SHARES)
            case NumberKind(None, None):
                return self.choices.one_of(YEARS)
            case NumberKind():
                return self.choices.one_of(AMOUNTS)
            case DayKind():
                return self.choices.one_of(DATES)
            case EntityKind(collection):
                known = self._known[collection]
                dangling = not known or self.choices.chance(8)
                return "nowhere" if dangling else self.choices.one_of(known)
            case RecordKind(name):
                return self._fields(name)
            case ListKind(_, (_, _)):
                years = [year for year in YEARS if self.choices.chance(40)]
                return {
                    year: None if self.choices.chance(10) else self.choices.one_of(VEHICLES)
                    for year in years
                }
            case ListKind(item, None):
                items: list[Any] = []
                for _ in range(self.choices.up_to(3)):
                    value = self._or_null(item)
                    if value is None or value not in items:
                        items.append(value)
                return items


def _may_be_null(owner: str, field: str) -> bool:
    return field not in REQUIRED.get(owner, ()) or field in ("segment", "body")
