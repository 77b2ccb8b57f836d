"""What may be changed in how a rule reports: severity, place, message and hint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pacecar.rulebook.draft import Draft
from pacecar.rulebook.rule import At, Placeholder, Rule, Template
from pacecar.rulebook.severity import Severity
from pacecar.rulebook.tree import Place
from pacecar.rulebook.written import Written
from pacecar.specification.mutation.rebuilding import with_entry, without

LEFT_OUT: Final = "(left out)"
SEVERITIES: Final[tuple[Severity, ...]] = ("info", "warning", "error")
_MORE: Final = " (changed)"


@dataclass(frozen=True, slots=True)
class Told:
    """A rule that reports otherwise, and in what."""

    rule: Rule
    kind: str
    place: Place
    before: str
    after: str


def changes_of(rule: Rule, draft: Draft | None) -> Iterator[Told]:
    """Yield the rule with each change that its findings should show."""
    for severity in SEVERITIES:
        if severity != rule.severity:
            made = replace(rule, severity=severity)
            yield Told(made, "severity", rule.place, rule.severity, severity)
    first = rule.sources_of_cases[0].variable
    at = At(first, "id", f"{first.name}.id")
    if (rule.at.of, rule.at.field) in ((first, "id"), (first, "")):
        at = At(first, "name", f"{first.name}.name")
    if not (rule.at.of == first and rule.at.field == "" and rule.at.text == first.name):
        place = _place(rule, draft.at if draft else None)
        yield Told(replace(rule, at=at), "place", place, rule.at.text, at.text)
    place = _place(rule, draft.message if draft else None)
    for before, after, message in _texts(rule.message):
        yield Told(replace(rule, message=message), "message", place, before, after)
    place = _place(rule, draft.hint if draft else None)
    for before, after, hint in _texts(rule.hint):
        yield Told(replace(rule, hint=hint), "hint", place, before, after)


def lower_than(severity: Severity) -> tuple[Severity, ...]:
    """Return the severities to which a finding may be lowered; to any other, it is not."""
    return SEVERITIES[: SEVERITIES.index(severity)]


def _texts(template: Template) -> Iterator[tuple[str, str, Template]]:
    """Yield a text longer by a word, without each placeholder, without each format."""
    if not template.parts:
        return
    parts = template.parts
    yield "the text", f"the text{_MORE}", Template((*parts, _MORE))
    for number, part in enumerate(parts):
        if isinstance(part, Placeholder):
            before = f"{{{part.text}:{part.format}}}" if part.format else f"{{{part.text}}}"
            yield before, LEFT_OUT, Template(without(parts, number))
            if part.format:
                plain = with_entry(parts, number, replace(part, format=""))
                yield before, f"{{{part.text}}}", Template(plain)


def _place(rule: Rule, written: Written | None) -> Place:
    if written is None:
        return rule.place
    return Place(written.file, written.span.line, written.span.column, written.text)
