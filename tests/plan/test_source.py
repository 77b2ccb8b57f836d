"""Bytes to nodes: places, the core schema's plain texts, JSON, and both YAML parsers."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pacecar.plan import yaml_source
from pacecar.plan.building import Allowance
from pacecar.plan.nodes import Mapping, Node, Scalar, Sequence
from pacecar.plan.source import read_nodes


def shape(node: Node | None) -> Any:
    """Return a node with all its places as plain data."""
    match node:
        case Scalar():
            return node.text, node.plain, node.flawed, node.span[:4]
        case Sequence():
            return [shape(item) for item in node.items], node.flawed, node.span[:4]
        case Mapping():
            entries = [(shape(entry.key), shape(entry.value)) for entry in node.entries.values()]
            return "mapping", entries, node.flawed, node.span[:4]
    return None


def plain(node: Node | None) -> Any:
    """Return what a node of a JSON file says."""
    match node:
        case Scalar():
            return json.loads(node.text) if node.plain else node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(entry.value) for key, entry in node.entries.items()}
    return None


def test_places_are_counted_in_code_points() -> None:
    """Lines and columns begin at 1; what lies beyond the first Unicode plane is one column."""
    root, flaws = read_nodes("a: 🚗\r\né: ['🙂', b]\r\n".encode(), "x.yaml")
    assert not flaws
    assert shape(root) == (
        "mapping",
        [
            (("a", True, False, (1, 1, 1, 2)), ("🚗", True, False, (1, 4, 1, 5))),
            (
                ("é", True, False, (2, 1, 2, 2)),
                (
                    [("🙂", False, False, (2, 5, 2, 8)), ("b", True, False, (2, 10, 2, 11))],
                    False,
                    (2, 4, 2, 12),
                ),
            ),
        ],
        False,
        (1, 1, 2, 12),
    )


def test_a_block_ends_where_its_last_value_ends() -> None:
    """Comments and blank lines after an entity do not belong to it."""
    root, _ = read_nodes(b"a:\n  - b: 1\n\n# of c\n  - c: 2\n", "x.yaml")
    assert isinstance(root, Mapping)
    items = root.entries["a"].value
    assert isinstance(items, Sequence)
    assert [item.span[:4] for item in items.items] == [(2, 5, 2, 9), (5, 5, 5, 9)]


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, {b: c}]\nd:\n  - e: |\n      f\n    g: >-\n      h\n\n# i\nj: 'k'\n",
        "a: &b c\nd: *b\n? [e]\n: f\n<<: g\nh: !!str i\nh: j\n",
        "é: \"\\u00e9\\U0001F697\"\r\n'': ~\r\n",
        "[]",
        "---\na: b\n...\n",
    ],
)
def test_both_parsers_give_the_same_nodes(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML comes without libyaml, plans read the same, only slower."""
    fast = yaml_source.read_yaml(text, "x.yaml", Allowance())
    monkeypatch.setattr(yaml_source, "_parser", yaml.SafeLoader)
    slow = yaml_source.read_yaml(text, "x.yaml", Allowance())
    assert shape(fast[0]) == shape(slow[0])
    assert fast[1] == slow[1]


SEPARATORS = "\u2028\u2029\x7f"
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters=SEPARATORS))
)
KEYS = st.text('ab\\"é🚗', max_size=4)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_json_is_read_as_the_standard_library_reads_it(
    value: Any,
    indent: int | str | None,
    ascii_only: bool,  # noqa: FBT001 - drawn
) -> None:
    """Every JSON text gives the values that `json` gives, tabs and surrogate pairs included."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    if any(0x7F <= ord(character) <= 0x9F for character in text):
        return
    root, flaws = read_nodes(text.encode(), "x.json")
    assert plain(root) == value
    assert not flaws or value is None


@given(st.text('{}[],:"\\ \n\t0123456789.-+eEtrufalsn', max_size=12))
def test_what_is_not_json_is_refused(text: str) -> None:
    """Our reader accepts a text exactly if the standard library does."""
    try:
        json.loads(text, parse_constant=pytest.fail)
        valid = True
    except ValueError:
        valid = not text.strip(" \t\n\r")
    _, flaws = read_nodes(text.encode(), "x.json")
    assert any(flaw.fatal for flaw in flaws) is not valid


def test_nodes_are_limited_over_all_files() -> None:
    """An allowance is shared: the second file pays for the first."""
    allowance = Allowance(5)
    assert read_nodes(b"[1, 2]", "a.yaml", allowance)[1] == []
    _, flaws = read_nodes(b"[1, 2]", "b.yaml", allowance)
    assert [flaw.rule for flaw in flaws] == ["plan/over-limit"]
