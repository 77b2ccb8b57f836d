"""`pacecar admin restore`."""

from __future__ import annotations

from pathlib import Path

import click

from pacecar.cli.service_database import database_option, service_on

_HELP = """Fill a new database from FILE, and verify it.

A database that holds anything is refused, and a file that is damaged or cut off as well.

\b
Example:
  pacecar admin restore backup.jsonl.gz --database postgresql://host/pacecar

\b
Exit codes: 0 restored, 1 what was restored does not verify: the backup is of a
database that had been tampered with; 2 usage or settings error, or refused.
"""


@click.command("restore", help=_HELP, short_help="Fill a new database from a backup.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database_option
def command(file: Path, database: str | None) -> int:
    """Fill a new database from FILE, and verify it; `_HELP` is what users read."""
    with service_on(database, must_exist=False) as service:
        from pacecar.cli.audit_verify import tell
        from pacecar.service.audit import verify
        from pacecar.service.storage.backup import restore

        rows = restore(service.database, file)
        click.echo(f"{service.database.shown}: {rows:,} rows restored")
        return tell(verify(service.database))
