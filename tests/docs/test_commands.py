"""The help of commands, and the page of it."""

from __future__ import annotations

import click
import pytest

from tools.generate_commands import PAGE, commands, render

ALL = dict(commands())


def test_the_page_is_what_the_commands_say() -> None:
    """Whoever changes a command and forgets to generate the page is told so."""
    assert PAGE.read_text(encoding="utf-8") == render()


@pytest.mark.parametrize("path", ALL)
def test_each_command_teaches(path: str) -> None:
    """Each command shows how it is called, with what it ends, and what each option is for."""
    context = ALL[path]
    text = context.command.get_help(context)
    assert all(param.help for param in context.command.params if isinstance(param, click.Option))
    if not isinstance(context.command, click.Group):
        assert "Example" in text
        assert f"  {path}" in text
        assert "Exit codes: 0 " in text
    assert max(map(len, text.splitlines())) <= 84
