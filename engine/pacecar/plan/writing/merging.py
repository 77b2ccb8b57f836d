"""Brings an existing plan of YAML files up to what another plan says, where its values stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pacecar.plan.fields import Field, Kind, ListOf, Record
from pacecar.plan.nodes import Entry, Mapping, Node, Sequence
from pacecar.plan.portfolio import Plan
from pacecar.plan.source import read_text
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import Element
from pacecar.plan.writing import yaml_text
from pacecar.plan.writing.document import Document, Entity, elements_of, entity_of
from pacecar.plan.writing.edits import Edits
from pacecar.plan.writing.patching import is_flow, update

_DASH: Final = re.compile(r"[ \t]*- *")
_ABSENT: Final = object()


@dataclass(slots=True)
class Merged:
    """What becomes of a plan.

    Attributes:
        texts: the new text of each file that changes, new files included.
        document: all that the plan is to say then.
        changed: the entities with values that change, as `programs r-kadjar`.
        added: the entities that are new.
        missing: the entities that only the target has.
    """

    texts: dict[str, str] = field(default_factory=dict)
    document: Document = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def merge(target: Plan, source: Plan, new_file: str, *, remove: bool) -> Merged:
    """Return what makes `target` say what `source` says.

    Args:
        target: the plan of YAML files that is to change.
        source: the plan that says how.
        new_file: where collections go that no file of the target has; `{}` stands for their
            names.
        remove: whether entities go that the source does not have; else they stay.
    """
    merge_ = _Merge(target, new_file, remove=remove)
    for name in SCHEMA:
        merge_.collection(name, source)
    return merge_.result()


class _Merge:
    """The edits of each file, while a plan is merged."""

    def __init__(self, target: Plan, new_file: str, *, remove: bool) -> None:
        self._target = target
        self._new_file = new_file
        self._remove = remove
        self._edits = {name: Edits(text) for name, text in target.texts.items()}
        self._roots = {name: read_text(text, name)[0] for name, text in target.texts.items()}
        self._new: dict[str, list[str]] = {}
        self._merged = Merged()

    def collection(self, name: str, source: Plan) -> None:
        """Merge the entities of one collection."""
        known = {element.id: element for element in elements_of(self._target, name)}
        wanted = {element.id: _said(element) for element in elements_of(source, name)}
        document = [
            self._change(element, wanted[called]) if called in wanted else self._miss(element)
            for called, element in known.items()
        ]
        added = {called: entity for called, entity in wanted.items() if called not in known}
        self._merged.added += [f"{name} {called}" for called in added]
        self._append(name, list(added.values()), list(known.values()))
        whole = [entity for entity in (*document, *added.values()) if entity is not None]
        if whole:
            self._merged.document[name] = whole

    def result(self) -> Merged:
        """Return the new texts, and what they say."""
        merged = self._merged
        merged.texts = {name: edits.result() for name, edits in self._edits.items() if len(edits)}
        for name, parts in self._new.items():
            before = merged.texts.get(name, self._target.texts.get(name, ""))
            if before and not before.endswith("\n"):
                before += "\n"
            merged.texts[name] = "\n".join([before, *parts] if before else parts)
        return merged

    def _change(self, element: Element, new: Entity) -> Entity:
        """Give an entity of the target its new values."""
        fields = SCHEMA[element.name_of_kind].fields
        old = _said(element)
        wanted = _wanted(fields, old, new)
        if wanted != old and element.origin is not None:
            node = element.origin.node
            assert isinstance(node, Mapping)  # noqa: S101 - an entity is one
            order = [each.name for each in fields]
            update(self._edits[element.origin.file], node, old, wanted, order)
            self._merged.changed.append(f"{element.name_of_kind} {element.id}")
        return wanted

    def _miss(self, element: Element) -> Entity | None:
        """Note an entity that the source does not have, and take it out if that is asked for."""
        if element.name_of_kind == "plan":
            return _said(element)
        self._merged.missing.append(f"{element.name_of_kind} {element.id}")
        if not self._remove or element.origin is None:
            return _said(element)
        edits, node = self._edits[element.origin.file], element.origin.node
        start = edits.line_start(edits.start(node.span))
        if _DASH.match(edits.text, start):
            before = len(edits.text[:start].rstrip(" \t\r\n"))
            gap = edits.next_line(before)  # Blank lines before it go as well.
            edits.replace(min(gap, start), edits.next_line(edits.end(node)), "")
        return None

    def _append(self, name: str, entities: list[Entity], known: list[Element]) -> None:
        """Put new entities below the last one of their company, or the last of all."""
        if not entities:
            return
        if name == "plan":
            self._begin(name, entities)
            return
        for entity in entities:
            company = entity.get("company")
            alike = [element for element in known if _said(element).get("company") == company]
            place = (alike if company and alike else known)[-1:]
            if not place or place[0].origin is None:
                self._begin(name, entities)
                return
            edits = self._edits[place[0].origin.file]
            _put_below(edits, _list(self._roots[place[0].origin.file], name), entity)

    def _begin(self, name: str, entities: list[Entity]) -> None:
        """Write the first entities of a collection: below its key, or in a file of their own."""
        for file, root in self._roots.items():
            entry = _entry(root, name)
            if entry is not None:
                edits = self._edits[file]
                colon = edits.text.index(":", edits.end(entry.key)) + 1
                _, _, lines = yaml_text.render({name: entities}).partition("\n")
                end = max(edits.end(entry.value), colon)
                edits.replace(colon, end, f"\n{lines}".rstrip("\n"))
                return
        file = self._new_file.format(name)
        self._new.setdefault(file, []).append(yaml_text.render({name: entities}))


def _put_below(edits: Edits, items: Sequence, entity: Entity) -> None:
    """Put an entity below the last one of a list, in the way that this one is written."""
    last = items.items[-1]
    end = edits.end(last)
    start = edits.line_start(edits.start(last.span))
    dash = _DASH.match(edits.text, start)
    if is_flow(edits, items) or dash is None:
        edits.replace(end, end, f", {yaml_text.flow(entity)}")
        return
    indent = dash[0].partition("-")[0]
    if is_flow(edits, last):
        lines = f"{indent}- {yaml_text.flow(entity)}\n"
    else:
        apart = len(items.items) > 1 and not edits.text[edits.line_start(start - 1) : start].strip()
        lines = "\n" * apart + "".join(yaml_text.item(entity, indent))
    place = edits.next_line(end)
    closed = edits.text[:place].endswith(("\n", "\r"))
    edits.replace(place, place, lines if closed else f"\n{lines}")


def _wanted(fields: tuple[Field, ...], old: Entity, new: Entity) -> Entity:
    """Return what an entity is to say: the old value wherever the new one means the same."""
    wanted: Entity = {}
    for each in fields:
        before, after = old.get(each.name, _ABSENT), new.get(each.name, _ABSENT)
        value = before if _means_the_same(each, before, after) else after
        if value is not _ABSENT:
            wanted[each.name] = value  # type: ignore[assignment] # only what is absent is no value
    return wanted


def _means_the_same(each: Field, old: object, new: object) -> bool:
    if not each.may_be_none and all(value is None or value is _ABSENT for value in (old, new)):
        return True
    return _bare(each.kind, old) == _bare(each.kind, new)


def _bare(kind: Kind, value: object) -> object:
    """Return a value without what is unknown in it as well where it is left out."""
    if isinstance(kind, ListOf) and isinstance(value, list):
        return [_bare(kind.item, item) for item in value]
    if isinstance(kind, Record) and isinstance(value, dict):
        optional = {each.name for each in kind.fields if not each.may_be_none}
        return {n: v for n, v in value.items() if v is not None or n not in optional}
    return value


def _said(element: Element) -> Entity:
    node = element.origin.node if element.origin else None
    return entity_of(element.name_of_kind, node) if isinstance(node, Mapping) else {}


def _entry(root: Node | None, name: str) -> Entry | None:
    return root.entries.get(name) if isinstance(root, Mapping) else None


def _list(root: Node | None, name: str) -> Sequence:
    entry = _entry(root, name)
    assert entry is not None  # noqa: S101 - an entity was read from it
    assert isinstance(entry.value, Sequence)  # noqa: S101 - as it was
    return entry.value
