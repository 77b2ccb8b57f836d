"""What a linked plan holds: known, none and unknown values, and who names whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pacecar.plan.elements import stand_in
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.values import (
    NONE_ITEMS,
    PRESENT_ITEMS,
    PRESENT_TEXT,
    TRUE,
    UNKNOWN,
    UNKNOWN_ITEMS,
    UNKNOWN_TEXT,
    BlankInterval,
    Element,
    Interval,
    State,
)
from tests.plan.golden import TODAY, load, report

HEADER = "plan: {name: P}\n"
WORLD = """
companies: [{id: nissan, name: Nissan, member: true, brands: [nissan, null]}]
regions: [{id: china, name: China}, {id: europe, name: Europe}]
technologies: [{id: plug, name: Plug-in hybrid}]
programs:
  - id: n-one
    name: One
    company: nissan
    segment: null
    body: suv
    regions: [europe, null, nowhere]
    upper_body_shared: 0.55
    technologies: [{technology: plug, developer: nissan}, {technology: plug}, null]
    start: 2025-02
    units: {2025: 010, 2024: null}
    cost: {standalone: 900}
  - {id: n-two, name: Two, company: nissan, segment: C, body: suv, leader: n-one, end: null}
  - {id: n-three, name: Three, company: nissan, segment: C, body: suv, leader: gone, start: soon}
  - {id: n-four, name: Four, company: nissan, segment: C, body: suv, leader: null, regions: x}
"""


def world(text: str = HEADER + WORLD) -> Any:
    """Return the entities of a plan by id."""
    plan = load(("plan.yaml", text.encode()))
    return {e.id: e for found in plan.collections.values() for e in found}


def test_known_values_are_exact() -> None:
    """Numbers are scaled integers, dates the days they name, references the entities."""
    all_ = world()
    one = all_["n-one"]
    assert one.company is all_["nissan"]
    assert one.company.member == TRUE
    assert one.upper_body_shared == Interval(550_000, 550_000)
    assert one.start == Interval(date(2025, 2, 1).toordinal(), date(2025, 2, 28).toordinal())
    assert one.cost.standalone == Interval(900_000_000, 900_000_000)
    assert [(u.id, u.year, u.vehicles) for u in one.units.items] == [
        ("2024", Interval(2024, 2024), one.units.items[0].vehicles),
        ("2025", Interval(2025, 2025), Interval(10, 10)),
    ]
    assert one.units.items[0].vehicles.state is State.UNKNOWN
    assert [use.id for use in one.technologies.items] == ["plug", "plug", UNKNOWN_TEXT]
    assert one.technologies.items[0].owner is one
    assert one.technologies.items[0].name_of_kind == "programs.technologies"
    assert one.origin.locate("technologies", 1, "technology").span[:4] == (14, 72, 14, 76)
    assert one.units.items[1].origin.locate("vehicles").span[:4] == (16, 19, 16, 22)


def test_what_is_not_known_widens_to_what_its_field_admits() -> None:
    """An unknown share is 0 to 1, an amount 0 and up, a year or date anything."""
    two = world()["n-two"]
    infinite = float("inf")
    assert tuple(two.upper_body_shared) == (0, 1_000_000)
    assert tuple(two.cost.planned) == (0, infinite)
    assert tuple(two.start) == (-infinite, infinite)
    assert tuple(stand_in("programs.units", State.UNKNOWN).year) == (-infinite, infinite)  # type: ignore[attr-defined]
    assert two.brand is UNKNOWN_TEXT
    assert two.regions is UNKNOWN_ITEMS


def test_absent_is_none_or_unknown_and_flawed_is_present() -> None:
    """Absent leader and end are none, null is unknown, and what cannot be used is there."""
    all_ = world()
    one, two, three, four = (all_[f"n-{n}"] for n in ("one", "two", "three", "four"))
    assert [p.leader.state for p in (one, two, three, four)] == [
        State.NONE,
        State.KNOWN,
        State.PRESENT,
        State.UNKNOWN,
    ]
    assert (one.end.state, two.end.state) == (State.NONE, State.UNKNOWN)
    assert one.segment is UNKNOWN_TEXT
    assert three.start.state is State.PRESENT
    assert isinstance(three.start, BlankInterval)
    assert four.regions is PRESENT_ITEMS
    assert [region.state for region in one.regions.items] == [
        State.KNOWN,
        State.UNKNOWN,
        State.PRESENT,
    ]
    assert one.regions.state is State.KNOWN
    assert all_["nissan"].brands.items == ("nissan", UNKNOWN_TEXT)


def test_development_is_the_leader_or_itself() -> None:
    """A program without leader develops itself; where the leader is not known, nobody knows."""
    all_ = world()
    unknown = stand_in("programs", State.UNKNOWN)
    assert all_["n-one"].development is all_["n-one"]
    assert all_["n-two"].development is all_["n-one"]
    assert all_["n-three"].development is unknown
    assert all_["n-four"].development is unknown


def test_paths_through_stand_ins_end_in_unknown() -> None:
    """What is none or unknown leads on to what is unknown, however far a path goes."""
    nobody = stand_in("programs", State.NONE)
    assert nobody.leader is stand_in("programs", State.UNKNOWN)  # type: ignore[attr-defined]
    assert nobody.leader.leader.company.member == UNKNOWN  # type: ignore[attr-defined]
    assert nobody.cost.planned.state is State.UNKNOWN  # type: ignore[attr-defined]
    assert nobody.origin is None


@pytest.mark.parametrize(
    ("written", "name", "specificity"),
    [
        ("region: china", "region china, nissan", (0, 0)),
        ("technology: plug, segments: [D, C]", "technology plug in C D, nissan", (1, 1)),
        (
            "technology: plug, regions: [europe, china], segments: null, families: []",
            "technology plug in ? china europe, nissan",
            (2, 3),
        ),
        ("model_line: {body: suv, segment: C}", "model line C suv, nissan", (0, 0)),
        ("model_line: {programs: [n-two, n-one]}", "model line n-one n-two, nissan", (0, 0)),
        ("region: null", "region ?, nissan", (0, 0)),
    ],
)
def test_leaderships_are_called_by_what_they_say(
    written: str, name: str, specificity: tuple[int, int]
) -> None:
    """A leadership's id is its scope in words, whatever the order of keys and items."""
    text = f"{HEADER}{WORLD}leaderships: [{{{written}, company: nissan}}]\n"
    (leadership,) = (e for e in world(text).values() if e.name_of_kind == "leaderships")
    assert leadership.id == name
    assert leadership.specificity == specificity
    assert leadership.since.state is State.NONE


def test_equal_leaderships_are_numbered_by_what_they_say() -> None:
    """Numbers do not depend on which of two leaderships stands first."""
    rows = ["since: 2026, until: 2027", "until: 2025-06"]
    for order in (rows, rows[::-1]):
        text = f"{HEADER}{WORLD}leaderships:\n"
        text += "".join(f"  - {{company: nissan, region: china, {row}}}\n" for row in order)
        all_ = world(text)
        first, second = all_["region china, nissan"], all_["region china, nissan (2)"]
        assert first.since == (date(2026, 1, 1).toordinal(),) * 2
        assert first.until == (date(2027, 12, 31).toordinal(),) * 2
        assert second.until == (date(2025, 6, 30).toordinal(),) * 2


def test_a_leadership_of_nothing_does_not_lead_everything() -> None:
    """Without a scope, what is led is unknown rather than not narrowed."""
    leadership = world(f"{HEADER}{WORLD}leaderships: [{{company: nissan}}]\n")["?, nissan"]
    states = [leadership.region.state, leadership.technology.state, leadership.model_line.state]
    assert states == [State.UNKNOWN] * 3
    assert leadership.segments is NONE_ITEMS


@pytest.mark.parametrize(
    ("header", "as_of", "expected"),
    [
        ("plan: {name: P, as_of: 2025-12-31}", None, date(2025, 12, 31)),
        ("plan: {name: P, as_of: 2025-12-31}", date(2024, 5, 6), date(2024, 5, 6)),
        ("plan: {name: P}", None, TODAY),
        ("plan: {name: P, as_of: soon}", None, TODAY),
        ("companies: []", None, TODAY),
    ],
)
def test_the_date_to_judge_at_is_always_known(
    header: str, as_of: date | None, expected: date
) -> None:
    """The caller's date goes before the plan's, the plan's before today."""
    plan = load_files([SourceFile("p.yaml", header.encode())], as_of=as_of, today=TODAY)
    day = expected.toordinal()
    assert plan.header.as_of == Interval(day, day)  # type: ignore[attr-defined]
    assert plan.header.since.state is State.NONE  # type: ignore[attr-defined]


def test_entities_are_sorted_and_the_first_of_equal_ids_counts() -> None:
    """Over several files, the first is that of the first file by name."""
    plan = load(
        ("b.yaml", b"regions: [{id: b, name: Second}, {id: a, name: A}]"),
        ("a.yaml", b"plan: {name: P}\nregions: [{id: b, name: First}]"),
    )
    assert [(r.id, r.name) for r in plan.collections["regions"]] == [("a", "A"), ("b", "First")]  # type: ignore[attr-defined]
    assert report(plan) == (
        "b.yaml:1:16-1:17 plan/duplicate-id\n"
        '  There is another region "b"; the first one counts.\n'
        "  hint: Give each an id of its own, or remove one.\n"
        "  at /regions/0/id\n"
        "  of regions/b/id\n"
        "  see a.yaml:2:16 the first one\n"
    )


def test_two_headers_in_two_files_are_one_too_many() -> None:
    """The header of the first file by name counts."""
    plan = load(("b.yaml", b"plan: {name: Q}\n"), ("a.yaml", b"plan: {name: P}\n"))
    assert plan.header.name == "P"  # type: ignore[attr-defined]
    assert report(plan) == (
        "b.yaml:1:7-1:16 plan/duplicate-key\n"
        '  The plan has a second "plan"; the first one counts.\n'
        "  hint: Leave it in one file.\n"
        "  at /plan\n"
        "  of plan\n"
        "  see a.yaml:1:7 the first one\n"
    )


def test_settings_keep_text_and_place() -> None:
    """A setting is kept as written: the rulebook knows what it may be."""
    plan = load(("p.yaml", b'plan: {name: P, settings: {a/b: {share: 0.50, word: "x"}}}\n'))
    share, word = plan.settings["a/b"]["share"], plan.settings["a/b"]["word"]
    assert (share.text, share.plain, share.file, share.line, share.column) == (
        *("0.50", True, "p.yaml", 1, 41),
    )
    assert (word.text, word.plain) == ("x", False)


def test_texts_and_flawed_items_stay_apart() -> None:
    """An item that cannot be used is there, and is none of the known ones."""
    text = HEADER + "companies: [{id: a, name: A, brands: [x, 5]}]\n"
    assert world(text)["a"].brands.items == ("x", PRESENT_TEXT)
    assert isinstance(world(text)["a"], Element)
