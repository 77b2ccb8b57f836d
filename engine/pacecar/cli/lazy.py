"""Groups whose commands are imported when they are called: a hook pays for nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows the names of its commands, and imports the one that is called.

    `modules` gives for each name the module whose `command` it is, in the order of the help.
    """

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **more: Any) -> None:
        """Take what click's groups take, and the modules."""
        super().__init__(*arguments, **more)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return the commands in the order of the help."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name; where a shell asks, with what it can offer."""
        if cmd_name not in self.modules:
            return None
        command = import_module(self.modules[cmd_name]).command
        assert isinstance(command, click.Command)  # noqa: S101 - each module has one
        if ctx.resilient_parsing:
            from pacecar.cli.completing import offer

            return offer(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to call; an unknown one with the nearest known."""
        if args and args[0] not in self.modules:
            raise click.UsageError(unknown("command", args[0], self.modules), ctx)
        return super().resolve_command(ctx, args)


def unknown(what: str, name: str, known: Mapping[str, str] | Sequence[str]) -> str:
    """Return `There is no command "chekc". Did you mean "check"?`."""
    from pacecar.plan.nearest import nearest, suggestion

    return f'There is no {what} "{name}". {suggestion(nearest(name, known))}'.rstrip()
