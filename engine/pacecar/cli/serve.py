"""`pacecar serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from pacecar.cli.troubles import Trouble

_HELP = """Start the submission service.

Planners send proposals against the accepted portfolio and get what they introduce, resolve and
leave. Without more it keeps everything in the SQLite file pacecar.db of this folder; several
processes and machines share one PostgreSQL database.

\b
  pacecar admin token create --name me --scopes administer,submit,read --company nissan
  pacecar serve
  pacecar serve --database postgresql://pacecar@db/pacecar --host 0.0.0.0

Settings can also be given as PACECAR_DATABASE and so on, or under [tool.pacecar.service].
"""


@click.command("serve", help=_HELP, short_help="Start the submission service.")
@click.option("--database", metavar="URL|FILE", help="Where everything is kept (pacecar.db).")
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free."
)
@click.option("--workers", type=click.IntRange(min=1), help="How many checks run at once.")
def command(rules: tuple[str, ...], host: str, port: int, **flags: Any) -> int:
    """Serve until told to stop; `_HELP` is what users read."""
    try:
        from pacecar.service.serving import serve
    except ModuleNotFoundError as missing:
        raise Trouble(
            f"pacecar: the service needs {missing.name}: pip install 'pacecar[service]'"
        ) from None
    from pacecar.cli.defaults import rule_folders
    from pacecar.cli.service_settings import service_settings
    from pacecar.cli.settings import load_settings

    settings = service_settings(flags)
    folders = rule_folders(rules, load_settings(Path.cwd(), os.environ))
    return serve(settings, folders, host, port)
