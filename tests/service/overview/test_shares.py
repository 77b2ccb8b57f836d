"""The share on common platforms, and its bounds."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.checking.check import check
from pacecar.plan.loading import load_plan
from pacecar.resources import bundled
from pacecar.service.overview.counts import Count
from pacecar.service.overview.shares import Shares, Target, Year, shares_of
from tests.service.overview.plans import DAY, car, plan

TARGET = "id: common, year: 2025, at_least: 0.5, of: models, per: platform\n"
BY_FAMILY = "id: by-family, year: 2025, at_least: 0.5, of: models, per: family\n"


def test_each_year_has_its_share_with_bounds() -> None:
    """What is not known widens it; a year without models has none; other ways are named."""
    found = shares_of(
        plan(
            targets=TARGET + BY_FAMILY,
            programs=car("a", more=", platform: cmf-b, start: 2025")
            + car("b", more=", platform: own, start: 2025")
            + car("c", more=", platform: new, start: 2025"),
        ),
        DAY,
    )
    none = Count(0, 0)
    assert found == Shares(
        (
            Year(2024, none, none, None, None, (), ""),
            Year(
                2025,
                Count(3, 3),
                Count(1, 2),
                1 / 3,
                2 / 3,
                (Target("common", 0.5, "50%"),),
                "not certain",
            ),
        ),
        ("by-family",),
    )
    assert [year.share for year in found.years] == ["", "33.3%..66.7%"]
    assert str(found.years[1].common) == "1..2"


@pytest.mark.parametrize(
    ("share", "reached"), [("0.3", "reached"), ("0.5", "not certain"), ("0.7", "not reached")]
)
def test_a_target_is_reached_whatever_is_not_known_or_not_certainly(
    share: str, reached: str
) -> None:
    """Between the bounds nobody can tell."""
    programs = car("a", more=", platform: cmf-b, start: 2025") + car("b", more=", start: 2025")
    programs += car("c", more=", platform: own, start: 2025")
    found = shares_of(plan(targets=TARGET.replace("0.5", share), programs=programs), DAY)
    assert found.years[-1].reached == reached


def test_a_plan_without_programs_has_one_year_without_models() -> None:
    """That of the day, after the plan's `since`."""
    assert [year.models for year in shares_of(plan(), DAY).years] == [Count(0, 0)] * 2


SALES = {"start: 2025": (True,), "start: 2024, end: 2024": (False,), "start: null": (True, False)}
PLATFORMS = {"cmf-b": (True,), "own": (False,), "new": (True, False)}


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.sampled_from(list(SALES)), st.sampled_from(list(PLATFORMS))), max_size=5)
)
def test_bounds_are_the_least_and_greatest_of_all_that_may_be(
    programs: list[tuple[str, str]],
) -> None:
    """Tried by giving each value that is not known each value that it may have."""
    text = "".join(
        car(f"p{number}", more=f", platform: {platform}, {sale}")
        for number, (sale, platform) in enumerate(programs)
    )
    found = next(year for year in shares_of(plan(programs=text), DAY).years if year.year == 2025)
    worlds = [
        [common for sold, common in world if sold]
        for world in product(
            *(list(product(SALES[sale], PLATFORMS[platform])) for sale, platform in programs)
        )
    ]
    models, common = [len(world) for world in worlds], [sum(world) for world in worlds]
    assert found.models == Count(min(models), max(models))
    assert found.common == Count(min(common), max(common))
    shares = [sum(world) / len(world) for world in worlds if world]
    expected = (min(shares), max(shares)) if shares else (None, None)
    assert (found.low, found.high) == expected


@pytest.mark.slow
def test_the_reference_plan_has_the_share_that_its_rule_reports() -> None:
    """The page and the rule never contradict each other."""
    folders = [bundled("plans") / "alliance"]
    found = load_plan(folders, as_of=None, today=date(2026, 1, 1))
    year = next(one for one in shares_of(found, DAY).years if one.year == 2024)
    said = f"{year.common} of the {year.models} models on sale in 2024 are on a common platform, "
    report = check(
        folders,
        rules=[bundled("rules")],
        select=["portfolio/common-platform-share"],
        today=date(2026, 1, 1),
    )
    messages = [one.message for one in report.findings]
    assert messages == [f"{said}{year.share}; at least 80.0% is asked."]
    assert year.reached == "not reached"
