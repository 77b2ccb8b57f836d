"""`pacecar audit reproduce`."""

from __future__ import annotations

import click

from pacecar.cli.main import say
from pacecar.cli.service_database import database_option, service_on, up_to_date
from pacecar.cli.troubles import Trouble
from pacecar.formats.cells import shown

_EPILOG = """\b
Examples:
  pacecar audit reproduce sub-01kb4c8xv9d3m5n7p9r1s3t5v7

\b
Exit codes: 0 every byte is the same, 1 a report comes out otherwise, 2 usage or
settings error, or there is no such submission.
"""


@click.command(
    "reproduce", epilog=_EPILOG, short_help="Make the reports of a submission again and compare."
)
@click.argument("submission")
@database_option
def command(submission: str, database: str | None) -> int:
    """Make every report of a SUBMISSION again, from what is kept, and compare byte by byte.

    Kept are the bytes that were sent, the portfolio, rulebook and waivers of that moment, the
    date, and the evaluator. Where another version of Pacecar made a report, that is said.
    """
    with service_on(database) as service:
        from pacecar.service.reproducing import reproduce
        from pacecar.service.storage import checks, submissions

        up_to_date(service)
        with service.database.reading() as connection:
            submissions.one(connection, submission)
            found = checks.of_submission(connection, submission)
        if not found:
            raise Trouble(f"pacecar: {submission} is not checked yet: there is nothing to compare")
        differs = 0
        for check in found:
            again = reproduce(service, check.id)
            if again.identical:
                click.echo(f"{check.id}: the same, byte by byte: {check.report}")
                continue
            differs += 1
            say(f"pacecar: {check.id}: comes out otherwise. {again.explained}".rstrip())
            for difference in again.differences:
                say(f"    {shown(difference)}")
        return 1 if differs else 0
