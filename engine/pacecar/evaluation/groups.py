"""The groups of a `for` with `by`: one compiled function that puts members in their places."""

from __future__ import annotations

from pacecar.evaluation.expressions import Env, compile_expression
from pacecar.evaluation.folding import known_test
from pacecar.evaluation.quoting import Body, constant, load, quote_body, row
from pacecar.plan.fields import ListOf
from pacecar.plan.values import TRUE
from pacecar.rulebook.rule import Grouped

_GROUPS = """
def NAME(entities):
    groups = {}
    unplaced = 0
    for m in entities:
        truth = ADMITS
        if truth:
            PLACE
    return list(groups.values()), unplaced
"""

_BY_ONE = """
key = KEY
if KNOWN:
    JOIN
else:
    unplaced += 1
"""

_BY_ITEMS = """
held = KEY
whole = not held.open
for key in held.items if len(held.items) == 1 else dict.fromkeys(held.items):
    if KNOWN:
        JOIN
    else:
        whole = False
if not whole:
    unplaced += 1
"""

_BY_SEVERAL = """
choices, whole = choices_of(KEYS)
for key in choices:
    JOIN
if not whole:
    unplaced += 1
"""

_JOIN = """
group = groups.get(key)
if group is None:
    group = groups[key] = Group(KEYS)
group.members.append((m, truth, 1))
"""


def loop_over_members(name: str, source: Grouped, root: Env) -> Body:
    """Return the definition of a function from entities to groups, in the order of their first.

    With them it returns how many members have no place: not all of their keys are known.
    """
    env = root.with_known({source.member: "m"})
    admits = compile_expression(source.condition, env) if source.condition else constant(TRUE)
    keys = [key for _, key in source.keys]
    made = [compile_expression(key, env) for key in keys]
    if len(keys) == 1:
        kind = keys[0].type
        join = quote_body(_JOIN, KEYS=row([load("key")]))
        template = _BY_ITEMS if isinstance(kind, ListOf) else _BY_ONE
        known = known_test(kind.item if isinstance(kind, ListOf) else kind, "key")
        place = quote_body(template, KEY=made[0], KNOWN=known, JOIN=join)
    else:
        join = quote_body(_JOIN, KEYS=load("key"))
        place = quote_body(_BY_SEVERAL, KEYS=row(made), JOIN=join)
    return quote_body(_GROUPS, NAME=name, ADMITS=admits, PLACE=place)
