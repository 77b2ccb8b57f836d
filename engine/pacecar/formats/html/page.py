"""The page: one file, without scripts and without anything that is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pacecar
from pacecar.checking.report import Report
from pacecar.formats.cells import shown
from pacecar.formats.html.findings import findings
from pacecar.formats.html.overview import overview
from pacecar.formats.html.remainders import resolved, rules_without_findings, undetermined, waivers
from pacecar.formats.markup import Html, joined, tag
from pacecar.formats.snippet import Sources
from pacecar.formats.view import View
from pacecar.formats.words import counted

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page: nothing, but for the style that stands in it."""


def render_all(reports: Sequence[Report], view: View) -> str:  # noqa: ARG001 - as every format
    """Return the reports as one page."""
    names = ", ".join(dict.fromkeys(shown(report.plan_name) or "Plan" for report in reports))
    verdicts = ", ".join(dict.fromkeys(report.verdict for report in reports))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="generator", content=f"pacecar {pacecar.__version__}"),
        tag("title", f"{names}: {verdicts}"),
        tag("style", Html((_HERE / "style.css").read_text("utf-8"))),
    )
    bodies = (_report(report, number) for number, report in enumerate(reports, 1))
    body = tag("body", *bodies)
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _report(report: Report, number: int) -> Html:
    """Return a report; ids on the page begin with its number."""
    key = f"p{number}"
    sources = Sources(report.texts)
    return tag(
        "main",
        overview(report, key),
        *findings(report, key, sources),
        *resolved(report),
        *undetermined(report, key),
        *waivers(report, key),
        *rules_without_findings(report),
        tag("footer", *_foot(report)),
    )


def _foot(report: Report) -> Iterator[Html]:
    """Yield what the report can be reproduced from."""
    yield tag("h2", "About this report")
    rows = {
        "Judged as of": joined(report.as_of),
        "Plan": joined(counted(report.programs, "program"), ", ", tag("code", report.plan_digest)),
        "Rulebook": joined(
            counted(report.rulebook_rules, "rule"), ", ", tag("code", report.rulebook_digest)
        ),
        "Made by": joined(f"pacecar {pacecar.__version__}"),
    }
    yield tag("dl", *(joined(tag("dt", word), tag("dd", said)) for word, said in rows.items()))
    yield tag("p", "The same files, rules and date give the same report.", class_="quiet")
