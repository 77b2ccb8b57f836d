"""`pacecar admin token list`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

import click

from pacecar.cli.outputs import to_terminal
from pacecar.cli.service_database import database_option, service_on, up_to_date
from pacecar.formats.cells import shown

_EPILOG = """\b
Examples:
  pacecar admin token list
  pacecar admin token list --format json

\b
Exit codes: 0 done, 2 usage or settings error, or the service refuses.
"""


@click.command(
    "list", epilog=_EPILOG, short_help="List all tokens; no secret is kept that could be shown."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    help="Default: text.",
)
@database_option
def command(format_: Literal["text", "json"], database: str | None) -> None:
    """List all tokens: id, state, company, scopes, name."""
    with service_on(database) as service:
        from pacecar.service.access import OPERATOR
        from pacecar.service.clock import stamp
        from pacecar.service.tokens import list_tokens

        up_to_date(service)
        now = stamp(service.clock())
        found = list_tokens(service, OPERATOR)
        if format_ == "json":
            import json

            entries = [
                {name: value for name, value in asdict(token).items() if name != "hash"}
                for token in found
            ]
            document = {"format": "pacecar-tokens/1", "tokens": entries}
            to_terminal(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
            return
        for token in found:
            state = "revoked" if token.revoked_at else ""
            state = state or ("in force" if token.in_force(now) else "expired")
            scopes = ",".join(token.scopes)
            whose = token.company or "-"
            click.echo(f"{token.id}  {state:<8}  {whose:<12}  {scopes}  {shown(token.name)}")
        if not found:
            click.echo("no tokens; make one with: pacecar admin token create NAME")
