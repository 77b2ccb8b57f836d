"""Says in plain words why a file is not YAML.

The parsers (libyaml, and PyYAML's own with slightly different words) speak of tokens and
collections; someone who edits a plan thinks of lines, quotes and indentation.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import yaml

from pacecar.plan.decoding import span_at
from pacecar.plan.nodes import Flaw, Location
from pacecar.plan.wording import quoted, visible


class _Case(NamedTuple):
    """What to say of a problem; `at_start` points to where the unfinished thing began.

    `before` is what stands before the problem on its line, where the case depends on it.
    """

    problem: str
    message: str
    hint: str
    context: str = ""
    at_start: bool = False
    before: str = ""


_INDENT: Final = "Give all entries of a list or mapping the same indentation."
_QUOTE: Final = "Put the text in quotes."
_ESCAPE: Final = "In double quotes write \\\\ for a backslash, or use single quotes."

# The first that fits counts.
_CASES: Final = (
    _Case("tab character|found character '\\\\t'", "A tab stands where only spaces may indent.",
          "Replace the tab by spaces."),
    _Case("unexpected end of stream", "The quote that opens here is never closed.",
          "Close the quote.", context="quoted scalar", at_start=True),
    _Case("unexpected document (indicator|separator)",
          "The quote that opens here is not closed before the document ends.",
          "Close the quote.", context="quoted scalar", at_start=True),
    _Case("expected ',' or '\\]'", "The list that opens with [ here is not closed.",
          "Close it with ], and put a comma between items.", at_start=True),
    _Case("expected ',' or '\\}'", "The mapping that opens with { here is not closed.",
          "Close it with }, and put a comma between entries.", at_start=True),
    _Case("mapping values are not allowed", "A second colon makes no sense on this line.",
          "Quote the text that holds the colon, or check the indentation.", before=r".*:\s"),
    _Case("mapping values are not allowed",
          "This line is indented as if it belonged to the text above.", _INDENT),
    _Case("sequence entries are not allowed", "A list cannot begin here.",
          "Begin it on a line of its own, and put a space after each -."),
    _Case("mapping keys are not allowed", "A key cannot stand here.", _INDENT),
    _Case("could not find expected ':'", "This line has no colon.",
          "Write key: value, or indent the line if it belongs to the text above.",
          context="simple key", at_start=True),
    _Case("expected key|expected '-' indicator|expected <block end>",
          "The value ended before this.",
          "Put the whole text in quotes, or begin a new line.", before="."),
    _Case("expected key|expected '-' indicator|expected <block end>",
          "This line fits neither the entries above nor those around them.", _INDENT),
    _Case("expected node content", "A value is missing here.", _QUOTE),
    _Case("unknown escape character", "A backslash in double quotes stands for nothing here.",
          _ESCAPE),
    _Case("hexdecimal|Unicode character escape|escape sequence",
          "A backslash in double quotes names no character here.", _ESCAPE),
    _Case("undefined tag handle", "Plans have no tags.", _QUOTE),
    _Case("alphabetic or numeric", "Plans have no anchors (&) and aliases (*).", _QUOTE),
    _Case("document start", "The document ended above; nothing may follow.",
          "Remove the line, or make two files."),
    _Case("directive|incompatible YAML", "Lines that begin with % are not for plans.",
          "Remove the line."),
    _Case("nesting|depth", "Lists and mappings lie too deep in each other here.", ""),
)  # fmt: skip


def explain(problem: Exception, text: str, file: str) -> Flaw:
    """Return the flaw for what the parser could not read."""
    if not isinstance(problem, yaml.MarkedYAMLError):
        problem = yaml.MarkedYAMLError(problem=visible(str(problem)))
    said = problem.problem or ""
    context = problem.context or ""
    mark = problem.problem_mark or problem.context_mark
    found = _character(text, mark)
    before = _before(text, mark)
    for case in _CASES:
        if not re.match(case.before, before):
            continue
        if re.search(case.problem, said) and case.context in context:
            message, hint = case.message, case.hint
            if case.at_start:
                mark = problem.context_mark or mark
            break
    else:
        if "cannot start any token" in said and found == "\t":
            message, hint = _CASES[0].message, _CASES[0].hint
        elif "cannot start any token" in said:
            message, hint = f"A text cannot begin with {quoted(found)}.", _QUOTE
        else:
            message, hint = f"This is not YAML: {said}.", ""
    # At the end of a file without a last line break the parser is one line further.
    offset = min(mark.index, len(text)) if mark else 0
    place = Location(file, span_at(text, offset), "")
    return Flaw("plan/unreadable", message, place, hint=hint, fatal=True)


def _before(text: str, mark: yaml.Mark | None) -> str:
    """Return what stands before a mark on its line, without spaces."""
    return text[mark.index - mark.column : mark.index].strip() if mark is not None else ""


def _character(text: str, mark: yaml.Mark | None) -> str:
    """Return the character at a mark; libyaml counts in code points from the start."""
    return text[mark.index] if mark is not None and mark.index < len(text) else ""
