"""Options that `check` and `diff` share, and what is made of a report by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from pacecar.checking.report import Report
from pacecar.cli.exit_codes import exit_code, failures
from pacecar.cli.main import say
from pacecar.cli.settings import CHOICES, Settings, to_date
from pacecar.cli.staleness import STALE_AFTER, staleness
from pacecar.formats.cells import shown

if TYPE_CHECKING:
    from pacecar.checking.waiving import Terms

F = TypeVar("F", bound=Callable[..., Any])

ORDER: Final = "pacecar.cli.options.order"
_WHOLE: Final = {"--whole", "--commit"}


class Ordered(click.Command):
    """A command that remembers the order of its options: an --output belongs to a --format."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, after noting the order of the options."""
        args = _files_last(args) if _WHOLE & set(args) else args
        *_, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta[ORDER] = [param.name for param in order if param.name in ("format", "output")]
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


def what_to_judge(command: F) -> F:
    """Add the options that say what is judged, by whom, and where the report goes."""
    return _all(
        command,
        click.option(
            "--rules",
            metavar="DIR",
            multiple=True,
            help="Folder of rules; may repeat. Default: ./rules, else Pacecar's own.",
        ),
        click.option(
            "--select", metavar="RULE", multiple=True, help="Only these rules or families."
        ),
        click.option(
            "--ignore", metavar="RULE", multiple=True, help="Leave out these rules or families."
        ),
        click.option(
            "--as-of",
            metavar="DATE",
            callback=_date,
            help="Judge as of this date. Default: the plan's own, else today.",
        ),
        click.option(
            "--stale-after",
            metavar="DAYS",
            type=click.IntRange(0),
            help="Warn of a plan's as_of that is more days ago (default: 90; 0: never).",
        ),
        click.option(
            "--format",
            type=click.Choice(CHOICES["format"]),
            multiple=True,
            help="Default: text. May repeat, each with an --output of its own.",
        ),
        click.option(
            "--output", "-o", metavar="FILE", multiple=True, help="Where the --format before goes."
        ),
        _choice("evaluator", "Who judges; all give the same answers."),
    )


def for_rows(command: F) -> F:
    """Add the options for Parquet and large files of rows."""
    return _all(
        command,
        click.option(
            "--findings",
            metavar="FILE",
            help="Write all findings, however many, to FILE.parquet or .jsonl (files of rows).",
        ),
        click.option(
            "--memory", metavar="SIZE", help="Stay within this memory, as 2GB (files of rows)."
        ),
        click.option(
            "--threads",
            metavar="N",
            type=click.IntRange(1),
            help="Use at most so many threads, as far as the memory allows (files of rows).",
        ),
        click.option(
            "--temp",
            metavar="DIR",
            help="Keep there what exceeds the memory; default: beside --findings.",
        ),
    )


def what_to_make_of_it(command: F) -> F:
    """Add the options that say what fails and what is shown."""
    return _all(
        command,
        _choice("fail-level", "Exit with 1 from this severity on (default: error)."),
        click.option(
            "--exit-zero", is_flag=True, default=None, help="Exit with 0 in spite of findings."
        ),
        _choice("undetermined", "Whether undetermined cases let the check fail (default: allow)."),
        _choice("show", "all: information, every source, and what was there before."),
        _choice("color", "Colour the text (default: auto, on a terminal)."),
    )


def _all(command: F, *options: Callable[[F], F]) -> F:
    """Add options in their order."""
    for option in reversed(options):
        command = option(command)
    return command


def terms_of(settings: Settings) -> Terms:
    """Return what the settings ask of waivers."""
    from pacecar.checking.waiving import DEFAULT_TERMS, Terms

    return Terms(
        settings.get("waiver-approvers", None, DEFAULT_TERMS.approvers),
        settings.get("waiver-days", None, DEFAULT_TERMS.days),
    )


def today() -> date:
    """Return the day where the planner is."""
    return date.today()  # noqa: DTZ011 - the planner's, and not that of Greenwich


def conclude(report: Report, settings: Settings, flags: dict[str, Any], day: date) -> int:
    """Return the exit code of a report on a day.

    A failure that its verdict does not show is told, and an as_of that is long ago.
    """
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
        if text := staleness(report, day, days):
            say(shown(f"pacecar: {text}"))
    if code == 1 and report.verdict == "accepted":
        say(f"pacecar: exit code 1: {failing}, which the settings let fail")
    return code
