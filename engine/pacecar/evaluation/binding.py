"""Binding: from a rule and a plan to its cases.

Binding runs a rule's `for` over the plan and calls its compiled functions; joins go through
hash indexes, so that no rule looks at every pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pacecar.evaluation import bounds
from pacecar.evaluation.compiled import Blank, CaseSource, CompiledRule
from pacecar.evaluation.record import Record
from pacecar.evaluation.running import Functions, functions_on
from pacecar.evaluation.sets import Group
from pacecar.evaluation.truths import is_known
from pacecar.plan.linking import stand_in
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import (
    FALSE,
    INFINITY,
    TRUE,
    UNKNOWN,
    UNKNOWN_TEXT,
    Interval,
    State,
)

Binding = tuple[Any, ...]


class Bound(NamedTuple):
    """The cases of one rule before they are judged.

    Attributes:
        bindings: of each case, a value for each variable of `for`.
        records: of each case, what a judge decides by; in the order of `bindings`.
        unplaced: how many members of the rule's groups had no place.
    """

    bindings: Sequence[Binding]
    records: Sequence[Record]
    unplaced: int


class Decided(NamedTuple):
    """The cases of one rule, decided.

    Attributes:
        kept: how many are kept.
        others: of each other case, what is bound, and whether it is broken or undetermined.
        unplaced: as in `Bound`.
    """

    kept: int
    others: Sequence[tuple[Binding, bool]]
    unplaced: int


_Partial = tuple[int, bool, Binding]
"""Presence of the binding so far, whether a partner is unknown, and its values."""


def bind(compiled: CompiledRule, plan: Plan) -> Bound:
    """Return the cases of a rule in a plan, in the order of the plan's entities."""
    functions = functions_on(compiled.binding, plan)
    found, unplaced = _sought(compiled, functions, plan)
    bindings, records = functions["cases"](found)
    return Bound(bindings, records, unplaced)


def decide(compiled: CompiledRule, plan: Plan) -> Decided:
    """Bind and decide at once: return the cases that are not kept, in the order of `bind`."""
    functions = functions_on(compiled.binding, plan)
    found, unplaced = _sought(compiled, functions, plan)
    kept, others = functions["decided"](found)
    return Decided(kept, others, unplaced)


def _sought(compiled: CompiledRule, functions: Functions, plan: Plan) -> tuple[Iterable[Any], int]:
    """Return what a rule's loop over cases goes through, and how many members have no place."""
    if [source.kind for source in compiled.cases] == ["each"]:
        return plan.collections[compiled.cases[0].collection], 0
    partial: Iterable[_Partial] = [(TRUE, False, ())]
    unplaced = 0
    for number, source in enumerate(compiled.cases):
        if source.kind == "within":
            partial = _within(partial, functions[f"items{number}"], source)
        elif source.kind == "group":
            groups, left_over = groups_of(number, source, functions, plan)
            unplaced += left_over
            partial = [(p, lone, (*b, g)) for p, lone, b in partial for g, p in _present(groups, p)]
        else:
            entities = plan.collections[source.collection]
            if source.kind == "joined":
                earlier = compiled.cases[:number]
                partial = _joined(partial, number, functions, entities, earlier, source)
            else:
                partial = _each(partial, entities)
    return partial, unplaced


def _each(partial: Iterable[_Partial], entities: Sequence[Any]) -> Iterator[_Partial]:
    for presence, lone, binding in partial:
        for entity in entities:
            yield presence, lone, (*binding, entity)


def _within(
    partial: Iterable[_Partial], items: Callable[..., Any], source: CaseSource
) -> Iterator[_Partial]:
    unknown = unknown_of(source.blank)
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
    earlier: Sequence[CaseSource],
    source: CaseSource,
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
    strangers = tuple(unknown_of(s.blank) for s in earlier)
    for entity in lonely:
        yield TRUE, True, (*strangers, entity)


def unknown_of(blank: Blank) -> Any:
    """Return an unknown value of a variable."""
    if blank.kind == "group":
        group = Group(tuple(map(unknown_of, blank.keys)), State.UNKNOWN)
        group.add(stand_in(blank.name, State.UNKNOWN), UNKNOWN, INFINITY)
        return group
    if blank.kind == "element":
        return stand_in(blank.name, State.UNKNOWN)
    return {"text": UNKNOWN_TEXT, "truth": UNKNOWN, "number": bounds.ANY_NUMBER}[blank.kind]


def _present(groups: Iterable[Group], presence: int) -> Iterator[tuple[Group, int]]:
    for group in groups:
        there = max([truth for _, truth, _ in group.members])
        yield group, min(presence, there)


def groups_of(
    number: int, source: CaseSource, functions: Functions, plan: Plan
) -> tuple[list[Group], int]:
    """Return the groups in the order of their keys, and how many members have no place."""
    groups, unplaced = functions[f"groups{number}"](plan.collections[source.collection])
    return sorted(groups, key=label_of), unplaced


def label_of(value: Any) -> str:
    """Return what a bound value is called in reports and tests: an id, a text, a group's keys."""
    if isinstance(value, str):
        return value
    if isinstance(value, Group):
        known = value.state is State.KNOWN
        return "/".join(map(label_of, value.keys)) if known else "?"
    if isinstance(value, Interval):
        return "?" if not is_known(value) else str(int(value.low))
    if isinstance(value, int):
        return {TRUE: "true", FALSE: "false"}.get(value, "?")
    if value.state is State.KNOWN:
        return str(value.id)
    return "none" if value.state is State.NONE else "?"
