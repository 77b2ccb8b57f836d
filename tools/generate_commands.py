"""Write `docs/commands.md`: the help of every command, as the command line has it.

Run it after a change of a command: `python -m tools.generate_commands`. A test fails if the page is
not what it would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "engine"))

import click  # noqa: E402 - after the path, as all others

from pacecar.cli.app import app  # noqa: E402 - the checkout's own, installed or not

PAGE = ROOT / "docs" / "commands.md"
_WIDTH = 80
_HEAD = """\
# The commands

<!-- Written by tools/generate_commands.py from the commands; edits here are lost. -->

What `--help` says of each command. How plans are checked stands in [checking.md](checking.md), how
to begin in [getting-started.md](getting-started.md).
"""


def commands(
    command: click.Command = app, above: click.Context | None = None
) -> Iterator[tuple[str, click.Context]]:
    """Yield each command's full name and context: a group, then the commands in it."""
    name = command.name if above and command.name else "pacecar"
    context = click.Context(command, above, info_name=name, terminal_width=_WIDTH)
    context.help_option_names = app.context_settings["help_option_names"]
    yield context.command_path, context
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from commands(found, context)


def render() -> str:
    """Return the page."""
    parts = [_HEAD]
    for path, context in commands():
        text = context.command.get_help(context).rstrip()
        parts.append(f"## `{path}`\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
