"""Places of problems inside YAML scalars of every style."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.plan.nodes import Mapping, Scalar
from pacecar.plan.source import read_text
from pacecar.rulebook.written import FileText, Written
from tests.rulebook.rules import problems_of

STYLES = {
    "plain": "{}",
    "single quotes": "'{}'",
    "double quotes": '"{}"',
    "folded": ">-\n  {}",
    "literal": "|\n    {}",
    "folded with a comment": ">- # why\n  {}",
    "indented": "|2\n    {}",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_place_is_exact_in_every_style(tmp_path: Path, style: str) -> None:
    """An unknown name is found on the line and in the column where it stands."""
    text = style.format("p.platform.common and zzz")
    (problem,) = problems_of(tmp_path, {"require": text})
    lines = f"require: {text}".splitlines()
    column = lines[-1].index("zzz") + 1
    assert problem == f"{5 + len(lines)}:{column}: `zzz` does not exist."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (">-\n  p.platform.common\n  and p.body == 'suv'\n\n  and zzz\n", "10:7"),
        ("|\n  p.platform.common\n    and p.body == 'suv'\n  and zzz\n", "9:7"),
        ("p.platform.common\n  and\n  zzz", "8:3"),
        ("'p.body == ''suv''\n  and zzz'", "7:7"),
        ("\"p.body == '\\x73uv' \\\n  and zzz\"", "7:7"),
        ("\"p.name == 'Šťáva 🚗' and zzz\"", "6:35"),
        ('"p.name == \'\\u0160\\"\' and zzz"', "6:36"),
    ],
)
def test_a_place_is_exact_over_lines_and_escapes(tmp_path: Path, text: str, place: str) -> None:
    """Folds, escapes, doubled quotes and letters of several bytes do not shift it."""
    assert problems_of(tmp_path, {"require": text}) == [f"{place}: `zzz` does not exist."]


def test_line_ends_of_windows_do_not_shift_places(tmp_path: Path) -> None:
    """A file with CRLF and a byte order mark has the places an editor shows."""
    text = ">-\r\n  p.platform.common\r\n  and zzz"
    assert problems_of(tmp_path, {"require": text}) == ["8:7: `zzz` does not exist."]


WORDS = st.lists(
    st.sampled_from(["a", "bc", "'", '"', "\\", "é", "🚗", "#", "x:y"]), min_size=1, max_size=8
)


@given(WORDS, st.sampled_from(["single", "double", "folded", "literal"]), st.data())
def test_every_character_is_found_again(words: list[str], style: str, data: st.DataObject) -> None:
    """Whatever the style, a character of the text stands in the file where its mark says."""
    gap = st.sampled_from([" ", "\n  "] if style in ("folded", "literal") else [" ", "  "])
    body = words[0]
    for word in words[1:]:
        body += data.draw(gap) + word
    written = {
        "single": "'" + body.replace("'", "''") + "'",
        "double": '"' + body.replace("\\", "\\\\").replace('"', '\\"') + '"',
        "folded": ">-\n  " + body,
        "literal": "|-\n  " + body,
    }[style]
    text = f"key: {written}\nother: 1\n"
    root, flaws = read_text(text, "x.yaml")
    assert isinstance(root, Mapping)
    assert not flaws
    value = root.entries["key"].value
    assert isinstance(value, Scalar)
    scalar = Written(value, FileText("x.yaml", text))
    lines = text.split("\n")
    for offset, character in enumerate(scalar.text):
        if not character.isspace():
            line, column = scalar.mark(offset)
            shown = lines[line - 1][column - 1]
            assert shown in (character, "\\")
