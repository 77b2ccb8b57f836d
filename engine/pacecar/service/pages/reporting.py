"""A report as a page shows it: what matters first, each finding with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pacecar.plan.files import SourceFile, is_workbook
from pacecar.plan.nodes import Flaw
from pacecar.service.pages.sources import Line, Mark, Source, excerpt, lines_of, sources_of
from pacecar.service.pages.workbooks import anchor_of

MOST: Final = 200
"""Findings shown of each sort; the rest is counted, and stands in the report itself."""

_ORDER: Final = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands.

    `anchor` leads to the line or row on the same page, "" where that is not shown; then `lines` are
    shown with the finding itself.
    """

    shown: str
    anchor: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it is shown; `waived` is the reason of its waiver, "" for none."""

    rule: str
    severity: str
    message: str
    hint: str
    subject: str
    legacy: bool
    waived: str
    waived_until: str
    place: Place | None
    related: tuple[tuple[str, Place | None], ...]
    related_more: int

    @property
    def is_of_rule(self) -> bool:
        """Whether a rule of the rulebook made it, so that there is a page about that."""
        return not self.rule.startswith(("plan/", "waivers/"))


@dataclass(frozen=True, slots=True)
class Section:
    """Findings of one sort; `more` are not shown."""

    name: str
    title: str
    about: str
    findings: tuple[Shown, ...]
    more: int
    open: bool

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.findings) + self.more


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as a page shows it."""

    plan: str
    as_of: str
    programs: int
    verdict: str
    errors: int
    waived: int
    undetermined: int
    against: str
    sections: tuple[Section, ...]
    resolved: tuple[tuple[str, str, str, str], ...]
    resolved_more: int
    waiting: tuple[tuple[str, str, int], ...]
    could_not_run: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


def view_of(
    report: Mapping[str, Any], submitted: Sequence[SourceFile], below: Sequence[SourceFile]
) -> ReportView:
    """Return a report as a page shows it.

    Args:
        report: a `pacecar-report/1`.
        submitted: the files that were sent, which are shown beside the findings.
        below: the files of the portfolio that it was checked on, for the lines of findings there.
    """
    findings = report["findings"]
    here = {file.name: number for number, file in enumerate(submitted, 1)}
    named = {place["file"] for found in findings for place in _places(found)}
    lines = {file.name: lines_of(file) for file in below if file.name in named}
    sections = tuple(_sections(report, _Places(here, lines)))
    against = report.get("against") or {"what": "", "resolved": []}
    resolved = sorted(against["resolved"], key=lambda known: _ORDER[known["severity"]])
    marks = (_mark(found["location"], found["severity"]) for found in findings if _is_new(found))
    return ReportView(
        plan=report["plan"]["name"],
        as_of=report["plan"]["as_of"],
        programs=report["plan"]["programs"],
        verdict=report["verdict"],
        errors=report["summary"]["error"],
        waived=report["summary"]["waived"],
        undetermined=report["summary"]["undetermined"],
        against=against["what"],
        sections=sections,
        resolved=tuple(
            (known["severity"], known["rule"], known["message"], known["subject"]["id"])
            for known in resolved[:MOST]
        ),
        resolved_more=max(0, len(resolved) - MOST),
        waiting=tuple(
            (entry["rule"], entry["needs"], entry["count"]) for entry in report["undetermined"]
        ),
        could_not_run=tuple(
            (result["rule"], result["problem"])
            for result in report["rules"]
            if result["outcome"] == "could not run"
        ),
        sources=tuple(sources_of(submitted, (mark for mark in marks if mark))),
    )


def flaws_view(
    flaws: Sequence[Flaw], submitted: Sequence[SourceFile]
) -> tuple[tuple[Shown, ...], list[Source]]:
    """Return the flaws of what cannot be read, and the files with them marked."""
    entries: list[dict[str, Any]] = [
        {
            "rule": flaw.rule,
            "severity": "error",
            "legacy": False,
            "waived": None,
            "message": flaw.message,
            "hint": flaw.hint,
            "subject": {"id": ""},
            "location": {
                "file": flaw.location.file,
                "line": flaw.location.span.line,
                "column": flaw.location.span.column,
                "end_line": flaw.location.span.end_line,
                "end_column": flaw.location.span.end_column,
                "cell": flaw.location.cell,
            },
            "related": [],
            "related_total": 0,
        }
        for flaw in flaws
    ]
    places = _Places({file.name: number for number, file in enumerate(submitted, 1)}, {})
    marks = (_mark(entry["location"], "error") for entry in entries)
    shown = tuple(_shown(entry, places) for entry in entries[:MOST])
    return shown, sources_of(submitted, (mark for mark in marks if mark))


def _sections(report: Mapping[str, Any], places: _Places) -> Iterable[Section]:
    findings = report["findings"]
    if "against" not in report:
        yield _section("found", "Found", "What the plan has.", findings, places)
        return
    for change, title, about in (
        ("introduced", "Introduces", "Not in the portfolio before; errors here must go."),
        ("changed", "Changes", "Known in the portfolio, with other values now."),
        ("left", "Leaves", "In the portfolio as before; it keeps nobody from being accepted."),
    ):
        own = [found for found in findings if found["change"] == change]
        yield _section(change, title, about, own, places)


def _section(
    name: str,
    title: str,
    about: str,
    findings: Sequence[Mapping[str, Any]],
    places: _Places,
) -> Section:
    ordered = sorted(findings, key=_rank)
    shown = tuple(_shown(found, places) for found in ordered[:MOST])
    return Section(name, title, about, shown, max(0, len(ordered) - MOST), name != "left")


def _rank(found: Mapping[str, Any]) -> tuple[bool, int]:
    """Sort what must go before what is waived; the report's own order decides among equals."""
    return found["waived"] is not None, _ORDER[found["severity"]]


def _is_new(found: Mapping[str, Any]) -> bool:
    return bool(found.get("change", "") != "left")


def _places(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    near = [related["location"] for related in found["related"]]
    return [place for place in (found["location"], *near) if place]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where places are shown: files on this page by their number, lines of other files."""

    here: Mapping[str, int]
    lines: Mapping[str, Sequence[str]]

    def place(self, location: Mapping[str, Any] | None, severity: str) -> Place | None:
        if location is None:
            return None
        cell = location.get("cell")
        where = cell or f"{location['line']}:{location['column']}"
        shown = f"{location['file']}:{where}"
        number = self.here.get(location["file"])
        if number is not None:
            line = "" if is_workbook(location["file"]) else f"f{number}-{location['line']}"
            return Place(shown, anchor_of(number, cell or "") or line)
        mark = _mark(location, severity)
        return Place(shown, lines=tuple(excerpt(self.lines, mark)) if mark else ())


def _mark(location: Mapping[str, Any] | None, severity: str) -> Mark | None:
    if location is None:
        return None
    return Mark(
        location["file"],
        location["line"],
        location["column"],
        location["end_line"],
        location["end_column"],
        severity,
        location.get("cell") or "",
    )


def _shown(found: Mapping[str, Any], places: _Places) -> Shown:
    waived = found["waived"] or {"reason": "", "until": ""}
    related = tuple(
        (near["message"], places.place(near["location"], "info")) for near in found["related"]
    )
    return Shown(
        rule=found["rule"],
        severity=found["severity"],
        message=found["message"],
        hint=found["hint"],
        subject=found["subject"]["id"],
        legacy=found["legacy"],
        waived=waived["reason"],
        waived_until=waived["until"],
        place=places.place(found["location"], found["severity"]),
        related=related,
        related_more=found["related_total"] - len(related),
    )
