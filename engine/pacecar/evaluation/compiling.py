"""Compiling a rule: its expressions become functions, built as a tree and never as text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import CodeType

from pacecar.evaluation.aggregates import AggregateCompiler
from pacecar.evaluation.cases import loops_over_cases
from pacecar.evaluation.compiled import Blank, CaseSource, CompiledRule, CompiledRulebook
from pacecar.evaluation.conditions import Requirement, requirement_of
from pacecar.evaluation.expressions import Env, Node, compile_expression
from pacecar.evaluation.groups import loop_over_members
from pacecar.evaluation.joins import Join, join_of, plain_parts
from pacecar.evaluation.quoting import Body, constant, named, quote_body, row
from pacecar.plan.fields import Record, Reference, Text, Truth
from pacecar.plan.values import TRUE
from pacecar.rulebook.rule import Each, Grouped, Rule, Rulebook, Source, Within
from pacecar.rulebook.tree import GroupOf, Type

Wanted = Mapping[str, tuple[dict[Node, str], Callable[[Env], ast.expr]]]
"""The functions wanted of a rule: the parameters of each, and what makes its result."""

Loops = Callable[[Env], Mapping[str, Body]]
"""Makes functions that are more than a result, by their names."""


def parameters_of(rule: Rule) -> dict[Node, str]:
    """Return the names by which compiled functions take a rule's variables."""
    return {source.variable: f"x{i}" for i, source in enumerate(rule.sources_of_cases)}


def compile_functions(rule: Rule, wanted: Wanted, loops: Loops = lambda _: {}) -> CodeType:
    """Return code that defines `make(collections, header)`, which returns the functions by name.

    `loops` makes the definitions of more functions, by their names.
    """
    compiler = AggregateCompiler()
    made = loops(compiler.root)
    functions: Body = [statement for definition in made.values() for statement in definition]
    for name, (parameters, result) in wanted.items():
        functions += quote_body(
            "def FUNCTION(PARAMETERS):\n    return RESULT",
            FUNCTION=name,
            PARAMETERS=" ".join(parameters.values()),
            RESULT=result(compiler.root.with_known(parameters)),
        )
    module = ast.Module(
        quote_body(
            "def make(collections, header):\n    FUNCTIONS\n    return RESULT",
            FUNCTIONS=[*compiler.functions, *functions],
            RESULT=named([*wanted, *made]),
        ),
        [],
    )
    return compile(module, f"<rule {rule.id}>", "exec")


def compile_rulebook(rulebook: Rulebook) -> CompiledRulebook:
    """Compile all rules of a rulebook."""
    rules = tuple(map(compile_rule, rulebook.rules))
    return CompiledRulebook(rules, rulebook.quotes, rulebook.digest)


def compile_rule(rule: Rule) -> CompiledRule:
    """Compile a rule; what reports show of its cases is compiled when it is first asked for."""
    from pacecar.evaluation.telling import telling_of

    requirement = requirement_of(rule.id, rule.require)
    parameters = parameters_of(rule)
    wanted: dict[str, tuple[dict[Node, str], Callable[[Env], ast.expr]]] = {}
    joins = joins_of(rule)
    for number, source in enumerate(rule.sources_of_cases):
        wanted |= _source_functions(number, source, parameters, joins[number])
    return CompiledRule(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        rationale=rule.rationale,
        sources=rule.sources,
        requires=rule.requires,
        enabled=rule.enabled,
        aliases=rule.aliases,
        cases=tuple(map(_case_source, rule.sources_of_cases, joins)),
        binding=compile_functions(
            rule, wanted, lambda root: _loops(rule, parameters, requirement, root)
        ),
        criterion=requirement.criterion,
        telling=cache(partial(telling_of, rule)),
    )


def _loops(
    rule: Rule, parameters: dict[Node, str], requirement: Requirement, root: Env
) -> dict[str, Body]:
    groups = {
        f"groups{number}": loop_over_members(f"groups{number}", source, root)
        for number, source in enumerate(rule.sources_of_cases)
        if isinstance(source, Grouped)
    }
    return {**groups, **loops_over_cases(rule, parameters, requirement, root)}


def _case_source(source: Source, joins: tuple[Join, ...]) -> CaseSource:
    name, blank = source.variable.name, _blank(source.variable.type)
    if isinstance(source, Within):
        return CaseSource("within", name, "", blank)
    if isinstance(source, Grouped):
        return CaseSource("group", name, source.collection, blank)
    return CaseSource("joined" if joins else "each", name, source.collection, blank)


def _blank(kind: Type) -> Blank:
    """Return which unknown value stands for one of a type."""
    match kind:
        case GroupOf(collection=collection, keys=keys):
            return Blank("group", collection, tuple(_blank(key) for _, key in keys))
        case Reference(collection=name) | Record(name=name):
            return Blank("element", name)
        case Text():
            return Blank("text")
        case Truth():
            return Blank("truth")
    return Blank("number")


_JOINED = (Text, Reference, Record)


def joins_of(rule: Rule) -> tuple[tuple[Join, ...], ...]:
    """Return, for each source, the equalities of `where` that join it to earlier ones.

    Numbers and dates, which may be equal without being known, are left to `where`.
    """
    parts = plain_parts(rule.where) if rule.where is not None else []
    found: list[tuple[Join, ...]] = []
    earlier: frozenset[str] = frozenset()
    for source in rule.sources_of_cases:
        own = frozenset((source.variable.name,))
        joins: list[Join] = []
        if earlier and isinstance(source, Each):
            for part in parts:
                join = join_of(part, own.__eq__, lambda n, e=earlier: bool(n) and n <= e)  # type: ignore[misc]
                if join and join.kind == "equal" and isinstance(join.inner.type, _JOINED):
                    joins.append(join)
        found.append(tuple(joins))
        earlier |= own
    return tuple(found)


def _source_functions(
    number: int, source: Source, parameters: dict[Node, str], joins: tuple[Join, ...]
) -> dict[str, tuple[dict[Node, str], Callable[[Env], ast.expr]]]:
    """Return the functions that a source of `for` needs, by name."""
    earlier = dict(list(parameters.items())[:number])
    own: dict[Node, str] = {source.variable: parameters[source.variable]}
    if isinstance(source, Within):
        inner = source.source
        return {f"items{number}": (earlier, lambda env: compile_expression(inner, env))}
    if isinstance(source, Grouped):
        member: dict[Node, str] = {source.member: "m"}
        condition, keys = source.condition, source.keys
        return {
            f"admits{number}": (
                member,
                lambda env: compile_expression(condition, env) if condition else constant(TRUE),
            ),
            f"keys{number}": (
                member,
                lambda env: row([compile_expression(k, env) for _, k in keys]),
            ),
        }
    if joins:
        return {
            f"own{number}": (
                own,
                lambda env: row([compile_expression(j.inner, env) for j in joins]),
            ),
            f"sought{number}": (
                earlier,
                lambda env: row([compile_expression(j.outer, env) for j in joins]),
            ),
        }
    return {}
