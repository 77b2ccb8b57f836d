"""The first page: the verdict, what it rests on, and where to look first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pacecar.checking.report import Finding, Report
from pacecar.formats.cells import shown
from pacecar.formats.markup import Html, link, tag
from pacecar.formats.structure import titles
from pacecar.formats.weight import RANK, counts
from pacecar.formats.words import Group, against_in_words, counted, grouped

_MEANING = {
    "accepted": "No error is left that a waiver does not cover.",
    "rejected": "At least one error is left that no waiver covers.",
    "not judged": "Not everything could be read or judged, so nothing is said about the plan.",
}
_FIRST = 3
"""Messages of a rule on the first page; the others follow below."""

_RULES = 6
"""Rules told on the first page."""

_LONG = 300
"""Characters of a message on the first page; below it stands as a whole."""

_NOBODY = "No one company"


def overview(report: Report, key: str) -> Html:
    """Return the first page."""
    name = shown(report.plan_name) or "Plan"
    about = f"{counted(report.programs, 'program')}, judged as of {report.as_of}"
    rules = counted(report.rulebook_rules, "rule")
    state = report.verdict.replace(" ", "-")
    head = tag(
        "header",
        tag("p", "Validation report", class_="quiet kicker"),
        tag("h1", name),
        tag("p", tag("strong", report.verdict.capitalize()), class_=f"verdict {state}"),
        tag("p", f"{_MEANING[report.verdict]} {about}."),
        *_compared(report),
        _counts(report),
        tag("p", f"Rulebook of {rules}, ", tag("code", report.rulebook_digest), class_="quiet"),
    )
    return tag("section", head, *_could_not_run(report), *_first(report, key), *_by_company(report))


def anchor(key: str, group: Group) -> str:
    """Return the id of the section about a rule's findings of one severity."""
    severity, rule, _ = group
    return f"{key}-{severity}-{rule.replace('/', '-')}"


def _compared(report: Report) -> Iterator[Html]:
    if report.against is not None:
        yield tag("p", f"The plan {against_in_words(report.against)}.")
        yield tag("p", "The verdict and the figures are about what it introduces or changes.")


def _counts(report: Report) -> Html:
    """Return the counts as a row of figures."""
    summary = report.summary
    figures = (
        (summary.error, "error", "errors", "error"),
        (summary.warning, "warning", "warnings", "warning"),
        (summary.info, "for information", "for information", "info"),
        (summary.undetermined, "case undetermined", "cases undetermined", ""),
        (summary.waived, "waived", "waived", ""),
    )
    return tag(
        "ul",
        *(
            tag(
                "li", tag("b", f"{n:,}"), " ", one if n == 1 else many, class_=kind if n else "zero"
            )
            for n, one, many, kind in figures
        ),
        class_="figures",
    )


def _could_not_run(report: Report) -> Iterator[Html]:
    idle = [result for result in report.rules if result.outcome == "could not run"]
    if idle:
        yield tag("h2", "Rules that could not run")
        items = (
            tag("li", tag("code", r.rule), f": {shown(r.problem)}", class_="problem") for r in idle
        )
        yield tag("ul", *items)


def _first(report: Report, key: str) -> Iterator[Html]:
    """Yield what matters first: the gravest severity that there is, by rule."""
    groups = grouped(finding for finding in report.findings if counts(finding))
    if not groups:
        return
    gravest = groups[0][0]
    most = sorted((g for g in groups if g[0] == gravest), key=lambda group: -len(group[2]))
    named = titles(report)
    yield tag("h2", "What matters first")
    items = [
        tag(
            "li",
            link(f"#{anchor(key, group)}", shown(named.get(group[1], "")) or group[1]),
            " ",
            tag("span", counted(len(group[2]), gravest), class_=f"severity {gravest}"),
            tag("ul", *_messages(group[2])),
        )
        for group in most[:_RULES]
    ]
    yield tag("ol", *items, class_="first")
    if len(most) > _RULES:
        more = counted(len(most) - _RULES, "more rule")
        yield tag("p", f"{more} with findings of this kind below.", class_="quiet")


def _messages(found: Iterable[Finding]) -> Iterator[Html]:
    found = list(found)
    for finding in found[:_FIRST]:
        text = shown(finding.message)
        yield tag("li", text if len(text) <= _LONG else f"{text[:_LONG].rstrip()} ...")
    if len(found) > _FIRST:
        yield tag("li", f"{len(found) - _FIRST:,} more", class_="quiet")


def _by_company(report: Report) -> Iterator[Html]:
    """Yield a table of the findings by the company whose entity they are about."""
    counted_here: dict[str, Counter[str]] = {}
    for finding in report.findings:
        if counts(finding):
            company = shown(finding.subject.company) or _NOBODY
            counted_here.setdefault(company, Counter())[finding.severity] += 1
    if not counted_here.keys() - {_NOBODY}:
        return
    order = sorted(
        counted_here,
        key=lambda name: (name == _NOBODY, *(-counted_here[name][s] for s in RANK), name),
    )
    head = ("Company", "Errors", "Warnings", "For information")
    rows = (
        tag(
            "tr",
            tag("th", name, scope="row"),
            *(tag("td", f"{counted_here[name][s]:,}", class_="number") for s in RANK),
        )
        for name in order
    )
    yield tag("h2", "By company")
    yield tag(
        "table",
        tag("thead", tag("tr", *(tag("th", word, scope="col") for word in head))),
        tag("tbody", *rows),
    )
