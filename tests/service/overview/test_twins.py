"""Leaders and followers."""

from __future__ import annotations

from pacecar.service.overview.twins import Group, Twin, Twins, twins_of
from tests.service.overview.plans import DAY, car, plan


def test_a_leader_stands_before_its_followers() -> None:
    """A follower's follower stands below it; each says whether it is on its leader's platform."""
    found = twins_of(
        plan(
            programs=car("qashqai", "nissan", ", platform: cmf-b")
            + car("kadjar", more=", platform: cmf-b, leader: qashqai")
            + car("austral", more=", platform: own, leader: qashqai")
            + car("rafale", more=", leader: austral")
            + car("clio")
            + car("twingo", more=", leader: null")
        ),
        DAY,
    )
    assert found == Twins(
        (
            Group(
                (
                    Twin("qashqai", "Qashqai", "Nissan", "CMF-B"),
                    Twin("austral", "Austral", "Renault", "Own", 1, 0, "another"),
                    Twin("rafale", "Rafale", "Renault", "not known", 2, 1, "not known"),
                    Twin("kadjar", "Kadjar", "Renault", "CMF-B", 1, 0, "the same"),
                ),
                is_past=False,
            ),
        ),
        with_unknown_leader=1,
    )


def test_twins_are_past_once_the_leader_or_all_followers_ended() -> None:
    """One follower that runs keeps them together."""
    found = twins_of(
        plan(
            programs=car("a-1")
            + car("a-2", more=", leader: a-1, end: 2024")
            + car("b-1")
            + car("b-2", more=", leader: b-1")
            + car("b-3", more=", leader: b-1, end: 2024")
            + car("c-1", more=", end: 2024")
            + car("c-2", more=", leader: c-1")
        ),
        DAY,
    )
    assert [group.leader.id for group in found.present] == ["b-1"]
    assert [group.leader.id for group in found.past] == ["a-1", "c-1"]


def test_a_circle_is_shown_as_one() -> None:
    """Each stands in it once, and whoever follows into it as well."""
    programs = car("a", more=", leader: b") + car("b", more=", leader: a")
    found = twins_of(plan(programs=programs + car("c", more=", leader: a")), DAY)
    assert [(group.in_a_circle, [twin.id for twin in group.twins]) for group in found.groups] == [
        (True, ["a", "b", "c"])
    ]
