"""Messages: text with `{expression}` and `{expression:format}` in it."""

from __future__ import annotations

from collections.abc import Mapping

from pacecar.plan.fields import ListOf, Number, Record, Truth
from pacecar.rulebook.guards import Facts
from pacecar.rulebook.kinds import a, elements_of
from pacecar.rulebook.parsing import parse, tidy
from pacecar.rulebook.problems import Problems, Refused, RulebookProblem, listed
from pacecar.rulebook.rule import Placeholder, Template
from pacecar.rulebook.tree import Expression, SetOf
from pacecar.rulebook.typer import Context, Typer
from pacecar.rulebook.written import Written

FORMATS = (",", ".0f", ".1f", ".2f", ".0%", ".1%", ".2%")
_BRACE = "Write `{{` and `}}` for braces that are meant as text."


def template(
    typer: Typer, written: Written, names: Mapping[str, Expression], facts: Facts
) -> Template:
    """Return a message with its placeholders typed; problems are noted."""
    made: list[str | Placeholder] = []
    for part in _split(written, typer.problems):
        if isinstance(part, str):
            made.append(part)
            continue
        try:
            made.append(_placeholder(typer, written, part, names, facts))
        except Refused:
            continue
    return Template(tuple(made))


def _split(written: Written, problems: Problems) -> list[str | tuple[int, int]]:
    """Return the parts of a message: its texts, and the stretches between braces."""
    text = written.text.rstrip("\n")
    parts: list[str | tuple[int, int]] = []
    plain = ""
    index = 0
    while index < len(text):
        character = text[index]
        if character in "{}" and text.startswith(character * 2, index):
            plain += character
            index += 2
            continue
        if character not in "{}":
            plain += character
            index += 1
            continue
        end = text.find("}", index)
        if character == "}" or end < 0:
            line, column = written.mark(index)
            what = "closes nothing" if character == "}" else "is never closed"
            problems.add(
                RulebookProblem(written.file, line, column, f"This `{character}` {what}.", _BRACE)
            )
            return []
        if plain:
            parts.append(plain)
            plain = ""
        parts.append((index + 1, end))
        index = end + 1
    return [*parts, plain] if plain else parts


def _placeholder(
    typer: Typer,
    written: Written,
    stretch: tuple[int, int],
    names: Mapping[str, Expression],
    facts: Facts,
) -> Placeholder:
    start, end = stretch
    inner = written.text[start:end]
    colon = _colon(inner)
    shown = inner[colon + 1 :].strip() if colon >= 0 else ""
    parsed = parse(written, typer.problems, start, start + colon if colon >= 0 else end)
    if parsed is None:
        raise Refused
    context = Context(parsed, names, facts)
    made = typer.type(parsed.root, context)
    text = tidy(parsed.text)
    kind = elements_of(made.type) or made.type
    if isinstance(kind, Truth | Record | ListOf | SetOf):
        hint = f"Write `'yes' if {text} else 'no'`." if kind == Truth() else ""
        hint = f"Name one of its fields: `{text}. ...`." if isinstance(kind, Record) else hint
        what = a(made.type, typer.schema)
        raise typer.refused(context, parsed.root, f"A message cannot show {what}.", hint)
    if colon >= 0 and shown not in FORMATS:
        listing = listed([f"`{known}`" for known in FORMATS])
        raise typer.refused(context, parsed.root, f"`{shown}` is no format.", f"Write {listing}.")
    if shown and not isinstance(made.type, Number):
        raise typer.refused(
            context,
            parsed.root,
            f"The format `{shown}` is for numbers; `{text}` is {a(made.type, typer.schema)}.",
        )
    return Placeholder(made, shown, text)


def _colon(text: str) -> int:
    """Return where a format begins: the last colon outside of quotes, or -1."""
    quote = ""
    found = -1
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == ":":
            found = index
    return found
