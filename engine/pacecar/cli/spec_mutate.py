"""`pacecar spec mutate`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pacecar.cli.defaults import rule_folders
from pacecar.cli.outputs import to_terminal
from pacecar.cli.rulebooks import rulebook_of
from pacecar.cli.settings import load_settings
from pacecar.cli.troubles import Trouble, trouble_of

if TYPE_CHECKING:
    from pacecar.rulebook.rule import Rule
    from pacecar.specification.mutation.running import RuleResult, Task

_SURVIVORS = 1
_CLEAR = "\r\x1b[K"


_EPILOG = """\b
Examples:
  pacecar spec mutate
  pacecar spec mutate twins cost/a-twin-saves --jobs 2

\b
Exit codes: 0 every change was noticed, 1 one was not, 2 usage or
rulebook error.
"""


@click.command(
    "mutate", epilog=_EPILOG, short_help="Change every rule a little; its feature must notice."
)
@click.argument("names", metavar="[RULE|FAMILY]...", nargs=-1)
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
@click.option(
    "--features",
    metavar="DIR",
    multiple=True,
    help="Folder of features; `features` beside the rules by default. May repeat.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes; one for each core by default.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    help="How it is printed (default: text).",
)
def command(
    names: tuple[str, ...],
    rules: tuple[str, ...],
    features: tuple[str, ...],
    jobs: int | None,
    format_: str,
) -> None:
    """Change every rule a little, one change at a time; its own feature must notice.

    What no example notices is listed with its place. Changes that alter nothing are listed, with
    the reason, in equivalents.yaml in the folder of the features.

    A change that went unnoticed, one that is listed and was noticed, or a feature that fails before
    anything is changed ends the command with 1.
    """
    from pacecar.specification.mutation.equivalents import FILE, BadListing, read_listings
    from pacecar.specification.mutation.pooling import mutate_all
    from pacecar.specification.mutation.scoring import Score, as_document, as_lines

    settings = load_settings(Path.cwd(), os.environ)
    folders = tuple(folder.resolve() for folder in rule_folders(rules, settings))
    places = [Path(folder) for folder in features] or [f.parent / "features" for f in folders]
    chosen = _chosen(rules, names)
    tasks = [_task(rule, places, folders) for rule in chosen]
    begin = time.perf_counter()
    try:
        listing = read_listings(folder / FILE for folder in places)
        found = list(_told(mutate_all(tasks, jobs or os.cpu_count() or 1), len(tasks)))
    except BadListing as problem:
        raise Trouble(f"pacecar: {problem}") from None
    results = tuple(sorted(found, key=lambda result: result.rule))
    score = Score(results, listing, time.perf_counter() - begin)
    if format_ == "json":
        text = json.dumps(as_document(score), indent=2, ensure_ascii=False)
    else:
        text = "\n".join(as_lines(score))
    to_terminal(text + "\n", "utf-8" if format_ == "json" else "")
    if not score.passed:
        click.get_current_context().exit(_SURVIVORS)


def _chosen(folders: tuple[str, ...], names: tuple[str, ...]) -> list[Rule]:
    """Return the rules to change, those with the most to change first."""
    from pacecar.checking.selection import UnknownRule, select_rules
    from pacecar.rulebook.trees import size

    rulebook = rulebook_of(folders)
    try:
        chosen = select_rules(rulebook.rules, names, ()) if names else rulebook.rules
    except UnknownRule as problem:
        raise trouble_of(problem) or problem from None
    trees = {rule.id: (rule.require, rule.where, *rule.lets.values()) for rule in chosen}
    weights = {name: sum(size(node) for node in nodes if node) for name, nodes in trees.items()}
    return sorted(chosen, key=lambda rule: -weights[rule.id])


def _task(rule: Rule, places: list[Path], folders: tuple[Path, ...]) -> Task:
    """Return the task of a rule.

    Raises:
        Trouble: the rule has no feature.
    """
    from pacecar.specification.mutation.running import Task

    for place in places:
        feature = place / f"{rule.id}.feature"
        if feature.is_file():
            return Task(rule.id, feature.resolve(), folders)
    looked = " or ".join(str(place / f"{rule.id}.feature") for place in places)
    raise Trouble(f"pacecar: {rule.id} has no feature. It would be {looked}")


def _told(results: Iterator[RuleResult], total: int) -> Iterator[RuleResult]:
    """Pass results on, and say on a terminal's standard error how many there are."""
    terminal = sys.stderr.isatty()
    for number, result in enumerate(results, 1):
        if terminal:
            sys.stderr.write(f"{_CLEAR}{number} of {total} rules: {result.rule}")
            sys.stderr.flush()
        yield result
    if terminal:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()
