"""`pacecar admin backup`."""

from __future__ import annotations

from pathlib import Path

import click

from pacecar.cli.service_database import database_option, service_on, up_to_date

_HELP = """Write everything the service keeps into a new FILE.

The service may go on meanwhile: the backup holds one moment's state. It can be restored into
SQLite and PostgreSQL alike. It holds no token's secret, but every plan that was sent: keep
it as safe as the database.

\b
Example:
  pacecar admin backup pacecar-2026-11-25.jsonl.gz

\b
Exit codes: 0 done, 2 usage or settings error, or the service refuses.
"""


@click.command("backup", help=_HELP, short_help="Write everything the service keeps into one file.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database_option
def command(file: Path, database: str | None) -> None:
    """Write everything the service keeps into a new FILE; `_HELP` is what users read."""
    with service_on(database) as service:
        from pacecar.service import audit
        from pacecar.service.storage.backup import backup

        up_to_date(service)
        rows = backup(service.database, file)
        click.echo(f"{file}: {rows:,} rows; the log ends with {audit.head_of(service.database)}")
