"""Making a kept report again from what is kept, and comparing the two byte by byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, Final

import pacecar
from pacecar.service.checking import task_again
from pacecar.service.service import Service
from pacecar.service.storage import blobs, checks
from pacecar.service.storage.checks import Check

MOST_DIFFERENCES: Final = 20


@dataclass(frozen=True, slots=True)
class Reproduction:
    """A check made again.

    Attributes:
        check: the check as it is kept.
        report: the report as it came out now.
        differences: where it differs from the kept one, the first twenty; none if no byte does.
        explained: the check was made by another version of Pacecar or another evaluator, or the
            version is the same and so the bytes must be.
    """

    check: Check
    report: bytes
    differences: tuple[str, ...]
    explained: str

    @property
    def identical(self) -> bool:
        """Whether every byte is the same."""
        return not self.differences


def reproduce(service: Service, check_id: str) -> Reproduction:
    """Make the report of a check again from its stored inputs, and compare it with the kept one.

    Raises:
        NotFound: there is no such check.
        CannotJudge: it could not be run again.
        DatabaseProblem: what it was made of is missing or damaged.
    """
    with service.database.reading() as connection:
        check = checks.one(connection, check_id)
        kept = blobs.read(connection, check.report)
        task = task_again(connection, check)
    judged = service.judge.judge(task)
    explained = ""
    if check.tool_version != pacecar.__version__:
        explained = (
            f"It was checked by Pacecar {check.tool_version}; this is {pacecar.__version__}."
        )
    differences: tuple[str, ...] = ()
    if judged.report != kept:
        found = _differences("", json.loads(kept), json.loads(judged.report))
        differences = tuple(islice(found, MOST_DIFFERENCES)) or ("the layout of the report",)
    return Reproduction(check, judged.report, differences, explained)


def _differences(where: str, then: Any, now: Any) -> Iterator[str]:
    """Yield the places where two documents differ, with what stands there."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in [*then, *(key for key in now if key not in then)]:
            yield from _differences(f"{where}/{key}", then.get(key), now.get(key))
    elif isinstance(then, list) and isinstance(now, list):
        for number, (left, right) in enumerate(zip_longest(then, now)):
            yield from _differences(f"{where}/{number}", left, right)
    elif then != now:
        yield f"{where}: {json.dumps(then)} then, {json.dumps(now)} now"
