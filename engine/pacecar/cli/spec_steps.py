"""`pacecar spec steps`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import click

from pacecar.cli.outputs import to_terminal
from pacecar.cli.printing import show, view_of
from pacecar.cli.settings import CHOICES
from pacecar.formats.cells import shown
from pacecar.formats.colour import ColourSetting
from pacecar.formats.view import View
from pacecar.resources import bundled

_EPILOG = """\b
Examples:
  pacecar spec steps
  pacecar spec steps --format json

\b
Exit codes: 0 listed, 2 usage error.
"""


@click.command("steps", epilog=_EPILOG, short_help="List the steps that features can have.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    help="How it is printed (default: text).",
)
@click.option("--color", type=click.Choice(CHOICES["color"]), help="Colour the text.")
def command(format_: Literal["text", "json"], color: ColourSetting | None) -> None:
    """List the steps that features can have: all there are, each with an example."""
    if format_ == "json":
        import json

        document = {"format": "pacecar-steps/1", "steps": list(_entries())}
        to_terminal(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
        return
    show(list(_lines(view_of(color))))


def _entries() -> Iterator[dict[str, Any]]:
    """Yield the steps as JSON."""
    from dataclasses import asdict

    from pacecar.specification.catalogue import definitions, first_uses

    used = first_uses(bundled("features"))
    for definition in definitions():
        entry = asdict(definition)
        del entry["name"], entry["line"]
        yield {**entry, "example": used.get(definition.name, "")}


def _lines(view: View) -> Iterator[str]:
    """Yield the steps as text: a step, what it does, what it takes, an example."""
    for number, entry in enumerate(_entries()):
        if number:
            yield ""
        table = ", and a table" if entry["table"] else ""
        keyword = entry["keyword"].capitalize()
        yield view.paint(f"{keyword} {entry['text']}", "strong") + table
        yield from view.wrap(shown(" ".join(entry["about"].split())), "  ", "  ")
        for argument in entry["arguments"]:
            optional = ", may be left out" if argument["optional"] else ""
            about = f"<{argument['name']}>: {argument['kind']}{optional}"
            yield from view.wrap(about, "  ", "    ")
        for line in entry["example"].splitlines():
            text = line.lstrip()
            yield " " * (4 + len(line) - len(text)) + shown(text)
