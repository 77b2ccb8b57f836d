"""Counts, places and needs in the words of a planner, the same in every format for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pacecar.checking.report import Against, Change, Finding, Report, Subject
from pacecar.formats.cells import shown
from pacecar.formats.weight import RANK
from pacecar.plan.nodes import Location
from pacecar.rulebook.severity import Severity

_PATH = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)((?: \(.*\))?)").fullmatch


def counted(number: int, one: str, many: str = "") -> str:
    """Return `1 error`, `2 errors`, `1,204 cases`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str], separator: str = ", ") -> str:
    """Join what is not empty."""
    return separator.join(part for part in parts if part)


def position(location: Location) -> str:
    """Return `file:line:column`, with the cell of a CSV file; or file and cell of a workbook."""
    if location.in_workbook:
        return shown(f"{location.file} {location.cell}")
    cell = f" ({location.cell})" if location.cell else ""
    return shown(f"{location.file}:{location.span.line}:{location.span.column}{cell}")


def place(finding: Finding) -> str:
    """Return where a finding is, or what it is about if that is in no file."""
    if finding.location is None:
        return subject_in_words(finding.subject)
    return position(finding.location)


def subject_in_words(subject: Subject) -> str:
    """Return `programs r-kadjar, plants`."""
    return shown(listed((f"{subject.collection} {subject.id}".strip(), subject.field)))


def need(paths: str) -> str:
    """Say in words which values are meant: `plants of the follower, end of the program`.

    What is no plain path is left as it is.
    """
    return shown(", ".join(map(_need, paths.split(", "))))


def _need(path: str) -> str:
    """Say one path in words: `platform of the follower's leader`."""
    found = _PATH(path)
    if found is None:
        return path
    *owners, field = found[1].split(".")
    owner = "'s ".join(owners)
    return f"{field} of the {owner}{found[2]}"


def findings_in_words(report: Report) -> str:
    """Return `10 errors, 16 warnings, 45 info, 2 waived`, leaving out what is zero."""
    summary = report.summary
    parts = (
        severities_in_words(summary.error, summary.warning, summary.info),
        f"{summary.waived:,} waived" if summary.waived else "",
    )
    return listed(parts) or ("no new findings" if report.against else "no findings")


def severities_in_words(errors: int, warnings: int, infos: int) -> str:
    """Return `10 errors, 16 warnings, 45 info`, leaving out what is zero."""
    parts = (
        counted(errors, "error") if errors else "",
        counted(warnings, "warning") if warnings else "",
        f"{infos:,} info" if infos else "",
    )
    return listed(parts)


def against_in_words(against: Against) -> str:
    """Return `introduces 2, changes 1, resolves 3, leaves 44 (against revision HEAD)`."""
    resolved = len(against.resolved)
    return shown(
        f"introduces {against.introduced:,}, changes {against.changed:,}, resolves {resolved:,}, "
        f"leaves {against.left:,} (against {against.what})"
    )


CHANGED: Final[Mapping[Change, str]] = {"changed": "changed", "left": "left as before"}
"""What a finding is beside an earlier state; that it is new goes without saying."""


Group = tuple[Severity, str, tuple[Finding, ...]]
"""A severity, a rule, and its findings of that severity."""


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Group findings: errors first, flaws of structure before rules, then by rule.

    A flaw of structure goes first because what the rules say may follow from it. In a group,
    what was there before goes last.
    """
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: finding.change == "left"):
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    order = sorted(groups, key=lambda key: (RANK[key[0]], not key[1].startswith("plan/"), key[1]))
    return [(severity, rule, tuple(groups[severity, rule])) for severity, rule in order]
