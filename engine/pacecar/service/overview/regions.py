"""Who leads each region, and who sells there, at the portfolio's date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Final, Literal

from pacecar.evaluation.bounds import not_after
from pacecar.evaluation.scopes import begins, ends, overlap
from pacecar.evaluation.sets import member_of
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import FALSE, INFINITY, TRUE, Items, State
from pacecar.service.overview.counts import Count, count, on_sale

UNKNOWN_COMPANY: Final = "a company that is not known"

Standing = Literal["one leader", "several leaders", "several leaders later", "no leader"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A company in a region: how it leads, in words ("" for not at all), and how much it sells."""

    company: str
    leads: str
    models: Count


@dataclass(frozen=True, slots=True)
class Region:
    """A region: how its leadership stands, whoever leads it now, and a cell for each company."""

    name: str
    standing: Standing
    leaders: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """The matrix of regions and companies; members come before others.

    `nowhere` counts the programs on sale whose regions are not known: they are in no cell for
    certain.
    """

    companies: tuple[str, ...]
    rows: tuple[Region, ...]
    nowhere: int


def regions_of(plan: Plan, day: int) -> Regions:
    """Return who leads and who sells where on a day (`date.toordinal`)."""
    programs: Sequence[Any] = plan.collections["programs"]
    leaderships: Sequence[Any] = plan.collections["leaderships"]
    sold = [one for one in programs if on_sale(one, day, day) != FALSE]
    claims = [one for one in leaderships if one.region.state is State.KNOWN]
    companies = _companies(plan, sold, claims)
    rows = tuple(
        _region(region, companies, [c for c in claims if c.region is region], sold, day)
        for region in plan.collections["regions"]
    )
    return Regions(
        tuple(company.name for company in companies),
        rows,
        sum(1 for program in sold if program.regions.open),
    )


def _companies(plan: Plan, sold: Sequence[Any], claims: Sequence[Any]) -> list[Any]:
    """Return members, then others that sell or lead something; each by name."""
    seen = {one.company.id for one in (*sold, *claims) if one.company.state is State.KNOWN}
    shown: list[Any] = [
        one
        for one in plan.collections["companies"]
        if one.member == TRUE or one.id in seen  # type: ignore[attr-defined]
    ]
    return sorted(shown, key=lambda one: (one.member != TRUE, str(one.name), one.id))


def _region(
    region: Any, companies: Sequence[Any], claims: Sequence[Any], sold: Sequence[Any], day: int
) -> Region:
    now = [claim for claim in claims if _holds(claim, day) != FALSE]
    leaders = tuple(sorted({_name(claim.company) for claim in now}))
    here = [(program, member_of(region, program.regions)) for program in sold]
    cells = tuple(
        Cell(
            str(company.name),
            "; ".join(_words(claim, day) for claim in claims if claim.company is company),
            count(
                min(there, on_sale(program, day, day))
                for program, there in here
                if program.company is company
            ),
        )
        for company in companies
    )
    return Region(str(region.name), _standing(claims, leaders, day), leaders, cells)


def _standing(claims: Sequence[Any], leaders: Sequence[str], day: int) -> Standing:
    if len(leaders) > 1:
        return "several leaders"
    to_come = [claim for claim in claims if not_after((day, day), ends(claim)) != FALSE]
    if any(_clash(one, other) for one, other in combinations(to_come, 2)):
        return "several leaders later"
    return "one leader" if leaders else "no leader"


def _clash(one: Any, other: Any) -> bool:
    """Tell whether two claims are of two companies, and perhaps at the same time."""
    if one.company is other.company:
        return False
    return overlap(begins(one), ends(one), begins(other), ends(other)) != FALSE


def _holds(claim: Any, day: int) -> int:
    return min(not_after(begins(claim), (day, day)), not_after((day, day), ends(claim)))


def _words(claim: Any, day: int) -> str:
    """Say how a claim leads: `leads`, `leads (segments A, B)`, `leads from 2027-01-01`."""
    begin, end = begins(claim), ends(claim)
    if not_after((day, day), end) == FALSE:
        said = "led"
    elif _holds(claim, day) == FALSE:
        said = "will lead"
    else:
        said = "leads" if _holds(claim, day) == TRUE else "leads, perhaps"
    said += f" from {_day(begin[0])}" if begin[0] > day else ""
    said += f" until {_day(end[1])}" if end[1] < INFINITY else ""
    scope = [
        f"{what} {_listed(items)}"
        for what, items in (("segments", claim.segments), ("families", claim.families))
        if items.state is not State.NONE
    ]
    return f"{said} ({'; '.join(scope)})" if scope else said


def _listed(items: Items) -> str:
    names = [
        item if isinstance(item, str) else str(getattr(item, "name", "?")) for item in items.items
    ]
    return ", ".join(names) or "not known"


def _name(company: Any) -> str:
    return str(company.name) if company.state is State.KNOWN else UNKNOWN_COMPANY


def _day(day: float) -> str:
    return date.fromordinal(int(day)).isoformat() if abs(day) < INFINITY else "?"
