"""Binding: from a rule and a plan to its cases.

Compiling turns a rule's expressions into one Python function that, given a plan, returns the
functions its cases are computed with. Binding runs the rule's `for` over the plan and calls
them: joins go through hash indexes, so that no rule looks at every pair.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from types import CodeType, ModuleType
from typing import Any

from pacecar.evaluation import bounds, scopes, sets, truths
from pacecar.evaluation.aggregates import AggregateCompiler, Join, Rows, and_parts, join_of
from pacecar.evaluation.conditions import Requirement, equality_columns, requirement_of
from pacecar.evaluation.expressions import Env, Node, compile_expression
from pacecar.evaluation.quoting import Body, constant, load, quote_body, row
from pacecar.evaluation.record import Record
from pacecar.evaluation.sets import Group
from pacecar.evaluation.truths import is_known
from pacecar.plan.linking import stand_in
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import (
    FALSE,
    INFINITY,
    TRUE,
    UNKNOWN,
    UNKNOWN_ITEMS,
    UNKNOWN_TEXT,
    Interval,
    State,
)
from pacecar.rulebook import tree
from pacecar.rulebook.rule import Each, Grouped, Rule, Source, Within

Binding = tuple[Any, ...]
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
"""What generated code may name."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to bind: its code, what judges need, and how its variables are joined.

    `joins` has, for each source of `for`, the equalities that join it to earlier variables.
    """

    rule: Rule
    code: CodeType
    requirement: Requirement
    joins: tuple[tuple[Join, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One binding to which a rule applies, before it is judged."""

    binding: Binding
    record: Record


@dataclass(frozen=True, slots=True)
class Bound:
    """The cases of one rule, and how many members of its groups had no place."""

    cases: tuple[Case, ...]
    unplaced: int


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
    result_names = ast.Dict([constant(n) for n in wanted], [load(n) for n in wanted])
    module = ast.Module(
        quote_body(
            "def make(collections, header):\n    FUNCTIONS\n    return RESULT",
            FUNCTIONS=[*compiler.functions, *functions],
            RESULT=result_names,
        ),
        [],
    )
    return compile(ast.fix_missing_locations(module), f"<rule {rule.id}>", "exec")


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


def _joins(rule: Rule) -> tuple[tuple[Join, ...], ...]:
    """Return, for each source, the equalities of `where` that join it to earlier ones."""
    parts = and_parts(rule.where) if rule.where is not None else []
    found: list[tuple[Join, ...]] = []
    earlier: frozenset[str] = frozenset()
    for source in rule.sources_of_cases:
        own = frozenset((source.variable.name,))
        joins: list[Join] = []
        if earlier and isinstance(source, Each):
            for part in parts:
                join = join_of(part, own.__eq__, lambda n, e=earlier: bool(n) and n <= e)  # type: ignore[misc]
                if join and not join.membership:
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


_Partial = tuple[int, bool, Binding]
"""Presence of the binding so far, whether a partner is unknown, and its values."""


def bind(compiled: CompiledRule, plan: Plan) -> Bound:
    """Return the cases of a rule in a plan, in the order of the plan's entities."""
    functions = functions_on(compiled.code, plan)
    partial: Iterable[_Partial] = [(TRUE, False, ())]
    unplaced = 0
    for number, source in enumerate(compiled.rule.sources_of_cases):
        if isinstance(source, Within):
            partial = _within(partial, functions[f"items{number}"], source)
        elif isinstance(source, Grouped):
            groups, left_over = _groups(number, source, functions, plan)
            unplaced += left_over
            partial = [(p, lone, (*b, g)) for p, lone, b in partial for g, p in _present(groups, p)]
        else:
            entities = plan.collections[source.collection]
            if compiled.joins[number]:
                earlier = compiled.rule.sources_of_cases[:number]
                partial = _joined(partial, number, functions, entities, earlier, source)
            else:
                partial = _each(partial, entities)
    return Bound(tuple(_cases(partial, functions)), unplaced)


def _cases(partial: Iterable[_Partial], functions: Functions) -> Iterator[Case]:
    where, record = functions.get("where"), functions["record"]
    for presence, lone, binding in partial:
        truth = presence if where is None else min(presence, where(*binding))
        if truth != FALSE:
            first = FALSE if lone else truth
            yield Case(binding, (first, *record(*binding)))


def _each(partial: Iterable[_Partial], entities: Sequence[Any]) -> Iterator[_Partial]:
    for presence, lone, binding in partial:
        for entity in entities:
            yield presence, lone, (*binding, entity)


def _within(
    partial: Iterable[_Partial], items: Callable[..., Any], source: Within
) -> Iterator[_Partial]:
    unknown = _unknown_of(source.variable.type)
    for presence, lone, binding in partial:
        found = items(*binding)
        for item in found.items:
            yield presence, lone, (*binding, item)
        if found.open:
            yield min(presence, UNKNOWN), lone, (*binding, unknown)


def _joined(  # noqa: PLR0913, PLR0917 - the two sides of a join
    partial: Iterable[_Partial],
    number: int,
    functions: Functions,
    entities: Sequence[Any],
    earlier: Sequence[Source],
    source: Each,
) -> Iterator[_Partial]:
    """Pair by known keys; what has an unknown key is paired once, with an unknown partner."""
    own, sought = functions[f"own{number}"], functions[f"sought{number}"]
    index: dict[tuple[object, ...], list[Any]] = {}
    lonely: list[Any] = []
    for entity in entities:
        keys = own(entity)
        if all(map(is_known, keys)):
            index.setdefault(keys, []).append(entity)
        else:
            lonely.append(entity)
    stranger = stand_in(source.collection, State.UNKNOWN)
    for presence, lone, binding in partial:
        keys = sought(*binding)
        if all(map(is_known, keys)):
            for entity in index.get(keys, ()):
                yield presence, lone, (*binding, entity)
        else:
            yield presence, True, (*binding, stranger)
    strangers = tuple(_unknown_of(s.variable.type) for s in earlier)
    for entity in lonely:
        yield TRUE, True, (*strangers, entity)


def _unknown_of(kind: tree.Type) -> Any:
    if isinstance(kind, tree.GroupOf):
        return Group(tuple(_unknown_of(key) for _, key in kind.keys))
    name = getattr(kind, "collection", None) or getattr(kind, "name", None)
    if name:
        return stand_in(name, State.UNKNOWN)
    return {"Text": UNKNOWN_TEXT, "Truth": UNKNOWN}.get(type(kind).__name__, bounds.ANY_NUMBER)


def _present(groups: Iterable[Group], presence: int) -> Iterator[tuple[Group, int]]:
    for group in groups:
        there = max(truth for _, truth, _ in group.members)
        yield group, min(presence, there)


def _groups(
    number: int, source: Grouped, functions: Functions, plan: Plan
) -> tuple[list[Group], int]:
    """Return the groups in the order of their keys, and how many members have no place."""
    admits, keys_of = functions[f"admits{number}"], functions[f"keys{number}"]
    groups: dict[tuple[object, ...], Group] = {}
    unplaced = 0
    for member in plan.collections[source.collection]:
        truth = admits(member)
        if truth == FALSE:
            continue
        choices, complete = _choices(keys_of(member))
        if not complete:
            unplaced += 1
        for keys in choices:
            group = groups.get(keys)
            if group is None:
                group = groups[keys] = Group(keys)
            group.members.append((member, truth, 1))
    return sorted(groups.values(), key=label_of), unplaced


def _choices(keys: tuple[Any, ...]) -> tuple[list[tuple[object, ...]], bool]:
    """Return the groups a member is placed in, and whether that is all of them."""
    options: list[list[object]] = []
    complete = True
    for key in keys:
        items = getattr(key, "items", None)
        if items is None:
            options.append([key] if is_known(key) else [])
            complete = complete and is_known(key)
        else:
            options.append([i for i in dict.fromkeys(items) if is_known(i)])
            complete = complete and not key.open and all(map(is_known, items))
    return list(product(*options)), complete


def label_of(value: Any) -> str:
    """Return what a bound value is called in reports and tests: an id, a text, a group's keys."""
    if isinstance(value, str):
        return value
    if isinstance(value, Group):
        return "/".join(map(label_of, value.keys))
    if isinstance(value, Interval):
        return "?" if not is_known(value) else str(int(value.low))
    if isinstance(value, int):
        return {TRUE: "true", FALSE: "false"}.get(value, "?")
    if value.state is State.KNOWN:
        return str(value.id)
    return "none" if value.state is State.NONE else "?"
