"""The page of a rule, and that of a feature that is about no rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pacecar.formats.markup import Html, joined, link, tag
from pacecar.rulebook.rule import Rule, Statement
from pacecar.specification.site.features import WrittenFeature
from pacecar.specification.site.gherkin import feature_block
from pacecar.specification.site.pages import page, tally
from pacecar.specification.site.writing import highlighted


def rule_page(
    rule: Rule, feature: WrittenFeature | None, statements: Mapping[str, Statement]
) -> str:
    """Return the page of a rule: what it asks and why, as it is written, and by examples."""
    off = tag("span", "off unless selected", class_="quiet") if not rule.enabled else joined()
    facts = (
        tag("span", rule.severity, class_=f"severity {rule.severity}"),
        " ",
        tag("code", rule.id),
        tag("span", f" version {rule.version} ", class_="quiet"),
        off,
        " ",
        tally(feature.examples if feature else ()),
    )
    rationale = tag("p", " ".join(rule.rationale.split())) if rule.rationale else joined()
    return page(
        rule.title,
        tag("p", *facts, class_="about"),
        rationale,
        *_quotes(rule, statements),
        tag("h2", "The rule"),
        highlighted(_text(rule)),
        *_parameters(rule),
        *_aliases(rule),
        tag("h2", "Examples"),
        feature_block(feature) if feature else tag("p", "There are none."),
        tag("footer", tag("p", "Digest of the rule: ", tag("code", rule.digest))),
        up="../",
        crumbs=[link("index.html", rule.family), rule.id.partition("/")[2]],
    )


def feature_page(feature: WrittenFeature) -> str:
    """Return the page of a feature that is about a plan, or about no rule that there is."""
    *folders, name = feature.id.split("/")
    family = "../" * (len(folders) - 1) + "index.html"
    crumbs = [link(family, folders[0])] if folders else []
    return page(
        feature.feature.name or name,
        tag("p", tag("code", feature.id), " ", tally(feature.examples), class_="about"),
        feature_block(feature),
        up="../" * len(folders),
        crumbs=[*crumbs, *folders[1:], name],
    )


def words_of(
    rule: Rule | None, feature: WrittenFeature | None, statements: Mapping[str, Statement]
) -> str:
    """Return what the search looks at besides what the list shows."""
    words = [*_words_of_rule(rule, statements)] if rule else []
    if feature:
        words += [feature.feature.name, feature.feature.description]
        words += [section.title for section in feature.sections]
        words += [example.scenario.name for example in feature.examples]
    return " ".join(" ".join(words).casefold().split())


def _words_of_rule(rule: Rule, statements: Mapping[str, Statement]) -> Iterator[str]:
    yield from (rule.rationale, *rule.aliases, *rule.sources)
    yield from (statements[source].quote for source in rule.sources if source in statements)
    yield from rule.texts.values()


def _quotes(rule: Rule, statements: Mapping[str, Statement]) -> Iterator[Html]:
    for source in rule.sources:
        statement = statements.get(source)
        if statement is not None:
            quote = tag("p", f"“{' '.join(statement.quote.split())}”")
            origin = tag("cite", f"{statement.id}: {statement.origin}")
            yield tag("blockquote", quote, origin)


def _text(rule: Rule) -> str:
    """Return the rule as its file has it, or its texts if that is gone."""
    try:
        return Path(rule.place.file).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return "\n".join(f"{name}: {' '.join(text.split())}" for name, text in rule.texts.items())


def _parameters(rule: Rule) -> Iterator[Html]:
    if rule.parameters:
        yield tag("h2", "Parameters")
        rows = (
            tag("tr", tag("th", tag("code", name), scope="row"), tag("td", str(value)))
            for name, value in rule.parameters.items()
        )
        yield tag("table", tag("tbody", *rows))


def _aliases(rule: Rule) -> Iterator[Html]:
    if rule.aliases:
        yield tag("p", "Former ids: ", ", ".join(rule.aliases))
