"""Whatever a file holds, loading ends, in a rulebook or in problems with places."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.problems import RulebookError
from tests.rulebook.rules import rule_text

WORKED = sorted((Path(__file__).parent / "worked").rglob("*.yaml"))
FILES = ("twins/twin.yaml", "definitions.yaml", "sources.yaml", "rulebook.yaml")
DEFINITIONS = "same: {parameters: {a: programs}, is: a.platform == a.platform}\n"

TOKENS = st.sampled_from(
    [
        *("p", "p.leader", "p.platform", "p.plants", "programs", "plan.since", "None", "True", "x"),
        *("and", "or", "not", "is", "in", "if", "else", "for", "==", "<", ">=", "+", "-", "*", "/"),
        *("(", ")", "[", "]", "{", "}", ",", ".", ":", "'a'", "'", '"', "1", "0.5", "1e9", "#"),
        *("any(", "count(", "distinct(", "known(", "covers(", "same(", "lambda", "é", "\\", "f''"),
        *("**", "//", "%", "@", ":=", "...", "`", "await", "yield", "~", "b''", "0x", "1_0", "1j"),
    ]
)
SOUP = st.lists(TOKENS, max_size=25).map(" ".join)


def outcome(files: dict[str, bytes]) -> None:
    """Load files; anything but a rulebook or its problems is an error of ours."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in {"twins/sound.yaml": rule_text().encode(), **files}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        try:
            load_rulebook([Path(folder)])
        except RulebookError as error:
            problems = error.problems
        else:
            return
    assert problems
    assert all(p.message and p.line >= 1 and p.column >= 1 for p in problems)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.binary(max_size=200))
@example("twins/twin.yaml", b"require: \x00")
@example("sources.yaml", b"statements: {}")
def test_any_bytes(name: str, data: bytes) -> None:
    """A file of any bytes."""
    outcome({name: data})


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(st.sampled_from(["where", "require", "let", "message", "when", "is", "by"]), SOUP)
@example("require", "-" * 3000 + "1")
@example("require", "not " * 900 + "True")
@example("require", "(" * 1990 + ")" * 1990)
@example("require", "p" + ".leader" * 500)
@example("require", "1" + " if 1 else 1" * 300)
@example("require", "lambda: " * 400 + "1")
@example("require", "1" + "**1" * 1000)
@example("require", "x[" * 40 + "1" + "]" * 40)
@example("require", "p.name == '\ud800'")
@example("require", "1 == " + "9" * 3900)
def test_any_expression(key: str, text: str) -> None:
    """A sound rule with any words of the language, and others, in one place."""
    quoted = '"' + "".join(_escaped(c) for c in text) + '"'
    changes = {
        "where": {"where": quoted},
        "require": {"require": quoted},
        "let": {"let": f"{{a: {quoted}, b: a}}", "require": "known(b)"},
        "message": {"report": f"{{at: p, message: {quoted}}}"},
        "when": {"downgrade": f"{{when: {quoted}, to: info}}"},
        "is": {},
        "by": {
            "for": f"{{g: {{each: p in programs, if: {quoted}, by: {{k: {quoted}}}}}}}",
        },
    }[key]
    files = {"twins/twin.yaml": rule_text(changes), "definitions.yaml": DEFINITIONS}
    if key == "is":
        files["definitions.yaml"] = f"same: {{parameters: {{a: programs}}, is: {quoted}}}"
    outcome({name: text.encode() for name, text in files.items()})


def _escaped(character: str) -> str:
    return (
        character
        if " " <= character <= "~" and character not in '"\\'
        else f"\\U{ord(character):08x}"
    )


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WORKED), st.data())
def test_any_damage(path: Path, data: st.DataObject) -> None:
    """A worked rule with characters taken out, put in, or doubled."""
    text = path.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        put = data.draw(st.one_of(TOKENS, st.text(max_size=3), st.just(text[start : start + 40])))
        text = text[:start] + put + text[start + length :]
    outcome({"twins/twin.yaml": text.encode("utf-8", "replace")})
