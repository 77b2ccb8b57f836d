"""The sides of a merge as one earlier state: what any of them has, the merge does not introduce."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pacecar.checking.comparing import Earlier
from pacecar.checking.report import Known, Subject, Undetermined


def either(sides: Sequence[Earlier]) -> Earlier:
    """Return the state that knows what any of the sides knows.

    A finding that several have is known as often as the side has it that has it most often.
    """
    most: dict[Known, int] = {}
    for side in sides:
        for known, count in Counter(side.known).items():
            most[known] = max(most.get(known, 0), count)
    return Earlier(
        " and ".join(side.what for side in sides),
        tuple(known for known, count in most.items() for _ in range(count)),
        _waiting(sides),
    )


def _waiting(sides: Sequence[Earlier]) -> tuple[Undetermined, ...] | None:
    """Return what undetermined cases waited for on any side, None if one does not know it."""
    most: dict[tuple[str, str], tuple[int, tuple[Subject, ...]]] = {}
    for side in sides:
        if side.undetermined is None:
            return None
        for entry in side.undetermined:
            key = (entry.rule, entry.needs)
            most[key] = max(most.get(key, (0, ())), (entry.count, entry.examples), key=_count)
    return tuple(Undetermined(*key, *value) for key, value in most.items())


def _count(value: tuple[int, tuple[Subject, ...]]) -> int:
    return value[0]
