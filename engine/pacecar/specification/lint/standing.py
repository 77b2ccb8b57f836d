"""Where the examples of a rule stand: on its bounds, just off them, or neither."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from pacecar.evaluation.binding import Binding, bind
from pacecar.evaluation.compiling import compile_functions, compile_rule, parameters_of
from pacecar.evaluation.expressions import Env, Node, aligned, compile_expression
from pacecar.evaluation.quoting import row
from pacecar.evaluation.running import Functions, functions_on
from pacecar.evaluation.sets import Distinct, Members
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import TRUE, Interval
from pacecar.rulebook.rule import Rule
from pacecar.rulebook.tree import Compare, Expression
from pacecar.specification.lint.bounds import Bound, bounds_of


class Standing(NamedTuple):
    """Whether there is a case on a bound, and one just off it."""

    on: bool = False
    off: bool = False


_Wanted = Mapping[str, tuple[dict[Node, str], Callable[[Env], ast.expr]]]


def standings(rule: Rule, plan: Plan) -> dict[int, Standing]:
    """Return how a plan stands to each of a rule's bounds, by their number."""
    bounds = bounds_of(rule)
    wanted = dict(chain.from_iterable(_functions(rule, *one).items() for one in enumerate(bounds)))
    if not wanted:
        return {}
    functions = functions_on(compile_functions(rule, wanted), plan)
    every_binding = compile_rule(replace(rule, where=None))
    bindings = bind(every_binding, plan).bindings
    return {
        number: _standing(number, bound, functions, bindings if bound.of_case else [()])
        for number, bound in enumerate(bounds)
    }


def _functions(rule: Rule, number: int, bound: Bound) -> _Wanted:
    """Return what is to be compiled for a bound: its generators' sources, guards, and sides."""
    names = dict(parameters_of(rule)) if bound.of_case else {}
    wanted: dict[str, tuple[dict[Node, str], Callable[[Env], ast.expr]]] = {}
    for depth, generator in enumerate(bound.within):
        wanted[f"source{number}_{depth}"] = (dict(names), _compiled(generator.source))
        names[generator.variable] = f"g{depth}"
    for depth, (condition, _) in enumerate(bound.guards):
        wanted[f"guard{number}_{depth}"] = (names, _compiled(condition))
    wanted[f"sides{number}"] = (names, partial(_sides, bound.comparison))
    return wanted


def _compiled(node: Expression) -> Callable[[Env], ast.expr]:
    return lambda env: compile_expression(node, env)


def _sides(comparison: Compare, env: Env) -> ast.expr:
    return row([*aligned(comparison.left, comparison.right, env)])


def _standing(
    number: int, bound: Bound, functions: Functions, bindings: Iterable[Binding]
) -> Standing:
    on = off = False
    for left, right in _asked(number, bound, functions, bindings):
        if left.low != left.high or right.low != right.high:
            continue
        on = on or left.low == right.low
        off = off or _just_off(bound, left.low - right.low)
        if on and off:
            break
    return Standing(on, off)


def _asked(
    number: int, bound: Bound, functions: Functions, bindings: Iterable[Binding]
) -> Iterator[tuple[Interval, Interval]]:
    """Yield both sides wherever the comparison is asked."""
    for depth in range(len(bound.within)):
        source = functions[f"source{number}_{depth}"]
        bindings = [(*one, element) for one in bindings for element in _certain(source(*one))]
    for binding in bindings:
        if all(
            functions[f"guard{number}_{depth}"](*binding) == truth
            for depth, (_, truth) in enumerate(bound.guards)
        ):
            left, right = functions[f"sides{number}"](*binding)
            yield Interval(*left), Interval(*right)


def _certain(elements: Any) -> Iterable[object]:
    """Return the elements that are certainly in what a generator goes through."""
    if isinstance(elements, Distinct):
        return elements.certain
    if isinstance(elements, Members):
        return [member for member, presence, _ in elements if presence == TRUE]
    found: Iterable[object] = getattr(elements, "items", elements)
    return found


def _just_off(bound: Bound, difference: float) -> bool:
    """Return whether sides that differ so much are just off, where the outcome is the other."""
    operator = bound.comparison.operator
    step: int = 10 ** (bound.scale - bound.decimals)
    if operator in ("<", ">="):
        return -step <= difference < 0
    if operator in (">", "<="):
        return 0 < difference <= step
    return 0 < abs(difference) <= step
