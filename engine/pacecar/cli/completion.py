"""`pacecar completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from pacecar.cli.outputs import to_terminal
from pacecar.cli.troubles import Trouble

SHELLS = ("bash", "zsh", "fish")

_HELP = """Print a script that completes pacecar in SHELL: bash, zsh or fish.

With it, the Tab key completes commands, options and their values, the ids of rules, families of
rules, files and folders.

\b
To have it in every new shell:
  bash  echo 'eval "$(pacecar completion bash)"' >> ~/.bashrc
  zsh   echo 'eval "$(pacecar completion zsh)"' >> ~/.zshrc
  fish  pacecar completion fish > ~/.config/fish/completions/pacecar.fish

\b
Examples:
  pacecar completion bash               prints the script
  eval "$(pacecar completion bash)"     completes in this shell only

zsh needs its completion to be on, by `autoload -Uz compinit && compinit` in ~/.zshrc before that
line; bash needs version 4.4 or newer.

\b
Exit codes: 0 printed, 2 usage error.
"""


@click.command("completion", help=_HELP, short_help="Print a script for completion in a shell.")
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print a script; `_HELP` is what users read."""
    made = get_completion_class(shell)
    if made is None:
        raise Trouble(f"pacecar: there is no completion for {shell}")
    root = ctx.find_root()
    script = made(root.command, {}, "pacecar", "_PACECAR_COMPLETE").source()
    to_terminal(script.strip() + "\n", "utf-8")
