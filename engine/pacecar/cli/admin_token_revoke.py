"""`pacecar admin token revoke`."""

from __future__ import annotations

import click

from pacecar.cli.service_database import database_option, service_on, up_to_date

_EPILOG = """\b
Examples:
  pacecar admin token revoke tok-01kb4c8xv9d3m5n7p9r1s3t5v7

\b
Exit codes: 0 done, 2 usage or settings error, or the service refuses.
"""


@click.command(
    "revoke", epilog=_EPILOG, short_help="Take a token out of force, at once and for good."
)
@click.argument("token")
@database_option
def command(token: str, database: str | None) -> None:
    """Take a TOKEN out of force, by its id: at once and for good."""
    with service_on(database) as service:
        from pacecar.service import tokens
        from pacecar.service.access import OPERATOR

        up_to_date(service)
        revoked = tokens.revoke(service, OPERATOR, token)
        click.echo(f"{revoked.id}: {revoked.name} is revoked since {revoked.revoked_at}")
