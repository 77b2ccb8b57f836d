"""The frame of every page, and the pages that are not about one rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from pacecar.formats.markup import Html, joined, link, tag
from pacecar.rulebook.rule import Rule
from pacecar.specification.site.features import (
    KINDS,
    WrittenExample,
    WrittenFeature,
    counted,
)
from pacecar.specification.site.gherkin import badge

OUTCOMES: Mapping[str, str] = {
    "kept": "Every case that the rule applies to does as it asks.",
    "broken": "At least one case does not; each such case is a finding.",
    "undetermined": "The plan does not say enough to tell, and what is missing decides it.",
    "not applicable": "The plan has no case that the rule applies to.",
    "could not run": "The rule could not be evaluated. This never reads as kept.",
}
"""The glossary of a rule's outcomes."""

_SHOWN = {
    "accept": "an example that the rule lets pass",
    "reject": "an example that the rule reports",
    "undetermined": "an example that the rule cannot tell about",
    "not-applicable": "an example that the rule asks nothing of",
}


def page(title: str, *content: str, up: str, crumbs: Iterable[str] = ()) -> str:
    """Return a page; `up` leads from it to the top folder ("" or "../")."""
    search = tag(
        "form",
        tag("label", "Search ", tag("input", type="search", name="q", autocomplete="off")),
        action=f"{up}index.html",
        role="search",
    )
    home = link(f"{up}index.html", "Specification")
    trail = (joined(tag("span", " / ", aria_hidden="true"), crumb) for crumb in crumbs)
    words = link(f"{up}outcomes.html", "Outcomes")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("link", rel="stylesheet", href=f"{up}style.css"),
    )
    body = tag(
        "body",
        link("#main", "Skip to content", class_="skip"),
        tag("header", tag("nav", home, *trail, aria_label="Breadcrumb"), words, search),
        tag("main", tag("h1", title), *content, id="main"),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def path_of(own: str) -> str:
    """Return the path of the page of a rule or a feature; pages of the site keep their own."""
    taken = own.rpartition("/")[2] in ("index", "outcomes")
    return f"{own}-.html" if taken else f"{own}.html"


def tally(examples: Iterable[WrittenExample]) -> Html:
    """Return how many examples passed and failed."""
    counts = counted(examples)
    if not counts:
        return tag("span", "no examples", class_="quiet")
    badges = (badge(status, text=f"{number} {status}") for status, number in counts.items())
    return tag("span", *badges, class_="tally")


def entry(
    own: str, rule: Rule | None, feature: WrittenFeature | None, words: str = "", up: str = ""
) -> Html:
    """Return a rule, or a feature that has none, as an item of a list; `words` are searched."""
    title = rule.title if rule else feature.feature.name if feature else own
    mark = tag("span", rule.severity, class_=f"severity {rule.severity}") if rule else joined()
    off = tag("span", "off", class_="quiet") if rule and not rule.enabled else joined()
    examples = feature.examples if feature else ()
    name = tag("code", own)
    about = tag("div", mark, " ", off, " ", name, " ", tally(examples), class_="about")
    return tag("li", link(f"{up}{quote(path_of(own))}", title), about, data_words=words)


def outcomes_page() -> str:
    """Return the glossary."""
    terms = (joined(tag("dt", word), tag("dd", said)) for word, said in OUTCOMES.items())
    kinds = (joined(tag("dt", kind), tag("dd", _SHOWN[kind])) for kind in KINDS)
    statuses = {
        "passed": "the example was run, and the rule did as it says",
        "failed": "the rule did something else, or the example could not be run",
        "not run": "there is no result of it",
    }
    marks = (joined(tag("dt", badge(word)), tag("dd", said)) for word, said in statuses.items())
    return page(
        "Outcomes",
        tag("p", "A rule is judged case by case; its outcome over a plan is one of these."),
        tag("dl", *terms),
        tag("h2", "Kinds of examples"),
        tag("dl", *kinds),
        tag("h2", "Results of examples"),
        tag("dl", *marks),
        up="",
        crumbs=["Outcomes"],
    )
