"""Features as the pages show them: sections, examples, and the last result of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_bdd.gherkin_parser import (
    Background,
    ExamplesTable,
    Feature,
    Rule,
    Scenario,
    get_gherkin_document,
)

from pacecar.specification.results import ExampleResult

NOT_RUN = "not run"
_ORDER = ("failed", NOT_RUN, "skipped", "passed")


@dataclass(frozen=True, slots=True)
class WrittenExample:
    """An example and the results of its last run: one, or one for each row of an outline."""

    scenario: Scenario
    results: tuple[ExampleResult, ...]

    @property
    def status(self) -> str:
        """The worst status among its results."""
        found = {result.status for result in self.results}
        return next((status for status in _ORDER if status in found), NOT_RUN)

    @property
    def kind(self) -> str:
        """The tag that says what the example shows, or ""."""
        tags = [tag.name.lstrip("@") for tag in self.scenario.tags]
        return next((tag for tag in tags if tag in KINDS), "")

    def row_status(self, cells: Sequence[str]) -> str:
        """Return what became of a row of an outline."""
        found = [r.status for r in self.results if tuple(r.row.values()) == tuple(cells)]
        return found[0] if found else NOT_RUN


KINDS = ("accept", "reject", "undetermined", "not-applicable")
"""The tags of examples, in the order of the glossary."""


@dataclass(frozen=True, slots=True)
class Section:
    """A `Rule` of a feature, or what stands before the first one."""

    title: str
    description: str
    background: Background | None
    examples: tuple[WrittenExample, ...]


@dataclass(frozen=True, slots=True)
class WrittenFeature:
    """A feature: `id` is its path without the suffix, as `twins/share-a-plant`."""

    id: str
    feature: Feature
    sections: tuple[Section, ...]

    @property
    def examples(self) -> Iterator[WrittenExample]:
        """All examples in order."""
        return (example for section in self.sections for example in section.examples)


def read_features(folder: Path, results: Iterable[ExampleResult]) -> dict[str, WrittenFeature]:
    """Return the features below a folder by their ids, with what became of them.

    A result belongs to the feature whose path ends as its own does, and to the example of its
    name: lines may have moved since.
    """
    by_name: dict[str, list[ExampleResult]] = {}
    for result in results:
        by_name.setdefault("/".join(result.feature.split("/")[-2:]), []).append(result)
    found = {}
    for path in sorted(folder.rglob("*.feature")):
        feature = get_gherkin_document(str(path)).feature
        own = path.relative_to(folder).with_suffix("").as_posix()
        told = by_name.get("/".join((*path.parent.parts[-1:], path.name)), [])
        found[own] = WrittenFeature(own, feature, tuple(_sections(feature, told)))
    return found


def counted(examples: Iterable[WrittenExample]) -> Mapping[str, int]:
    """Return how many examples have which status, the worst first."""
    counts = Counter(example.status for example in examples)
    return {status: counts[status] for status in _ORDER if counts[status]}


def _sections(parent: Feature | Rule, results: Sequence[ExampleResult]) -> Iterator[Section]:
    """Yield a feature's own section, if there is anything in it, and those of its rules."""
    background = next((child.background for child in parent.children if child.background), None)
    examples = tuple(
        WrittenExample(child.scenario, tuple(_of(child.scenario, results)))
        for child in parent.children
        if child.scenario
    )
    if isinstance(parent, Rule):
        yield Section(parent.name, parent.description, background, examples)
        return
    if background or examples:
        yield Section("", "", background, examples)
    for child in parent.children:
        if child.rule:
            yield from _sections(child.rule, results)


def _of(scenario: Scenario, results: Iterable[ExampleResult]) -> Iterator[ExampleResult]:
    """Yield the results of an example; the name of an outline's has its row's values in it."""
    names = {_filled(scenario.name, row) for row in _rows(scenario.examples)} or {scenario.name}
    return (result for result in results if result.example in names)


def _rows(tables: Iterable[ExamplesTable]) -> Iterator[dict[str, str]]:
    for table in tables:
        header = [cell.value for cell in table.table_header.cells] if table.table_header else []
        for row in table.table_body or ():
            yield dict(zip(header, (cell.value for cell in row.cells), strict=True))


def _filled(name: str, row: Mapping[str, str]) -> str:
    for column, cell in row.items():
        name = name.replace(f"<{column}>", cell)
    return name
