"""The share of models on common platforms, year by year, beside what is aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from pacecar.plan.portfolio import Plan
from pacecar.plan.values import FALSE, INFINITY, TRUE, State
from pacecar.service.overview.counts import Count, count, on_sale

_MOST_YEARS: Final = 25
_PER_UNIT: Final = 1_000_000
"""The scale of a target's share: plans have six decimals."""

Reached = Literal["reached", "not reached", "not certain", ""]


@dataclass(frozen=True, slots=True)
class Target:
    """A share to be reached: as a part of 1, and how it reads, as `80%`."""

    id: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year: how many models are on sale, how many of these on common platforms.

    Attributes:
        year: which.
        models: on sale at some time of it.
        common: of these, on common platforms.
        low, high: bounds of the share, as parts of 1; both can be reached. None without models.
        targets: those of the year.
        reached: whether the highest of them is.
    """

    year: int
    models: Count
    common: Count
    low: float | None
    high: float | None
    targets: tuple[Target, ...]
    reached: Reached

    @property
    def share(self) -> str:
        """The share in words: `68.3%`, or `67.5%..69.2%`; "" without models."""
        if self.low is None or self.high is None:
            return ""
        low, high = f"{self.low:.1%}", f"{self.high:.1%}"
        return low if low == high else f"{low}..{high}"


@dataclass(frozen=True, slots=True)
class Shares:
    """The years, and the targets that are counted otherwise: by family, in vehicles."""

    years: tuple[Year, ...]
    otherwise: tuple[str, ...]


def shares_of(plan: Plan, day: int) -> Shares:
    """Return the share of models on common platforms around a day (`date.toordinal`).

    From the plan's `since` (else the first known start) to the last known start, the day, or the
    last target, whichever is latest.
    """
    targets: Sequence[Any] = plan.collections["targets"]
    ours = [one for one in targets if (one.of, one.per) == ("models", "platform")]
    programs = plan.collections["programs"]
    years = tuple(
        _year(year, programs, [_target(one) for one in ours if _in(one, year)])
        for year in _years(plan, ours, date.fromordinal(day).year)
    )
    others = tuple(one.id for one in targets if one.per in ("platform", "family"))
    return Shares(years, tuple(id_ for id_ in others if id_ not in {one.id for one in ours}))


def _years(plan: Plan, targets: Sequence[Any], now: int) -> range:
    starts = [_known_year(one.start) for one in plan.collections["programs"]]  # type: ignore[attr-defined]
    known = [year for year in starts if year]
    asked = [int(one.year.low) for one in targets if one.year.low == one.year.high]
    since: Any = plan.header.since  # type: ignore[attr-defined]
    first = _known_year(since) or min(known, default=now)
    last = max((now, *known, *asked))
    # A slip of a finger in one year is no reason to draw a century.
    first = max(min(first, now), now - _MOST_YEARS + 1)
    return range(first, min(last, first + _MOST_YEARS - 1) + 1)


def _known_year(day: Any) -> int:
    """Return the year of a date, 0 if that is not known."""
    if day.state is not State.KNOWN or abs(day.low) == INFINITY or abs(day.high) == INFINITY:
        return 0
    year = date.fromordinal(int(day.low)).year
    return year if date.fromordinal(int(day.high)).year == year else 0


def _in(target: Any, year: int) -> bool:
    is_then = target.year.low == year == target.year.high
    return is_then and target.at_least.state is State.KNOWN


def _target(target: Any) -> Target:
    share = target.at_least.low / _PER_UNIT
    return Target(target.id, share, f"{share * 100:.4g}%")


def _year(year: int, programs: Sequence[Any], targets: Sequence[Target]) -> Year:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    pairs = [(on_sale(one, first, last), one.platform.common) for one in programs]
    sold = [(sale, common) for sale, common in pairs if sale != FALSE]
    low, high = _bounds(sold)
    return Year(
        year=year,
        models=count(sale for sale, _ in sold),
        common=count(min(sale, common) for sale, common in sold),
        low=low,
        high=high,
        targets=tuple(targets),
        reached=_reached(targets, low, high),
    )


def _bounds(sold: Sequence[tuple[int, int]]) -> tuple[float | None, float | None]:
    """Return the least and the greatest share that what is not known admits.

    Whatever may be on no common platform makes the share smaller by being so, and by being on
    sale; whatever may be on one makes it greater.
    """
    certain = sum(1 for sale, common in sold if sale == TRUE == common)
    perhaps = sum(1 for sale, common in sold if sale == TRUE and common not in (TRUE, FALSE))
    others = sum(1 for sale, common in sold if sale == TRUE and common == FALSE)
    spoiling = sum(1 for sale, common in sold if sale != TRUE != common)
    helping = sum(1 for sale, common in sold if sale != TRUE and common != FALSE)
    least = certain + perhaps + others + spoiling
    most = certain + perhaps + others + helping
    if not least and not most:
        return None, None
    low = certain / least if least else 1.0
    high = (certain + perhaps + helping) / most if most else 0.0
    return low, high


def _reached(targets: Sequence[Target], low: float | None, high: float | None) -> Reached:
    if not targets or low is None or high is None:
        return ""
    wanted = max(target.share for target in targets)
    if low >= wanted:
        return "reached"
    return "not reached" if high < wanted else "not certain"
