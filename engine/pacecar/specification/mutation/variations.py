"""An expression with one change somewhere in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pacecar.rulebook.tree import Aggregate, Compare, Expression, Literal_, Not, Place
from pacecar.rulebook.trees import parts
from pacecar.specification.mutation.operators import Change, changes_of, negation_of
from pacecar.specification.mutation.rebuilding import place_of, with_entry, with_parts


@dataclass(frozen=True, slots=True)
class Variation:
    """A change, the whole expression that has it, and where it stands, as far as known.

    `alters` is False where it is certain that the whole means the same as before.
    """

    change: Change
    whole: Expression
    place: Place | None
    alters: bool = True


def variations(
    node: Expression, apart: Sequence[Expression] = (), *, negated: bool = False
) -> Iterator[Variation]:
    """Yield an expression with each change that can be made in it.

    Args:
        node: the expression.
        apart: expressions that are changed on their own, wherever they stand (`let`).
        negated: whether `node` is the operand of a `not`.
    """
    changes = list(changes_of(node))
    if not negated and (negation := negation_of(node)):
        changes.append(negation)
    for change in changes:
        yield Variation(change, change.node, place_of(change.before) or place_of(node))
    below = parts(node)
    for number, part in enumerate(below):
        if part in apart:
            continue
        for inner in variations(part, apart, negated=isinstance(node, Not)):
            whole = with_parts(node, with_entry(below, number, inner.whole))
            change = inner.change
            alters = inner.alters and not _same(node, part, change)
            if isinstance(node, Compare) and change.before is part and isinstance(part, Literal_):
                # A constant alone says little: it is shown with what is compared to it.
                change = replace(change, before=node, after=whole)
            yield Variation(change, whole, inner.place or place_of(node), alters)


def _same(node: Expression, part: Expression, change: Change) -> bool:
    """Return whether different values are counted instead of all, only to ask if there are any."""
    if not (isinstance(node, Compare) and isinstance(part, Aggregate) and change.before is part):
        return False
    if part.function != "count" or not isinstance(node.right, Literal_):
        return False
    none = node.operator in ("==", "!=", ">") and node.right.value == 0
    return change.kind == "aggregate" and (
        none or (node.operator in (">=", "<") and node.right.value == 1)
    )
