"""Canonical forms and digests: what a rule says, however it is laid out.

Comments, the order of keys and white space make no difference; names of `let` and definitions
are expanded. The text of what reports show by its text (paths, comparisons) belongs to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pacecar.plan.fields import Number
from pacecar.rulebook.rule import At, Downgrade, Each, Grouped, Rule, Source, Statement, Template
from pacecar.rulebook.tree import (
    Aggregate,
    Arithmetic,
    Attribute,
    Call,
    CollectionAll,
    Compare,
    Constants,
    Expression,
    Literal_,
    Variable,
)
from pacecar.rulebook.trees import parts


def digest(form: object) -> str:
    """Return "sha256:..." of a canonical form."""
    text = json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def rule_form(rule: Rule) -> dict[str, Any]:
    """Return the canonical form of a rule."""
    known_by = {} if rule.known_by is None else {"known_by": sorted(rule.known_by)}
    return {
        **known_by,
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "version": rule.version,
        "source": list(rule.sources),
        "rationale": rule.rationale,
        "for": [_source(source) for source in rule.sources_of_cases],
        "where": _optional(rule.where),
        "require": expression(rule.require),
        "at": _at(rule.at),
        "related": [_at(at) for at in rule.related],
        "message": _template(rule.message),
        "hint": _template(rule.hint),
        "parameters": dict(rule.parameters),
        "requires": [list(one) for one in rule.requires],
        "downgrade": [_downgrade(one) for one in rule.downgrades],
        "enabled": rule.enabled,
        "aliases": sorted(rule.aliases),
    }


def rulebook_form(rules: tuple[Rule, ...], statements: Mapping[str, Statement]) -> dict[str, Any]:
    """Return the canonical form of a rulebook, its rules by their digests."""
    return {
        "rules": [rule.digest for rule in rules],
        "statements": [
            [s.id, s.quote, s.kind, s.origin, s.number, s.reason]
            for _, s in sorted(statements.items())
        ],
    }


def expression(node: Expression) -> list[Any]:
    """Return the canonical form of a typed expression."""
    made: list[Any] = [type(node).__name__, *_own(node)]
    place = getattr(node, "place", None)
    if place is not None:
        made.append(place.text)
    if isinstance(node, Aggregate):
        for generator in node.generators:
            conditions = [expression(part) for part in generator.conditions]
            made.append([generator.variable.name, expression(generator.source), conditions])
        made.append(expression(node.element))
    elif isinstance(node, Constants):
        made += [expression(item) for item in node.items]
    else:
        made += [expression(part) for part in parts(node)]
    return made


def _own(node: Expression) -> list[Any]:
    match node:
        case Literal_(value, kind, last):
            return [value, kind.scale if isinstance(kind, Number) else type(kind).__name__, last]
        case CollectionAll(name) | Variable(name):
            return [name]
        case Attribute(field=field):
            return [field]
        case Compare(operator=operator) | Arithmetic(operator=operator):
            return [operator]
        case Aggregate(function=function) | Call(function=function):
            return [function]
    return []


def _optional(node: Expression | None) -> list[Any] | None:
    return None if node is None else expression(node)


def _source(source: Source) -> list[Any]:
    if isinstance(source, Each):
        return [source.variable.name, source.collection]
    if isinstance(source, Grouped):
        keys = [[name, expression(key)] for name, key in source.keys]
        member = source.member.name
        condition = _optional(source.condition)
        return [source.variable.name, source.collection, member, condition, keys]
    return [source.variable.name, expression(source.source)]


def _at(at: At) -> list[Any]:
    return [expression(at.of), at.field, at.text]


def _template(template: Template) -> list[Any]:
    return [
        part if isinstance(part, str) else [expression(part.expression), part.format, part.text]
        for part in template.parts
    ]


def _downgrade(downgrade: Downgrade) -> list[Any]:
    return [expression(downgrade.when), downgrade.to, downgrade.legacy]
