"""The names of generators' variables in typed trees.

While its scope is typed, a variable has a name that nothing else has. Then it gets back the
name that was written, or, where its scope binds that name again, `p~2`, `p~3`. Inner variables
are named before outer ones, so that what stands for itself (a `let`) is the same tree wherever
it is used, and nothing is ever captured.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pacecar.rulebook.tree import Aggregate, Generator, Variable
from pacecar.rulebook.trees import bound_names, rename


def settle(aggregate: Aggregate, reserved: Collection[str]) -> Aggregate:
    """Return an aggregate whose variables have their final names, none of them `reserved`."""
    element = aggregate.element
    done: list[Generator] = []
    for generator in reversed(aggregate.generators):
        old = generator.variable.name
        taken = {*reserved, *bound_names(element)}
        for part in generator.conditions:
            taken |= bound_names(part)
        for inner in done:
            taken.add(inner.variable.name)
            for part in (inner.source, *inner.conditions):
                taken |= bound_names(part)
        new = _free(old.partition("#")[0], taken)
        element = rename(element, old, new)
        conditions = tuple(rename(part, old, new) for part in generator.conditions)
        done = [_renamed(inner, old, new) for inner in done]
        variable = Variable(new, generator.variable.type)
        done.insert(0, Generator(variable, generator.source, conditions))
    return replace(aggregate, element=element, generators=tuple(done))


def _renamed(generator: Generator, old: str, new: str) -> Generator:
    conditions = tuple(rename(part, old, new) for part in generator.conditions)
    return replace(generator, source=rename(generator.source, old, new), conditions=conditions)


def _free(name: str, taken: Collection[str]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}~{number}"
    return candidate
