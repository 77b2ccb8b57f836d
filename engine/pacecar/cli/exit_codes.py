"""What a report means for a script: the exit code, the same in every format."""

from __future__ import annotations

from typing import Final

from pacecar.checking.report import Report

FINDINGS: Final = 1
NOT_JUDGED: Final = 4
_LEVELS: Final = ("error", "warning", "info")


def failures(report: Report, fail_level: str, undetermined: str) -> str:
    """Say in words what makes a judged report fail, "" if nothing does.

    Args:
        report: the report.
        fail_level: the lowest severity that fails: "error", "warning" or "info".
        undetermined: "reject" lets undetermined cases fail.
    """
    summary = report.summary
    levels = _LEVELS[: _LEVELS.index(fail_level) + 1]
    counts = dict(zip(_LEVELS, (summary.error, summary.warning, summary.info), strict=True))
    parts = [f"{counts[level]} of severity {level}" for level in levels if counts[level]]
    if undetermined == "reject" and summary.undetermined:
        parts.append(f"{summary.undetermined} undetermined")
    return ", ".join(parts)


def exit_code(report: Report, failing: str, *, exit_zero: bool) -> int:
    """Return 0, 1 for what fails, or 4: not judged beats every finding, and exit_zero too."""
    could_not_run = any(result.outcome == "could not run" for result in report.rules)
    if report.verdict == "not judged" or could_not_run:
        return NOT_JUDGED
    return FINDINGS if failing and not exit_zero else 0
