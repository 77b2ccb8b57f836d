"""All pages of the specification, as texts by their paths, and written into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from pacecar.formats.markup import Html, joined, link, tag
from pacecar.rulebook.rule import Rule, Rulebook
from pacecar.specification.results import Results
from pacecar.specification.site.features import WrittenFeature, read_features
from pacecar.specification.site.pages import entry, outcomes_page, page, path_of, tally
from pacecar.specification.site.rules import feature_page, rule_page, words_of

LIST = "pages.txt"
"""Lists the files of a site, so that the next one removes what it no longer has."""

_HERE = Path(__file__).parent


class NotOurs(Exception):
    """A folder holds something that is no site of ours; the message says which."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What has a page: a rule, with its feature if there is one, or a feature without a rule."""

    id: str
    rule: Rule | None
    feature: WrittenFeature | None

    @property
    def family(self) -> str:
        return self.id.partition("/")[0] if "/" in self.id else ""


def pages(rulebook: Rulebook, features: Path, results: Results) -> dict[str, str]:
    """Return the files of the site by their paths; the same input has the same files."""
    written = read_features(features, results.examples)
    rules = {rule.id: rule for rule in rulebook.rules}
    subjects = [
        _Subject(own, rules.get(own), written.get(own)) for own in sorted({*rules, *written})
    ]
    families: dict[str, list[_Subject]] = {}
    for subject in subjects:
        families.setdefault(subject.family, []).append(subject)
    files = {
        "index.html": _index(rulebook, families, results),
        "outcomes.html": outcomes_page(),
        "style.css": (_HERE / "style.css").read_text("utf-8"),
    }
    for family, own in families.items():
        if family:
            files[f"{family}/index.html"] = _family(family, own)
    for subject in subjects:
        if subject.rule:
            text = rule_page(subject.rule, subject.feature, rulebook.statements)
        elif subject.feature:
            text = feature_page(subject.feature)
        files[path_of(subject.id)] = text
    return files


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write the files of a site into a folder, and remove those of the last one.

    Raises:
        NotOurs: the folder has files, and none of them says that it is a site.
    """
    known = folder / LIST
    if folder.is_dir() and any(folder.iterdir()) and not known.is_file():
        raise NotOurs(f"{folder} has other files in it: name a new folder, or an empty one")
    before = known.read_text("utf-8").splitlines() if known.is_file() else []
    for path in {*before} - {*files}:
        old = folder / path
        if old.resolve().is_relative_to(folder.resolve()):
            old.unlink(missing_ok=True)
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8"))
    known.write_text("".join(f"{path}\n" for path in sorted(files)), "utf-8")


def _index(rulebook: Rulebook, families: Mapping[str, list[_Subject]], results: Results) -> str:
    parts = []
    for family, subjects in families.items():
        features = [subject.feature for subject in subjects if subject.feature]
        examples = chain.from_iterable(feature.examples for feature in features)
        name = link(quote(f"{family}/index.html"), family) if family else joined("other features")
        items = (
            entry(
                one.id, one.rule, one.feature, words_of(one.rule, one.feature, rulebook.statements)
            )
            for one in subjects
        )
        heading = tag("h2", name, " ", tally(examples))
        parts.append(tag("section", heading, tag("ul", *items, class_="rules"), class_="family"))
    everything = chain.from_iterable(
        one.feature.examples for own in families.values() for one in own if one.feature
    )
    script = Html((_HERE / "search.js").read_text("utf-8"))
    return page(
        "Specification of the rules",
        tag("p", f"{len(rulebook.rules)} rules. Examples: ", tally(everything), class_="about"),
        *_problems(results),
        tag("p", id="found", role="status", class_="quiet"),
        *parts,
        tag("footer", tag("p", "Digest of the rulebook: ", tag("code", rulebook.digest))),
        tag("script", script),
        up="",
    )


def _problems(results: Results) -> list[Html]:
    return [tag("pre", problem, class_="failure", tabindex="0") for problem in results.problems]


def _family(family: str, subjects: list[_Subject]) -> str:
    items = (entry(one.id, one.rule, one.feature, up="../") for one in subjects)
    features = [subject.feature for subject in subjects if subject.feature]
    examples = chain.from_iterable(feature.examples for feature in features)
    return page(
        family,
        tag("p", tally(examples), class_="about"),
        tag("ul", *items, class_="rules"),
        up="../",
        crumbs=[family],
    )
