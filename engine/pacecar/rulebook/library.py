"""What the rules of a rulebook share: definitions, sources, the default downgrade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pacecar.plan.fields import Date, Number, Reference, Text, Truth
from pacecar.plan.nodes import Mapping as MappingNode
from pacecar.plan.nodes import Scalar
from pacecar.rulebook.draft import DowngradeDraft, read_downgrades
from pacecar.rulebook.expressions import HANDLERS, RESERVED
from pacecar.rulebook.forms import Form
from pacecar.rulebook.kinds import Schema
from pacecar.rulebook.parsing import parse
from pacecar.rulebook.problems import Problems, Refused, did_you_mean, listed
from pacecar.rulebook.rule import Statement
from pacecar.rulebook.shapes import DEFINITION, ORIGIN, RULEBOOK, SOURCES, STATEMENT
from pacecar.rulebook.tree import Type, Variable
from pacecar.rulebook.typer import Context, Definition, Typer, undivided
from pacecar.rulebook.written import FileText

_PLAIN_TYPES: dict[str, Type] = {
    "number": Number(),
    "date": Date(),
    "text": Text(),
    "truth": Truth(),
}


@dataclass(slots=True)
class Library:
    """What rules share. `downgrades` and `names` are by the number of the folder."""

    schema: Schema
    definitions: dict[str, Definition] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    has_sources: bool = False
    broken: set[str] = field(default_factory=set)
    downgrades: dict[int, tuple[DowngradeDraft, ...]] = field(default_factory=dict)

    def defaults(self, folder: int) -> tuple[DowngradeDraft, ...]:
        """Return the default downgrades of a folder's rules: its own, else the first there is."""
        found = self.downgrades.get(folder)
        if found is None and self.downgrades:
            found = self.downgrades[min(self.downgrades)]
        return found or ()

    def typer(self, problems: Problems) -> Typer:
        """Return what types expressions that can call the definitions."""
        broken = set(self.broken)
        return Typer(self.schema, HANDLERS, problems, self.definitions, broken=broken)


def read_rulebook(
    library: Library, folder: int, node: MappingNode, source: FileText, problems: Problems
) -> None:
    """Read `rulebook.yaml`."""
    form = Form(node, source, problems, RULEBOOK.what, RULEBOOK.names)
    form.text("name")
    library.downgrades[folder] = read_downgrades(form)


def read_sources(library: Library, node: MappingNode, source: FileText, problems: Problems) -> None:
    """Read `sources.yaml`: the statements that rules cite, and the titles of their origins."""
    form = Form(node, source, problems, SOURCES.what, SOURCES.names)
    form.require(*SOURCES.required)
    library.has_sources = True
    known = _origins(form)
    keys = STATEMENT.names
    for inner in form.forms("statements", keys, STATEMENT.what):
        inner.require(*STATEMENT.required)
        found = {key: inner.text(key) for key in keys if not _blank(inner, key)}
        texts = {key: text.text.strip() if text else "" for key, text in found.items()}
        name = texts.get("id", "")
        if name in library.statements:
            inner.refuse(inner.span("id"), f"There are two statements `{name}`.")
        elif name:
            library.statements[name] = Statement(
                id=name,
                quote=texts.get("quote", ""),
                kind=texts.get("kind", ""),
                origin=known.get(texts.get("origin", ""), texts.get("origin", "")),
                number=texts.get("number", ""),
                reason=texts.get("reason", ""),
            )


def _origins(form: Form) -> dict[str, str]:
    """Return the titles of the sources by their names; an origin is a title, or has one."""
    origins = form.within("origins", None)
    known = {}
    for name, entry in origins.node.entries.items() if origins else ():
        if origins is None:
            continue
        if isinstance(entry.value, MappingNode):
            inner = origins.within(name, ORIGIN.names)
            title = inner.text("title") if inner else None
        else:
            title = origins.text(name)
        known[name] = title.text.strip() if title else name
    return known


def _blank(form: Form, key: str) -> bool:
    """Return whether a key is absent, or a text without anything in it."""
    entry = form.node.entries.get(key)
    return entry is None or (isinstance(entry.value, Scalar) and not entry.value.text.strip())


def read_definitions(
    library: Library, node: MappingNode, source: FileText, problems: Problems
) -> None:
    """Read `definitions.yaml`."""
    form = Form(node, source, problems, "the definitions", None)
    for name, span, inner in form.names():
        if name in RESERVED or name in library.schema:
            form.refuse(span, f"`{name}` is the name of something else already.", "Take another.")
            continue
        if name in library.definitions:
            form.refuse(span, f"There are two definitions `{name}`.")
            continue
        if not isinstance(inner, MappingNode):
            if not inner.flawed:
                form.refuse(
                    inner.span,
                    "A definition is a mapping.",
                    "It takes description, parameters and is.",
                )
            continue
        made_of = Form(inner, source, problems, DEFINITION.what, DEFINITION.names)
        made = _definition(library, name, made_of)
        if made is not None:
            library.definitions[name] = made
        else:
            library.broken.add(name)


def _definition(library: Library, name: str, form: Form) -> Definition | None:
    form.require(*DEFINITION.required)
    form.text("description")
    body = form.text("is")
    parameters: dict[str, Type] = {}
    failed = False
    inner = form.within("parameters", None)
    for parameter, span, node in inner.names() if inner else ():
        written = inner.written(node, f"`{parameter}`") if inner else None
        kind = _type(library.schema, written.text) if written else None
        if parameter in library.schema or parameter in RESERVED:
            form.refuse(span, f"`{parameter}` is the name of something else already.")
        elif kind is not None:
            parameters[parameter] = kind
            continue
        elif written is not None:
            known = [n for n, c in library.schema.items() if not c.single]
            hint = did_you_mean(written.text, (*known, *_PLAIN_TYPES))
            listing = listed(_PLAIN_TYPES)
            form.refuse(
                node.span,
                f"`{written.text}` is no type: a parameter is of a collection, or {listing}.",
                hint,
            )
        failed = True
    parsed = parse(body, form.problems) if body else None
    return None if failed or parsed is None else Definition(name, parameters, parsed)


def _type(schema: Schema, text: str) -> Type | None:
    if text in schema and not schema[text].single:
        return Reference(text)
    return _PLAIN_TYPES.get(text)


def check_definitions(library: Library, problems: Problems) -> None:
    """Type every definition by itself, so that one that nobody uses is checked as well."""
    for definition in library.definitions.values():
        typer = library.typer(problems)
        names: Mapping[str, Variable] = {
            name: Variable(name, kind) for name, kind in definition.parameters.items()
        }
        typer.case_names.update(names)
        context = Context(definition.body, dict(names), in_rule=False)
        try:
            made = typer.expand_definition(definition, dict(names), definition.body.root, context)
            undivided(typer, made, context)
        except Refused:
            continue
