"""`pacecar admin migrate`."""

from __future__ import annotations

import click

from pacecar.cli.service_database import database_option, service_on

_EPILOG = """\b
Examples:
  pacecar admin migrate
  pacecar admin migrate --database postgresql://pacecar@localhost/pacecar

\b
Exit codes: 0 done, 2 usage or settings error, or the service refuses.
"""


@click.command("migrate", epilog=_EPILOG, short_help="Bring the database's schema up to date.")
@database_option
def command(database: str | None) -> None:
    """Make a database, or bring its schema up to date.

    Everything or nothing is done, several processes may try at once, and a database that a newer
    Pacecar made is refused. The service does the same when it starts; run it beforehand where
    you want to see it happen. Make a backup first.
    """
    with service_on(database, must_exist=False) as service:
        from pacecar.service.storage.migrating import migrate

        before, after = migrate(service.database)
        done = f"is at schema {after}" if before == after else f"is now at schema {after}"
        was = f", was at {before}" if before not in ("", after) else ""
        click.echo(f"{service.database.shown} {done}{was}")
