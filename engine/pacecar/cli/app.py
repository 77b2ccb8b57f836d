"""The command `pacecar`: its commands, its help, and what becomes of errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from pacecar.cli.lazy import LazyGroup
from pacecar.cli.main import say
from pacecar.cli.troubles import USAGE, Trouble
from pacecar.formats.cells import shown

_COMMANDS: Mapping[str, str] = {
    "init": "pacecar.cli.init",
    "check": "pacecar.cli.check",
    "convert": "pacecar.cli.convert",
    "diff": "pacecar.cli.diff",
    "explain": "pacecar.cli.explain",
    "rules": "pacecar.cli.rules",
    "spec": "pacecar.cli.spec",
    "schema": "pacecar.cli.schema",
    "completion": "pacecar.cli.completion",
    "submit": "pacecar.cli.submit",
    "serve": "pacecar.cli.serve",
    "admin": "pacecar.cli.admin",
    "audit": "pacecar.cli.audit",
}

_HELP = """Check proposed vehicle programs against a rulebook.

Pacecar reports every violation: where it stands in your file, why it is one, and what would
mend it. It is used to

\b
  begin a plan          pacecar init, in an empty folder
  check a proposal      pacecar check on the files of a plan
  check every commit    the same command as a hook: it exits with 1 on errors
  specify the rules     Gherkin features that pytest runs
  take in proposals     pacecar serve, for several companies and one portfolio

Examples:

\b
  pacecar init
  pacecar check plans/alliance
  pacecar check plans/alliance --select twins --format json --output report.json
  pacecar explain twins/share-a-plant

Options can also be given as PACECAR_FORMAT=json and so on, in pacecar.toml, or under
[tool.pacecar] in pyproject.toml. To complete all of it with the Tab key: pacecar completion --help

\b
Exit codes: 0 accepted, 1 findings, 2 usage or rulebook error, 3 nothing to check,
4 not judged.
"""


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    """Print the version and end."""
    if value and not ctx.resilient_parsing:
        from pacecar.cli.version import version

        click.echo(version())
        ctx.exit()


@click.group(
    cls=LazyGroup,
    modules=_COMMANDS,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show version, Python, and the evaluator in use.",
)
def app() -> None:
    """Be called by click before each command; `_HELP` is what users read."""


def dispatch(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; what a user can mend is told on standard error."""
    try:
        code = app.main(args=list(arguments), prog_name="pacecar", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as problem:
        click.echo(problem.format_message())
        return USAGE
    except click.Abort as problem:
        raise KeyboardInterrupt from problem
    except click.UsageError as problem:
        _complain(problem.format_message(), *_usage(problem))
        return USAGE
    except click.ClickException as problem:
        _complain(problem.format_message())
        return USAGE
    except Trouble as trouble:
        _print(trouble.lines)
        return trouble.code
    return code if isinstance(code, int) else 0


def _usage(problem: click.UsageError) -> list[str]:
    """Return where to read more, if it is known for which command."""
    return [] if problem.ctx is None else [f"Help: {problem.ctx.command_path} --help"]


def _complain(message: str, *more: str) -> None:
    """Print a message on standard error."""
    _print([f"pacecar: {' '.join(message.split())}", *more])


def _print(lines: Sequence[str]) -> None:
    """Print lines on standard error, each safe for a terminal."""
    for line in lines:
        text = line.lstrip()
        say(" " * (len(line) - len(text)) + shown(text))
