"""A page of the documentation as the blocks in it that can be tried.

A comment on the line above a block says what it is: `<!-- file: rules/a/b.yaml -->` is a file that
the commands below it find, until `<!-- remove: rules/a/b.yaml -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_MARK = re.compile(r"<!-- (?P<mark>[^>]+) -->")
_FENCE = re.compile(r"```(?P<language>\w*)")


class Block(NamedTuple):
    """A block between fences: its language, its mark, where its text begins, and the text."""

    language: str
    mark: str
    line: int
    text: str


class Step(NamedTuple):
    """A command of a console block, its line, and the output that is shown for it."""

    command: str
    line: int
    output: str


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page in order."""
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), 1))
    mark = ""
    for number, line in lines:
        fence = _FENCE.fullmatch(line)
        if fence is None:
            found = _MARK.fullmatch(line)
            mark = found["mark"] if found else ""
            if mark.startswith("remove: "):
                yield Block("", mark, number, "")
            continue
        held: list[str] = []
        for _, inner in lines:
            if inner == "```":
                break
            held.append(f"{inner}\n")
        yield Block(fence["language"], mark, number + 1, "".join(held))
        mark = ""


def steps(block: Block) -> Iterator[Step]:
    """Yield the commands of a console block, each with the lines up to the next."""
    for found in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE):
        line = block.line + block.text.count("\n", 0, found.start())
        yield Step(found[1], line, found[2])


def is_shown(output: str, shown: str) -> bool:
    """Whether an output is what a page shows; `...` stands for any lines, or any part of one."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += re.escape(line).replace(re.escape("..."), ".*") + r"\n"
    return re.fullmatch(pattern, output) is not None
