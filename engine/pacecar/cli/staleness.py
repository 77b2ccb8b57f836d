"""A word about plans that are judged as of a day long past."""

from __future__ import annotations

from datetime import date
from typing import Final

from pacecar.checking.report import Report
from pacecar.formats.words import counted

STALE_AFTER: Final = 90
"""Days after which the day that a plan says is stale."""


def staleness(report: Report, today: date, days: int) -> str:
    """Say that a plan is judged as of a day too long ago, "" if it is not.

    Not a finding: it has no place among them, as it comes with the calendar and not with a change
    of the plan, and fails no check.

    Args:
        report: the report on the plan.
        today: the day where the planner is.
        days: how many days ago is still recent; 0 for any number.
    """
    age = (today - date.fromisoformat(report.as_of)).days
    if not days or age <= days:
        return ""
    name = report.plan_name or "the plan"
    return (
        f"{name} is judged as of {report.as_of}, {counted(age, 'day')} ago: "
        "bring its as_of up to date, or say --as-of DATE"
    )
