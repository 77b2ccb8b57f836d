"""Features as HTML: readable Gherkin, with the last result of each example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from inspect import cleandoc

from pytest_bdd.gherkin_parser import ExamplesTable, Row, Step

from pacecar.formats.markup import Html, joined, tag
from pacecar.specification.site.features import (
    NOT_RUN,
    Section,
    WrittenExample,
    WrittenFeature,
)

_MARKS = {"passed": "✓", "failed": "✗", "skipped": "\u2013", NOT_RUN: "○"}

_LONG = 40
"""Characters from which a cell may be broken into lines."""


def badge(status: str, *, text: str = "") -> Html:
    """Return a status as a mark and a word: colour alone says nothing to some."""
    mark = tag("span", _MARKS[status], aria_hidden="true")
    return tag("span", mark, f" {text or status}", class_=f"status {status.replace(' ', '-')}")


def feature_block(feature: WrittenFeature) -> Html:
    """Return the sections of a feature with their examples."""
    numbers = {id(example): f"example-{n}" for n, example in enumerate(feature.examples, 1)}
    return joined(
        paragraphs(feature.feature.description),
        *(_section(section, numbers) for section in feature.sections),
    )


def paragraphs(text: str) -> Html:
    """Return a description, a paragraph for each block of lines."""
    blocks = re.split(r"\n\s*\n", cleandoc(text)) if text.strip() else []
    return joined(*(tag("p", " ".join(block.split())) for block in blocks))


def _section(section: Section, numbers: dict[int, str]) -> Html:
    title = tag("h3", section.title) if section.title else joined()
    background = joined()
    if section.background is not None:
        begin = tag("h4", "Each example begins with")
        background = tag("div", begin, _steps(section.background.steps), class_="background")
    examples = (_example(example, numbers[id(example)]) for example in section.examples)
    description = paragraphs(section.description)
    return tag("section", title, description, background, *examples, class_="gherkin")


def _example(example: WrittenExample, anchor: str) -> Html:
    scenario = example.scenario
    kind = tag("span", example.kind, class_=f"kind {example.kind}") if example.kind else joined()
    parts = [
        tag("h4", scenario.name, " ", kind, " ", badge(example.status)),
        paragraphs(scenario.description),
        _steps(scenario.steps),
        *(_outline(table, example) for table in scenario.examples),
        *(_failure(example)),
    ]
    return tag("article", *parts, id=anchor, class_=f"example {example.status.replace(' ', '-')}")


def _steps(steps: Iterable[Step]) -> Html:
    return tag("ol", *(tag("li", *_step(step)) for step in steps), class_="steps")


def _step(step: Step) -> Iterator[Html]:
    yield tag("span", step.keyword.strip(), class_="keyword")
    yield joined(f" {step.text}")
    if step.datatable:
        header, *rows = step.datatable.rows
        yield _table(header, rows)
    if step.docstring:
        yield tag("pre", step.docstring.content, tabindex="0")


def _table(header: Row, rows: Sequence[Row]) -> Html:
    head = tag("tr", *(tag("th", cell.value, scope="col") for cell in header.cells))
    body = (tag("tr", *(_cell(cell.value) for cell in row.cells)) for row in rows)
    return _scrolled(tag("table", tag("thead", head), tag("tbody", *body)))


def _cell(text: str) -> Html:
    """Return a cell; ids and numbers stay on one line, sentences do not."""
    return tag("td", text, class_="long" if len(text) > _LONG else "")


def _outline(table: ExamplesTable, example: WrittenExample) -> Html:
    """Return the rows of an outline, with what became of each."""
    header = table.table_header.cells if table.table_header else []
    names = [*(tag("th", cell.value, scope="col") for cell in header), tag("th", "result")]
    rows = []
    for row in table.table_body or ():
        values = [cell.value for cell in row.cells]
        cells = map(_cell, values)
        rows.append(tag("tr", *cells, tag("td", badge(example.row_status(values)))))
    grid = tag("table", tag("thead", tag("tr", *names)), tag("tbody", *rows))
    return joined(tag("p", table.name or "for each of"), _scrolled(grid))


def _scrolled(table: Html) -> Html:
    """Return a table in a box that scrolls by itself, with keys too, where it is too wide."""
    return tag("div", table, class_="table", tabindex="0", role="group", aria_label="table")


def _failure(example: WrittenExample) -> Iterator[Html]:
    """Yield why an example failed."""
    for result in example.results:
        if result.status == "failed":
            step = next((s for s in result.steps if s.status in ("failed", "undefined")), None)
            text = f"{step.keyword} {step.text}\n" if step else ""
            yield tag("pre", text, result.message, class_="failure", tabindex="0")
