"""`pacecar rules list`."""

from __future__ import annotations

from typing import Any, Literal

import click

from pacecar.cli.outputs import to_terminal
from pacecar.cli.printing import show, view_of
from pacecar.cli.rulebooks import rulebook_of
from pacecar.cli.settings import CHOICES
from pacecar.formats.cells import shown, width
from pacecar.formats.colour import ColourSetting, Role
from pacecar.formats.view import View
from pacecar.formats.words import counted
from pacecar.rulebook.rule import Rule, Rulebook

_COLUMN = 40
"""Cells that a column of titles needs."""


_EPILOG = """\b
Examples:
  pacecar rules list
  pacecar rules list --rules rules --format json

\b
Exit codes: 0 listed, 2 usage or rulebook error.
"""


@click.command("list", short_help="List the rules in force.", epilog=_EPILOG)
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    help="How it is printed (default: text).",
)
@click.option("--color", type=click.Choice(CHOICES["color"]), help="Colour the text.")
def command(
    rules: tuple[str, ...], format_: Literal["text", "json"], color: ColourSetting | None
) -> None:
    """List the rules: id, severity, title, the statements they come from.

    A rule that is off is checked only when it is selected.
    """
    rulebook = rulebook_of(rules)
    if format_ == "json":
        import json

        document = {
            "format": "pacecar-rules/1",
            "digest": rulebook.digest,
            "rules": [_entry(rule) for rule in rulebook.rules],
        }
        to_terminal(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
        return
    show(table(rulebook, view_of(color)))


def table(rulebook: Rulebook, view: View) -> list[str]:
    """Return the rules as lines, a family at a time."""
    if not rulebook.rules:
        return ["no rules"]
    longest = max(width(rule.id) for rule in rulebook.rules)
    lines: list[str] = []
    family = ""
    for rule in rulebook.rules:
        if rule.family != family and lines:
            lines.append("")
        family = rule.family
        label = f"{rule.severity:<7}" if rule.enabled else "off    "
        role: Role = rule.severity if rule.enabled else "quiet"
        sources = f" ({', '.join(rule.sources)})" if rule.sources else ""
        begin = f"{label}  {rule.id:<{longest}}  "
        indent = len(begin)
        if view.limit is not None and view.limit - indent < _COLUMN:
            # A terminal too narrow for a column of titles has them below the ids.
            lines.append(view.paint(label, role) + f"  {rule.id}")
            lines += view.wrap(shown(f"{rule.title}{sources}"), " " * 11, " " * 11)
            continue
        first, *rest = view.wrap(shown(f"{rule.title}{sources}"), begin, " " * indent)
        lines += [view.paint(label, role) + first[len(label) :], *rest]
    off = sum(not rule.enabled for rule in rulebook.rules)
    note = f", {off} of them off unless selected" if off else ""
    return [*lines, "", f"{counted(len(rulebook.rules), 'rule')}{note}"]


def _entry(rule: Rule) -> dict[str, Any]:
    """Return a rule as JSON."""
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "title": rule.title,
        "version": rule.version,
        "sources": list(rule.sources),
        "enabled": rule.enabled,
        "aliases": list(rule.aliases),
        "digest": rule.digest,
    }
