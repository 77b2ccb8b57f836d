"""`pacecar rules check`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pacecar.cli.defaults import rule_folders
from pacecar.cli.main import say
from pacecar.cli.printing import show
from pacecar.cli.rule_owners import rulebooks_of
from pacecar.cli.rulebooks import rulebook_in
from pacecar.cli.settings import load_settings
from pacecar.cli.troubles import USAGE, Trouble
from pacecar.formats.cells import shown
from pacecar.formats.words import counted

_EPILOG = """\b
Examples:
  pacecar rules check
  pacecar rules check rules/twins/share-a-plant.yaml

\b
Exit codes: 0 the rulebook can be used, 2 it cannot.
"""


@click.command("check", epilog=_EPILOG, short_help="Find what is wrong with the rulebook.")
@click.argument("files", metavar="[FILE...]", nargs=-1)
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
def command(files: tuple[str, ...], rules: tuple[str, ...]) -> int:
    """Load the rulebook, and tell everything that is wrong with it by file, line and column.

    With FILEs, the rulebooks that they are a part of are loaded; a file of none is passed over.
    What rules mean is not looked at: see pacecar spec lint.
    """
    here = Path.cwd()
    if files and not rules:
        rulebooks = rulebooks_of(files, here, os.environ)
    else:
        rulebooks = [rule_folders(rules, load_settings(here, os.environ))]
    code = 0
    for folders in rulebooks:
        try:
            rulebook = rulebook_in(folders)
        except Trouble as trouble:
            for line in trouble.lines:
                say(shown(line))
            code = USAGE
        else:
            names = ", ".join(folder.as_posix() for folder in folders)
            show([shown(f"{names}: {counted(len(rulebook.rules), 'rule')}, nothing wrong")])
    return code
