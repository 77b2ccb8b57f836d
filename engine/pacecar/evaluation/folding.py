"""How the functions of aggregates take in their elements, one after the other.

An element comes with `truth`, whether it is there (2 certainly, 1 possibly), and `number`, how many
it stands for.
"""

from __future__ import annotations

import ast

from pacecar.evaluation.expressions import Env, compile_expression, stand_in_for
from pacecar.evaluation.joins import Taken
from pacecar.evaluation.quoting import Body, call, constant, load, quote, quote_body
from pacecar.plan.fields import Kind, Record, Reference
from pacecar.rulebook import tree


def start_of(aggregate: tree.Aggregate) -> Body:
    """Return what is done before the first element."""
    return quote_body(_START[aggregate.function], STAND_IN=stand_in_for(aggregate.element.type))


def taking(aggregate: tree.Aggregate, taken: Taken, env: Env) -> Body:
    """Return what is done with each element."""
    function = aggregate.function
    if taken.value is None:
        return quote_body(_TAKE[function])
    value = compile_expression(taken.value, env)
    if function == "distinct":
        return quote_body(_TAKE[function], VALUE=value, KNOWN=known_test(taken.value.type, "value"))
    blank: ast.expr = constant(value=False)
    if function in ("min", "max"):
        blank = call("is_blank", load("value"))
    return quote_body(_TAKE[function], VALUE=value, BLANK=blank)


def finish_of(aggregate: tree.Aggregate) -> Body:
    """Return what is done after the last element: `answer` is the result."""
    return quote_body(_FINISH[aggregate.function])


def known_test(kind: tree.Type | Kind, name: str) -> ast.expr:
    """Return the question whether what a name holds can be told from others of its type."""
    if isinstance(kind, Reference | Record):
        return quote("VALUE.state < 2", VALUE=name)
    return call("is_known", load(name))


_START = {
    "any": "best = 0",
    "all": "best = 0",
    "count": "low = high = 0",
    "sum": "low = high = 0",
    "min": "low = high = Infinity\nblank = False",
    "max": "low = high = -Infinity\nblank = False",
    "distinct": """
answer = Distinct(STAND_IN)
certain = answer.certain
possible = answer.possible
""",
}

_ANY = "if truth > best:\n    best = truth"

_EXTREME = """
value = VALUE
if truth == 1 or BLANK:
    blank = True
low = FUNCTION(low, value[0])
high = FUNCTION(high, value[1])
"""

_TAKE = {
    "any": _ANY,
    "all": _ANY,
    "count": "high += number\nif truth == 2:\n    low += number",
    "sum": """
value = VALUE
if truth == 2:
    low += times(number, value[0])
    high += times(number, value[1])
else:
    low += times(number, min(0, value[0]))
    high += times(number, max(0, value[1]))
""",
    "min": _EXTREME.replace("FUNCTION", "min"),
    "max": _EXTREME.replace("FUNCTION", "max"),
    "distinct": """
value = VALUE
if truth == 2 and KNOWN:
    certain[value] = None
    if possible:
        possible.pop(value, None)
else:
    answer.add(truth, number, value)
""",
}

_FINISH = {
    "any": "answer = best",
    "all": "answer = 2 - best",
    "count": "answer = Interval(low, high)",
    "sum": "answer = Interval(low, high)",
    "min": "answer = ANY_NUMBER if blank or low == Infinity else Interval(low, high)",
    "max": "answer = ANY_NUMBER if blank or high == -Infinity else Interval(low, high)",
    "distinct": "pass",
}
