"""The catalogue of steps, read from the code of the steps themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pytest_bdd.gherkin_parser import Feature, Rule, Step, get_gherkin_document
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from pacecar.specification import steps

_ARGUMENT = re.compile(r"\(\?P<(\w+)>((?:[^()\\]|\\.)*)\)")
_KEYWORDS = {"Context": "given", "Action": "when", "Outcome": "then"}
_KINDS = {
    r"[\d-]+": "a date",
    r"[\d-]+|no date": "a date, or no date",
    r"\d+": "a number",
    r"\w+": "a word",
    r"[!-~]+": "an id",
}
_WORDS = re.compile(r"[\w -]+(\|[\w -]+)*")
_SHOWN = 4
"""Rows of an example's table that are shown, its header among them."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A part of a step that its writer chooses; `kind` says in words what it takes."""

    name: str
    kind: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A step that features can have.

    Attributes:
        name: of the function that runs it, unique among all.
        keyword: "given", "when" or "then".
        text: as it is written, with `<argument>` for what its writer chooses.
        pattern: the regular expression that the text of a step is matched with.
        arguments: in the order of the text.
        table: whether it takes a table.
        about: what it does.
        line: of its function in the module of steps.
    """

    name: str
    keyword: str
    text: str
    pattern: str
    arguments: tuple[Argument, ...]
    table: bool
    about: str
    line: int

    def matched(self, text: str) -> list[tuple[int, str]]:
        """Return the arguments in the text of a step, each with where it starts."""
        found = re.fullmatch(self.pattern, text)
        names = [argument.name for argument in self.arguments]
        return [(found.start(name), found[name]) for name in names if found and found[name]]


@lru_cache(maxsize=1)
def definitions() -> tuple[Definition, ...]:
    """Return all steps, in the order of the code."""
    contexts = [
        context
        for context in step_function_context_registry.values()
        if context.step_func.__module__ == steps.__name__
    ]
    return tuple(sorted(map(_definition, contexts), key=lambda one: one.line))


def definition_of(keyword: str, text: str) -> Definition | None:
    """Return the step that a text in a feature is, None if there is none."""
    return next(
        (d for d in definitions() if d.keyword == keyword and re.fullmatch(d.pattern, text)), None
    )


def first_uses(features: Path) -> dict[str, str]:
    """Return for each step its first use in the features below a folder, by the step's name."""
    found: dict[str, str] = {}
    for path in sorted(features.rglob("*.feature")):
        for step in _steps(get_gherkin_document(str(path)).feature):
            definition = definition_of(_KEYWORDS.get(step.keyword_type, ""), step.text)
            if definition is not None and definition.name not in found:
                found[definition.name] = "\n".join(_written(definition, step))
        if len(found) == len(definitions()):
            break
    return found


def _definition(context: StepFunctionContext) -> Definition:
    function: Any = context.step_func
    regex: re.Pattern[str] | None = getattr(context.parser, "regex", None)
    pattern = regex.pattern if regex else re.escape(context.parser.name)
    arguments = tuple(_arguments(pattern)) if regex else ()
    return Definition(
        function.__name__,
        context.type or "",
        _text(pattern) if regex else context.parser.name,
        pattern,
        arguments,
        "datatable" in inspect.signature(function).parameters,
        inspect.getdoc(function) or "",
        function.__code__.co_firstlineno,
    )


def _arguments(pattern: str) -> Iterator[Argument]:
    for found in _ARGUMENT.finditer(pattern):
        optional = pattern[found.end() :].startswith(" )?")
        yield Argument(found[1], _kind(found[2]), optional)


def _kind(pattern: str) -> str:
    """Return in words what an argument takes."""
    if pattern in _KINDS:
        return _KINDS[pattern]
    if _WORDS.fullmatch(pattern):
        *others, last = pattern.split("|")
        return f"{', '.join(others)} or {last}" if others else last
    return "text"


def _text(pattern: str) -> str:
    """Return a pattern as one reads it: `<count> cases are <outcome>`."""
    text = _ARGUMENT.sub(r"<\1>", pattern)
    text = re.sub(r"\((<\w+> )\)\?", r"[\1]", text)
    text = re.sub(r"\((?:\w+\|)+(\w+)\)", r"\1", text)
    return re.sub(r"(\w)\?", r"\1", text).replace("\\", "")


def _written(definition: Definition, step: Step) -> Iterable[str]:
    """Yield the lines of a step as an example: a long table is cut."""
    yield f"{definition.keyword.capitalize()} {step.text}"
    rows = (
        [[cell.value for cell in row.cells] for row in step.datatable.rows]
        if step.datatable
        else []
    )
    widths = [max(map(len, column)) for column in zip(*rows[:_SHOWN], strict=True)]
    for row in rows[:_SHOWN]:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  | {' | '.join(cells)} |"


def _steps(parent: Feature | Rule) -> Iterator[Step]:
    for child in parent.children:
        for holder in (child.background, child.scenario):
            yield from holder.steps if holder else ()
        if child.rule:
            yield from _steps(child.rule)
