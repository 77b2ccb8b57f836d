"""The types that the models of the plan format are written in.

Each carries, as metadata, the kind (`pacecar.plan.fields`) that becomes its table entry.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, PlainValidator, Strict

from pacecar.plan import scalars
from pacecar.plan.fields import Date, Number, Reference, Settings, Text, Truth

BODIES: Final = ("hatch", "sedan", "estate", "suv", "mpv", "coupe", "pickup", "van", "kei")
CONFIDENCES: Final = ("high", "medium", "low")
MEASURES: Final = ("models", "vehicles", "programs")
POWERTRAINS: Final = ("combustion", "hybrid", "plug-in-hybrid", "electric")
SEGMENTS: Final = ("A", "B", "C", "D", "E", "F")
UNITS_OF_SHARING: Final = ("platform", "family")


class NoneIfAbsent:
    """Metadata of a field whose absence means that there is none."""


class Among:
    """Metadata of a text that must be in the list at a path from the same entity."""

    def __init__(self, path: str) -> None:
        self.path = path


class Keyed:
    """Metadata of a mapping that rules read as records: from their label to their other field."""

    def __init__(self, record: type) -> None:
        self.record = record


def _clean(text: str) -> str:
    problem, _ = scalars.flaw_of_text(text)
    if problem:
        raise ValueError(problem)
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank")
    return text


def _id(text: str) -> str:
    if not scalars.is_id(text):
        raise ValueError("is no id")
    return text


def _choice(choices: tuple[str, ...]) -> AfterValidator:
    def check(text: str) -> str:
        if text not in choices:
            raise ValueError(f"is none of {', '.join(choices)}")
        return text

    return AfterValidator(check)


def _number(low: int | None, high: int | None, scale: int) -> PlainValidator:
    def check(value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError("is no number")  # noqa: TRY004 - pydantic reports ValueErrors only
        try:
            number = scalars.within_limits(Decimal(value))
        except scalars.OverLimit as problem:
            raise ValueError(str(problem)) from None
        if (low is not None and number < low) or (high is not None and number > high):
            raise ValueError("is out of bounds")
        if scalars.scaled(number, scale) is None:
            raise ValueError("has too many decimals")
        return number

    return PlainValidator(check)


def _date(value: object) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or scalars.days_of(text) is None:
        raise ValueError("is no year, month or day")
    return text


def _setting(value: object) -> object:
    if not isinstance(value, str | int | float | Decimal):
        raise ValueError("is no text, number or truth value")  # noqa: TRY004 - as above
    return value


def _year_key(value: object) -> object:
    """Accept keys as YAML reads them (a number) and as JSON must write them (a text)."""
    if isinstance(value, str) and scalars.looks_like_number(value):
        return scalars.number_of(value)
    return value


Words = Annotated[str, Strict(), AfterValidator(_clean), Text()]
Name = Annotated[str, Strict(), AfterValidator(_clean), AfterValidator(_not_blank), Text()]
Id = Annotated[str, Strict(), AfterValidator(_id), Text("id")]
RuleId = Annotated[str, Strict(), AfterValidator(_clean), AfterValidator(_not_blank), Text("rule")]
Brand = Annotated[str, Strict(), AfterValidator(_clean), AfterValidator(_not_blank), Text("brand")]
Bool = Annotated[bool, Strict(), Truth()]

Segment = Annotated[str, Strict(), _choice(SEGMENTS), Text("segment", SEGMENTS)]
Body = Annotated[str, Strict(), _choice(BODIES), Text("body", BODIES)]
Powertrain = Annotated[str, Strict(), _choice(POWERTRAINS), Text("powertrain", POWERTRAINS)]
Confidence = Annotated[str, Strict(), _choice(CONFIDENCES), Text("confidence", CONFIDENCES)]
Measure = Annotated[str, Strict(), _choice(MEASURES), Text("measure", MEASURES)]
UnitOfSharing = Annotated[
    str,
    Strict(),
    _choice(UNITS_OF_SHARING),
    Text("unit of sharing", UNITS_OF_SHARING),
]

Share = Annotated[Decimal, _number(0, 1, 6), Number(6, 0, 1)]
Amount = Annotated[Decimal, _number(0, None, 6), Number(6, 0)]
Count = Annotated[Decimal, _number(0, None, 0), Number(0, 0)]
Year = Annotated[
    Decimal,
    _number(scalars.FIRST_YEAR, scalars.LAST_YEAR, 0),
    Number(0, calendar=True),
]
YearKey = Annotated[Year, BeforeValidator(_year_key)]

Day = Annotated[str, PlainValidator(_date), Date()]
FirstDay = Annotated[str, PlainValidator(_date), Date("first")]
LastDay = Annotated[str, PlainValidator(_date), Date("last")]

Company = Annotated[Id, Reference("companies")]
Region = Annotated[Id, Reference("regions")]
Technology = Annotated[Id, Reference("technologies")]
Family = Annotated[Id, Reference("families")]
Platform = Annotated[Id, Reference("platforms")]
Plant = Annotated[Id, Reference("plants")]
Program = Annotated[Id, Reference("programs")]

SettingValue = Annotated[Any, PlainValidator(_setting)]
SettingsOf = Annotated[dict[RuleId, dict[Name, SettingValue]], Settings()]
