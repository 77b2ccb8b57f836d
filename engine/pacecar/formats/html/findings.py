"""Findings by rule: why the rule is there, and each finding at its place."""

from __future__ import annotations

from collections.abc import Iterator

from pacecar.checking.report import Finding, Report, RuleResult
from pacecar.formats.cells import shown
from pacecar.formats.html.overview import anchor
from pacecar.formats.html.source import source
from pacecar.formats.markup import Html, joined, tag
from pacecar.formats.snippet import Sources
from pacecar.formats.structure import STRUCTURE
from pacecar.formats.words import Group, counted, grouped, subject_in_words

_RELATED = 3
"""Related places that are shown; the rest is counted."""

_HEADINGS = {"error": "Errors", "warning": "Warnings", "info": "For information"}


def findings(report: Report, key: str, sources: Sources) -> Iterator[Html]:
    """Yield a section for each severity: what the verdict is about, then what was there before."""
    unwaived = [finding for finding in report.findings if finding.waived is None]
    yield from _sections(
        report, key, sources, [finding for finding in unwaived if finding.change != "left"]
    )
    left = [finding for finding in unwaived if finding.change == "left"]
    if left:
        parts = _sections(report, f"{key}-left", sources, left)
        summary = tag("summary", f"{counted(len(left), 'finding')} that were there before")
        yield tag("section", tag("h2", "Left as before"), tag("details", summary, *parts))


def _sections(report: Report, key: str, sources: Sources, found: list[Finding]) -> Iterator[Html]:
    results = {result.rule: result for result in report.rules}
    by_severity: dict[str, list[Group]] = {}
    for group in grouped(found):
        by_severity.setdefault(group[0], []).append(group)
    for severity, groups in by_severity.items():
        parts = (_rule(group, results.get(group[1]), key, sources) for group in groups)
        total = sum(len(group[2]) for group in groups)
        heading = tag("h2", f"{_HEADINGS[severity]} ", tag("span", f"{total:,}", class_="quiet"))
        yield tag("section", heading, *parts, class_="details")


def _rule(group: Group, result: RuleResult | None, key: str, sources: Sources) -> Html:
    """Return a rule with its findings; those for information are folded."""
    severity, rule, found = group
    title = shown(result.title) if result else STRUCTURE.get(rule, ("", ""))[0]
    head = [
        tag("h3", title or rule),
        tag(
            "p",
            tag("span", counted(len(found), "finding"), class_=f"severity {severity}"),
            " ",
            tag("code", shown(rule)),
            class_="about",
        ),
        *_reasons(rule, result),
    ]
    items = (_finding(finding, sources) for finding in found)
    listed_here = tag("ol", *items, class_="findings")
    if severity == "info":
        listed_here = tag("details", tag("summary", "Show"), listed_here)
    return tag("section", *head, listed_here, class_="rule", id=anchor(key, group))


def _reasons(rule: str, result: RuleResult | None) -> Iterator[Html]:
    """Yield why the rule is there, and the statements it comes from."""
    reason = result.rationale if result else STRUCTURE.get(rule, ("", ""))[1]
    if reason:
        yield tag("p", shown(" ".join(reason.split())))
    for statement, quote in result.quotes if result else ():
        words = tag("span", f"“{shown(' '.join(quote.split()))}”")
        yield tag("blockquote", words, " ", tag("cite", shown(statement)))


def _finding(finding: Finding, sources: Sources) -> Html:
    parts: list[Html] = [tag("p", tag("strong", shown(finding.message)), *_marks(finding))]
    if finding.location is None:
        parts.append(tag("p", f"About {subject_in_words(finding.subject)}", class_="quiet"))
    else:
        parts.append(source(finding.location, sources))
    # What is related may be the place itself, as the first of a group is; once is enough.
    others = [related for related in finding.related if related.location != finding.location]
    for related in others[:_RELATED]:
        text = shown(related.message)
        if related.location is None:
            parts.append(tag("p", f"See also: {text}", class_="quiet"))
        else:
            parts.append(source(related.location, sources, text))
    more = finding.related_total - len(finding.related) + len(others[_RELATED:])
    if more > 0:
        parts.append(tag("p", f"See also {counted(more, 'more place')}.", class_="quiet"))
    if finding.hint:
        parts.append(tag("p", tag("b", "Hint: "), shown(finding.hint), class_="hint"))
    return tag("li", *parts, class_=finding.severity)


def _marks(finding: Finding) -> Iterator[Html]:
    """Yield what else there is to say of a finding: its company, whether it is legacy or new."""
    words = (
        shown(finding.subject.company),
        "legacy" if finding.legacy else "",
        {"introduced": "new", "changed": "changed"}.get(finding.change, ""),
    )
    for word in words:
        if word:
            yield joined(" ", tag("span", word, class_="mark"))
