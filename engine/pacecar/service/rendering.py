"""A kept report in another form: made again from what is kept, then written."""

from __future__ import annotations

from pacecar.service.checking import task_again
from pacecar.service.service import Service
from pacecar.service.storage.checks import Check


def rendered(service: Service, check: Check, form: str) -> bytes:
    """Return the report of a check in a form, "sarif", "junit", "html" or "text".

    Raises:
        CannotJudge: it could not be made again.
    """
    with service.database.reading() as connection:
        task = task_again(connection, check)
    return service.judge.rendered(task, form)
