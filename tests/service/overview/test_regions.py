"""Who leads and who sells in each region."""

from __future__ import annotations

from pacecar.service.overview.counts import Count
from pacecar.service.overview.regions import UNKNOWN_COMPANY, Cell, Region, Regions, regions_of
from tests.service.overview.plans import DAY, car, plan

NONE = Count(0, 0)


def test_the_matrix_has_leaders_and_bounds_of_what_is_sold() -> None:
    """Members come first, then who sells; a program that ended, or is to come, is not counted."""
    found = regions_of(
        plan(
            leaderships="company: nissan, region: japan",
            programs=car("micra", "nissan", ", regions: [japan], start: 2020")
            + car("leaf", "nissan", ", regions: [japan], start: null")
            + car("note", "nissan", ", regions: [japan], start: 2010, end: 2025-06")
            + car("clio", more=", regions: [europe], start: 2027")
            + car("zoe", more=", start: 2020")
            + car("monjaro", "geely", ", regions: [europe], start: 2020"),
        ),
        DAY,
    )
    assert found == Regions(
        ("Nissan", "Renault", "Geely"),
        (
            Region(
                "Europe",
                "no leader",
                (),
                (
                    Cell("Nissan", "", NONE),
                    Cell("Renault", "", Count(0, 1)),
                    Cell("Geely", "", Count(1, 1)),
                ),
            ),
            Region(
                "Japan",
                "one leader",
                ("Nissan",),
                (
                    Cell("Nissan", "leads", Count(1, 2)),
                    Cell("Renault", "", Count(0, 1)),
                    Cell("Geely", "", NONE),
                ),
            ),
        ),
        nowhere=1,
    )


def standing(leaderships: str) -> tuple[str, tuple[str, ...], list[str]]:
    """Return how Europe stands, who leads it, and the words of Nissan and Renault."""
    region = regions_of(plan(leaderships=leaderships), DAY).rows[0]
    return region.standing, region.leaders, [cell.leads for cell in region.cells]


def test_two_leaders_stand_out_now_or_later() -> None:
    """Later, where the second begins before the first ends; not where it begins afterwards."""
    assert standing("company: nissan, region: europe\ncompany: renault, region: europe") == (
        "several leaders",
        ("Nissan", "Renault"),
        ["leads", "leads"],
    )
    first = "company: nissan, region: europe, until: 2027-12\n"
    assert standing(first + "company: renault, region: europe, since: 2027-01") == (
        "several leaders later",
        ("Nissan",),
        ["leads until 2027-12-31", "will lead from 2027-01-01"],
    )
    assert standing(first + "company: renault, region: europe, since: 2028-01") == (
        "one leader",
        ("Nissan",),
        ["leads until 2027-12-31", "will lead from 2028-01-01"],
    )


def test_a_leadership_says_how_far_it_goes() -> None:
    """What it is narrowed to; that it is over; that nobody knows whose it is."""
    assert standing("company: nissan, region: europe, segments: [A, B]") == (
        "one leader",
        ("Nissan",),
        ["leads (segments A, B)", ""],
    )
    assert standing("company: nissan, region: europe, until: 2024") == (
        "no leader",
        (),
        ["led until 2024-12-31", ""],
    )
    assert standing("company: null, region: europe") == (
        "one leader",
        (UNKNOWN_COMPANY,),
        ["", ""],
    )
