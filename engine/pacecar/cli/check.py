"""`pacecar check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pacecar.checking.report import Report
from pacecar.cli.asked import Asked, asked_plans
from pacecar.cli.main import say
from pacecar.cli.options import (
    ORDER,
    Ordered,
    conclude,
    for_rows,
    terms_of,
    today,
    what_to_judge,
    what_to_make_of_it,
)
from pacecar.cli.outputs import Look, paired, write
from pacecar.cli.progress import progress
from pacecar.cli.settings import Settings, load_settings, split
from pacecar.cli.troubles import NOTHING, Trouble, trouble_of
from pacecar.formats.cells import shown
from pacecar.formats.registry import FORMATS

_HELP = """Check the files as one plan and report every violation.

PATH is a file or folder, - is standard input. All that is named makes one plan. Without PATH:
the plans below ./plans, or else every folder below this one that has a plan.

\b
Examples:
  pacecar check plans/alliance
  pacecar check plans/alliance --select twins,cost/a-twin-saves --show all
  pacecar check plans/alliance --against HEAD
  pacecar check plan.yaml --format text --format json --output report.json
  pacecar check plan.xlsx --annotate checked.xlsx
  git show HEAD:plan.yaml | pacecar check -

Each option can be set for good, and goes before what is set in the environment, and that before
the nearest file, in this folder or one above:

\b
  PACECAR_FAIL_LEVEL=warning    in the environment
  fail-level = "warning"        in pacecar.toml, or under [tool.pacecar] in
                                pyproject.toml

\b
Exit codes: 0 accepted, 1 findings from --fail-level on, 2 usage, settings or
rulebook error, 3 nothing to check, 4 not judged: a file cannot be read, or a
rule could not run.
"""


@click.command("check", cls=Ordered, help=_HELP, short_help="Check the files of a plan.")
@click.argument("paths", metavar="[PATH...|-]", nargs=-1)
@click.option(
    "--whole", is_flag=True, help="Check the whole plans that these files belong to, if any."
)
@click.option(
    "--commit",
    is_flag=True,
    help="As a commit hook: the whole plans that the commit touches, and what it introduces.",
)
@what_to_judge
@click.option(
    "--annotate",
    metavar="FILE",
    help="Write the plan's workbook here, with the findings at its cells.",
)
@for_rows
@click.option(
    "--against",
    metavar="REV|FILE",
    help="Only what is new beside a git revision, a report or a baseline.",
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    help="Write all findings of now to a file, to be --against later; exit with 0.",
)
@what_to_make_of_it
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **flags: Any) -> int:
    """Check a plan; `_HELP` is what users read."""
    settings = load_settings(Path.cwd(), os.environ)
    default = settings.get("format", None, "text")
    outputs = paired(ctx.meta[ORDER], flags["format"], flags["output"], default)
    plans = _asked(paths, settings, flags)
    single = [output.format for output in outputs if not FORMATS[output.format].several]
    if len(plans) > 1 and single:
        names = ", ".join(plan.name for plan in plans)
        raise Trouble(f"pacecar: {single[0]} holds one plan; name one of {names}")
    annotation = None
    if flags["annotate"] is not None:
        from pacecar.cli.annotating import Annotation

        annotation = Annotation(flags["annotate"], [plan.paths for plan in plans])
    show = settings.get("show", flags["show"], "")
    _must_be_comparable(plans, flags)
    baseline = flags["write_baseline"]
    if baseline is not None:
        from pacecar.cli.baselines import must_be_writable, write_baseline

        chosen = flags["select"] or flags["ignore"]
        must_be_writable(baseline, [plan.paths for plan in plans], chosen)
    whole = reports = [_check(plan, flags) for plan in plans]
    if annotation is not None:
        annotation.find(reports[0])
    if show != "all":
        reports = [_introduced(report) for report in reports]
    # Plans of one output are held to one level: that of the first.
    own = plans[0].settings if plans else settings
    look = Look(
        settings.get("color", flags["color"], "auto"),
        "all" if show == "all" else "",
        own.get("fail-level", flags["fail_level"], "error"),
        own.get("undetermined", flags["undetermined"], "allow"),
    )
    for output in outputs if reports else ():
        write(reports, output, look)
    if annotation is not None:
        annotation.write(reports[0])
    if baseline is not None:
        return write_baseline(whole[0], baseline)
    codes = [
        conclude(report, plan.settings, flags, today())
        for plan, report in zip(plans, reports, strict=True)
    ]
    return max(codes, default=0)


def _must_be_comparable(plans: Sequence[Asked], flags: dict[str, Any]) -> None:
    """Refuse what cannot be compared, before anything is judged."""
    if flags["against"] == "":
        raise Trouble(
            "pacecar: --against is empty; it takes a git revision, a report or a baseline"
        )
    against = [_against(plan, flags) for plan in plans]
    if flags["show"] == "introduced" and plans and not any(against):
        raise Trouble("pacecar: --show introduced needs --against: introduced since when?")
    for file in against:
        if against.count(file) > 1 and Path(file).is_file():
            names = ", ".join(plan.name for plan in plans)
            raise Trouble(f"pacecar: --against {file} is about one plan; name one of {names}")


def _against(plan: Asked, flags: dict[str, Any]) -> str:
    """Return what a plan is compared with, "" for nothing."""
    against: str | None = flags["against"]
    return plan.settings.get("against", against, plan.against)


def _introduced(report: Report) -> Report:
    """Return a report without what was there before; all of it, if it was compared with nothing."""
    if report.against is None:
        return report
    from pacecar.checking.comparing import without_left

    return without_left(report)


def _asked(paths: tuple[str, ...], settings: Settings, flags: dict[str, Any]) -> list[Asked]:
    """Return the plans to check; a file that changed may belong to none."""
    here = Path.cwd()
    if flags["commit"]:
        from pacecar.cli.committing import plans_of_a_commit

        return plans_of_a_commit(paths, flags["rules"], here, os.environ)
    if flags["whole"]:
        from pacecar.cli.whole import whole_plans

        return whole_plans(paths, flags["rules"], here, os.environ)
    return asked_plans(paths, flags["rules"], settings, here)


def _check(plan: Asked, flags: dict[str, Any]) -> Report:
    """Check one plan."""
    from pacecar.checking.check import check
    from pacecar.plan.files import any_for_database

    settings = plan.settings
    try:
        if any_for_database(plan.paths):
            from pacecar.cli.bulk import check_rows

            return _with_note(check_rows(plan, flags))
        _must_be_rows(plan, flags)
        stdin = _standard_input() if "-" in plan.paths else None
        with progress(shown(f"checking {plan.name}")):
            report = check(
                plan.paths,
                rules=plan.rules,
                select=settings.get("select", split(flags["select"]), ()),
                ignore=settings.get("ignore", split(flags["ignore"]), ()),
                as_of=settings.get("as-of", flags["as_of"], None),
                today=today(),
                evaluator=settings.get("evaluator", flags["evaluator"], "auto"),
                stdin=stdin,
                against=_against(plan, flags),
                sides=plan.sides if _against(plan, flags) == plan.against else (),
                found_at=plan.found_at,
                kept=settings.get("cache", None, default=True),
                terms=terms_of(settings),
            )
    except Exception as problem:
        trouble = trouble_of(problem)
        if trouble is None:
            raise
        raise trouble from None
    if not report.texts:
        where = ", ".join(plan.paths)
        raise Trouble(f"pacecar: nothing to check: no file of a plan in {where}", code=NOTHING)
    return _with_note(report)


def _with_note(report: Report) -> Report:
    """Say who judged, if there is anything to say."""
    if report.evaluator_note:
        say(f"pacecar: {shown(report.evaluator_note)}")
    return report


def _must_be_rows(plan: Asked, flags: dict[str, Any]) -> None:
    """Refuse what only a database can do, on a plan that is read in process."""
    for option in ("findings", "memory", "threads", "temp"):
        if flags[option] is not None:
            raise Trouble(
                f"pacecar: --{option} is for Parquet and large files of rows; {plan.name} has none"
            )


def _standard_input() -> bytes:
    """Read standard input: one byte more than a file may have shows that it has too many."""
    from pacecar.plan.limits import FILE_BYTES

    if sys.stdin is None:
        raise Trouble("pacecar: - is standard input, which is closed")
    return sys.stdin.buffer.read(FILE_BYTES + 1)
