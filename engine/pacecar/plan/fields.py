"""The kinds a plan's fields may have, and the description of its collections.

The readers, the rule language and the published schema share these descriptions. They are
plain data, so that a check can start without importing pydantic; `pacecar.plan.tables` holds
the instances, generated from the models in `pacecar.plan.model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class Text:
    """A text; one of `choices` where those are given.

    `domain` names what the text stands for ("segment", "id"), so that the rule language can
    refuse to compare a segment with a body. The empty domain is free text.
    """

    domain: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Number:
    """An exact decimal held as an integer of units of 10 ** -scale.

    `low` and `high` bound the value in whole numbers, both ends included. A `calendar` number
    is a year: one of four digits may be written, but an unknown one has no bounds.
    """

    scale: int = 0
    low: int | None = None
    high: int | None = None
    calendar: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """A year, month or day: the interval of days it names.

    A bound of validity is the single day it begins or ends on: `bound` is "first" or "last".
    """

    bound: Literal["", "first", "last"] = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of an entity of another collection."""

    collection: str


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with fields of its own, inside an entity.

    `name` is the path of the field that holds it ("programs.technologies"). `label` is the
    field that tells one record of a list from the next (its technology, its year), used to
    name places independently of order. Of a `filled` record at least one field is written.
    """

    name: str
    fields: tuple[Field, ...]
    label: str = ""
    filled: bool = False

    def field(self, name: str) -> Field | None:
        """Return the field called `name`, or None."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind.

    With `keyed`, the plan writes a mapping from the records' label to their other field
    (`units: {2024: 120000}`), and rules read records.
    """

    item: Kind
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """A mapping from a rule's id to values for its parameters; rules cannot read it."""


Kind = Text | Truth | Number | Date | Reference | Record | ListOf | Settings


class Field(NamedTuple):
    """One field of a collection or record.

    A `required` field must be written (its value may be null, unknown, where `may_be_null`).
    For a field that `may_be_none`, being absent means it is known to be absent; for every
    other field, being absent means unknown. `derived` fields are not written in plans.
    `among` is a list that a text must be in, as a path from the same entity: the brand of a
    program is among "company.brands".
    """

    name: str
    kind: Kind
    required: bool = False
    may_be_null: bool = True
    may_be_none: bool = False
    derived: bool = False
    among: str = ""
    description: str = ""


class Collection(NamedTuple):
    """A top-level key of a plan: what its entities are called and which fields they have.

    `named` collections have an `id`; entities of the others are called by a phrase made from
    their fields. `plan`, the header, is one record and not a list (`single`).

    Exactly one of the fields `one_of` is written. Each pair of `ordered` names two dates of
    which the second must not end before the first begins.
    """

    name: str
    singular: str
    fields: tuple[Field, ...]
    named: bool = True
    single: bool = False
    one_of: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    description: str = ""

    def field(self, name: str) -> Field | None:
        """Return the field called `name`, or None."""
        return next((f for f in self.fields if f.name == name), None)
