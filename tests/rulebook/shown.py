"""Shows a typed tree as an expression, so that tests can compare the whole of it."""

from __future__ import annotations

from pacecar.plan.fields import Date, Number, Truth
from pacecar.rulebook import tree as t


def shown(node: t.Expression | None) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a node
    """Return a tree as text, all brackets set, each `and`-part of an `if` apart."""
    match node:
        case t.Literal_(value, kind, last):
            if isinstance(kind, Number) and kind.scale:
                return f"{value}e-{kind.scale}"
            if isinstance(kind, Date):
                return f"{value}..{last}"
            return str(bool(value)) if isinstance(kind, Truth) else repr(value)
        case t.PlanHeader():
            return "plan"
        case t.CollectionAll(name) | t.Variable(name):
            return name
        case t.Attribute(of, field):
            return f"{shown(of)}.{field}"
        case t.Year(of):
            return f"{shown(of)}.year"
        case t.Compare(operator, left, right):
            return f"{shown(left)} {operator} {shown(right)}"
        case t.Arithmetic(operator, left, right):
            return f"({shown(left)} {operator} {shown(right)})"
        case t.Membership(item, container):
            return f"{shown(item)} in {shown(container)}"
        case t.Constants(items):
            return "(" + ", ".join(map(shown, items)) + ")"
        case t.IsNone(operand):
            return f"{shown(operand)} is None"
        case t.Not(t.IsNone(operand)):
            return f"{shown(operand)} is not None"
        case t.Not(operand):
            return f"not ({shown(operand)})"
        case t.And(parts):
            return "(" + " and ".join(map(shown, parts)) + ")"
        case t.Or(parts):
            return "(" + " or ".join(map(shown, parts)) + ")"
        case t.Conditional(test, yes, no):
            return f"({shown(yes)} if {shown(test)} else {shown(no)})"
        case t.Call(function, arguments):
            return f"{function}(" + ", ".join(map(shown, arguments)) + ")"
        case t.Aggregate(function, element, generators):
            made = f"{function}({shown(element)}"
            for generator in generators:
                made += f" for {generator.variable.name} in {shown(generator.source)}"
                made += "".join(f" if {shown(part)}" for part in generator.conditions)
            return made + ")"
    return "nothing"
