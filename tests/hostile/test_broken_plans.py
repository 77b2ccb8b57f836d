"""Plans as they arrive: half-finished, of another program, or made to do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.plan.limits import DEPTH
from tests.plan.golden import cases, load, report

FOLDER = Path(__file__).parent / "plans"
HEADER = b"plan: {name: P}\n"


@pytest.mark.parametrize("path", cases(FOLDER), ids=lambda path: path.stem)
def test_a_broken_plan_gets_a_plain_answer(path: Path) -> None:
    """Each broken plan gets exactly the flaws, places, messages and hints expected of it."""
    expected = path.with_name(f"{path.name}.flaws").read_text(encoding="utf-8")
    assert report(load((f"plan{path.suffix}", path.read_bytes()))) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            "plan: {name: Citroën}\n".encode("cp1252"),
            "plan.yaml:1:19-1:19 plan/unreadable!\n"
            "  The byte 0xEB here is not UTF-8.\n"
            "  hint: The file is probably in Windows-1252 or Latin-1. Save it as UTF-8.\n",
            id="windows-1252",
        ),
        pytest.param(
            "\ufeffplan: {name: é}\nx: ".encode() + b"\xe2\x82",
            "plan.yaml:2:4-2:4 plan/unreadable!\n"
            "  The byte 0xE2 here is not UTF-8.\n"
            "  hint: The file is probably in Windows-1252 or Latin-1. Save it as UTF-8.\n",
            id="cut-off-character",
        ),
        pytest.param(
            "plan: {name: P}\n".encode("utf-16"),
            "plan.yaml:1:1-1:1 plan/unreadable!\n"
            "  The file is in UTF-16.\n"
            "  hint: Save it as UTF-8.\n",
            id="utf-16-with-mark",
        ),
        pytest.param(
            "plan: {name: P}\n".encode("utf-16-be"),
            "plan.yaml:1:1-1:1 plan/unreadable!\n"
            "  The file is in UTF-16.\n"
            "  hint: Save it as UTF-8.\n",
            id="utf-16-without-mark",
        ),
        pytest.param(
            "plan: {name: P}\n".encode("utf-32"),
            "plan.yaml:1:1-1:1 plan/unreadable!\n"
            "  The file is in UTF-32.\n"
            "  hint: Save it as UTF-8.\n",
            id="utf-32",
        ),
        pytest.param(
            HEADER + b"# a note\x00\n",
            "plan.yaml:2:9-2:10 plan/unreadable!\n"
            "  The file holds a NUL character.\n"
            "  hint: Remove it.\n",
            id="nul",
        ),
        pytest.param(
            HEADER + b"companies:\r\n  - id: a\x1b[0m\r\n",
            "plan.yaml:3:10-3:11 plan/unreadable!\n"
            "  The file holds the control character U+001B.\n"
            "  hint: Remove it.\n",
            id="terminal-escape",
        ),
        pytest.param(
            "plan: {name: 'P\u2028Q'}\n".encode(),
            "plan.yaml:1:16-1:17 plan/unreadable!\n"
            "  The file holds the line separator U+2028.\n"
            "  hint: Remove it.\n",
            id="line-separator",
        ),
        pytest.param(
            b"\xef\xbb\xbfplan: {nam: P}\r\n\r\nprogram: []\r\n",
            "plan.yaml:1:7-1:15 plan/missing-field\n"
            '  This plan has no "name".\n'
            "  hint: Add name: ...\n"
            "  at /plan\n"
            "  of plan/name\n"
            "plan.yaml:1:8-1:11 plan/unknown-field\n"
            '  A plan has no field "nam".\n'
            '  hint: Did you mean "name"?\n'
            "  at /plan/nam\n"
            "  of plan/nam\n"
            "plan.yaml:3:1-3:8 plan/unknown-field\n"
            '  A plan has no collection "program".\n'
            '  hint: Did you mean "programs"?\n'
            "  at /program\n"
            "  of program\n",
            id="byte-order-mark-and-crlf",
        ),
        pytest.param(
            b"%TAG !a! tag:a\n" * 101 + b"---\n" + HEADER,
            "plan.yaml:101:1-101:2 plan/over-limit!\n"
            "  The file has more than 100 lines that begin with %.\n",
            id="directives",
        ),
        pytest.param(
            b"plan: {name: P, note: '" + b"x" * 65_536 + b"'}\n",
            "plan.yaml:1:23-1:65561 plan/over-limit!\n"
            "  A text has 65,536 characters; 65,535 is the most.\n"
            "  at /plan/note\n"
            "  of plan/note\n",
            id="long-text",
        ),
        pytest.param(
            b"#" * (16 * 1024 * 1024 + 1),
            "plan.yaml:1:1-1:1 plan/over-limit!\n"
            "  The file has 16,777,217 bytes; 16,777,216 is the most.\n"
            "  hint: Split it into several files.\n",
            id="large-file",
        ),
    ],
)
def test_bytes_that_are_no_plan_are_refused_at_their_place(data: bytes, expected: str) -> None:
    """What no parser may see is refused with line and column; a byte order mark is not counted."""
    assert report(load(("plan.yaml", data))) == expected


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? ", b"{? ", b"[{"])
@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_a_million_levels_are_refused(opening: bytes, suffix: str) -> None:
    """Depth is stopped at the limit, before anything recurses."""
    plan = load((f"plan.{suffix}", opening * 1_000_000))
    assert not plan.judged
    assert [flaw.fatal for flaw in plan.flaws].count(True) == 1
    assert len(plan.flaws) <= DEPTH + 1


def test_an_unreadable_file_does_not_make_its_neighbours_flawed() -> None:
    """What refers to a file that cannot be read is not reported as well."""
    plan = load(
        ("a.yaml", b"companies: [\n"),
        ("b.yaml", b"plants: [{id: p, name: P, company: nissan, region: x}]\n"),
    )
    assert [flaw.rule for flaw in plan.flaws] == ["plan/unreadable"]
    assert [plant.id for plant in plan.collections["plants"]] == ["p"]
