"""Twins: each leader with its followers, and what they are built on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pacecar.evaluation.bounds import not_after
from pacecar.evaluation.scopes import ends
from pacecar.evaluation.truths import same
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import FALSE, TRUE, UNKNOWN, State

_ALIKE: Final = {TRUE: "the same", FALSE: "another", UNKNOWN: "not known"}


@dataclass(frozen=True, slots=True)
class Twin:
    """A program among its twins.

    Attributes:
        id, name, company, platform: of the program, in words.
        depth: 0 for the leader, 1 for its followers, more for what follows followers.
        parent: which twin of the group it follows, by number; -1 for the leader.
        alike: whether it is on its leader's platform: the same, another, not known; "" for the
            leader.
    """

    id: str
    name: str
    company: str
    platform: str
    depth: int = 0
    parent: int = -1
    alike: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A leader and those who follow it, each after the one that it follows.

    Attributes:
        twins: the leader first.
        is_past: they no longer run together: the leader, or all who follow, ended.
        in_a_circle: nobody leads: they follow each other.
    """

    twins: tuple[Twin, ...]
    is_past: bool
    in_a_circle: bool = False

    @property
    def leader(self) -> Twin:
        """Who leads; of a circle, whoever comes first."""
        return self.twins[0]

    @property
    def followers(self) -> tuple[Twin, ...]:
        """All others."""
        return self.twins[1:]


@dataclass(frozen=True, slots=True)
class Twins:
    """All groups, the largest first, and how many programs follow one that is not known."""

    groups: tuple[Group, ...]
    with_unknown_leader: int

    @property
    def present(self) -> tuple[Group, ...]:
        """The groups that run, or are to come."""
        return tuple(group for group in self.groups if not group.is_past)

    @property
    def past(self) -> tuple[Group, ...]:
        """The groups of which the leader or all followers ended."""
        return tuple(group for group in self.groups if group.is_past)


def twins_of(plan: Plan, day: int) -> Twins:
    """Return the twins of a plan; what ended before a day (`date.toordinal`) is past."""
    programs: Sequence[Any] = plan.collections["programs"]
    following: dict[str, list[Any]] = {}
    for program in programs:
        if program.leader.state is State.KNOWN:
            following.setdefault(program.leader.id, []).append(program)
    roots = [one for one in programs if one.id in following and one.leader.state is not State.KNOWN]
    groups = [_group(root, following, day) for root in roots]
    placed = {twin.id for group in groups for twin in group.twins}
    for program in programs:
        # Whoever is below no leader is in a circle, or follows somebody in one.
        if program.id in following and program.id not in placed:
            groups.append(_group(program, following, day, in_a_circle=True))
            placed.update(twin.id for twin in groups[-1].twins)
    groups.sort(key=lambda group: (-len(group.twins), group.leader.name, group.leader.id))
    unknown = sum(1 for one in programs if one.leader.state in (State.UNKNOWN, State.PRESENT))
    return Twins(tuple(groups), unknown)


def _group(
    root: Any, following: Mapping[str, Sequence[Any]], day: int, *, in_a_circle: bool = False
) -> Group:
    members = list(_below(root, following))
    twins = tuple(
        Twin(
            id=program.id,
            name=str(program.name),
            company=_named(program.company),
            platform=_named(program.platform),
            depth=depth,
            parent=parent,
            alike=_ALIKE[same(program.platform, program.leader.platform)] if depth else "",
        )
        for program, depth, parent in members
    )
    running = [not_after((day, day), ends(program)) != FALSE for program, _, _ in members]
    return Group(twins, not (running[0] and any(running[1:])), in_a_circle)


def _below(root: Any, following: Mapping[str, Sequence[Any]]) -> Iterator[tuple[Any, int, int]]:
    """Yield a program and all that follow it, with depth and the number of the one followed."""
    seen = {root.id}
    pending = [(root, 0, -1)]
    number = 0
    while pending:
        program, depth, parent = pending.pop()
        yield program, depth, parent
        for follower in sorted(
            following.get(program.id, ()), key=lambda one: (str(one.name), one.id), reverse=True
        ):
            if follower.id not in seen:
                seen.add(follower.id)
                pending.append((follower, depth + 1, number))
        number += 1


def _named(element: Any) -> str:
    return str(element.name) if element.state is State.KNOWN else "not known"
