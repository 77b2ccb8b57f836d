"""Features as the guards see them: what is written, and what pytest-bdd makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.gherkin_parser import Feature, Rule, Scenario, get_gherkin_document
from pytest_bdd.parser import FeatureParser, ScenarioTemplate, Step

from pacecar.specification.lint.finding import Finding, shown

OUTCOMES = {
    "accept": "kept",
    "reject": "broken",
    "undetermined": "undetermined",
    "not-applicable": "not applicable",
}
"""The tags of examples, each with the outcome of the rule that it announces."""


@dataclass(frozen=True, slots=True)
class Example:
    """One run of an example: of an outline, one of its rows."""

    name: str
    line: int
    column: int
    tags: frozenset[str]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ReadFeature:
    """A feature that could be parsed.

    Attributes:
        path: its file.
        id: its path below the folder of features, as `family/name`.
        tags: those of the feature itself.
        line, column: where the feature begins.
        written: how many runs its text asks for.
        examples: the runs that pytest-bdd makes.
    """

    path: Path
    id: str
    tags: tuple[str, ...]
    line: int
    column: int
    written: int
    examples: tuple[Example, ...]

    def finding(self, guard: str, message: str, hint: str, at: Example | None = None) -> Finding:
        """Return a finding about the feature, or about one of its examples."""
        place = at or self
        return Finding(shown(self.path), place.line, place.column, guard, message, hint)


def read_features(folder: Path) -> tuple[list[ReadFeature], list[Finding]]:
    """Return the features below a folder, and what is wrong with those that cannot be read."""
    features, findings = [], []
    for path in sorted(folder.rglob("*.feature")):
        try:
            features.append(_read(path, folder))
        except GherkinParseError as problem:
            message, line = " ".join(problem.message.split()), problem.line
            hint = "Write it as Gherkin."
            findings.append(Finding(shown(path), line, 1, "features", message, hint))
        except (OSError, UnicodeDecodeError) as problem:
            hint = "Write it as a text in UTF-8."
            findings.append(Finding(shown(path), 1, 1, "features", f"{problem}.", hint))
    return features, findings


def scenarios_of(parent: Feature | Rule) -> Iterator[Scenario]:
    """Yield the examples as they are written, those below rules included."""
    for child in parent.children:
        if child.scenario:
            yield child.scenario
        if child.rule:
            yield from scenarios_of(child.rule)


def _read(path: Path, folder: Path) -> ReadFeature:
    written = get_gherkin_document(str(path)).feature
    columns = {one.location.line: one.location.column for one in scenarios_of(written)}
    parsed = FeatureParser(str(path.parent), path.name).parse()
    return ReadFeature(
        path,
        path.relative_to(folder).with_suffix("").as_posix(),
        tuple(tag.name.removeprefix("@") for tag in written.tags),
        written.location.line,
        written.location.column,
        sum(_runs(one) for one in scenarios_of(written)),
        tuple(
            example
            for template in parsed.scenarios.values()
            for example in _examples(template, columns[template.line_number])
        ),
    )


def _runs(written: Scenario) -> int:
    """Return how many runs an example asks for."""
    return sum(len(table.table_body or ()) for table in written.examples) or 1


def _examples(template: ScenarioTemplate, column: int) -> Iterator[Example]:
    tags = frozenset(template.tags) | (template.rule.tags if template.rule else set())
    rows = [(context, table.tags) for table in template.examples for context in table.as_contexts()]
    for context, more in rows or [({}, set())]:
        made = template.render(context)
        yield Example(made.name, made.line_number, column, tags | more, tuple(made.steps))
