"""What reports show of a rule's cases, compiled: by the compiler of the cases themselves.

So messages are built in one place for every evaluator. It is run for the cases that are shown.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial

from pacecar.evaluation.compiled import Gone, Looked, Member, Path, Shown, Telling, Told
from pacecar.evaluation.compiling import compile_functions, parameters_of
from pacecar.evaluation.conditions import requirement_of
from pacecar.evaluation.expressions import Env, Node, compile_expression, parts_of
from pacecar.evaluation.joins import and_parts
from pacecar.plan.fields import Date, Kind, ListOf, Number, Text
from pacecar.rulebook import tree
from pacecar.rulebook.deciding import deciding, text_of_path
from pacecar.rulebook.rule import Grouped, Placeholder, Rule, Source, Template, Within


def telling_of(rule: Rule) -> Telling:
    """Return what reports show of a rule's cases."""
    wanted: dict[str, Node] = {"at": rule.at.of}
    item = _item(rule)
    if item is not None:
        wanted["owner"] = item[2]
    for number, related in enumerate(rule.related):
        wanted[f"related{number}"] = related.of
    for name, template in (("message", rule.message), ("hint", rule.hint)):
        for number, part in enumerate(template.parts):
            if isinstance(part, Placeholder):
                wanted[f"{name}{number}"] = part.expression
    for number, downgrade in enumerate(rule.downgrades):
        wanted[f"downgrade{number}"] = downgrade.when
    variables = [source.variable.name for source in rule.sources_of_cases]
    shown = dict(deciding(rule.require, rule.lets, variables))
    for number, node in enumerate(shown.values()):
        wanted[f"value{number}"] = node
    conditions = [
        *(and_parts(rule.where) if rule.where is not None else []),
        *(c.node for c in requirement_of(rule.id, rule.require).conditions),
    ]
    for number, condition in enumerate(conditions):
        wanted[f"condition{number}"] = condition
    parameters = parameters_of(rule)
    code = compile_functions(
        rule, {name: (parameters, _result_of(node)) for name, node in wanted.items()}
    )
    return Telling(
        code=code,
        field=rule.at.field,
        item=item and item[:2],
        related=tuple(related.field for related in rule.related),
        message=_parts(rule.message),
        hint=_parts(rule.hint),
        downgrades=tuple((downgrade.to, downgrade.legacy) for downgrade in rule.downgrades),
        values=tuple((text, kind_of(node.type)) for text, node in shown.items()),
        known_by=rule.known_by,
        conditions=tuple(map(looked, conditions)),
        variables=tuple(map(_told, rule.sources_of_cases)),
    )


def _result_of(node: Node) -> Callable[[Env], ast.expr]:
    return partial(compile_expression, node)


def _item(rule: Rule) -> tuple[int, str, Node] | None:
    """Return which source of `for` a bare `at: variable` over a list field names, if it does."""
    if rule.at.field or not isinstance(rule.at.of, tree.Variable):
        return None
    for number, source in enumerate(rule.sources_of_cases):
        if isinstance(source, Within) and source.variable.name == rule.at.of.name:
            path = source.source
            return (number, path.field, path.of) if isinstance(path, tree.Attribute) else None
    return None


def _parts(template: Template) -> tuple[str | Shown, ...]:
    return tuple(
        part if isinstance(part, str) else Shown(kind_of(part.expression.type), part.format)
        for part in template.parts
    )


def kind_of(kind: tree.Type | Kind) -> Kind:
    """Return as what values of a type are shown: numbers, dates, several of something, or text."""
    match kind:
        case Number(scale=scale):
            return Number(scale)
        case Date():
            return Date()
        case ListOf(item=item) | tree.SetOf(item=item):
            return ListOf(kind_of(item))
    return Text()


def _told(source: Source) -> Told:
    name = source.variable.name
    if isinstance(source, Within):
        return Told(name, text_of_path(source.source), None)
    if isinstance(source, Grouped) and source.condition is not None:
        return Told(name, name, Member(source.member.name, looked(source.condition)))
    return Told(name, name, None)


def looked(node: Node) -> Path | Looked:
    """Return where a condition looks."""
    path = _path(node)
    if path is not None:
        return path
    generators = node.generators if isinstance(node, tree.Aggregate) else ()
    found = [looked(part) for part in parts_of(node)]
    parts = tuple(part for part in found if part != _NOWHERE)
    return Looked(tuple(_gone(g.variable.name, g.source) for g in generators), parts)


_NOWHERE = Looked((), ())


def _gone(variable: str, source: tree.Expression) -> Gone:
    if isinstance(source, tree.CollectionAll):
        return Gone(variable, source.name, None)
    return Gone(variable, "", _path(source))


def _path(node: Node) -> Path | None:
    steps: list[str] = []
    while isinstance(node, tree.Attribute):
        steps.append(node.field)
        node = node.of
    if isinstance(node, tree.PlanHeader):
        return Path("plan", tuple(reversed(steps)))
    return Path(node.name, tuple(reversed(steps))) if isinstance(node, tree.Variable) else None
