"""Any number of findings: kept in the database, counted, told in the order of reports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pacecar.checking.report import Finding, Related, Subject, Waived
from pacecar.plan.bulk.database import Database
from pacecar.plan.nodes import Location, Span
from pacecar.rulebook.severity import Severity

_COLUMNS: Final[Mapping[str, str]] = {
    "file": "VARCHAR",
    "line": "BIGINT",
    "column": "BIGINT",
    "end_line": "BIGINT",
    "end_column": "BIGINT",
    "cell": "VARCHAR",
    "pointer": "VARCHAR",
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "legacy": "BOOLEAN",
    "waived_reason": "VARCHAR",
    "waived_until": "VARCHAR",
    "waived_by": "VARCHAR",
    "message": "VARCHAR",
    "hint": "VARCHAR",
    "collection": "VARCHAR",
    "id": "VARCHAR",
    "field": "VARCHAR",
    "name": "VARCHAR",
    "company": "VARCHAR",
    "related": "VARCHAR",
    "related_total": "BIGINT",
    "values": "VARCHAR",
    "fingerprint": "VARCHAR",
    "values_digest": "VARCHAR",
}
"""The columns of the table, and of a Parquet file of findings, with their types."""

_ORDER: Final = 'coalesce("file", \'\'), coalesce("line", 0), coalesce("column", 0), "rule", '
_BY_PLACE: Final = _ORDER + '"fingerprint"'
_BATCH: Final = 1_000


class Spool:
    """Takes findings in any order. `counts` are those by severity, and "waived"."""

    def __init__(self, database: Database) -> None:
        """Make the table for them."""
        self.counts: Counter[str] = Counter()
        self._database = database
        self._pending: list[Finding] = []
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in _COLUMNS.items())
        database.run(f"CREATE TABLE findings ({columns})")

    def add(self, findings: Iterable[Finding]) -> None:
        """Take findings."""
        for finding in findings:
            self.counts["waived" if finding.waived else finding.severity] += 1
            self._pending.append(finding)
            if len(self._pending) >= _BATCH:
                self._flush()

    def _flush(self) -> None:
        rows = [_row(finding) for finding in self._pending]
        self._pending = []
        self._database.insert("findings", tuple(_COLUMNS.values()), rows)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())

    def first(self, number: int) -> list[Finding]:
        """Return the first of each rule and severity, and all that are waived; in order."""
        self._flush()
        # The ranks are made of what findings are ordered by, and not of all that they say.
        rank = f"row_number() OVER (PARTITION BY severity, rule ORDER BY {_BY_PLACE})"
        told = (
            "SELECT rowid FROM (SELECT rowid, waived_reason, "
            f"{rank} AS rank FROM findings) WHERE rank <= {number} OR waived_reason IS NOT NULL"
        )
        query = f"SELECT * FROM findings WHERE rowid IN ({told}) ORDER BY {_BY_PLACE}"
        return [_finding(row) for row in self._database.all(query)]

    def numbers(self) -> dict[tuple[Severity, str], int]:
        """Return how many there are of each severity and rule that are not waived."""
        self._flush()
        query = (
            "SELECT severity, rule, count(*) FROM findings WHERE waived_reason IS NULL "
            "GROUP BY severity, rule ORDER BY severity, rule"
        )
        return {(severity, rule): number for severity, rule, number in self._database.all(query)}

    def of_rule(self, rule: str, number: int) -> list[Finding]:
        """Return the first of a rule."""
        self._flush()
        query = f"SELECT * FROM findings WHERE rule = $1 ORDER BY {_BY_PLACE} LIMIT {number}"
        return [_finding(row) for row in self._database.all(query, [rule])]

    def __iter__(self) -> Iterator[Finding]:
        """Yield all in the order of reports."""
        self._flush()
        for rows in self._database.batches(f"SELECT * FROM findings ORDER BY {_BY_PLACE}"):
            yield from map(_finding, rows)

    def to_parquet(self, path: str) -> None:
        """Write all into a Parquet file, in the order of reports.

        Raises:
            OSError: the file cannot be written.
        """
        self._flush()
        query = f"SELECT * FROM findings ORDER BY {_BY_PLACE}"
        self._database.copy_to(query, path)


def _row(finding: Finding) -> tuple[Any, ...]:
    place, waived = finding.location, finding.waived
    where: tuple[Any, ...] = (None,) * 7
    if place is not None:
        span = place.span
        where = (
            *(place.file, span.line, span.column, span.end_line, span.end_column),
            *(span.cell, place.pointer),
        )
    excused: tuple[Any, ...] = (None, None, None)
    if waived is not None:
        excused = (waived.reason, waived.until, json.dumps(waived.approved_by))
    subject = finding.subject
    return (
        *where,
        *(finding.rule, finding.severity, finding.legacy),
        *excused,
        *(finding.message, finding.hint),
        *(subject.collection, subject.id, subject.field, subject.name, subject.company),
        json.dumps([_packed(each) for each in finding.related], ensure_ascii=False),
        finding.related_total,
        json.dumps(finding.values, ensure_ascii=False),
        *(finding.fingerprint, finding.values_digest),
    )


def _packed(related: Related) -> list[Any]:
    subject = related.subject
    about = (subject.collection, subject.id, subject.field, subject.name, subject.company)
    return [about, related.location, related.message]


def _finding(row: tuple[Any, ...]) -> Finding:
    cells = dict(zip(_COLUMNS, row, strict=True))
    place = None
    if cells["file"] is not None:
        span = Span(*(cells[name] for name in ("line", "column", "end_line", "end_column", "cell")))
        place = Location(cells["file"], span, cells["pointer"])
    waived = None
    if cells["waived_reason"] is not None:
        approved = tuple(json.loads(cells["waived_by"]))
        waived = Waived(cells["waived_reason"], cells["waived_until"], approved)
    return Finding(
        rule=cells["rule"],
        severity=cells["severity"],
        legacy=cells["legacy"],
        waived=waived,
        message=cells["message"],
        hint=cells["hint"],
        subject=Subject(
            *(cells[name] for name in ("collection", "id", "field", "name", "company"))
        ),
        location=place,
        related=tuple(map(_related, json.loads(cells["related"]))),
        related_total=cells["related_total"],
        values=json.loads(cells["values"]),
        fingerprint=cells["fingerprint"],
        values_digest=cells["values_digest"],
    )


def _related(packed: list[Any]) -> Related:
    about, place, message = packed
    location = None
    if place is not None:
        file, span, pointer = place
        location = Location(file, Span(*span), pointer)
    return Related(Subject(*about), location, message)
