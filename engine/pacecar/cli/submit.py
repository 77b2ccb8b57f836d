"""`pacecar submit`."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pacecar.cli.exit_codes import NOT_JUDGED
from pacecar.cli.main import say
from pacecar.cli.options import ORDER, Ordered, conclude, today, what_to_make_of_it
from pacecar.cli.outputs import TERMINAL, Look, Output, paired, to_terminal, write, write_file
from pacecar.cli.settings import CHOICES, Settings, load_settings, split
from pacecar.cli.troubles import NOTHING, Trouble
from pacecar.formats.cells import shown

if TYPE_CHECKING:
    from pacecar.plan.files import SourceFile
    from pacecar.service.client.asking import Client
    from pacecar.service.client.problems import RefusedByService
    from pacecar.service.client.submitting import Sent

_HELP = """Send a plan or a proposal to the submission service.

PATH is a file or folder, - is standard input; all that is named is one submission. The report
says what it introduces, resolves and leaves beside the accepted portfolio.

\b
Examples:
  export PACECAR_URL=https://pacecar.example.com
  pacecar submit kadjar.yaml --dry-run
  pacecar submit kadjar.yaml --token-file ~/.pacecar-token
  pacecar submit --status sub-01kb4c8xv9d3m5n7p9r1s3t5v7 --format sarif
  pacecar submit --recheck sub-01kb4c8xv9d3m5n7p9r1s3t5v7
  pacecar submit --withdraw sub-01kb4c8xv9d3m5n7p9r1s3t5v7

The secret of the token is taken from PACECAR_TOKEN or from a file that nobody else can read. What
the network loses is sent again. The same files sent again are the same submission until it is
accepted, rejected or withdrawn.

\b
Exit codes: 0 accepted by the rules, 1 findings from --fail-level on, 2 usage, or
the service refuses, 3 nothing to send, 4 not judged: a file cannot be read, the
check waits or could not run, or the service does not answer.
"""
_ID: Final = re.compile(r"sub-[0-9a-z]{26}").fullmatch
_OF_THE_SERVICE: Final = ("sarif", "junit", "html")
"""Formats with more than the JSON of a report says; the service writes them."""


@click.command("submit", cls=Ordered, help=_HELP, short_help="Send a proposal to the service.")
@click.argument("paths", metavar="[PATH...|-]", nargs=-1)
@click.option(
    "--url", envvar="PACECAR_URL", help="Where the service is (or PACECAR_URL in the environment)."
)
@click.option("--token-file", metavar="FILE", help="Holds the token's secret; mode 0600.")
@click.option("--dry-run", is_flag=True, help="Only say what the check would say; keep nothing.")
@click.option(
    "--select", metavar="RULE", multiple=True, help="With --dry-run: only these rules or families."
)
@click.option("--new", is_flag=True, help="A submission of its own, even if it was sent before.")
@click.option(
    "--wait",
    metavar="SECONDS",
    type=click.IntRange(0, 86_400),
    default=600,
    show_default=True,
    help="How long to wait for the check.",
)
@click.option("--status", metavar="ID", help="Send nothing: the report of an earlier submission.")
@click.option(
    "--recheck", metavar="ID", help="Send nothing: check a submission on what is in force now."
)
@click.option("--withdraw", metavar="ID", help="Send nothing: withdraw a submission.")
@click.option(
    "--allow-http", is_flag=True, help="Send the token without encryption to another machine."
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
@what_to_make_of_it
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **flags: Any) -> int:
    """Submit, or ask about an earlier submission; `_HELP` is what users read."""
    from pacecar.service.client import submitting
    from pacecar.service.client.problems import ClientProblem, RefusedByService, Unanswered

    settings = load_settings(Path.cwd(), os.environ)
    default = settings.get("format", None, "text")
    outputs = paired(ctx.meta[ORDER], flags["format"], flags["output"], default)
    _must_fit(paths, outputs, flags)
    try:
        if flags["withdraw"]:
            sent = submitting.withdraw(_client(flags), flags["withdraw"])
            _tell(f"{sent.id} is {sent.shown['state']}")
            return 0
        if flags["status"]:
            return _of_kept(
                submitting.read(_client(flags), flags["status"]), outputs, [], settings, flags
            )
        if flags["recheck"]:
            again = submitting.recheck(_client(flags), flags["recheck"])
            return _of_kept(again, outputs, [], settings, flags)
        files = _files(paths)
        if flags["dry_run"]:
            return _dry_run(files, outputs, settings, flags)
        from pacecar.service.client.packing import packed

        name, body, _ = packed(files)
        sent = submitting.submit(_client(flags), name, body, new=flags["new"])
        _tell(f"{sent.id} {'was submitted before' if sent.replayed else 'is submitted'}")
        return _of_kept(sent, outputs, files, settings, flags)
    except RefusedByService as refused:
        raise _trouble_of(refused, paths) from None
    except Unanswered as problem:
        raise Trouble(f"pacecar: {problem}", code=NOT_JUDGED) from None
    except ClientProblem as problem:
        raise Trouble(f"pacecar: {problem}") from None


def _must_fit(paths: tuple[str, ...], outputs: list[Output], flags: dict[str, Any]) -> None:
    """Refuse what goes not together, before anything is sent."""
    asks = [name for name in ("status", "recheck", "withdraw") if flags[name]]
    if len(asks) + bool(paths) > 1:
        raise Trouble("pacecar: give files, --status, --recheck or --withdraw: one of them")
    if not asks and not paths:
        raise Trouble("pacecar: nothing to send: name the files of a plan or a proposal")
    for name in asks:
        if not _ID(flags[name]):
            raise Trouble(
                f"pacecar: --{name}: {flags[name]} is no submission; one begins with sub-"
            )
    if flags["select"] and not flags["dry_run"]:
        raise Trouble("pacecar: --select needs --dry-run: a submission is judged by all rules")
    for output in outputs:
        if flags["dry_run"] and output.format in _OF_THE_SERVICE:
            raise Trouble(f"pacecar: a dry run has no {output.format}; take text or json")
    if not flags["url"]:
        raise Trouble("pacecar: where is the service? Give --url, or set PACECAR_URL")


def _client(flags: dict[str, Any]) -> Client:
    from pacecar.service.client.asking import Client
    from pacecar.service.client.secret import secret

    token = secret(flags["token_file"], os.environ)
    return Client(flags["url"], token, allow_http=flags["allow_http"], told=_tell)


def _files(paths: tuple[str, ...]) -> list[SourceFile]:
    """Read what is to be sent."""
    from pacecar.plan.files import STDIN, STDIN_NAME, PathProblem, collect

    data = sys.stdin.buffer.read() if STDIN in paths else None
    try:
        files = collect(paths, data)
    except PathProblem as problem:
        raise Trouble(f"pacecar: {problem}") from None
    for file in files:
        if file.flaw is not None:
            raise Trouble(f"pacecar: {file.name}: {file.flaw.message}", code=NOT_JUDGED)
    if not files:
        where = ", ".join(paths)
        raise Trouble(f"pacecar: nothing to send: no file of a plan in {where}", code=NOTHING)
    return [file._replace(name="stdin.yaml") if file.name == STDIN_NAME else file for file in files]


def _dry_run(
    files: list[SourceFile], outputs: list[Output], settings: Settings, flags: dict[str, Any]
) -> int:
    from pacecar.formats.json import written
    from pacecar.service.client.packing import packed
    from pacecar.service.client.submitting import dry_run

    name, body, _ = packed(files)
    document = dry_run(_client(flags), name, body, ",".join(split(flags["select"]) or ()))
    whole = (written(document, indent=2) + "\n").encode()
    return _told(document, {"json": whole}, outputs, files, settings, flags)


def _of_kept(
    sent: Sent,
    outputs: list[Output],
    files: list[SourceFile],
    settings: Settings,
    flags: dict[str, Any],
) -> int:
    """Wait for the check of a submission and tell its report."""
    import json

    from pacecar.service.client import submitting

    client = _client(flags)
    sent = submitting.checked(client, sent, flags["wait"], _tell)
    if sent.progress["state"] == "failed":
        raise Trouble(
            f"pacecar: {sent.id} could not be checked: {sent.progress['problem']}",
            f"    hint: It is kept. Once the cause is gone: pacecar submit --recheck {sent.id}",
            code=NOT_JUDGED,
        )
    if sent.is_under_way:
        later = f"pacecar submit --status {sent.id}"
        raise Trouble(f"pacecar: {sent.id} is not checked yet; later: {later}", code=NOT_JUDGED)
    if sent.outdated:
        version = (sent.shown.get("check") or {}).get("portfolio")
        _tell(
            f"{sent.id} was checked on version {version} of the portfolio; its report may no "
            f"longer hold, as these changed since: {', '.join(sent.outdated)}. "
            f"Check it again: pacecar submit --recheck {sent.id}"
        )
    kept = submitting.report(client, sent.id, "json")
    forms = {"json": kept}
    for output in outputs:
        if output.format in _OF_THE_SERVICE:
            forms[output.format] = submitting.report(client, sent.id, output.format)
    if sent.shown["state"] != "checked":
        _tell(f"{sent.id} is {sent.shown['state']}")
    return _told(json.loads(kept), forms, outputs, files, settings, flags)


def _told(  # noqa: PLR0913, PLR0917 - what is told, where, and what is made of it
    document: Any,
    forms: dict[str, bytes],
    outputs: list[Output],
    files: list[SourceFile],
    settings: Settings,
    flags: dict[str, Any],
) -> int:
    """Write a report where it is to go and return the exit code, as `pacecar check` does."""
    from pacecar.checking.comparing import without_left
    from pacecar.formats.reading import NoReport, report_in
    from pacecar.service.client.packing import packed

    names = packed(files)[2] if files else {}
    texts = {file.name: _text(file) for file in files}
    try:
        report = report_in(document, names, texts)
    except NoReport as problem:
        raise Trouble(f"pacecar: the service's report: {problem}", code=NOT_JUDGED) from None
    show = settings.get("show", flags["show"], "")
    look = Look(
        settings.get("color", flags["color"], "auto"),
        "all" if show == "all" else "",
        settings.get("fail-level", flags["fail_level"], "error"),
        settings.get("undetermined", flags["undetermined"], "allow"),
    )
    told = report if show == "all" or report.against is None else without_left(report)
    for output in outputs:
        if output.format not in forms:
            write([told], output, look)
        elif output.target == TERMINAL:
            to_terminal(forms[output.format].decode(), "utf-8")
        else:
            write_file(forms[output.format].decode(), output.target)
            _tell(f"{output.format} written to {output.target}")
    # The date of the portfolio is the office's matter, not of whoever submits.
    return conclude(told, settings, {**flags, "as_of": None, "stale_after": 0}, today())


def _text(file: SourceFile) -> str:
    """Return what excerpts are taken from: the text of a file, the cells of a workbook."""
    from pacecar.plan.files import is_workbook

    if not is_workbook(file.name):
        return file.data.decode("utf-8", "replace")
    from pacecar.plan.building import Allowance
    from pacecar.plan.sheets.reading import read_sheets

    return read_sheets(file.data, file.name, Allowance()).text


def _trouble_of(refused: RefusedByService, paths: tuple[str, ...]) -> Trouble:
    """Return a refusal of the service as lines, each flaw of what was sent at its place."""
    lines: list[str] = []
    for error in refused.errors:
        if "line" in error:
            where = error.get("cell") or f"{error['line']}:{error.get('column')}"
            place = f"{error.get('file')}:{where}"
            lines.append(f"{place}: {error.get('detail')}")
            lines += [f"    hint: {error['hint']}"] if error.get("hint") else []
    code = NOT_JUDGED if refused.kind in ("unreadable", "cannot-judge") else 2
    asked = f" (request {refused.request})" if refused.request and refused.status >= 500 else ""  # noqa: PLR2004 - a mistake of the service
    what = "the service refuses " + (", ".join(paths) or "this")
    return Trouble(*lines, f"pacecar: {what}: {refused}{asked}", code=code)


def _tell(line: str) -> None:
    say(shown(f"pacecar: {line}"))
