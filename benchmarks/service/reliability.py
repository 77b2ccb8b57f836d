"""Keeping the figures of a run in docs/reliability.md, each between marks of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.service.machine import ROOT

PAGE: Final = ROOT / "docs" / "reliability.md"


class NoPlace(Exception):
    """The page has no marks between which a table could stand."""


def keep_crashes(database: str, figures: Mapping[str, str]) -> None:
    """Put the figures of a run of crashes in their place."""
    keep(PAGE, f"crashes {database}", table(("", database), list(figures.items())))


def keep_load(name: str, rows: Sequence[Mapping[str, str]], about: Mapping[str, str]) -> None:
    """Put the figures of a run of the load in the place of this name."""
    said = ", ".join(f"{what} {value}" for what, value in about.items())
    cells = table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    keep(PAGE, name, f"{cells}\n\n{said}.")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a table of Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def keep(page: Path, name: str, content: str) -> None:
    """Put some text between the marks of a name, in place of what stands there.

    Raises:
        NoPlace: the page has none of this name.
    """
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    text = page.read_text("utf-8")
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not between.search(text):
        raise NoPlace(f"{page} has no place for {name}: write {begin} and {end} there.")
    page.write_text(between.sub(lambda _: f"{begin}\n{content}\n{end}", text), "utf-8")
