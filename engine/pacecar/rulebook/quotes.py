"""Whether a quote is word for word what its source says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pacecar.rulebook.rule import Statement

_SUFFIXES = (".txt", ".md")
_MARKS = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")  # noqa: RUF001 - the quote marks that articles are set with
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
)


@dataclass(frozen=True, slots=True)
class Misquote:
    """A quote that its article does not have.

    Attributes:
        statement: the statement's id.
        article: the article's name.
        begins: as much of the quote as the article has, "" if not even its first word.
    """

    statement: str
    article: str
    begins: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Quotes compared with articles: the article of each origin, and what it does not have.

    An origin that has no article was not compared.
    """

    articles: Mapping[str, str]
    misquotes: tuple[Misquote, ...]


def plain(text: str) -> str:
    """Return a text with single spaces, straight quote marks, and nothing invisible."""
    return " ".join(text.translate(_MARKS).split())


def holds(text: str, quote: str) -> bool:
    """Whether a text has a quote word for word; both are `plain`."""
    return re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text) is not None


def read_articles(folder: Path) -> dict[str, str]:
    """Return the articles of a folder, `plain`, by the names of their files.

    Raises:
        OSError: a file cannot be read.
        UnicodeDecodeError: a file is not UTF-8.
    """
    return {
        path.name: plain(path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir())
        if path.suffix in _SUFFIXES and not path.name.startswith(".") and path.is_file()
    }


def compare(statements: Iterable[Statement], articles: Mapping[str, str]) -> Comparison:
    """Look each quote up in the article of its origin.

    Nothing says which file an origin is: it is the one that has most of the origin's quotes. An
    origin of which no file has a quote is none of these articles.
    """
    quotes: dict[str, dict[str, str]] = {}
    for statement in statements:
        quotes.setdefault(statement.origin, {})[statement.id] = plain(statement.quote)
    found: dict[str, str] = {}
    misquotes: list[Misquote] = []
    for origin, own in quotes.items():
        hits = Counter(
            name
            for quote in own.values()
            for name in sorted(articles)
            if holds(articles[name], quote)
        )
        if not hits:
            continue
        found[origin] = min(hits, key=lambda name: (-hits[name], name))
        text = articles[found[origin]]
        misquotes += [
            Misquote(statement, found[origin], _begin(text, quote))
            for statement, quote in own.items()
            if not holds(text, quote)
        ]
    return Comparison(found, tuple(misquotes))


def _begin(text: str, quote: str) -> str:
    """Return the longest begin of a quote, in whole words, that a text has."""
    begin = ""
    for word in quote.split(" "):
        longer = f"{begin} {word}".strip()
        if not holds(text, longer):
            break
        begin = longer
    return begin
