"""`pacecar explain`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from pacecar.cli.compiled import compiled_form
from pacecar.cli.examples import examples_of, feature_of
from pacecar.cli.printing import show, view_of
from pacecar.cli.rulebooks import rule_called, rulebook_of
from pacecar.cli.settings import CHOICES
from pacecar.cli.troubles import Trouble
from pacecar.formats.cells import shown
from pacecar.formats.colour import ColourSetting
from pacecar.formats.view import View
from pacecar.rulebook.rule import Rule, Rulebook

_EPILOG = """\b
Examples:
  pacecar explain twins/share-a-plant
  pacecar explain share-a-plant --rules rules
  pacecar explain share-a-plant --sql --dialect spark

\b
Exit codes: 0 explained, 2 no such rule, a rulebook error, or no query for it.
"""


@click.command("explain", short_help="Explain a rule.", epilog=_EPILOG)
@click.argument("rule")
@click.option("--rules", metavar="DIR", multiple=True, help="Folder of rules; may repeat.")
@click.option("--color", type=click.Choice(CHOICES["color"]), help="Colour the text.")
@click.option("--sql", is_flag=True, help="Show the query that the rule is for a database.")
@click.option(
    "--dialect", type=click.Choice(("duckdb", "spark")), help="With --sql; default: duckdb."
)
@click.option(
    "--complete", is_flag=True, help="With --sql: for a plan that leaves nothing unknown."
)
def command(  # noqa: PLR0913 - one parameter for each of the command's
    rule: str,
    rules: tuple[str, ...],
    color: ColourSetting | None,
    *,
    sql: bool,
    dialect: str | None,
    complete: bool,
) -> None:
    """Explain RULE: what it requires and why, with examples, and how it is judged.

    RULE is its id, a former id, or the part of its id after the slash.
    """
    if not sql and (dialect or complete):
        raise Trouble("pacecar: --dialect and --complete go with --sql")
    rulebook = rulebook_of(rules)
    if sql:
        from pacecar.cli.explained_query import query_of

        show(query_of(rule_called(rule, rulebook.rules), dialect or "duckdb", complete=complete))
        return
    show(explanation(rule_called(rule, rulebook.rules), rulebook, view_of(color)))


def explanation(rule: Rule, rulebook: Rulebook, view: View) -> list[str]:
    """Return a rule explained, as lines."""
    state = "" if rule.enabled else ", off unless selected"
    about = f": {rule.severity}, version {rule.version}{state}"
    role = rule.severity
    lines = [*view.labelled(rule.id, role, about), *view.wrap(shown(rule.title))]
    for heading, texts in _sections(rule, rulebook):
        if texts:
            lines += ["", view.paint(heading, "strong")]
            for text in texts:
                lines += view.wrap(shown(text), "  ", "    ")
    lines += ["", view.paint(f"the rule ({shown(rule.place.file)})", "strong")]
    lines += [f"  {shown_line(line)}" for line in as_written(rule)]
    feature = feature_of(rule.id, Path(rule.place.file))
    for number, example in enumerate(examples_of(feature)):
        heading = view.paint(f"examples ({feature})", "strong") if not number else ""
        lines += ["", *([heading] if heading else []), *(f"  {shown_line(e)}" for e in example)]
    if compiled := compiled_form(rule):
        lines += ["", view.paint("how it is judged", "strong")]
        lines += [f"  {shown_line(line)}" for line in compiled]
    return lines


def as_written(rule: Rule) -> list[str]:
    """Return a rule from `for` on as its file has it, or its texts if that is gone."""
    try:
        text = Path(rule.place.file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return [f"{name}: {' '.join(text.split())}" for name, text in rule.texts.items()]
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if line.startswith("for:")), 0)
    return lines[first:]


def shown_line(line: str) -> str:
    """Return a line with its indent, safe for a terminal."""
    text = line.lstrip()
    return " " * (len(line) - len(text)) + shown(text)


def _sections(rule: Rule, rulebook: Rulebook) -> Iterator[tuple[str, list[str]]]:
    """Yield headings and what stands below them."""
    yield "rationale", [" ".join(rule.rationale.split())] if rule.rationale else []
    statements = [rulebook.statements.get(source) for source in rule.sources]
    yield (
        "sources",
        [f'{s.id} "{" ".join(s.quote.split())}" ({s.origin})' for s in statements if s is not None],
    )
    yield "parameters", [f"{name}: {value}" for name, value in rule.parameters.items()]
    yield "former ids", list(rule.aliases)
