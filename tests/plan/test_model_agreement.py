"""The models and the reader accept the same files.

The models are what editors are told (`pacecar schema plan`), the tables what checks go by:
a file that one accepts and the other refuses would be a puzzle for its author. References to
entities, brands and what needs several files are outside of a model's sight.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from pacecar.plan import scalars
from pacecar.plan.fields import (
    Date,
    Field,
    Kind,
    ListOf,
    Number,
    Record,
    Reference,
    Settings,
    Text,
    Truth,
)
from pacecar.plan.model import PlanFile
from pacecar.plan.nodes import Mapping, Node, Scalar, Sequence
from pacecar.plan.source import read_nodes
from pacecar.plan.tables import SCHEMA
from tests.plan.golden import load

OUT_OF_SIGHT = {"plan/unknown-reference", "plan/duplicate-id", "plan/duplicate-key"}

ODD = (
    *("x", "''", '"1"', "1", "-1", "0.5", "2024", "2024-02-30", "2024-02", "'2024'", "999"),
    *("true", "'true'", "~", "", "[]", "[x]", "{}", "{x: y}", "1e999", ".inf", "0.1234567"),
    *("nissan", "C", "suv", "NO", "é", "0x7E8", "1.0", "{2024: 5}", "{2024: x}", "{'2024': ~}"),
    *('"e\\u0301"', "[~]", "{segment: C}", "{technology: plug}", "a b", "[[x]]", "100000000000000"),
)


def core(node: Node | None) -> Any:
    """Return what YAML 1.2's core schema makes of a node."""
    if isinstance(node, Mapping):
        return {core_key(entry.key): core(entry.value) for entry in node.entries.values()}
    if isinstance(node, Sequence):
        return [core(item) for item in node.items]
    return None if node is None else core_scalar(node)


def core_key(key: Scalar) -> Any:
    """Return a key: a text, or a number for a mapping by year."""
    value = core_scalar(key)
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else key.text


def core_scalar(scalar: Scalar) -> Any:
    """Return null, a truth, a number or a text."""
    if scalar.is_null:
        return None
    truth = scalars.truth_of(scalar)
    if truth is not None:
        return truth
    if not scalars.is_number(scalar):
        return scalar.text
    if scalars.is_special(scalar):
        return float(scalar.text.replace(".", ""))
    if scalar.text.lstrip("+-").isdigit():
        return int(Decimal(scalar.text))
    return int(scalar.text, 0) if scalar.text[:2] in ("0x", "0o") else Decimal(scalar.text)


def right(kind: Kind) -> st.SearchStrategy[str]:
    """Return values, as written, that belong into a field of this kind."""
    match kind:
        case ListOf(Record(fields=(label, other)), keyed=True):
            right_keys = mapping({key: right(other.kind) for key in ("2024", "'2025'")})
            return right_keys | st.builds("{{{}: 1}}".format, odd_or(right(label.kind)))
        case ListOf(item):
            items = st.lists(right(item) | st.just("~"), max_size=2)
            return items.map(lambda made: f"[{', '.join(made)}]")
        case Record(fields=fields):
            return fields_of(fields)
    return st.sampled_from(samples(kind))


def samples(kind: Kind) -> tuple[str, ...]:
    """Return scalars, as written, that belong into a field of this kind."""
    if isinstance(kind, Text) and kind.choices:
        return kind.choices
    if isinstance(kind, Reference) or kind == Text("id"):
        return ("nissan", "china", "'1'", "a.b-c_d")
    if isinstance(kind, Number):
        fractions = ("0", "0.5", "1", "0.123456")
        years = ("2024", "2025.0", "02026")
        return fractions if kind.scale else years if kind.calendar else ("0", "120000", "1e3")
    return {
        Text: ("Name", "'1'", "a/b"),
        Truth: ("true", "False"),
        Date: ("2024", "2024-02", "'2024-02-29'", "0x7E8"),
        Settings: ("{a/b: {share: 0.5, on: true}}", "{}", "{a/b: {}}"),
    }[type(kind)]


def odd_or(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return right values, and now and then something odd."""
    return st.integers(0, 14).flatmap(lambda n: st.sampled_from(ODD) if n == 0 else values)


def mapping(entries: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[str]:
    """Return mappings of these keys."""
    return st.fixed_dictionaries(entries).map(
        lambda made: "{" + ", ".join(f"{key}: {value}" for key, value in made.items()) + "}"
    )


@st.composite
def fields_of(draw: st.DrawFn, fields: tuple[Field, ...], one_of: tuple[str, ...] = ()) -> str:
    """Return an entity or record: what is required, and some of the rest."""
    led = draw(st.sampled_from(one_of)) if one_of else ""
    made = []
    for field in fields:
        wanted = field.required or field.name == led
        likely = 19 if wanted else 1 if field.name in one_of else 5
        if not field.derived and draw(st.integers(0, 19)) < likely:
            made.append(f"{field.name}: {draw(odd_or(right(field.kind)))}")
    if draw(st.integers(0, 19)) == 0:
        made.append("colour: red")
    return "{" + ", ".join(made) + "}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return a file of a plan: its header, and one or two collections."""
    lines = [f"plan: {draw(odd_or(st.just('{name: P}') | fields_of(SCHEMA['plan'].fields)))}"]
    for name in draw(st.lists(st.sampled_from(list(SCHEMA)[1:]), max_size=2, unique=True)):
        collection = SCHEMA[name]
        entity = odd_or(fields_of(collection.fields, collection.one_of))
        entities = ", ".join(draw(st.lists(entity, max_size=2)))
        lines.append(f"{name}: {draw(odd_or(st.just(f'[{entities}]')))}")
    return "\n".join(lines)


@given(documents())
@example("plan: {name: P}\nprograms: ~")
@example("plan: ~")
def test_models_and_reader_accept_the_same_files(text: str) -> None:
    """A file is valid for the model exactly if the reader finds nothing wrong in it."""
    root, broken = read_nodes(text.encode(), "p.yaml")
    if broken:
        return
    flaws = [f for f in load(("p.yaml", text.encode())).flaws if f.rule not in OUT_OF_SIGHT]
    problems = []
    try:
        PlanFile.model_validate(core(root))
    except ValidationError as error:
        # That there is no such entity is all the reader says of a reference that is no id.
        problems = [
            found
            for found in error.errors()
            if found["loc"][-1:] == ("id",) or "no id" not in found["msg"]
        ]
    assert bool(flaws) == bool(problems), (flaws, problems)
