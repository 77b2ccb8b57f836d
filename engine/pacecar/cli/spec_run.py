"""`pacecar spec run`."""

from __future__ import annotations

import os
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from pacecar.cli.defaults import rule_folders
from pacecar.cli.printing import show, view_of
from pacecar.cli.rulebooks import rulebook_of
from pacecar.cli.settings import CHOICES, load_settings
from pacecar.cli.troubles import NOTHING, Trouble
from pacecar.formats.colour import ColourSetting
from pacecar.resources import bundled

_HELP = """Run features: each example is a plan of its own, checked by the rules.

FEATURES are files and folders. Without any, ./features is run, or the features that come with
Pacecar. A feature takes plans by their path from the working folder.

\b
Examples:
  pacecar spec run
  pacecar spec run features/twins --plan plans/alliance --jobs 2

\b
Exit codes: 0 all examples passed, 1 some failed or were refused, 2 usage,
3 nothing to run.
"""


@click.command("run", help=_HELP, short_help="Run features.")
@click.argument("features", nargs=-1)
@click.option("--plan", metavar="PATH", help="Plan whose reference data the features build on.")
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
@click.option(
    "--interface",
    type=click.Choice(("in-process", "cli", "http")),
    default="in-process",
    help="How plans are checked: in this process, by pacecar check, or by a service.",
)
@click.option("-k", "keyword", metavar="WORDS", default="", help="Only examples named like this.")
@click.option("--jobs", metavar="N", type=click.IntRange(1), default=1, help="Processes to use.")
@click.option("--results", metavar="FILE", help="Write what became of each example, as JSON.")
@click.option("--messages", metavar="FILE", help="The same as Cucumber messages.")
@click.option("--color", type=click.Choice(CHOICES["color"]), help="Colour the text.")
def command(
    features: tuple[str, ...],
    plan: str | None,
    rules: tuple[str, ...],
    color: ColourSetting | None,
    **options: Any,
) -> int:
    """Be called by click; `_HELP` is what users read."""
    begun = time.monotonic()
    for name in (*features, *((plan,) if plan else ())):
        if not Path(name.partition("::")[0]).exists():
            raise Trouble(f"pacecar: there is no {name}")
    files = {name: options[name] for name in ("results", "messages") if options[name]}
    for name, file in files.items():
        if Path(file).is_dir() or not Path(file).parent.is_dir():
            raise Trouble(f"pacecar: --{name} {file} cannot be written")
    jobs: int = options["jobs"]
    if jobs > 1 and find_spec("xdist") is None:
        raise Trouble("pacecar: --jobs needs pytest-xdist: pip install pytest-xdist")
    view = view_of(color)
    from pacecar.cli.spec_told import told, watcher
    from pacecar.specification import running

    own = not features and not Path("features").is_dir()
    folders = (bundled("rules"),) if own and not rules else _rules(rules)
    rulebook_of(tuple(map(str, folders)))  # what is wrong with it is said once, not by each example
    what = running.Run(
        features or (str(bundled("features") if own else "features"),),
        folders,
        plan or "",
        options["interface"],
        options["keyword"],
        jobs,
        [f"--pacecar-{name}={file}" for name, file in files.items()],
    )
    code, results = running.run(what, watcher())
    if code == running.UNUSABLE:
        # pytest has said on standard error what it cannot use.
        return 2
    if code == running.INTERRUPTED:
        raise KeyboardInterrupt
    if code not in (0, 1, 5):
        raise RuntimeError(f"pytest ended with {code}")
    show(list(told(results, time.monotonic() - begun, view)))
    if not results.examples and not results.problems:
        return NOTHING
    return 1 if code else 0


def _rules(told: tuple[str, ...]) -> tuple[Path, ...]:
    return rule_folders(told, load_settings(Path.cwd(), os.environ))
