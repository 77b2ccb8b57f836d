"""Checking a submission again: on what is in force now, or because its check could not be run."""

from __future__ import annotations

from pacecar.service.access import Principal
from pacecar.service.checking import is_current
from pacecar.service.problems import Forbidden, IllegalTransition
from pacecar.service.service import Service
from pacecar.service.storage import checks, jobs, submissions
from pacecar.service.storage.ledger import Ledger, decide


def check_again(service: Service, who: Principal, id_: str) -> bool:
    """Let a submission wait for another check, if that could say anything else.

    It could not where a check waits or runs already, or the latest is of what is in force.

    Returns:
        Whether it waits because of this.

    Raises:
        Forbidden: the token may not submit, or it is another company's submission.
        NotFound: there is no such submission for this token.
        IllegalTransition: it was decided about already.
    """
    if not who.administers:
        who.need("submit")

    def work(ledger: Ledger) -> bool:
        connection = ledger.connection
        found = submissions.one(connection, id_, who)
        if found.company != who.company and not who.administers:
            raise Forbidden(f"{id_} is another company's; only those who sent it check it again.")
        if found.state not in ("submitted", "checked"):
            raise IllegalTransition(f"{id_} is {found.state}; it is not checked any more.")
        job = jobs.of_submission(connection, id_)
        if job is not None and job.state in ("waiting", "claimed"):
            return False
        failed = job is not None and job.state == "failed"
        if found.checked and not failed:
            latest = checks.one(connection, found.checked)
            if is_current(service, connection, latest):
                return False
        jobs.add(ledger, id_)
        return True

    return decide(service.database, service.clock, work)
