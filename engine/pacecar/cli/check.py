"""`pacecar check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from pacecar.checking.report import Report
from pacecar.cli.asked import Asked, asked_plans
from pacecar.cli.exit_codes import exit_code, failures
from pacecar.cli.main import say
from pacecar.cli.outputs import Look, paired, write
from pacecar.cli.progress import progress
from pacecar.cli.settings import CHOICES, Settings, load_settings, split, to_date
from pacecar.cli.staleness import STALE_AFTER, staleness
from pacecar.cli.troubles import NOTHING, Trouble, trouble_of
from pacecar.formats.cells import shown

F = TypeVar("F", bound=Callable[..., Any])

_ORDER = "pacecar.cli.check.order"
_WHOLE = {"--whole", "--commit"}


class _Ordered(click.Command):
    """A command that remembers the order of its options: an --output belongs to a --format."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, after noting the order of the options."""
        args = _files_last(args) if _WHOLE & set(args) else args
        *_, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta[_ORDER] = [param.name for param in order if param.name in ("format", "output")]
        return super().parse_args(ctx, args)


def _files_last(args: list[str]) -> list[str]:
    """Put files whose names begin with `-` behind `--`, as who is given names may not.

    A file `--output=plan.yaml` in somebody's repository is a file, and no option of a hook.
    """
    end = args.index("--") if "--" in args else len(args)
    files = [arg for arg in args[:end] if arg.startswith("-") and Path(arg).is_file()]
    others = [arg for arg in args[:end] if arg not in files]
    return [*others, "--", *files, *args[end + 1 :]]


def _date(_: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read a date."""
    try:
        return None if value is None else to_date(value)
    except ValueError as problem:
        raise click.UsageError(f"{param.opts[0]}: {problem}.") from None


def _choice(name: str, text: str) -> Callable[[F], F]:
    """Return an option that takes one of the choices of a setting."""
    return click.option(f"--{name}", type=click.Choice(CHOICES[name]), help=text)


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


@click.command("check", cls=_Ordered, help=_HELP, short_help="Check the files of a plan.")
@click.argument("paths", metavar="[PATH...|-]", nargs=-1)
@click.option(
    "--whole", is_flag=True, help="Check the whole plans that these files belong to, if any."
)
@click.option(
    "--commit",
    is_flag=True,
    help="As a commit hook: the whole plans that the commit touches, and what it introduces.",
)
@click.option(
    "--rules",
    metavar="DIR",
    multiple=True,
    help="Folder of rules; may repeat. Default: ./rules, else Pacecar's own.",
)
@click.option("--select", metavar="RULE", multiple=True, help="Only these rules or families.")
@click.option("--ignore", metavar="RULE", multiple=True, help="Leave out these rules or families.")
@click.option(
    "--as-of",
    metavar="DATE",
    callback=_date,
    help="Judge as of this date. Default: the plan's own, else today.",
)
@click.option(
    "--stale-after",
    metavar="DAYS",
    type=click.IntRange(0),
    help="Warn of a plan's as_of that is more days ago (default: 90; 0: never).",
)
@click.option(
    "--format",
    type=click.Choice(CHOICES["format"]),
    multiple=True,
    help="Default: text. May repeat, each with an --output of its own.",
)
@click.option(
    "--output", "-o", metavar="FILE", multiple=True, help="Where the --format before goes."
)
@click.option(
    "--annotate",
    metavar="FILE",
    help="Write the plan's workbook here, with the findings at its cells.",
)
@_choice("evaluator", "Who judges; all give the same answers.")
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
@_choice("fail-level", "Exit with 1 from this severity on (default: error).")
@click.option("--exit-zero", is_flag=True, default=None, help="Exit with 0 in spite of findings.")
@_choice("undetermined", "Whether undetermined cases let the check fail (default: allow).")
@_choice("show", "all: information, every source, and what --against leaves out.")
@_choice("color", "Colour the text (default: auto, on a terminal).")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **flags: Any) -> int:
    """Check a plan; `_HELP` is what users read."""
    settings = load_settings(Path.cwd(), os.environ)
    default = settings.get("format", None, "text")
    outputs = paired(ctx.meta[_ORDER], flags["format"], flags["output"], default)
    plans = _asked(paths, settings, flags)
    if len(plans) > 1 and any(output.format == "json" for output in outputs):
        names = ", ".join(plan.name for plan in plans)
        raise Trouble(f"pacecar: json holds one plan; name one of {names}")
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
    look = Look(settings.get("color", flags["color"], "auto"), "all" if show == "all" else "")
    for output in outputs if reports else ():
        write(reports, output, look)
    if annotation is not None:
        annotation.write(reports[0])
    if baseline is not None:
        return write_baseline(whole[0], baseline)
    codes = [
        _conclude(report, plan.settings, flags) for plan, report in zip(plans, reports, strict=True)
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
    from pacecar.checking.waiving import DEFAULT_TERMS, Terms

    settings = plan.settings
    terms = Terms(
        settings.get("waiver-approvers", None, DEFAULT_TERMS.approvers),
        settings.get("waiver-days", None, DEFAULT_TERMS.days),
    )
    try:
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
                terms=terms,
            )
    except Exception as problem:
        trouble = trouble_of(problem)
        if trouble is None:
            raise
        raise trouble from None
    if not report.texts:
        where = ", ".join(plan.paths)
        raise Trouble(f"pacecar: nothing to check: no file of a plan in {where}", code=NOTHING)
    return report


def today() -> date:
    """Return the day where the planner is."""
    return date.today()  # noqa: DTZ011 - the planner's, and not that of Greenwich


def _standard_input() -> bytes:
    """Read standard input: one byte more than a file may have shows that it has too many."""
    from pacecar.plan.limits import FILE_BYTES

    if sys.stdin is None:
        raise Trouble("pacecar: - is standard input, which is closed")
    return sys.stdin.buffer.read(FILE_BYTES + 1)


def _conclude(report: Report, settings: Settings, flags: dict[str, Any]) -> int:
    """Return the exit code of a report; a failure that its verdict does not show is told."""
    failing = failures(
        report,
        settings.get("fail-level", flags["fail_level"], "error"),
        settings.get("undetermined", flags["undetermined"], "allow"),
    )
    code = exit_code(
        report, failing, exit_zero=settings.get("exit-zero", flags["exit_zero"], default=False)
    )
    if settings.get("as-of", flags["as_of"], None) is None:
        days = settings.get("stale-after", flags["stale_after"], STALE_AFTER)
        if text := staleness(report, today(), days):
            say(shown(f"pacecar: {text}"))
    if code == 1 and report.verdict == "accepted":
        say(f"pacecar: exit code 1: {failing}, which the settings let fail")
    return code
