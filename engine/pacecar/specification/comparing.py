"""The findings that a feature expects beside those that there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pacecar.specification.interfaces import Told

Row = tuple[str, ...]

_NEEDED = ("field", "severity", "message")
_COLUMNS = ("rule", "subject", "program", *_NEEDED, "hint")


def expected(table: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of a table of findings.

    Raises:
        ValueError: a column is missing, or is none.
    """
    header, *rows = (tuple(cell.strip() for cell in row) for row in table)
    for name in header:
        if name not in _COLUMNS:
            raise ValueError(f"a table of findings has no column {name!r}: {', '.join(_COLUMNS)}")
    missing = [name for name in _NEEDED if name not in header]
    if missing or not {"program", "subject"} & set(header):
        raise ValueError(f"a table of findings has {', '.join(('program', *_NEEDED))}")
    return header, rows


def difference(
    columns: Sequence[str], rows: Sequence[Row], found: Iterable[Told], *, exactly: bool
) -> str:
    """Return what distinguishes the rows of a table from the findings, "" if nothing does.

    Unless `exactly`, further findings are no difference.
    """
    there = Counter(_row(columns, finding) for finding in found)
    wanted = Counter(rows)
    missing = wanted - there
    further = there - wanted if exactly else Counter[Row]()
    if not missing and not further:
        return ""
    lines = ["  " + _line(columns)]
    lines += ["- " + _line(row) for row in sorted(missing.elements())]
    lines += ["+ " + _line(row) for row in sorted((further or (there - wanted)).elements())]
    return "\n".join(["findings differ (- expected, + reported):", *lines])


def listing(found: Iterable[Told]) -> str:
    """Return findings one a line."""
    columns = ("rule", "subject", "field", "severity", "message")
    return "\n".join(_line(_row(columns, finding)) for finding in found)


def _row(columns: Sequence[str], finding: Told) -> Row:
    return tuple(_cell(column, finding) for column in columns)


def _cell(column: str, finding: Told) -> str:
    if column == "program":
        of_program = finding.collection == "programs"
        return finding.subject if of_program else f"{finding.collection} {finding.subject}"
    return str(getattr(finding, column))


def _line(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |"
