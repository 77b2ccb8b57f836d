"""What the rules of the family `plan/` ask: the structure of a plan's files.

They are not rules of a rulebook, so nothing else says what they are called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pacecar.checking.report import Report

STRUCTURE: Final[Mapping[str, tuple[str, str]]] = {
    "plan/unreadable": (
        "A file can be read",
        "A file that cannot be read may hold anything, so the plan is not judged.",
    ),
    "plan/duplicate-key": (
        "A key stands once",
        "Of two values for one key only one can be meant, and nothing says which.",
    ),
    "plan/unknown-field": (
        "Every field is one that the plan format has",
        "A misspelt field would be left out without a word.",
    ),
    "plan/missing-field": (
        "What is required is there",
        "Without it no rule can tell what the entry is about.",
    ),
    "plan/wrong-type": (
        "A value is of its field's type",
        "A value of another type cannot be compared, so for the rules it is unknown.",
    ),
    "plan/duplicate-id": (
        "An id is given once",
        "Where two entries have one id, what refers to it could mean either.",
    ),
    "plan/unknown-reference": (
        "What is referred to is in the plan",
        "A reference to what is not there is mostly a misspelling; for the rules it is unknown.",
    ),
    "plan/impossible-date": (
        "A date is in the calendar",
        "A day that no calendar has cannot be compared with another.",
    ),
    "plan/over-limit": (
        "A value keeps to the limits of the plan format",
        "Limits keep numbers exact and a check quick, whatever a file holds.",
    ),
}
"""Title and reason of each, by id."""


def titles(report: Report) -> Mapping[str, str]:
    """Return the titles of all rules that a report may have findings of, by id."""
    structure = {rule: title for rule, (title, _) in STRUCTURE.items()}
    return {**structure, **{result.rule: result.title for result in report.rules}}
