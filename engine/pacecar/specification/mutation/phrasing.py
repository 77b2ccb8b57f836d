"""Expressions in the language of rules, to say what a mutant has in place of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacecar.plan.fields import Date, Number, Truth
from pacecar.rulebook.tree import (
    Aggregate,
    And,
    Arithmetic,
    Attribute,
    Call,
    CollectionAll,
    Compare,
    Conditional,
    Constants,
    Expression,
    Generator,
    IsNone,
    Literal_,
    Membership,
    Not,
    Or,
    PlanHeader,
    Variable,
    Year,
)

Names = Sequence[tuple[str, Expression]]
"""Expressions that a rule calls by a name (`let`)."""


def phrase(node: Expression, names: Names = ()) -> str:
    """Return an expression as a rule would write it, with names for what has one."""
    return _Phrasing(names).whole(node)


@dataclass(frozen=True, slots=True)
class _Phrasing:
    names: Names

    def whole(self, node: Expression) -> str:
        """Return an expression in words, though it may itself have a name."""
        match node:
            case Literal_():
                return _constant(node)
            case Constants(items):
                return f"[{', '.join(map(_constant, items))}]"
            case Attribute() | Year() | PlanHeader() | CollectionAll() | Variable():
                return self._path(node)
            case Aggregate():
                return self._aggregate(node)
        return self._operation(node)

    def _path(self, node: Attribute | Year | PlanHeader | CollectionAll | Variable) -> str:
        match node:
            case Attribute(of, field):
                return f"{self.part(of)}.{field}"
            case Year(of):
                return f"{self.part(of)}.year"
            case PlanHeader():
                return "plan"
        return node.name

    def part(self, node: Expression) -> str:
        """Return what stands where nothing else can be meant: its name, if it has one."""
        return next((name for name, let in self.names if let == node), "") or self.whole(node)

    def _operation(self, node: Expression) -> str:
        match node:
            case Call(function, arguments):
                return f"{function}({', '.join(map(self.part, arguments))})"
            case Compare(operator, left, right) | Arithmetic(operator, left, right):
                return f"{self._operand(left)} {operator} {self._operand(right)}"
            case And(parts) | Or(parts):
                word = " and " if isinstance(node, And) else " or "
                return word.join(map(self._operand, parts))
            case Conditional(test, yes, no):
                sides = f"{self._operand(yes)} if {self._operand(test)}"
                return f"{sides} else {self._operand(no)}"
        return self._test(node)

    def _test(self, node: Expression) -> str:
        match node:
            case Membership(item, container):
                return f"{self._operand(item)} in {self._operand(container)}"
            case IsNone(operand):
                return f"{self._operand(operand)} is None"
            case Not(IsNone(operand)):
                return f"{self._operand(operand)} is not None"
            case Not(Membership(item, container)):
                return f"{self._operand(item)} not in {self._operand(container)}"
            case Not(operand):
                return f"not {self._operand(operand)}"
        raise TypeError(type(node).__name__)

    def _operand(self, node: Expression) -> str:
        """Return an operand, in brackets where it is made of operands that read otherwise."""
        words = self.part(node)
        compound = isinstance(node, And | Or | Arithmetic | Conditional)
        return f"({words})" if compound and words == self.whole(node) else words

    def _aggregate(self, node: Aggregate) -> str:
        match node:
            case Aggregate("count", Variable(name), (Generator(Variable(of), source, ()),)) if (
                name == of and not isinstance(source, CollectionAll)
            ):
                return f"count({self.part(source)})"
        words = [self.part(node.element)]
        for generator in node.generators:
            words.append(f"for {generator.variable.name} in {self.part(generator.source)}")
            if generator.conditions:
                words.append("if " + " and ".join(map(self._operand, generator.conditions)))
        return f"{node.function}({' '.join(words)})"


def _constant(node: Literal_) -> str:
    if isinstance(node.value, str):
        return f"'{node.value}'"
    match node.type:
        case Truth():
            return str(bool(node.value))
        case Date():
            days = (node.value, node.value if node.last is None else node.last)
            return " to ".join(dict.fromkeys(date.fromordinal(day).isoformat() for day in days))
        case Number(scale=scale) if scale:
            sign, digits = "-" * (node.value < 0), f"{abs(node.value):0{scale + 1}}"
            return f"{sign}{digits[:-scale]}.{digits[-scale:]}"
    return str(node.value)
