"""What a report tells beside its findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacecar.checking.report import Report, Undetermined
from pacecar.formats.cells import shown
from pacecar.formats.markup import Html, joined, tag
from pacecar.formats.words import counted, listed, need, place, subject_in_words

_NAMED = 8
"""Examples named before the rest is counted."""

_SOON = 90
"""Days before its end from which on a waiver is marked."""


def resolved(report: Report) -> Iterator[Html]:
    """Yield the findings of the earlier state that are gone."""
    gone = report.against.resolved if report.against else ()
    if gone:
        items = (
            tag(
                "li",
                shown(known.message),
                " ",
                tag("span", f"{known.severity}, ", subject_in_words(known.subject), class_="quiet"),
            )
            for known in gone
        )
        heading = tag("h2", "Resolved ", tag("span", f"{len(gone):,}", class_="quiet"))
        yield tag("section", heading, tag("ul", *items))


def undetermined(report: Report, key: str) -> Iterator[Html]:
    """Yield what the plan does not say enough about, by rule."""
    by_rule: dict[str, list[Undetermined]] = {}
    for entry in report.undetermined:
        by_rule.setdefault(entry.rule, []).append(entry)
    if not by_rule:
        return
    titles = {result.rule: result.title for result in report.rules}
    cases = counted(report.summary.undetermined, "case")
    intro = f"In {cases} the plan does not say enough to tell, and what is missing decides."
    items = (
        tag(
            "li",
            tag("b", shown(titles.get(rule, "")) or rule),
            " ",
            tag("code", shown(rule)),
            tag("ul", *map(_waits, entries)),
        )
        for rule, entries in by_rule.items()
    )
    yield tag(
        "section",
        tag("h2", "Undetermined ", tag("span", f"{report.summary.undetermined:,}", class_="quiet")),
        tag("p", intro),
        tag("ul", *items, class_="waits"),
        id=f"{key}-undetermined",
    )


def _waits(entry: Undetermined) -> Html:
    named = [shown(subject.name or subject.id) for subject in entry.examples[:_NAMED]]
    more = entry.count - len(named)
    named += [f"{more:,} more"] if named and more > 0 else []
    waits = f"{counted(entry.count, 'case needs', 'cases need')} {need(entry.needs)}"
    examples = joined(": ", tag("span", listed(named), class_="quiet")) if named else joined()
    return tag("li", waits, examples)


def waivers(report: Report, key: str) -> Iterator[Html]:
    """Yield the findings that a waiver covers, with its reason and its end."""
    found = [(finding, finding.waived) for finding in report.findings if finding.waived is not None]
    if not found:
        return
    head = ("Finding", "Reason", "Approved by", "Until")
    rows = (
        tag(
            "tr",
            tag(
                "td",
                shown(finding.message),
                " ",
                tag("span", finding.severity, class_=f"severity {finding.severity}"),
                " ",
                tag("code", shown(finding.rule)),
                " ",
                tag("span", place(finding), class_="quiet"),
            ),
            tag("td", shown(waived.reason)),
            tag("td", shown(listed(waived.approved_by))),
            tag("td", *_until(waived.until, report.as_of), class_="until"),
        )
        for finding, waived in found
    )
    yield tag(
        "section",
        tag("h2", "Waived ", tag("span", f"{len(found):,}", class_="quiet")),
        tag(
            "div",
            tag(
                "table",
                tag("thead", tag("tr", *(tag("th", word, scope="col") for word in head))),
                tag("tbody", *rows),
            ),
            class_="table",
            tabindex="0",
        ),
        id=f"{key}-waived",
    )


def _until(until: str, as_of: str) -> Iterator[Html]:
    """Yield a waiver's last day, and how long that is after the day of the report."""
    yield joined(shown(until))
    try:
        days = (date.fromisoformat(until) - date.fromisoformat(as_of)).days
    except ValueError:
        # A day that is not written to the day says enough by itself.
        return
    soon = "soon" if days <= _SOON else "quiet"
    yield joined(" ", tag("span", f"{counted(days, 'day')} left", class_=soon))


def rules_without_findings(report: Report) -> Iterator[Html]:
    """Yield the rules that are kept or not applicable, by their titles."""
    parts: list[Html] = []
    for outcome in ("kept", "not applicable"):
        found = [result for result in report.rules if result.outcome == outcome]
        if found:
            items = (
                tag("li", shown(result.title) or result.rule, " ", tag("code", shown(result.rule)))
                for result in found
            )
            parts += [
                tag(
                    "h3", f"{outcome.capitalize()} ", tag("span", f"{len(found):,}", class_="quiet")
                ),
                tag("ul", *items),
            ]
    if parts:
        yield tag("section", tag("h2", "Rules without findings"), *parts)
