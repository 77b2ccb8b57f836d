"""`pacecar diff`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pacecar.checking.report import Report
from pacecar.cli.defaults import rule_folders
from pacecar.cli.options import (
    ORDER,
    Ordered,
    conclude,
    terms_of,
    today,
    what_to_judge,
    what_to_make_of_it,
)
from pacecar.cli.outputs import Look, paired, write
from pacecar.cli.progress import progress
from pacecar.cli.settings import Settings, load_settings, split
from pacecar.cli.troubles import Trouble, trouble_of
from pacecar.formats.cells import shown

if TYPE_CHECKING:
    from pacecar.checking.comparing import Earlier
    from pacecar.checking.diffing import Files

_HELP = """Tell which findings a change of a plan introduces, changes, resolves and leaves.

OLD and NEW are plans: a file or folder, a git revision (of the plan that is checked without a
PATH), or REV:PATH. OLD may be a report of --format json or a baseline as well, and then NEW a
report. Plans are judged by the same rules and as of the same date, that of NEW.

\b
Examples:
  pacecar diff HEAD plans/alliance
  pacecar diff v1.0:plans/alliance v1.1:plans/alliance
  pacecar diff last-month.json plans/alliance --show all
  pacecar diff last-month.json this-month.json

\b
Exit codes: 0 nothing new fails, 1 what is introduced or changed does, from
--fail-level on, 2 usage, settings or rulebook error, 3 NEW has no plan,
4 NEW is not judged: a file cannot be read, or a rule could not run.
"""


@click.command("diff", cls=Ordered, help=_HELP, short_help="Tell what a change introduces.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@what_to_judge
@what_to_make_of_it
@click.pass_context
def command(ctx: click.Context, /, old: str, new: str, **flags: Any) -> int:
    """Compare two states of a plan; `_HELP` is what users read."""
    from pacecar.checking.comparing import without_left

    settings = load_settings(Path.cwd(), os.environ)
    default = settings.get("format", None, "text")
    outputs = paired(ctx.meta[ORDER], flags["format"], flags["output"], default)
    report = _diff(old, new, settings, flags)
    everything = settings.get("show", flags["show"], "") == "all"
    look = Look(
        settings.get("color", flags["color"], "auto"),
        "all" if everything else "",
        settings.get("fail-level", flags["fail_level"], "error"),
        settings.get("undetermined", flags["undetermined"], "allow"),
    )
    for output in outputs:
        write([report if everything else without_left(report)], output, look)
    return conclude(report, settings, flags, today())


def _diff(old: str, new: str, settings: Settings, flags: dict[str, Any]) -> Report:
    """Compare two states; what a user can mend is told."""
    from pacecar.checking.diffing import diff
    from pacecar.cli.sides import new_side, old_side

    try:
        # The new side first: a plan is likelier to be misspelt than to be missing.
        after = new_side(new, settings)
        with progress(shown(f"comparing {old} and {new}")):
            before = old_side(old, settings)
            if isinstance(after, Report):
                return _beside_report(before, after, old, new)
            return diff(
                before,
                after,
                rules=rule_folders(flags["rules"], settings),
                select=settings.get("select", split(flags["select"]), ()),
                ignore=settings.get("ignore", split(flags["ignore"]), ()),
                as_of=settings.get("as-of", flags["as_of"], None),
                today=today(),
                evaluator=settings.get("evaluator", flags["evaluator"], "auto"),
                kept=settings.get("cache", None, default=True),
                terms=terms_of(settings),
            )
    except Trouble:
        raise
    except Exception as problem:
        trouble = trouble_of(problem)
        if trouble is None:
            raise
        raise trouble from None


def _beside_report(before: Files | Earlier, after: Report, old: str, new: str) -> Report:
    """Compare two reports as they are: nothing is judged, so each has its own rules and date."""
    from pacecar.checking.comparing import compared
    from pacecar.checking.diffing import Files

    if isinstance(before, Files):
        raise Trouble(
            f"pacecar: {new} is a report, and {old} a plan; name a report or a baseline for OLD too"
        )
    return compared(after, before)
