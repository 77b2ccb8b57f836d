"""What a plan is compared with: a git revision, an earlier report, or a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pacecar.checking.comparing import Earlier
from pacecar.checking.problems import AgainstProblem
from pacecar.plan.loading import load_files
from pacecar.plan.portfolio import Plan
from pacecar.plan.revisions import RevisionProblem, files_at

_GIT: Final = "git:"


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """A plan as it was, still to be judged; `what` says in words which."""

    what: str
    plan: Plan


def base_of(against: str, paths: Sequence[str | Path], as_of: date) -> Earlier | EarlierPlan:
    """Return what a plan is to be compared with.

    Args:
        against: a file with an earlier report or a baseline, or else a git revision; `git:` in
            front of a revision tells it from a file of its name.
        paths: the paths of the plan.
        as_of: the date that both states are judged at.

    Raises:
        AgainstProblem: it is neither, or cannot be used.
        PathProblem: a path outside of the repository cannot be used.
    """
    if not against.startswith(_GIT) and Path(against).is_file():
        from pacecar.checking.keeping import read_earlier

        return read_earlier(against)
    revision = against.removeprefix(_GIT)
    what = f"revision {revision}"
    try:
        files = files_at(revision, paths)
    except RevisionProblem as problem:
        message = f"{against} cannot be compared with: {problem}"
        if not against.startswith(_GIT) and not Path(against).exists():
            message = f"{against} is no file, and as a revision it cannot be read: {problem}"
        raise AgainstProblem(message) from None
    if not files:
        return Earlier(f"{what}, which has no file of this plan")
    return EarlierPlan(what, load_files(files, as_of=as_of, today=as_of))
