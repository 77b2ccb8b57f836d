"""`pacecar convert`: a plan from one kind of file to another, or into the files of a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from pacecar.cli.main import say
from pacecar.cli.outputs import to_terminal
from pacecar.formats.cells import shown

_HELP = """Convert a plan between YAML, workbooks, JSON and CSV, or bring one up to another.

SOURCE is a file or folder; all that is named makes one plan. What is written is read back and
compared before anything is replaced: either it says the same, or nothing is written.

--to takes plan.xlsx, plan.yaml or plan.json, or a folder, for one file a collection.
--into takes a plan of YAML files that exists: only values that differ are written, where they
stand, and comments, order and spacing stay.

\b
Examples:
  pacecar convert plans/alliance --to alliance.xlsx
  pacecar convert alliance.xlsx --into plans/alliance --dry-run
  pacecar convert alliance.xlsx --into plans/alliance
  pacecar convert plan.xlsx --to plans/new --as csv

\b
Exit codes: 0 written, or nothing differs; 2 usage error, or not all can be kept.
"""


@click.command("convert", help=_HELP, short_help="Convert a plan, or bring one up to another.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--to", metavar="TARGET", help="Write a new file, or a folder of files.")
@click.option("--into", metavar="PLAN", help="Change a plan of YAML files where it differs.")
@click.option(
    "--as",
    "kind",
    type=click.Choice(("yaml", "csv")),
    help="With --to a folder: which files it gets (default: yaml).",
)
@click.option("--force", is_flag=True, help="With --to: replace files that exist.")
@click.option("--remove", is_flag=True, help="With --into: take out what SOURCE does not have.")
@click.option("--dry-run", is_flag=True, help="With --into: show what would change, as a diff.")
def command(sources: tuple[str, ...], to: str | None, into: str | None, **flags: Any) -> int:
    """Convert a plan; `_HELP` is what users read."""
    if (to is None) == (into is None):
        raise click.UsageError("say where it goes: --to TARGET, or --into PLAN")
    misplaced = ("remove", "dry_run") if to is not None else ("force", "kind")
    for name in misplaced:
        if flags[name]:
            option = {"kind": "--as", "dry_run": "--dry-run"}.get(name, f"--{name}")
            belongs = "--into" if to is not None else "--to"
            raise click.UsageError(f"{option} belongs to {belongs}")
    from pacecar.cli.converting import converted, has_comments, merged, source_plan, store

    today = date.today()  # noqa: DTZ011 - the day where the planner is
    source = source_plan(sources, today)
    if to is not None:
        files = converted(source, to, flags["kind"], today, force=flags["force"])
        store(files)
        names = f"{len(files)} files in {to}" if len(files) > 1 else next(iter(files))
        say(shown(f"pacecar: {', '.join(sources)} written to {names}"))
        if has_comments(source):
            say("pacecar: comments of the YAML files stay there; --into keeps those of its PLAN")
        return 0
    assert into is not None  # noqa: S101 - one of the two is given
    change = merged(source, into, today, remove=flags["remove"])
    for line in change.told:
        say(shown(line))
    if flags["dry_run"]:
        to_terminal(change.diff)
    else:
        store(change.files)
    return 0
