"""What a shell offers for the arguments of commands: rules, families, files and folders.

Shells ask through click, which knows commands, options and their choices. What else an argument
takes is told by its placeholder in the help (RULE, DIR, FILE), so that each command that has such
an argument is completed. Imported only when a shell asks.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from pacecar.cli.defaults import rule_folders
from pacecar.cli.settings import Settings, load_settings
from pacecar.cli.troubles import Trouble

_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)


class _Paths(click.ParamType[Any]):
    """Files or folders, which the shell itself looks for."""

    name = "path"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - as click calls it
        param: click.Parameter,  # noqa: ARG002 - as above
        incomplete: str,
    ) -> list[CompletionItem]:
        """Leave it to the shell."""
        return [CompletionItem(incomplete, type=self.kind)]


class _Rules(click.ParamType[Any]):
    """Rules by id, with their titles.

    Args:
        families: whether a family may be named instead.
        rules: whether a rule may be.
        listed: whether several may be named, with commas between them.
    """

    name = "rule"

    def __init__(self, *, families: bool, rules: bool = True, listed: bool = False) -> None:
        self.families = families
        self.rules = rules
        self.listed = listed

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - as click calls it
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the ids that begin like what is there; if none does, those with such a name."""
        before, comma, begun = incomplete.rpartition(",") if self.listed else ("", "", incomplete)
        known = list(_rules(ctx))
        offered: dict[str, str] = {}
        if self.families:
            end = "" if self.rules else "/"
            families = {f"{rule.partition('/')[0]}{end}": "a family of rules" for rule, _ in known}
            offered |= {family: h for family, h in families.items() if family.startswith(begun)}
        if self.rules:
            offered |= {rule: title for rule, title in known if rule.startswith(begun)}
            # A shell would take back what was typed if ids beginning otherwise were among them.
            offered = offered or {
                rule: title for rule, title in known if rule.partition("/")[2].startswith(begun)
            }
        return [CompletionItem(f"{before}{comma}{one}", help=h) for one, h in offered.items()]


_OFFERED: Final[dict[str, click.ParamType[Any]]] = {
    "DIR": _Paths("dir"),
    "FILE": _Paths("file"),
    "FOLDER": _Paths("dir"),
    "[FOLDER]": _Paths("dir"),
    "PATH": _Paths("file"),
    "[PATH...|-]": _Paths("file"),
    "FEATURES": _Paths("file"),
    "RULE": _Rules(families=False),
    "[RULE|FAMILY]...": _Rules(families=True),
    "FAMILY/NAME": _Rules(families=True, rules=False),
}
"""What is offered for a placeholder of the help; options that take a RULE take a family, too."""
_SELECTING: Final = _Rules(families=True, listed=True)


def offer(command: click.Command) -> click.Command:
    """Let the arguments of a command be completed; those with choices of their own stay so."""
    for param in command.params:
        placeholder = param.metavar or (param.name or "").upper()
        found = _OFFERED.get(placeholder)
        if found is not None and not isinstance(param.type, click.Choice):
            selecting = placeholder == "RULE" and isinstance(param, click.Option)
            param.type = _SELECTING if selecting else found
    return command


def _rules(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Yield id and title of each rule of the folders named so far, or else in force.

    Files are not loaded: a rulebook with problems is completed, too.
    """
    told = ctx.params.get("rules") or ()
    try:
        settings = load_settings(Path.cwd(), os.environ)
    except Trouble:
        settings = Settings()
    for folder in rule_folders((told,) if isinstance(told, str) else tuple(told), settings):
        for file in sorted(folder.glob("*/*.y*ml")):
            yield f"{file.parent.name}/{file.stem}", _title(file)


def _title(file: Path) -> str:
    """Return the title of a rule's file, "" if it has none to be seen."""
    try:
        found = _TITLE.search(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1].strip().strip("\"'") if found else ""
