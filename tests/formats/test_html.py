"""The page: whole in itself, safe, and in order."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from pacecar.formats.registry import FORMATS
from pacecar.formats.view import View
from tests.formats.reading import body
from tests.formats.samples import (
    ACCEPTED,
    COMPARED,
    DEVELOPER,
    MARKUP,
    NOT_JUDGED,
    PLANTS,
    REJECTED,
    SAMPLES,
)

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "header", "footer"),
    *("h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "a", "b"),
    *("strong", "code", "pre", "mark", "figure", "figcaption", "blockquote", "cite"),
    *("table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
}
ATTRIBUTES = {"class", "id", "scope", "href", "tabindex", "lang", "charset", "name", "content"}


class _Elements(HTMLParser):
    """Collects the tags, attributes and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.ids += [value or "" for name, value in attrs if name == "id"]


def _page(*names: str) -> str:
    return FORMATS["html"].render([SAMPLES[name] for name in names], View())


@pytest.mark.parametrize("name", SAMPLES)
def test_whole_in_itself(name: str) -> None:
    """A page has no script, fetches nothing, and its links lead to places of its own."""
    page = _page(name)
    found = _Elements(page)
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES | {"http-equiv"}
    assert sorted(found.ids) == sorted(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_several_plans() -> None:
    """Each plan has its part, and no id stands twice, even if a plan does."""
    page = _page("rejected", "compared", "rejected")
    found = _Elements(page)
    assert page.count("<main>") == 3
    assert sorted(found.ids) == sorted(set(found.ids))
    assert "<title>Alliance mid-term plan: rejected</title>" in page


def _words(name: str) -> str:
    text = "".join(body(_page(name)).itertext())
    return re.sub(r"\s+", " ", text)


def test_what_the_board_asks() -> None:
    """The verdict comes first, then figures, what matters, and the companies."""
    first = _words("rejected").partition("Errors 2")[0]
    for words in (
        "Alliance mid-term planRejectedAt least one error is left that no waiver covers.",
        "213 programs, judged as of 2025-12-31.",
        "2 errors1 warning2 for information4 cases undetermined1 waived",
        "Rulebook of 30 rules, sha256:bbbb",
        "What matters first",
        "A technology comes from the company that leads it 1 error",
    ):
        assert words in first


def test_by_company() -> None:
    """Findings are counted by the company that they concern, the one with most errors first."""
    owned = [
        replace(finding, subject=replace(finding.subject, company=company))
        for finding, company in zip(
            [PLANTS, DEVELOPER, DEVELOPER], ["Renault", "Mitsubishi", ""], strict=True
        )
    ]
    page = FORMATS["html"].render([replace(REJECTED, findings=tuple(owned))], View())
    table = next(body(page).iter("tbody"))
    assert ["".join(row.itertext()) for row in table] == [
        "Mitsubishi100",
        "Renault010",
        "No one company100",
    ]
    assert "By company" not in _words("rejected")


def test_waivers_and_their_end() -> None:
    """A waiver is told with its reason, who approved it, its last day, and how near that is."""
    assert "Palencia is already tooledrenault, nissan2026-06-30 181 days left" in _words("rejected")


def test_a_comparison() -> None:
    """What the plan does to an earlier state stands on top, what was there before below."""
    words = _words("compared")
    told = "The plan introduces 2, changes 1, resolves 12, leaves 3 (against revision HEAD)."
    assert told in words
    assert words.index(told) < words.index("What matters first") < words.index("Left as before")
    assert "Resolved 12" in words


def test_verdicts() -> None:
    """What could not be judged is not taken for accepted."""
    assert "Not judgedNot everything could be read or judged" in _words("not-judged")
    assert "Rules that could not run" in _words("not-judged")
    assert "AcceptedNo error is left that a waiver does not cover." in _words("accepted")


def test_markup_is_text() -> None:
    """What a planner wrote as markup is shown as it was written, and so is what hides."""
    words = _words("markup")
    assert "<script>alert(1)</script> & \"x\" 'y' ]]> <!-- " in words
    assert "\\u202eright\\u202c\\x00 ::error::forged" in words


def test_samples_differ() -> None:
    """The samples used here are what their names say."""
    assert [r.verdict for r in (REJECTED, ACCEPTED, NOT_JUDGED, MARKUP, COMPARED)] == [
        "rejected",
        "accepted",
        "not judged",
        "rejected",
        "rejected",
    ]
