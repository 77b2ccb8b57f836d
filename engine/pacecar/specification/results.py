"""What became of each example: results as values, and as the JSON that other commands read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

FORMAT = "pacecar-results/1"

StepStatus = Literal["passed", "failed", "undefined", "skipped"]
Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of a step; those after one that failed are skipped."""

    keyword: str
    text: str
    line: int
    status: StepStatus
    seconds: float


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What became of an example, or of one row of an outline.

    Attributes:
        feature: path of the feature, relative to the folder that the run is rooted at.
        title: of the feature.
        rule: the title of the `Rule` section that the example stands in, or "".
        example: its name, with the values of the row.
        tags: of feature, section and example, sorted.
        line: of the example in the feature.
        row: values of the outline's row by column; empty where there is none.
        status: "failed" also where a step does not exist.
        message: why it failed or was skipped, or "".
        started: seconds since 1970.
        seconds: that it took.
        steps: all of them, those of the backgrounds first.
    """

    feature: str
    title: str
    rule: str
    example: str
    tags: tuple[str, ...]
    line: int
    row: Mapping[str, str]
    status: Status
    message: str
    started: float
    seconds: float
    steps: tuple[StepResult, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a run came to: its examples, and what kept others from running."""

    examples: tuple[ExampleResult, ...]
    problems: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the text of a file of results."""
        document = {
            "format": FORMAT,
            "examples": [asdict(example) for example in self.examples],
            "problems": list(self.problems),
        }
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


class NoResults(Exception):
    """A file is not one of results; the message says which and why."""


def in_order(examples: Sequence[ExampleResult]) -> tuple[ExampleResult, ...]:
    """Return examples as they stand in their features, in whatever order they ran."""
    return tuple(sorted(examples, key=lambda one: (one.feature, one.line, *one.row.values())))


def example_from(entry: Mapping[str, Any]) -> ExampleResult:
    """Return the result that `asdict` made an entry of."""
    steps = tuple(StepResult(**step) for step in entry["steps"])
    return ExampleResult(**{**entry, "tags": tuple(entry["tags"]), "steps": steps})


def read_results(file: Path) -> Results:
    """Read a file of results.

    Raises:
        NoResults: it cannot be read, or is something else.
    """
    try:
        document = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise NoResults(f"{file} cannot be read: {problem}") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NoResults(f"{file} is no file of results ({FORMAT})")
    try:
        return Results(
            tuple(example_from(entry) for entry in document["examples"]),
            tuple(str(problem) for problem in document["problems"]),
        )
    except (KeyError, TypeError) as problem:
        raise NoResults(f"{file} is no file of results: {problem}") from None
