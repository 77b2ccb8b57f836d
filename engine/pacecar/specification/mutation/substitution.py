"""A rule with another `let`, wherever the rule stands for it."""

from __future__ import annotations

from dataclasses import replace

from pacecar.rulebook.rule import At, Rule, Template
from pacecar.rulebook.tree import Expression
from pacecar.specification.mutation.rebuilding import exchanged


def with_let(rule: Rule, let: Expression, varied: Expression) -> Rule:
    """Return the rule with an expression exchanged in its conditions and in all it tells."""

    def other(node: Expression) -> Expression:
        return exchanged(node, let, varied)

    def template(told: Template) -> Template:
        parts = [
            part if isinstance(part, str) else replace(part, expression=other(part.expression))
            for part in told.parts
        ]
        return Template(tuple(parts))

    def at(place: At) -> At:
        return replace(place, of=other(place.of))

    return replace(
        rule,
        where=None if rule.where is None else other(rule.where),
        require=other(rule.require),
        lets={name: other(node) for name, node in rule.lets.items()},
        at=at(rule.at),
        related=tuple(map(at, rule.related)),
        message=template(rule.message),
        hint=template(rule.hint),
        downgrades=tuple(replace(one, when=other(one.when)) for one in rule.downgrades),
    )
