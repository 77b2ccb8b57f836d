"""`pacecar serve`."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click

from pacecar.cli.service_database import database_option, service_settings, service_troubles
from pacecar.cli.troubles import Trouble, trouble_of

_HELP = """Start the submission service.

Planners send proposals against the accepted portfolio and get what they introduce, resolve and
leave. Without more it keeps everything in the SQLite file pacecar.db of this folder; several
processes and machines share one PostgreSQL database.

\b
Examples:
  pacecar admin token create Office --scope administer --scope read --scope submit
  pacecar serve
  pacecar serve --database postgresql://pacecar@db/pacecar --host 0.0.0.0

It says on standard error where it listens; its log follows there, a JSON object a line. SIGTERM
and ^C stop it: what is in flight is finished first.

Settings can also be given as PACECAR_DATABASE and so on, or under [tool.pacecar.service].

\b
Exit codes: 0 stopped when told to, 2 usage, settings or rulebook error, or the
address or database cannot be used.
"""


@click.command("serve", help=_HELP, short_help="Start the submission service.")
@database_option
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free."
)
@click.option("--workers", type=click.IntRange(min=1), help="How many checks run at once.")
def command(
    database: str | None, rules: tuple[str, ...], host: str, port: int, workers: int | None
) -> None:
    """Serve until told to stop; `_HELP` is what users read."""
    with service_troubles():
        from pacecar.cli.defaults import rule_folders
        from pacecar.cli.settings import load_settings
        from pacecar.rulebook.problems import RulebookError
        from pacecar.service.service import open_service
        from pacecar.service.serving import listen, serve
        from pacecar.service.workers.pool import WorkerJudge

        settings = service_settings({"database": database, "workers": workers})
        folders = rule_folders(rules, load_settings(Path.cwd(), os.environ))
        try:
            # Whether the address can be had is told before a database is made.
            listening = listen(host, port)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise Trouble(
                f"pacecar: cannot listen on {host}, port {port}: {reason}; "
                "take others with --host and --port"
            ) from None
        with listening, closing(WorkerJudge(settings)) as judge:
            try:
                service = open_service(settings, folders, judge=judge)
            except RulebookError as error:
                raise trouble_of(error) or error from None
            with closing(service.database):
                serve(service, listening, lambda line: click.echo(line, err=True))
