"""Write what the documentation takes from the code.

These are the tables of fields in `docs/plans.md`, from the plan's tables, and `docs/steps.md`, from
the steps and the features. Run it after a change of these: `python -m tools.generate_docs`. A
test fails if a page does not have what it would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "engine"))

from pacecar.plan.fields import (  # noqa: E402 - the checkout's own, installed or not
    Collection,
    Date,
    Field,
    Kind,
    ListOf,
    Number,
    Record,
    Reference,
    Text,
    Truth,
)
from pacecar.plan.tables import SCHEMA  # noqa: E402 - as above
from pacecar.specification.catalogue import (  # noqa: E402 - as above
    Argument,
    Definition,
    definitions,
    first_uses,
)

PAGE = ROOT / "docs" / "plans.md"
STEPS = ROOT / "docs" / "steps.md"
BEGIN = "<!-- fields: written by tools/generate_docs.py -->"
END = "<!-- end of fields -->"

_LEFT_OUT = {"as_of": "today", "settings": "nothing is set"}
_FOR_PEOPLE = "For people. Rules can read them; those that come with Pacecar do not."
_HEAD = ("| field | value | left out | what it says |", "|---|---|---|---|")


def render() -> str:
    """Return the section between the marks."""
    shared = _shared()
    lines: list[str] = []
    for collection in SCHEMA.values():
        lines += [f"### `{collection.name}`", "", " ".join(_about(collection)), "", *_HEAD]
        own = (field for field in collection.fields if field not in shared)
        lines += [line for field in own for line in _rows(field, "")]
        lines.append("")
    lines += ["### In every collection", "", _FOR_PEOPLE, ""]
    lines += [*_HEAD, *(line for field in shared for line in _rows(field, "")), ""]
    return "\n".join(lines)


def updated(page: str) -> str:
    """Return a page's text with the section between the marks as it ought to be."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{render()}\n{END}{after}"


def _shared() -> list[Field]:
    """Return the fields that all collections have, and mean the same by."""
    first, *others = SCHEMA.values()
    return [field for field in first.fields if all(field in other.fields for other in others)]


def _about(collection: Collection) -> Iterator[str]:
    yield collection.description
    if collection.one_of:
        names = ", ".join(f"`{name}`" for name in collection.one_of)
        yield f"Exactly one of {names} is written."
    for begin, end in collection.ordered:
        yield f"`{end}` is not before `{begin}`."


def _rows(field: Field, above: str) -> Iterator[str]:
    """Yield the row of a field, and those of the fields within it."""
    name = f"{above}{field.name}"
    cells = (f"`{name}`", _value(field.kind), _left_out(field), field.description)
    yield f"| {' | '.join(cells)} |"
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    keyed = isinstance(field.kind, ListOf) and field.kind.keyed
    if isinstance(kind, Record) and not keyed:
        for inner in kind.fields:
            yield from _rows(inner, f"{name}.")


def _left_out(field: Field) -> str:
    if field.derived:
        return "never written"
    if field.required:
        return "refused; `null` is unknown" if field.may_be_null else "refused"
    return "none" if field.may_be_none else _LEFT_OUT.get(field.name, "unknown")


def _value(kind: Kind) -> str:
    """Return what is written for a kind."""
    written = "mapping"
    match kind:
        case Text():
            written = _text(kind)
        case Truth():
            written = "`true` `false`"
        case Number():
            written = _number(kind)
        case Date():
            written = "date"
        case Reference(collection=name):
            written = f"id of a {SCHEMA[name].singular}"
        case ListOf(item=Record(label=label, fields=fields), keyed=True):
            other = next(field for field in fields if field.name != label)
            written = f"mapping from {label} to {other.name}: {_value(other.kind)}"
        case ListOf(item=item):
            written = f"list: {_value(item)}"
    return written


def _text(kind: Text) -> str:
    if kind.choices:
        return " ".join(f"`{choice}`" for choice in kind.choices)
    return {"id": "id", "rule": "id of a rule"}.get(kind.domain, "text")


def _number(kind: Number) -> str:
    what = "year" if kind.calendar else "number" if kind.scale else "whole number"
    if kind.low is None:
        return what
    bounds = f"{kind.low} or more" if kind.high is None else f"{kind.low} to {kind.high}"
    return f"{what}, {bounds}"


_STEPS = """\
# The steps

<!-- Written by tools/generate_docs.py from the steps and the features; edits here are lost. -->

These are all steps that Pacecar knows; `pacecar spec steps` prints the same. `And` and `But` stand
for the keyword before them. How features are written and run stands in [features.md](features.md).
"""


def render_steps() -> str:
    """Return the page of steps."""
    used = first_uses(ROOT / "features")
    return "\n".join([_STEPS, *(_step(one, used.get(one.name, "")) for one in definitions())])


def _step(definition: Definition, example: str) -> str:
    """Return the section of a step: what it does, what it takes, and its first use."""
    table = " and a table" if definition.table else ""
    head = f"## `{definition.keyword.capitalize()} {definition.text}`{table}"
    parts = [head, " ".join(definition.about.split())]
    if definition.arguments:
        parts.append("\n".join(_argument(one) for one in definition.arguments))
    if example:
        parts.append(f"```gherkin\n{example}\n```")
    return "\n\n".join(parts) + "\n"


def _argument(argument: Argument) -> str:
    optional = "; may be left out" if argument.optional else ""
    return f"- `{argument.name}`: {argument.kind}{optional}"


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    STEPS.write_text(render_steps(), encoding="utf-8")
