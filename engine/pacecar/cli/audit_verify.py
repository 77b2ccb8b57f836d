"""`pacecar audit verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pacecar.cli.main import say
from pacecar.cli.service_database import database_option, service_on, up_to_date
from pacecar.cli.troubles import Trouble
from pacecar.formats.cells import shown

if TYPE_CHECKING:
    from pacecar.service.audit import Audit


_HELP = """Verify the log of decisions and everything that hangs on it.

Each entry's hash covers the entry and the hash before it, so the first one that was changed,
removed or moved is found; the bytes that were sent, the reports and the states are held
against the log.

Who can write to the database could write a whole new log. So note the head that this prints
outside of it from time to time, and give it back: --noted 1204:9f86d081....

\b
Example:
  pacecar audit verify

\b
Exit codes: 0 nothing is wrong, 1 something is, 2 usage or settings error.
"""


@click.command(
    "verify", help=_HELP, short_help="Verify the log of decisions and all that hangs on it."
)
@click.option(
    "--noted", metavar="HEAD", help="A head that was printed earlier: the log must hold it still."
)
@database_option
def command(noted: str | None, database: str | None) -> int:
    """Verify the log of decisions and everything that hangs on it; `_HELP` is what users read."""
    with service_on(database) as service:
        from pacecar.service.audit import read_head, verify

        try:
            head = None if noted is None else read_head(noted)
        except ValueError as problem:
            raise Trouble(f"pacecar: --noted: {problem}") from None
        up_to_date(service)
        return tell(verify(service.database, head))


def tell(audit: Audit) -> int:
    """Print what verifying found, and return the exit code."""
    for problem in audit.problems:
        say(f"pacecar: {shown(problem)}")
    if not audit.intact:
        say("pacecar: the log of decisions cannot be trusted")
        return 1
    click.echo(f"{audit.entries:,} decisions and {audit.blobs:,} blobs are as they were kept")
    click.echo(f"head: {audit.head}")
    return 0
