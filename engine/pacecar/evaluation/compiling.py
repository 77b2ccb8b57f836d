"""Compiling a rule: its expressions become functions, built as a tree and never as text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import CodeType, ModuleType
from typing import Any

from pacecar.evaluation import bounds, scopes, sets, truths
from pacecar.evaluation.aggregates import AggregateCompiler
from pacecar.evaluation.conditions import Requirement, equality_columns, requirement_of
from pacecar.evaluation.expressions import Env, Node, compile_expression
from pacecar.evaluation.joins import Join, Rows, join_of, plain_parts
from pacecar.evaluation.quoting import Body, constant, named, quote_body, row
from pacecar.plan.fields import Record, Reference, Text
from pacecar.plan.linking import stand_in
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import (
    INFINITY,
    TRUE,
    UNKNOWN_ITEMS,
    UNKNOWN_TEXT,
    Interval,
    State,
)
from pacecar.rulebook.rule import Each, Grouped, Rule, Source, Within

Functions = Mapping[str, Callable[..., Any]]


def unknown_element(name: str) -> object:
    """Return the unknown entity of a collection, or record of a kind."""
    return stand_in(name, State.UNKNOWN)


def _public(*modules: ModuleType) -> dict[str, object]:
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if callable(value) and value.__module__ == module.__name__
    }


NAMES: Mapping[str, object] = {
    "ANY_NUMBER": bounds.ANY_NUMBER,
    "Fraction": Fraction,
    "Infinity": INFINITY,
    "Interval": Interval,
    "Rows": Rows,
    "UNKNOWN_ITEMS": UNKNOWN_ITEMS,
    "UNKNOWN_TEXT": UNKNOWN_TEXT,
    "equality_columns": equality_columns,
    "unknown_element": unknown_element,
    **_public(truths, bounds, sets, scopes),
}


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to bind: its code, what judges need, and how its variables are joined.

    `joins` has, for each source of `for`, the equalities that join it to earlier variables.
    """

    rule: Rule
    code: CodeType
    requirement: Requirement
    joins: tuple[tuple[Join, ...], ...]


def parameters_of(rule: Rule) -> dict[Node, str]:
    """Return the names by which compiled functions take a rule's variables."""
    return {source.variable: f"x{i}" for i, source in enumerate(rule.sources_of_cases)}


def compile_functions(
    rule: Rule, wanted: Mapping[str, tuple[dict[Node, str], Callable[[Env], ast.expr]]]
) -> CodeType:
    """Return code that defines `make(collections, header)`, which returns the functions by name.

    `wanted` gives for each function its parameters and what makes its result.
    """
    compiler = AggregateCompiler()
    functions: Body = []
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
            RESULT=named(list(wanted)),
        ),
        [],
    )
    return compile(module, f"<rule {rule.id}>", "exec")


def functions_on(code: CodeType, plan: Plan) -> Functions:
    """Return compiled functions, working on a plan."""
    namespace = dict(NAMES)
    exec(code, namespace)  # noqa: S102 - built from a checked tree, never from text
    make: Callable[..., Functions] = namespace["make"]  # type: ignore[assignment]
    return make(plan.collections, plan.header)


def compile_rule(rule: Rule) -> CompiledRule:
    """Compile a rule for binding."""
    requirement = requirement_of(rule.id, rule.require)
    parameters = parameters_of(rule)
    where = rule.where
    wanted: dict[str, tuple[dict[Node, str], Callable[[Env], ast.expr]]] = {
        "record": (parameters, lambda env: row(requirement.columns(env))),
    }
    if where is not None:
        wanted["where"] = (parameters, lambda env: compile_expression(where, env))
    joins = _joins(rule)
    for number, source in enumerate(rule.sources_of_cases):
        wanted |= _source_functions(number, source, parameters, joins[number])
    return CompiledRule(rule, compile_functions(rule, wanted), requirement, joins)


_JOINED = (Text, Reference, Record)


def _joins(rule: Rule) -> tuple[tuple[Join, ...], ...]:
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
