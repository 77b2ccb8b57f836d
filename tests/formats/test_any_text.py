"""Whatever a planner writes, every format survives it."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml

from pacecar.checking.report import Related, Report, Subject, Undetermined, Waived
from pacecar.formats.cells import shown
from pacecar.formats.registry import FORMATS
from pacecar.formats.view import View
from pacecar.plan.nodes import Location, Span
from tests.formats.reading import body
from tests.formats.samples import ACCEPTED, PLANTS, TWINS

_PIECES = st.sampled_from(
    [
        *(
            "::",
            "%",
            "%0A",
            "##[error]",
            "]]>",
            "<![CDATA[",
            "<script>",
            "</style>",
            "<!--",
            "&amp;",
        ),
        *("\n", "\r", "\u2028", "\x85", "\t", "\x00", "\x1b[31m", "\x7f", "\ufffe", "\uffff"),
        *(
            "\u202e",
            "\u2066",
            "\U0001f697",
            "e\u0301",
            "\u200d",
            '"',
            "'",
            "`",
            "\\",
            "{0}",
            "[a](b)",
        ),
    ]
)
TEXTS = st.lists(st.text(max_size=8) | _PIECES, max_size=6).map("".join)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Return a report in which whatever a plan says is any text."""

    def text() -> str:
        return draw(TEXTS)

    subject = Subject(text(), text(), text(), text(), text())
    file = "plans/" + "".join(c if c.isprintable() else "?" for c in text())
    line, column, width = draw(st.tuples(*[st.integers(1, 9)] * 3))
    place = Location(file, Span(line, column, line, column + width), text())
    cell = place._replace(span=Span(1, 1, 1, 2, "Programs!F12"))
    waived = draw(st.none() | st.builds(Waived, TEXTS, TEXTS, st.tuples(TEXTS)))
    finding = replace(
        PLANTS,
        message=text(),
        hint=text(),
        subject=subject,
        location=draw(st.sampled_from([place, None, cell])),
        related=(Related(subject, place, text()), Related(subject, None, text())),
        waived=waived,
        values={text(): [text()]},
    )
    return replace(
        ACCEPTED,
        plan_name=text(),
        rules=(replace(TWINS, title=text(), rationale=text(), quotes=((text(), text()),)),),
        findings=(finding,),
        undetermined=(Undetermined(TWINS.rule, text(), 2, (subject,)),),
        texts={file: text()},
    )


@pytest.mark.slow
@settings(deadline=None)
@given(reports())
def test_machines_read_it(report: Report) -> None:
    """JSON, SARIF, JUnit and the page stay whole, and say what was written."""
    finding = report.findings[0]
    assert json.loads(FORMATS["json"].render([report], View()))["findings"][0]["message"] == (
        finding.message
    )
    lines = FORMATS["jsonl"].render([report], View()).removesuffix("\n").split("\n")
    assert [json.loads(line)["line"] for line in lines] == [
        *("report", "finding", "undetermined", "rule", "end")
    ]
    (run,) = json.loads(FORMATS["sarif"].render([report], View()))["runs"]
    assert run["results"][0]["partialFingerprints"] == {"pacecar/v1": finding.fingerprint}
    suites = list(JUnitXml.fromstring(FORMATS["junit"].render([report], View()).encode()))
    assert suites[-1].name == f"{shown(report.plan_name) or 'plan'}: twins".replace(
        "\ufffe", "\ufffd"
    ).replace("\uffff", "\ufffd")
    html = FORMATS["html"].render([report], View())
    assert "<script" not in html
    plain = html.replace("\ufffe", "?").replace("\uffff", "?")
    assert body(plain).tag == "body"


@pytest.mark.slow
@settings(deadline=None)
@given(reports())
def test_lines_stay_lines(report: Report) -> None:
    """A finding is one line of concise and one command, and nothing steers a terminal."""
    listed = 0 if report.findings[0].waived else 1
    concise = FORMATS["concise"].render([report], View())
    github = FORMATS["github"].render([report], View())
    assert concise.count("\n") == len(concise.splitlines()) == listed
    assert github.count("\n") == len(github.splitlines()) == listed + 1
    assert github.count("\n::") + github.startswith("::") == listed
    text = FORMATS["text"].render([report], View(show="all"))
    for output in (concise, github, text):
        assert shown(output.replace("\n", "")) == output.replace("\n", "")


def test_what_is_tried_is_tried() -> None:
    """XML that holds what it cannot is told, so that the tests above can fail."""
    try:
        fromstring("<a>\x00</a>")  # noqa: S314 - we made it ourselves
    except SyntaxError:
        return
    raise AssertionError
