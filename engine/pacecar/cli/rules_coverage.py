"""`pacecar rules coverage`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

from pacecar.cli.coverage_table import table
from pacecar.cli.defaults import rule_folders
from pacecar.cli.outputs import to_terminal
from pacecar.cli.printing import show, view_of
from pacecar.cli.rulebooks import rulebook_of
from pacecar.cli.settings import CHOICES, load_settings
from pacecar.cli.troubles import NOTHING, Trouble
from pacecar.formats.colour import ColourSetting
from pacecar.rulebook.coverage import Coverage, coverage
from pacecar.rulebook.quotes import read_articles

_EPILOG = """\b
Examples:
  pacecar rules coverage
  pacecar rules coverage --reference articles

\b
Exit codes: 0 all is answered for, 1 something is not, 2 usage or
rulebook error, 3 there are no statements.
"""


@click.command(
    "coverage", epilog=_EPILOG, short_help="Show what answers for each statement of the sources."
)
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
@click.option(
    "--reference",
    metavar="DIR",
    help="Folder of the sources as text; quotes are compared with them. Default: the folder "
    "reference beside the rules, if there is one.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    help="How it is printed (default: text).",
)
@click.option("--color", type=click.Choice(CHOICES["color"]), help="Colour the text.")
def command(
    rules: tuple[str, ...],
    reference: str | None,
    format_: Literal["text", "json"],
    color: ColourSetting | None,
) -> int:
    """Show what answers for each statement of sources.yaml.

    That is the rules that cite it, the reference data of a plan with the feature that verifies
    it, or the reason why it is no rule. A statement that nothing answers for, a rule that cites
    none, or a quote that is not in its source end the command with 1.
    """
    rulebook = rulebook_of(rules)
    if not rulebook.statements:
        raise Trouble("pacecar: there are no statements: no sources.yaml", code=NOTHING)
    folders = rule_folders(rules, load_settings(Path.cwd(), os.environ))
    found = coverage(rulebook, folders, _articles(reference, folders))
    if format_ == "json":
        import json

        document = {"format": "pacecar-coverage/1", "digest": rulebook.digest, **_document(found)}
        to_terminal(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
    else:
        show(table(found, view_of(color)))
    return 1 if found.problems else 0


def _document(found: Coverage) -> Mapping[str, Any]:
    """Return the coverage as JSON."""
    return {
        "complete": not found.problems,
        "statements": [
            {
                "statement": answer.statement.id,
                "number": answer.statement.number,
                "kind": answer.statement.kind,
                "origin": answer.statement.origin,
                "quote": answer.statement.quote,
                "article": answer.article or None,
                "rules": [rule.id for rule in answer.rules],
                "data": [
                    {"plan": e.plan, "feature": e.feature, "entities": dict(e.entities)}
                    for e in answer.data
                ],
                "reason": answer.statement.reason or None,
                "location": {
                    "file": answer.place.file,
                    "line": answer.place.line,
                    "column": answer.place.column,
                },
            }
            for answer in found.answers
        ],
        "problems": [problem._asdict() for problem in found.problems],
    }


def _articles(told: str | None, folders: tuple[Path, ...]) -> Mapping[str, str] | None:
    """Return the articles of the folder told, or of `reference` beside the rules; None for none.

    Raises:
        Trouble: the folder, or a file in it, cannot be read, or it has no article.
    """
    if told is None:
        beside = (folder.parent / "reference" for folder in folders)
        folder = next((path for path in beside if path.is_dir()), None)
        if folder is None:
            return None
    else:
        folder = Path(told)
    try:
        articles = read_articles(folder)
    except UnicodeDecodeError:
        raise Trouble(f"pacecar: {folder}: an article is not UTF-8") from None
    except OSError as problem:
        reason = problem.strerror or problem
        raise Trouble(f"pacecar: {folder} cannot be read: {reason}") from None
    if not articles:
        raise Trouble(f"pacecar: {folder}: there is no article: no file *.txt or *.md")
    return articles
