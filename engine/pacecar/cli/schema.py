"""`pacecar schema`."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from pacecar.cli.main import say
from pacecar.cli.outputs import to_terminal, write_file
from pacecar.cli.troubles import Trouble, trouble_of

KINDS = ("plan", "rule", "rulebook", "definitions", "sources")

_HELP = """Print the JSON Schema of a plan's files or of a rulebook's.

Editors complete, explain and check what they have a schema for. KIND is plan; rule, the files
rules/FAMILY/NAME.yaml; or rulebook, definitions, sources, the files of these names.

With --plan, references take the ids of that plan and no others: an editor offers them by name.
Make the schema anew when the plan has new ids.

\b
Examples:
  pacecar schema plan --output .pacecar/plan.schema.json
  pacecar schema plan --plan plans/alliance -o .pacecar/plan.schema.json
  pacecar schema rule

The first line of a file tells editors which schema it has, by a path from the file:

\b
  # yaml-language-server: $schema=../.pacecar/plan.schema.json

\b
Exit codes: 0 printed, 2 usage error, or a plan that cannot be read.
"""


@click.command("schema", help=_HELP, short_help="Print a JSON Schema, for editors.")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option(
    "--plan", "plans", metavar="PATH", multiple=True, help="Take the ids of this plan; may repeat."
)
@click.option("--output", "-o", metavar="FILE", help="Write it to a file, making its folder.")
def command(kind: str, plans: tuple[str, ...], output: str | None) -> None:
    """Print a schema; `_HELP` is what users read."""
    if plans and kind != "plan":
        raise Trouble(f"pacecar: --plan goes with the kind plan, and not with {kind}")
    schema = _schema_of_plan(plans) if plans else schema_of(kind)
    text = schema_text(schema)
    if output is None:
        to_terminal(text, "utf-8")
        return
    # The folder .pacecar is seldom there; one that lacks a folder above is more likely misspelt.
    with suppress(OSError):
        Path(output).parent.mkdir(exist_ok=True)
    write_file(text, output)
    say(f"pacecar: schema written to {output}")


def schema_text(schema: dict[str, Any]) -> str:
    """Return a schema as the text of a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_of(kind: str) -> dict[str, Any]:
    """Return the schema of one of `KINDS`."""
    from pacecar.plan.json_schema import plan_schema
    from pacecar.rulebook import json_schema as of_rules

    schemas: dict[str, Callable[[], dict[str, Any]]] = {
        "plan": plan_schema,
        "rule": of_rules.rule_schema,
        "rulebook": of_rules.rulebook_schema,
        "definitions": of_rules.definitions_schema,
        "sources": of_rules.sources_schema,
    }
    return schemas[kind]()


def _schema_of_plan(paths: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema with a plan's own ids.

    Raises:
        Trouble: the plan cannot be read. Other flaws of it are no obstacle.
    """
    from pacecar.plan.json_schema import ids_of, plan_schema
    from pacecar.plan.loading import PathProblem, load_plan

    if "-" in paths:
        raise Trouble("pacecar: --plan takes files and folders, and not standard input")
    try:
        plan = load_plan(paths, as_of=None, today=date(2000, 1, 1))
    except PathProblem as problem:
        raise trouble_of(problem) or problem from None
    unreadable = [flaw for flaw in plan.flaws if flaw.fatal]
    if unreadable:
        place, span = unreadable[0].location.file, unreadable[0].location.span
        where = f"{place}:{span.line}:{span.column}"
        raise Trouble(f"pacecar: the plan cannot be read: {where}: {unreadable[0].message}")
    if not plan.texts:
        raise Trouble(f"pacecar: no file of a plan in {', '.join(paths)}")
    return plan_schema(ids_of(plan))
