"""What holds of every file, however it looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.plan.nodes import Flaw, Location, Mapping, Node, Scalar, Sequence
from pacecar.plan.portfolio import Plan
from pacecar.plan.source import read_nodes
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element, Items
from tests.plan.golden import cases, load
from tests.plan.mutation import VALID, damaged

FOLDERS = (
    Path(__file__).parent / "flaws",
    Path(__file__).parent.parent / "hostile" / "plans",
)
NAMES = st.sampled_from(["p.yaml", "p.json"])


def test_the_plan_to_be_damaged_is_a_right_one() -> None:
    """Damage is done to something whole."""
    assert load(("p.yaml", VALID.encode())).flaws == ()


@given(st.binary(max_size=200), NAMES)
def test_any_bytes_end_in_a_plan_with_flaws_within_the_file(data: bytes, name: str) -> None:
    """No bytes raise, and no place lies outside the file."""
    check(load((name, data)), data)


@given(damaged(), NAMES)
def test_any_damage_ends_in_a_plan_with_flaws_within_the_file(data: bytes, name: str) -> None:
    """A plan that is damaged in any way is read as far as it goes."""
    check(load((name, data)), data)


def check(plan: Plan, data: bytes) -> None:
    """Check what holds of every plan made of one file."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    widths = [len(line) for line in re.split(r"\r\n|\n|\r", text)]
    for flaw in plan.flaws:
        for location in (flaw.location, *(place for place, _ in flaw.related)):
            within(location, widths)
        assert flaw.message
        assert flaw.message.isprintable()
        assert flaw.hint.isprintable()
    assert plan.judged is not any(flaw.fatal for flaw in plan.flaws)
    assert list(plan.flaws) == sorted(plan.flaws, key=place)
    assert set(plan.collections) == set(SCHEMA) - {"plan"}
    for found in plan.collections.values():
        ids = [element.id for element in found]
        assert ids == sorted(set(ids))
        for element in found:
            walk(element)
    walk(plan.header)


def place(flaw: Flaw) -> tuple[str, int, int]:
    """Return where a flaw begins."""
    return flaw.location.file, flaw.location.span.line, flaw.location.span.column


def within(location: Location, widths: list[int]) -> None:
    """Check that a place is in a file with lines of these widths; its end may be one beyond."""
    line, column, end_line, end_column, _ = location.span
    assert (1, 1) <= (line, column) <= (end_line, end_column)
    assert end_line <= len(widths)
    assert column <= widths[line - 1] + 1
    assert end_column <= widths[end_line - 1] + 1


def walk(element: Element, depth: int = 0) -> None:
    """Check that every field of an element has a value, and so on through references."""
    for name in type(element).__slots__:
        value = getattr(element, name)
        for item in value.items if isinstance(value, Items) else [value]:
            assert item is not None
            if isinstance(item, Element) and depth < 1:
                walk(item, depth + 1)


def flawed_values(plan: Plan, root: Node | None) -> Iterator[tuple[Flaw, Node]]:
    """Yield each flaw of a value with the node its pointer leads to."""
    for flaw in plan.flaws:
        node = root
        for step in flaw.location.pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(node, Mapping):
                entry = node.entries.get(name)
                node = entry.value if entry else None
            elif isinstance(node, Sequence) and name.isdigit() and int(name) < len(node.items):
                node = node.items[int(name)]
            else:
                node = None
        if node is not None and not flaw.fatal and node.span == flaw.location.span:
            yield flaw, node


def test_the_value_at_a_reported_place_is_the_one_in_the_message() -> None:
    """Whoever goes to line and column finds what the message speaks of."""
    seen = 0
    for path in (path for folder in FOLDERS for path in cases(folder)):
        name = f"plan{path.suffix}"
        data = path.read_bytes()
        plan = load((name, data))
        root, _ = read_nodes(data, name)
        lines = re.split(r"\r\n|\n|\r", data.decode())
        for _, node in flawed_values(plan, root):
            line, column, end_line, end_column, _ = node.span
            if isinstance(node, Scalar) and node.plain and line == end_line and not node.flawed:
                assert lines[line - 1][column - 1 : end_column - 1] == node.text
                seen += 1
    assert seen > 50


def shuffled(value: Any, draw: Callable[..., Any], depth: int = 0) -> Any:
    """Return a plan's data with keys in another order, and so its entities."""
    if isinstance(value, dict):
        items = draw(st.permutations(list(value.items())))
        return {key: shuffled(part, draw, depth + 1) for key, part in items}
    if isinstance(value, list):
        parts = [shuffled(part, draw, depth + 1) for part in value]
        return draw(st.permutations(parts)) if depth == 1 else parts
    return value


def as_data(node: Node | None) -> Any:
    """Return nodes as plain data that can be written again."""
    match node:
        case Mapping():
            return {key: as_data(entry.value) for key, entry in node.entries.items()}
        case Sequence():
            return [as_data(item) for item in node.items]
        case Scalar():
            return node
    return None


def written(value: Any) -> str:
    """Return plain data as YAML, scalars as they were."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {written(part)}" for key, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case Scalar():
            return value.text if value.plain else f'"{value.text}"'
    return ""


DAMAGE = (
    ("leader: n-two", "leader: n-tow"),
    ("segment: C\n    body: suv\n    regions", "segment: c\n    body: SUV\n    regions"),
    ("start: 2025-03", "start: 2025-13"),
    ("brand: nissan", "brand: nisan"),
    ("{2024: 120000, 2025: null}", "{2024: -1, 20: 5}"),
    ("region: china, since", "region: chnia, since"),
    ("name: Two", "nmae: Two"),
)


def said(plan: Plan) -> list[tuple[str, ...]]:
    """Return what flaws say, without places."""
    return sorted((f.rule, f.message, f.hint, f.collection, f.subject, f.field) for f in plan.flaws)


def facts(elements: Iterable[Element]) -> list[tuple[str, ...]]:
    """Return what elements say, without places."""
    return [
        (e.id, *(repr(getattr(e, name)) for name in type(e).__slots__ if name != "note"))
        for e in elements
    ]


@pytest.mark.slow
@given(st.data())
def test_order_changes_nothing_but_places(data: st.DataObject) -> None:
    """The order of files, entities and keys changes neither flaws nor values."""
    text = VALID.replace("note: >-\n      Folded\n      text.", "note: x")
    for before, after in data.draw(st.lists(st.sampled_from(DAMAGE), unique=True)):
        text = text.replace(before, after)
    root, _ = read_nodes(text.encode(), "p.yaml")
    plain = as_data(root)
    first = load(("p.yaml", written(plain).encode()))
    mixed = shuffled(plain, data.draw)
    files = [
        (f"{n}-{key}.yaml", f"{key}: {written(part)}")
        for n, (key, part) in enumerate(mixed.items())
    ]
    second = load(*((name, content.encode()) for name, content in files))
    assert said(first) == said(second)
    for name in first.collections:
        assert facts(first.collections[name]) == facts(second.collections[name])
