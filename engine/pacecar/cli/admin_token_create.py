"""`pacecar admin token create`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from pacecar.cli.main import say
from pacecar.cli.service_database import database_option, service_on

SCOPES = ("read", "submit", "waive", "administer")


_HELP = """Make a token called NAME and print its secret on standard output.

The secret is shown this once; only its hash is kept. A company sees its own drafts, and of
the others what is accepted.

\b
Scopes:
  read        look at the portfolio, the rulebook, and one's own submissions
  submit      submit proposals, and withdraw them
  waive       give waivers, which count as approved by the company
  administer  submit whole plans, accept and reject, see everything

\b
Examples:
  pacecar admin token create "Renault planning" --company renault
  pacecar admin token create Office --scope administer --scope submit --days 365

\b
Exit codes: 0 made, 2 usage or settings error.
"""


@click.command("create", help=_HELP, short_help="Make a token and print its secret, once.")
@click.argument("name")
@click.option("--company", default="", help="The id of the company that it acts for.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    help="What it may do; repeat it for more (default: read and submit).",
)
@click.option(
    "--days", type=click.IntRange(1, 36_500), help="How long it is good for (default: for ever)."
)
@database_option
def command(
    name: str, company: str, scopes: tuple[str, ...], days: int | None, database: str | None
) -> None:
    """Make a token and print its secret; `_HELP` is what users read."""
    with service_on(database, must_exist=False) as service:
        from pacecar.service.access import OPERATOR
        from pacecar.service.storage.migrating import migrate
        from pacecar.service.tokens import create

        migrate(service.database)
        expires = None if days is None else datetime.now(UTC) + timedelta(days=days)
        token, secret = create(
            service,
            OPERATOR,
            name=name,
            company=company,
            scopes=scopes or ("read", "submit"),
            expires=expires,
        )
    until = f", good until {token.expires_at[:10]}" if token.expires_at else ""
    whose = f" for {token.company}" if token.company else ""
    say(f"{token.id}: {token.name}{whose}, may {', '.join(token.scopes)}{until}")
    say("The secret follows; it is not shown again.")
    click.echo(secret)
