"""What `pacecar diff` compares: plans, plans at a git revision, reports and baselines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pacecar.checking.comparing import Earlier
from pacecar.checking.diffing import Files
from pacecar.checking.report import Report
from pacecar.cli.defaults import plans_to_check
from pacecar.cli.settings import Settings
from pacecar.cli.troubles import NOTHING, Trouble
from pacecar.plan.files import STDIN, collect
from pacecar.plan.revisions import RevisionProblem, files_at

_GIT: Final = "git:"


def old_side(text: str, settings: Settings) -> Files | Earlier:
    """Return what a text names: a plan, a report or baseline, or a revision of a plan.

    Raises:
        Trouble: it names nothing.
        AgainstProblem: the file of a report or baseline is damaged.
        PathProblem: a path cannot be used.
    """
    if _exists(text) and _is_kept(Path(text)):
        from pacecar.checking.keeping import read_earlier

        return read_earlier(text)
    return _plan(text, settings)


def new_side(text: str, settings: Settings) -> Files | Report:
    """Return the plan that a text names (a path, a revision, or REV:PATH), or a report of one.

    Raises:
        Trouble: it names nothing, a baseline, or a report that does not tell everything.
        PathProblem: a path cannot be used.
    """
    if _exists(text) and _is_kept(Path(text)):
        return _whole_report(text)
    plan = _plan(text, settings)
    if not plan.files:
        raise Trouble(f"pacecar: nothing to check: no file of a plan in {text}", code=NOTHING)
    return plan


def _whole_report(text: str) -> Report:
    """Read a report that tells all findings of a plan."""
    import json

    from pacecar.formats.reading import NoReport, report_in

    try:
        report = report_in(json.loads(Path(text).read_bytes()), {}, {})
    except (OSError, ValueError, RecursionError, NoReport) as problem:
        raise Trouble(
            f"pacecar: {text} cannot be the NEW side: {problem}; name a plan, or a report of "
            "--format json"
        ) from None
    if report.against is not None:
        raise Trouble(
            f"pacecar: {text} was compared with {report.against.what} and need not tell all "
            "findings; for NEW name the plan, or a report made without --against"
        )
    return report


def _plan(text: str, settings: Settings) -> Files:
    """Return the plan that a text names; of a revision that does not have it, no files."""
    if text in ("", STDIN):
        raise Trouble(f"pacecar: {text or 'an empty text'} is nothing to compare; name a plan")
    if _exists(text):
        return Files(f"plan {text}", tuple(collect([text])))
    revision, _, path = text.removeprefix(_GIT).partition(":")
    try:
        files = files_at(revision, [path] if path else _default_plan(text, settings))
    except RevisionProblem as problem:
        message = f"{text} is no file, and as a revision it cannot be read: {problem}"
        if text.startswith(_GIT):
            message = f"{text} cannot be read: {problem}"
        raise Trouble(f"pacecar: {message}") from None
    what = f"revision {revision}" + (f" of {path}" if path else "")
    return Files(what, tuple(files))


def _exists(text: str) -> bool:
    return bool(text) and not text.startswith(_GIT) and Path(text).exists()


def _is_kept(path: Path) -> bool:
    """Tell a report or a baseline from a file of a plan, by what it says it is."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        begin = file.read(200)
    return b'"format"' in begin and b"pacecar-" in begin


def _default_plan(text: str, settings: Settings) -> tuple[str, ...]:
    """Return the plan that a revision is meant of where no path says so."""
    plans = plans_to_check((), settings, Path.cwd())
    if len(plans) != 1:
        names = ", ".join(path for plan in plans for path in plan)
        which = f" ({names})" if plans else ""
        raise Trouble(
            f"pacecar: {text} is no file, and if it is a revision: of which plan{which}? Name it "
            f"as {text}:PATH"
        )
    return plans[0]
