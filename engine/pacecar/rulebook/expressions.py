"""The closed list of what an expression may be made of."""

from __future__ import annotations

import ast

from pacecar.rulebook.comparisons import comparison
from pacecar.rulebook.functions import BUILT_IN, call
from pacecar.rulebook.operators import arithmetic, conditional, logic, unary
from pacecar.rulebook.paths import attribute, constant, name
from pacecar.rulebook.typer import Handler

HANDLERS: dict[type[ast.expr], Handler] = {
    ast.Attribute: attribute,
    ast.BinOp: arithmetic,
    ast.BoolOp: logic,
    ast.Call: call,
    ast.Compare: comparison,
    ast.Constant: constant,
    ast.IfExp: conditional,
    ast.Name: name,
    ast.UnaryOp: unary,
}

RESERVED = BUILT_IN | {"plan", "subject", "known", "None", "True", "False"}
"""Names that mean something in every rule."""
