"""YAML to nodes, straight from the parser's events.

Nothing is composed or constructed by PyYAML: its events carry the places, and stopping at an
event is what keeps deep, large or self-referring files harmless. What a scalar means is
decided later from its text, by the core schema of YAML 1.2.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from pacecar.plan.building import Allowance, Builder, Unreadable
from pacecar.plan.limits import DIRECTIVES
from pacecar.plan.nodes import Flaw, Location, Mapping, Node, Scalar, Sequence, Span
from pacecar.plan.yaml_problems import explain

_DIRECTIVE: Final = re.compile(r"^%", re.MULTILINE)


def read_yaml(text: str, file: str, allowance: Allowance) -> tuple[Node | None, list[Flaw]]:
    """Read one YAML document into nodes.

    Returns its root (None if it is empty or cannot be read) and the flaws found on the way.
    """
    builder = Builder(file, allowance)
    try:
        _check_directives(text, file)
        _build(text, builder)
    except Unreadable as problem:
        return None, [*builder.flaws, problem.flaw]
    except yaml.MarkedYAMLError as problem:
        return None, [*builder.flaws, explain(problem, text, file)]
    return builder.root, builder.flaws


def _parser(text: str) -> Any:
    """Return a parser of events: libyaml's, or Python's own where PyYAML came without it."""
    try:
        from yaml.cyaml import CParser
    except ImportError:
        return yaml.SafeLoader(text)
    # libyaml wants UTF-8; given text, PyYAML would encode it just so.
    return CParser(text.encode())


def _check_directives(text: str, file: str) -> None:
    found = 0
    for found, line in enumerate(_DIRECTIVE.finditer(text), 1):
        if found > DIRECTIVES:
            place = Location(file, Span(text.count("\n", 0, line.start()) + 1, 1, 1, 2), "")
            place = place._replace(span=place.span._replace(end_line=place.span.line))
            message = f"The file has more than {DIRECTIVES} lines that begin with %."
            raise Unreadable(Flaw("plan/over-limit", message, place, fatal=True))


def _build(text: str, builder: Builder) -> None:
    next_event = _parser(text).get_event
    documents = 0
    flow: list[bool] = []
    last = (1, 1)
    while True:
        event = next_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            span = _span(event)
            flawed = event.tag is not None or event.anchor is not None
            if flawed:
                _refuse(event, span, builder)
            builder.scalar(Scalar(event.value, not event.style, span, flawed))
            last = span[2:]
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            span = _span(event)
            flawed = event.tag is not None or event.anchor is not None
            if flawed:
                _refuse(event, span, builder)
            made = Mapping({}, span) if kind is yaml.MappingStartEvent else Sequence([], span)
            made.flawed = flawed
            builder.start(made)
            flow.append(event.flow_style)
            last = span[2:]
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            # The parser ends a block where the next thing begins: better where its last ends.
            if flow.pop():
                last = (event.end_mark.line + 1, event.end_mark.column + 1)
            builder.end(*last)
        elif kind is yaml.AliasEvent:
            span = _span(event)
            if not builder.in_merge:
                message = f"Plans have no aliases such as *{event.anchor}."
                builder.flaw(message, span, "Write the value out.")
            builder.scalar(Scalar(f"*{event.anchor}", True, span, True))  # noqa: FBT003 - hot constructor
            last = span[2:]
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _second_document(event, builder.file)
        elif kind is yaml.StreamEndEvent:
            return


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _refuse(event: Any, span: Span, builder: Builder) -> None:
    if event.anchor is not None:
        builder.flaw(f"Plans have no anchors such as &{event.anchor}.", span, "Leave it out.")
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        builder.flaw(f"Plans have no tags such as {tag}.", span, "Write the value out.")


def _second_document(event: Any, file: str) -> Unreadable:
    return Unreadable(
        Flaw(
            "plan/unreadable",
            "A second document begins here; a file of a plan is one.",
            Location(file, _span(event), ""),
            hint="Remove the line, or make two files.",
            fatal=True,
        ),
    )
