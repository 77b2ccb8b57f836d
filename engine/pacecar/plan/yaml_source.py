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
from pacecar.plan.decoding import span_at
from pacecar.plan.limits import DIRECTIVES
from pacecar.plan.nodes import Flaw, Location, Mapping, Node, Place, Scalar, Sequence, Span
from pacecar.plan.yaml_problems import explain

_CONFLICT: Final = re.compile(r"^<{7}(?= )", re.MULTILINE)
_DIRECTIVE: Final = re.compile(r"^%", re.MULTILINE)


def read_yaml(text: str, file: str, allowance: Allowance) -> tuple[Node | None, list[Flaw]]:
    """Read one YAML document into nodes.

    Returns its root (None if it is empty or cannot be read) and the flaws found on the way.
    """
    builder = Builder(file, allowance)
    try:
        _refuse_conflict(text, file)
        _refuse_directives(text, file)
        _Events(builder).read(text)
    except Unreadable as problem:
        return None, [*builder.flaws, problem.flaw]
    except (yaml.YAMLError, ValueError, OverflowError) as problem:
        # PyYAML's own parser fails on escapes beyond Unicode like any Python code.
        return None, [*builder.flaws, explain(problem, text, file)]
    return builder.root, builder.flaws


def _parser(text: str) -> Any:
    """Return a parser of events: libyaml's, or Python's own where PyYAML came without it."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        return yaml.SafeLoader(text)
    # libyaml wants UTF-8; given text, PyYAML would encode it just so.
    return CParser(text.encode())


def _refuse_conflict(text: str, file: str) -> None:
    found = _CONFLICT.search(text) if "<<<<<<< " in text else None
    if found:
        place = Location(file, span_at(text, found.start(), len(found[0])), "")
        message = "A conflict of two versions of the file is not resolved here."
        hint = "Keep one of the two, and remove the lines that mark the conflict."
        raise Unreadable(Flaw("plan/unreadable", message, place, hint=hint, fatal=True))


def _refuse_directives(text: str, file: str) -> None:
    lines = _DIRECTIVE.finditer(text) if "%" in text else ()
    for count, line in enumerate(lines, 1):
        if count > DIRECTIVES:
            place = Location(file, span_at(text, line.start(), 1), "")
            message = f"The file has more than {DIRECTIVES} lines that begin with %."
            raise Unreadable(Flaw("plan/over-limit", message, place, fatal=True))


class _Events:
    """Hands a parser's events to a builder, one method for each kind of event."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._documents = 0
        self._flow: list[bool] = []
        self._last: Place = (1, 1, 1, 1)
        self._handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.DocumentStartEvent: self._document,
            yaml.DocumentEndEvent: _pass,
            yaml.StreamStartEvent: _pass,
            yaml.StreamEndEvent: _pass,
        }

    def read(self, text: str) -> None:
        """Take all events of a text."""
        next_event = _parser(text).get_event
        handlers = self._handlers
        scalar, last = yaml.ScalarEvent, yaml.StreamEndEvent
        take = self._builder.scalar
        kind = None
        while kind is not last:
            event = next_event()
            kind = type(event)
            if kind is scalar and event.anchor is None and event.tag is None:
                # Nearly all that a file holds comes by here.
                start, end = event.start_mark, event.end_mark
                place = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
                self._last = place
                take(Scalar(event.value, not event.style, place))
            else:
                handlers[kind](event)  # an event of no known kind must fail, not be waited out

    def _scalar(self, event: Any) -> None:
        """Take a scalar with an anchor or a tag."""
        span = _span(event)
        self._builder.scalar(Scalar(event.value, not event.style, span, self._refused(event, span)))
        self._last = span

    def _alias(self, event: Any) -> None:
        span = _span(event)
        if not self._builder.in_merge:
            message = f"Plans have no aliases such as *{event.anchor}."
            self._builder.flaw(message, span, "Write the value out.")
        self._builder.scalar(Scalar(f"*{event.anchor}", True, span, True))  # noqa: FBT003 - hot constructor
        self._last = span

    def _start(self, event: Any) -> None:
        self._last = place = _place(event)
        is_mapping = type(event) is yaml.MappingStartEvent
        node = Mapping({}, place) if is_mapping else Sequence([], place)
        if event.anchor is not None or event.tag is not None:
            node.flawed = self._refused(event, node.span)
        self._builder.start(node)
        self._flow.append(event.flow_style)

    def _end(self, event: Any) -> None:
        # The parser ends a block where the next thing begins: better where its last one ends.
        if self._flow.pop():
            self._last = _place(event)
        self._builder.end(self._last[2], self._last[3])

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "A second document begins here; a file of a plan is one."
            place = Location(self._builder.file, _span(event), "")
            hint = "Remove the line, or make two files."
            raise Unreadable(Flaw("plan/unreadable", message, place, hint=hint, fatal=True))

    def _refused(self, event: Any, span: Span) -> bool:
        """Report an anchor or a tag; return whether there is one."""
        if event.anchor is None and event.tag is None:
            return False
        if event.anchor is not None:
            message = f"Plans have no anchors such as &{event.anchor}."
            self._builder.flaw(message, span, "Leave it out.")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._builder.flaw(f"Plans have no tags such as {tag}.", span, "Write the value out.")
        return True


def _pass(event: Any) -> None:
    """Take an event that says nothing."""


def _span(event: Any) -> Span:
    return Span(*_place(event))


def _place(event: Any) -> tuple[int, int, int, int]:
    start, end = event.start_mark, event.end_mark
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
