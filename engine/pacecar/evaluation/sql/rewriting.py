"""`covers` and `overlap` as what they stand for: conditions of the rule language."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from pacecar.plan.fields import ListOf, Record, Reference
from pacecar.plan.tables import SCHEMA
from pacecar.rulebook import tree


def rewritten(node: Any) -> Any:
    """Return an expression without `covers` and `overlap`."""
    if isinstance(node, tuple):
        return tuple(map(rewritten, node))
    if not is_dataclass(node) or isinstance(node, type) or not isinstance(node, _NODES):
        return node
    changed = {f.name: rewritten(getattr(node, f.name)) for f in fields(node) if f.name != "type"}
    changed = {name: value for name, value in changed.items() if value is not getattr(node, name)}
    if isinstance(node, tree.Call) and node.function in ("covers", "overlap"):
        arguments = changed.get("arguments", node.arguments)
        return _covers(*arguments) if node.function == "covers" else _overlap(*arguments)
    return replace(node, **changed) if changed else node


_NODES = (
    tree.Literal_,
    tree.Variable,
    tree.Attribute,
    tree.Year,
    tree.Compare,
    tree.Membership,
    tree.IsNone,
    tree.And,
    tree.Or,
    tree.Not,
    tree.Arithmetic,
    tree.Conditional,
    tree.Generator,
    tree.Aggregate,
    tree.Call,
)


def step(of: tree.Expression, name: str) -> tree.Attribute:
    """Return one more step of a path."""
    kind = of.type
    found = None
    if isinstance(kind, Reference):
        found = SCHEMA[kind.collection].field(name)
    elif isinstance(kind, Record):
        found = kind.field(name)
    if found is None:
        raise LookupError(name)
    return tree.Attribute(of, name, found.kind, found.may_be_none)  # type: ignore[arg-type]


def _asked(key: tree.Expression, met: tree.Expression) -> tree.Expression:
    """Return that a key is none, which asks nothing, or met."""
    return tree.Or((tree.IsNone(key), met))


def _covers(leadership: tree.Expression, program: tree.Expression) -> tree.Expression:
    def key(name: str) -> tree.Attribute:
        return step(leadership, name)

    def own(name: str) -> tree.Attribute:
        return step(program, name)

    line = key("model_line")
    parts = (
        _asked(key("region"), tree.Membership(key("region"), own("regions"))),
        _asked(key("technology"), _uses(key("technology"), own("technologies"))),
        _asked(line, _model_line(line, program)),
        _asked(key("segments"), tree.Membership(own("segment"), key("segments"))),
        _asked(key("regions"), _common(key("regions"), own("regions"))),
        _asked(key("families"), tree.Membership(step(own("platform"), "family"), key("families"))),
        _asked(key("since"), tree.Compare("<=", key("since"), own("start"))),
        _asked(key("until"), tree.Compare("<=", own("start"), key("until"))),
    )
    return tree.And(parts)


def _model_line(line: tree.Attribute, program: tree.Expression) -> tree.Expression:
    segment, body = step(line, "segment"), step(line, "body")
    programs = step(line, "programs")
    return tree.And(
        (
            _asked(segment, tree.Compare("==", segment, step(program, "segment"))),
            _asked(body, tree.Compare("==", body, step(program, "body"))),
            _asked(programs, tree.Membership(program, programs)),
        )
    )


def _uses(technology: tree.Expression, technologies: tree.Attribute) -> tree.Expression:
    variable = _item_of(technologies, "~use")
    same = tree.Compare("==", technology, step(variable, "technology"))
    return tree.Aggregate("any", same, (tree.Generator(variable, technologies, ()),), same.type)


def _common(asked: tree.Attribute, given: tree.Attribute) -> tree.Expression:
    variable = _item_of(asked, "~common")
    held = tree.Membership(variable, given)
    return tree.Aggregate("any", held, (tree.Generator(variable, asked, ()),), held.type)


def _item_of(of: tree.Attribute, name: str) -> tree.Variable:
    kind = of.type
    if not isinstance(kind, ListOf):
        raise TypeError(of.field)
    return tree.Variable(name, kind.item)  # type: ignore[arg-type]


_BEGINS = {"leaderships": "since", "programs": "start"}
_ENDS = {"leaderships": "until", "programs": "end"}


def _overlap(one: tree.Expression, other: tree.Expression) -> tree.Expression:
    return tree.And((_not_after(one, other), _not_after(other, one)))


def _not_after(one: tree.Expression, other: tree.Expression) -> tree.Expression:
    """Return that one begins not after the other ends; what is none is not bounded."""
    begin, end = step(one, _BEGINS[_of(one)]), step(other, _ENDS[_of(other)])
    free = tuple(tree.IsNone(bound) for bound in (begin, end) if bound.may_be_none)
    return tree.Or((*free, tree.Compare("<=", begin, end)))


def _of(node: tree.Expression) -> str:
    if not isinstance(node.type, Reference):
        raise TypeError(node.type)
    return node.type.collection
