"""The plan format, as models: the source of the tables, and so of the schema for editors.

`pacecar.plan.tables` is generated from here (`tools/generate_tables.py`), and
`pacecar.plan.json_schema` is made of the tables. Checks read plans
by those tables, without pydantic; that these models accept what the reader accepts is tested.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Described

from pacecar.plan import model_types as t
from pacecar.plan import scalars
from pacecar.plan.fields import Field, ListOf, Number, Reference

NONE = t.NoneIfAbsent()


class Part(BaseModel):
    """Anything with fields; those it does not know are refused.

    The class variables say what the tables hold beside the fields: see
    `pacecar.plan.fields.Collection`.
    """

    model_config = ConfigDict(extra="forbid")

    singular: ClassVar[str] = ""
    label: ClassVar[str] = ""
    filled: ClassVar[bool] = False
    one_of: ClassVar[tuple[str, ...]] = ()
    ordered: ClassVar[tuple[tuple[str, str], ...]] = ()
    derived: ClassVar[tuple[Field, ...]] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        written = self.model_fields_set
        if self.one_of and len(written.intersection(self.one_of)) != 1:
            raise ValueError(f"exactly one of {', '.join(self.one_of)} is written")
        if self.filled and not written:
            raise ValueError("is empty")
        for begin, end in self.ordered:
            first, last = getattr(self, begin), getattr(self, end)
            if first is not None and last is not None:
                begins, ends = scalars.days_of(first), scalars.days_of(last)
                if begins and ends and ends[1] < begins[0]:
                    raise ValueError(f"{end} is before {begin}")
        return self


class Remarks(Part):
    """What may be said of every entity; for people, no rule needs it."""

    note: t.Words | None = Described(None, description="Free text.")
    source: t.Words | None = Described(None, description="Where the facts come from.")
    confidence: t.Confidence | None = Described(None, description="How sure the facts are.")
    unsure: list[t.Words | None] | None = Described(None, description="The weak values.")


class Header(Remarks):
    """The plan as a whole: its name and dates."""

    singular = "plan"

    name: t.Name = Described(description="What the plan is called.")
    as_of: t.Day | None = Described(
        None, description="The date the plan is judged at; if absent, today."
    )
    since: Annotated[t.FirstDay | None, NONE] = Described(
        None, description="Programs that start earlier are legacy; if absent, none is."
    )
    settings: t.SettingsOf | None = Described(
        None, description="Values for parameters of rules, by the rule's id."
    )


class Company(Remarks):
    """A company: a member of the group, or one that it works with."""

    singular = "company"

    id: t.Id = Described(description="What other entities call it.")
    name: t.Name = Described(description="What messages call it.")
    member: t.Bool | None = Described(None, description="Whether it is a member of the group.")
    brands: list[t.Brand | None] | None = Described(None, description="The brands it sells.")


class Region(Remarks):
    """A region that programs are sold in and plants stand in."""

    singular = "region"

    id: t.Id = Described(description="What other entities call it.")
    name: t.Name = Described(description="What messages call it.")
    aliases: list[t.Words | None] | None = Described(None, description="Other names.")


class Technology(Remarks):
    """A technology that one company develops and others take from it."""

    singular = "technology"

    id: t.Id = Described(description="What other entities call it.")
    name: t.Name = Described(description="What messages call it.")
    aliases: list[t.Words | None] | None = Described(None, description="Other names.")


class Family(Remarks):
    """A family of platforms."""

    singular = "family"

    id: t.Id = Described(description="What other entities call it.")
    name: t.Name = Described(description="What messages call it.")
    aliases: list[t.Words | None] | None = Described(None, description="Other names.")


class Platform(Remarks):
    """A platform that programs are built on."""

    singular = "platform"

    id: t.Id = Described(description="What other entities call it.")
    name: t.Name = Described(description="What messages call it.")
    family: t.Family | None = Described(None, description="The family it belongs to.")
    common: t.Bool | None = Described(
        None, description="Whether more than one member of the group builds on it."
    )
    segments: list[t.Segment | None] | None = Described(
        None, description="The segments it is made for."
    )
    companies: list[t.Company | None] | None = Described(
        None, description="The companies that build on it."
    )
    first_year: t.Year | None = Described(None, description="The first year of production.")
    aliases: list[t.Words | None] | None = Described(None, description="Other names.")


class Plant(Remarks):
    """A plant that builds programs."""

    singular = "plant"

    id: t.Id = Described(description="What other entities call it.")
    name: t.Name = Described(description="What messages call it.")
    city: t.Words | None = Described(None, description="The city it stands in.")
    country: t.Words | None = Described(None, description="The country it stands in.")
    region: t.Region | None = Described(None, description="The region it stands in.")
    company: t.Company | None = Described(None, description="The company that runs it.")
    status: t.Words | None = Described(None, description="Open, closed, sold; free text.")


class ModelLine(Part):
    """A model line: its segment and body, or its programs."""

    filled = True

    segment: Annotated[t.Segment | None, NONE] = Described(
        None, description="The segment of its programs."
    )
    body: Annotated[t.Body | None, NONE] = Described(None, description="Their body.")
    programs: Annotated[list[t.Program | None] | None, NONE] = Described(
        None, description="The programs themselves."
    )


class Leadership(Remarks):
    """A claim that a company leads a region, a technology or a model line."""

    singular = "leadership"
    one_of = ("region", "technology", "model_line")
    ordered = (("since", "until"),)
    derived = (
        Field(
            "specificity",
            Number(0, 0, 3),
            derived=True,
            description="How many of segments, regions and families are present.",
        ),
    )

    company: t.Company | None = Described(description="The company that leads; null if not known.")
    region: Annotated[t.Region | None, NONE] = Described(None, description="The region it leads.")
    technology: Annotated[t.Technology | None, NONE] = Described(
        None, description="The technology it leads."
    )
    model_line: Annotated[ModelLine | None, NONE] = Described(
        None, description="The model line it leads."
    )
    segments: Annotated[list[t.Segment | None] | None, NONE] = Described(
        None, description="The segments it is narrowed to."
    )
    regions: Annotated[list[t.Region | None] | None, NONE] = Described(
        None, description="The regions it is narrowed to."
    )
    families: Annotated[list[t.Family | None] | None, NONE] = Described(
        None, description="The platform families it is narrowed to."
    )
    since: Annotated[t.FirstDay | None, NONE] = Described(
        None, description="Programs that start earlier are not covered."
    )
    until: Annotated[t.LastDay | None, NONE] = Described(
        None, description="Programs that start later are not covered."
    )


class Target(Remarks):
    """A figure that the group set itself."""

    singular = "target"

    id: t.Id = Described(description="What rules call it.")
    year: t.Year | None = Described(None, description="The year it is to be reached in.")
    at_least: t.Share | None = Described(None, description="The least share, 0 to 1.")
    at_most: t.Share | None = Described(None, description="The greatest share, 0 to 1.")
    of: t.Measure | None = Described(None, description="What the share is counted in.")
    per: t.UnitOfSharing | None = Described(None, description="What counts as common.")


class TechnologyUse(Part):
    """A technology that a program uses, and who developed it."""

    label = "technology"

    technology: t.Technology | None = Described(description="The technology; null if not known.")
    developer: t.Company | None = Described(
        None, description="The company that developed it for the program."
    )


class YearOfUnits(Part):
    """The vehicles of one calendar year; plans write `{2024: 120000}`."""

    label = "year"

    year: t.YearKey = Described(description="The calendar year.")
    vehicles: t.Count | None = Described(None, description="Vehicles built or planned.")


class Cost(Part):
    """The cost of development, in million euro."""

    standalone: t.Amount | None = Described(None, description="If developed alone.")
    planned: t.Amount | None = Described(None, description="As planned.")


class Program(Remarks):
    """One vehicle program: a model of a brand."""

    singular = "program"
    ordered = (("start", "end"),)
    derived = (
        Field(
            "followers",
            ListOf(Reference("programs")),
            derived=True,
            description="The programs whose leader it is.",
        ),
        Field(
            "development",
            Reference("programs"),
            derived=True,
            description="Its leader, or itself if it has none.",
        ),
    )

    id: t.Id = Described(description="What other entities call it.")
    name: t.Name = Described(description="What messages call it.")
    company: t.Company = Described(description="The company that sells it.")
    brand: Annotated[t.Brand | None, t.Among("company.brands")] = Described(
        None, description="The brand it is sold under; one of the company's."
    )
    segment: t.Segment | None = Described(description="Its segment; null if not known.")
    body: t.Body | None = Described(description="Its body; null if not known.")
    regions: list[t.Region | None] | None = Described(
        None, description="The regions it is sold in."
    )
    platform: t.Platform | None = Described(None, description="The platform it is built on.")
    plants: list[t.Plant | None] | None = Described(None, description="The plants that build it.")
    leader: Annotated[t.Program | None, NONE] = Described(
        None, description="The program it follows; if absent, it leads or stands alone."
    )
    upper_body_shared: t.Share | None = Described(
        None, description="Share of upper-body elements in common with the leader, 0 to 1."
    )
    powertrains: list[t.Powertrain | None] | None = Described(
        None, description="The powertrains it is sold with."
    )
    technologies: list[TechnologyUse | None] | None = Described(
        None, description="The technologies it uses, and who developed them."
    )
    start: t.Day | None = Described(None, description="The start of its sales or production.")
    end: Annotated[t.Day | None, NONE] = Described(
        None, description="Its end; if absent, it is still in the plan."
    )
    units: Annotated[dict[t.YearKey, t.Count | None] | None, t.Keyed(YearOfUnits)] = Described(
        None, description="Vehicles built or planned in each calendar year."
    )
    cost: Cost | None = Described(None, description="The cost of its development.")


class Waiver(Remarks):
    """A named, expiring exception from one rule."""

    singular = "waiver"
    one_of = ("program", "subject")

    rule: t.RuleId = Described(description="The rule that is waived.")
    program: t.Program | None = Described(None, description="The program it is waived for.")
    subject: t.Words | None = Described(
        None,
        description="What else it is waived for, as reports call it.",
    )
    until: t.LastDay = Described(description="The last day the waiver is in force.")
    reason: t.Name = Described(description="Why the rule need not be kept.")
    approved_by: list[t.Company | None] = Described(description="The companies that agreed.")
    values: Annotated[list[t.Words | None] | None, NONE] = Described(
        None,
        description="The digests of the values it was given for; if absent, any.",
    )


class PlanFile(BaseModel):
    """One file of a plan: any of the collections; a plan may be spread over files."""

    model_config = ConfigDict(extra="forbid", title="Pacecar plan")

    @model_validator(mode="after")
    def _header_is_filled(self) -> Self:
        if self.plan is None and "plan" in self.model_fields_set:
            raise ValueError("plan is empty")
        return self

    plan: Header | None = Described(
        None, description="The plan as a whole; in exactly one of its files."
    )
    companies: list[Company] | None = Described(None, description="The companies.")
    regions: list[Region] | None = Described(None, description="The regions.")
    technologies: list[Technology] | None = Described(None, description="The technologies.")
    families: list[Family] | None = Described(None, description="The platform families.")
    platforms: list[Platform] | None = Described(None, description="The platforms.")
    plants: list[Plant] | None = Described(None, description="The plants.")
    leaderships: list[Leadership] | None = Described(None, description="Who leads what.")
    targets: list[Target] | None = Described(None, description="The figures to be reached.")
    programs: list[Program] | None = Described(None, description="The vehicle programs.")
    waivers: list[Waiver] | None = Described(None, description="The exceptions granted.")
