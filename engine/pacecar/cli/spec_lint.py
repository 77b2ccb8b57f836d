"""`pacecar spec lint`: the guards of rules and features."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pacecar.cli.defaults import rule_folders
from pacecar.cli.exit_codes import FINDINGS
from pacecar.cli.printing import show
from pacecar.cli.settings import load_settings
from pacecar.cli.troubles import Trouble, trouble_of
from pacecar.formats.cells import shown
from pacecar.formats.words import counted

_EPILOG = """\b
Examples:
  pacecar spec lint
  pacecar spec lint --rules rules --write-lock

\b
Exit codes: 0 nothing found, 1 findings, 2 usage or rulebook error.
"""


@click.command("lint", epilog=_EPILOG, short_help="Find what features leave unsaid.")
@click.argument("files", metavar="[FILE...]", nargs=-1)
@click.option("--rules", metavar="DIR", help="Folder of rules.")
@click.option(
    "--features", metavar="DIR", help="Folder of features; else the one beside the rules."
)
@click.option("--write-lock", is_flag=True, help="Write the versions of new and raised rules.")
def command(
    files: tuple[str, ...], rules: str | None, features: str | None, write_lock: bool
) -> int:
    """Find what rules and features leave unsaid.

    Each rule has a feature, and changes only with its version. Each outcome has an example, each
    bound one on it and one just off it. Each example is heard, and none that rejects passes
    without its rule.

    With FILEs, the rules and features that they are among are looked at; a file that is neither
    is passed over.
    """
    folders = _theirs(files) if files and rules is None else [_rules(rules)]
    found = [_lint(folder, features, write_lock=write_lock) for folder in folders]
    return max(found, default=0)


def _lint(rules_folder: Path, features: str | None, *, write_lock: bool) -> int:
    """Show what is left unsaid in one folder of rules and its features."""
    from pacecar.specification.lint.linting import lint

    features_folder = Path(features) if features else rules_folder.parent / "features"
    if not features_folder.is_dir():
        raise Trouble(f"pacecar: there is no folder {features_folder}; name it with --features DIR")
    try:
        findings = lint(rules_folder, features_folder, write_lock=write_lock)
    except Exception as problem:
        trouble = trouble_of(problem)
        if trouble is None:
            raise
        raise trouble from None
    show([shown(str(finding)) for finding in findings])
    show([f"{counted(len(findings), 'finding')}" if findings else "nothing found"])
    return FINDINGS if findings else 0


def _theirs(files: tuple[str, ...]) -> list[Path]:
    """Return the folders of rules whose rules or features these files are.

    Where the settings name several for one rulebook, those with features beside them are meant.
    """
    from pacecar.cli.rule_owners import rulebooks_of

    rulebooks = rulebooks_of(files, Path.cwd(), os.environ)
    return [
        folder
        for folders in rulebooks
        for folder in folders
        if len(folders) == 1 or (folder.parent / "features").is_dir()
    ]


def _rules(told: str | None) -> Path:
    """Return the one folder of rules to look at.

    Raises:
        Trouble: the settings name several.
    """
    settings = load_settings(Path.cwd(), os.environ)
    folders = rule_folders((told,) if told else (), settings)
    if len(folders) > 1:
        raise Trouble("pacecar: there are several folders of rules; name one with --rules DIR")
    return folders[0]
