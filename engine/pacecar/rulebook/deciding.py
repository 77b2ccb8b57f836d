"""What decides a case, by name: the paths and `let` names that `require` is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pacecar.rulebook.tree import Aggregate, Attribute, Expression, GroupOf, Variable
from pacecar.rulebook.trees import parts


def deciding(
    require: Expression, lets: Mapping[str, Expression], variables: Sequence[str]
) -> Iterator[tuple[str, Expression]]:
    """Yield the paths and `let` names in `require`, with their expressions.

    Args:
        require: what a case must satisfy.
        lets: the expressions of `let`, by name.
        variables: the names of `for`; other paths, as those inside aggregates, are left out.
    """
    names = {expression: name for name, expression in lets.items()}

    def walk(node: Expression) -> Iterator[tuple[str, Expression]]:
        if node in names:
            yield names[node], node
        elif isinstance(node, Attribute | Variable):
            text = text_of_path(node)
            of_group = isinstance(node, Attribute) and isinstance(node.of.type, GroupOf)
            if not of_group and text.partition(".")[0] in variables:
                yield text, node
        elif not isinstance(node, Aggregate):
            for part in parts(node):
                yield from walk(part)

    yield from walk(require)


def text_of_path(node: Expression) -> str:
    """Return a path as a rule writes it: `follower.leader.platform`."""
    if isinstance(node, Attribute):
        return f"{text_of_path(node.of)}.{node.field}"
    return str(getattr(node, "name", ""))
