"""What is read in large steps is what is read in full: the short ways change nothing."""

from __future__ import annotations

import json
import re
from typing import Any
from unittest.mock import patch

import yaml
from hypothesis import given
from hypothesis import strategies as st

from pacecar.plan.building import Allowance
from pacecar.plan.elements import written
from pacecar.plan.json_source import _Reader
from pacecar.plan.limits import NODES
from pacecar.plan.nodes import Flaw, Mapping, Node, Scalar, Sequence
from pacecar.plan.portfolio import Plan
from pacecar.plan.source import read_nodes
from pacecar.plan.tables import SCHEMA
from pacecar.plan.usual import Step, UsualValues
from pacecar.plan.values import Element, Items, State
from tests.plan.golden import load
from tests.plan.mutation import PIECES, VALID

_DATA = yaml.safe_load(VALID)
_JSON = (
    json.dumps(_DATA, default=str),
    json.dumps(_DATA, default=str, indent=1),
    json.dumps(_DATA, default=str, ensure_ascii=False, separators=(" ,\t", "\r\n:")),
)
_VALUES = (
    *("null", "~", "true", '"true"', "False", "0", "1", '"1"', "007", "0x10", "1e2", "-0", "+5"),
    *("0.55", "150", "1.500", "1.0", "-3", "2024", '"2024"', "10000", "999", "0.1234567"),
    *("123456789012345", "1234567890123456", "0000000000000001", "\u0661", "1e999", ".inf"),
    *("2025", "2025-03", "2025-13", "2025-02-28", '"2025-02-30"', "n-one", "n-two", "4x4"),
    *("suv", "SUV", "C", "nissan", '"nissan"', "china", '""', '"  "', "Régie", "e\u0301", '" x"'),
    *("[]", "{}", "[null]", "[n-one, x]", "[china, china]", "{a: 1}", "{technology: plug}"),
    *(
        "{2024: 1, '2024': 2}",
        "{2024: 1, 02024: 2}",
        "{2024: null}",
        "{x: 1}",
        "{2023: 5, 2022: x}",
    ),
    *("{planned: 5}", "{segment: C, body: 5}", "[{technology: plug, developer: x}]", "&a b"),
    *('"\\u0041"', '"\\ud800"', '{"2024": 7}', '[{"technology": "plug"}]'),
)
_SPOTS = [
    [found.span() for found in re.finditer(r'(?<=[a-z]: )[^,{}\n]+|(?<=": )[^,{}]+|\d+', text)]
    for text in (VALID, *_JSON)
]


@st.composite
def written_otherwise(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return the name and bytes of a valid plan of which up to four stretches are replaced."""
    number = draw(st.integers(0, 3))
    text = (VALID, *_JSON)[number]
    cuts = draw(
        st.lists(
            st.tuples(st.sampled_from(_SPOTS[number]), st.sampled_from(_VALUES))
            | st.tuples(
                st.integers(0, len(text)).map(lambda at: (at, at + 3)), st.sampled_from(PIECES)
            ),
            max_size=4,
        ),
    )
    for (start, end), piece in sorted(cuts, reverse=True):
        text = text[:start] + piece + text[end:]
    return ("p.json" if number else "p.yaml"), text.encode("utf-8", "surrogatepass")


@given(written_otherwise())
def test_usual_values_are_those_of_the_full_way(file: tuple[str, bytes]) -> None:
    """A plan is the same whether usual values are read in one step, or each one in full."""
    plan = load(file)
    with patch.object(UsualValues, "steps", nothing_usual):
        assert said(plan) == said(load(file))


@given(written_otherwise(), st.integers(0, 300) | st.just(NODES))
def test_large_steps_make_the_nodes_that_tokens_make(file: tuple[str, bytes], most: int) -> None:
    """JSON gives the same nodes, places and flaws, however much of it is taken at once."""
    _, data = file
    quick, slow = Allowance(most), Allowance(most)
    root, flaws = read_nodes(data, "p.json", quick)
    with patch.object(_Reader, "_steps", no_steps):
        expected, told = read_nodes(data, "p.json", slow)
    assert (shape(root), flaws, quick.nodes) == (shape(expected), told, slow.nodes)


def test_nearly_all_of_a_plan_is_usual() -> None:
    """What is not known, or begins with no letter of English, is all that is read in full."""
    unusual: list[Any] = []
    steps = UsualValues.steps

    def noted(self: UsualValues, kind_name: str) -> tuple[Step, ...]:
        return tuple(step._replace(read=noting(step, unusual)) for step in steps(self, kind_name))

    with patch.object(UsualValues, "steps", noted):
        assert load(("p.yaml", VALID.encode())).flaws == ()
    assert unusual == [
        ("aliases", ["中国"]),
        ("regions", ["china", "null"]),
        ("units", {"2024": "120000", "2025": "null"}),
        ("segment", "null"),
        ("body", "null"),
    ]


def noting(step: Step, unusual: list[Any]) -> Any:
    """Return a step's reader that notes what it leaves to the full way."""

    def read(node: Node, owner: Element, pointer: str) -> Any:
        value = step.read(node, owner, pointer)
        if value is None:
            unusual.append((step.name, text_of(node)))
        return value

    return read


def text_of(node: Node) -> Any:
    """Return what a node says, as plain data."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [text_of(item) for item in node.items]
        case Mapping():
            return {key: text_of(entry.value) for key, entry in node.entries.items()}


def nothing_usual(_: UsualValues, kind_name: str) -> tuple[Step, ...]:
    """Return the steps of a kind of which each leaves its value to the full way."""
    return tuple(
        Step(field.name, lambda *_: None, absent, field.required, field)
        for field, absent in written(kind_name)
    )


def no_steps(_: _Reader, _open: list[str], at_start: bool) -> bool:  # noqa: FBT001 - as it is
    """Leave all to the reading of tokens."""
    return at_start


def shape(node: Node | None) -> Any:
    """Return a node with all its places as plain data."""
    match node:
        case Scalar():
            return node.text, node.plain, node.flawed, node.span
        case Sequence():
            return [shape(item) for item in node.items], node.flawed, node.span
        case Mapping():
            entries = [(shape(entry.key), shape(entry.value)) for entry in node.entries.values()]
            return "mapping", entries, node.flawed, node.span
    return None


def said(plan: Plan) -> tuple[tuple[Flaw, ...], list[Any]]:
    """Return a plan's flaws, and all values of all its entities with their places."""
    found = [element for name in plan.collections for element in plan.collections[name]]
    return plan.flaws, [value_of(element, {}) for element in (plan.header, *found)]


def value_of(value: object, seen: dict[int, int]) -> Any:
    """Return a value as plain data; an entity within another one is its name."""
    if isinstance(value, Items):
        return value.state, [value_of(item, seen) for item in value.items]
    if not isinstance(value, Element):
        return type(value), value
    if value.state is not State.KNOWN or (seen and value.name_of_kind in SCHEMA):
        return value.name_of_kind, value.state, value.id if value.state is State.KNOWN else ""
    seen = {**seen, id(value): len(seen)}
    place = value.origin and (*value.origin[:2], value.origin.node.span)
    owner = value.owner and seen[id(value.owner)]
    names = [field.name for field, _ in written(value.name_of_kind)]
    values = {name: value_of(getattr(value, name), seen) for name in names}
    return value.name_of_kind, value.id, place, owner, values
