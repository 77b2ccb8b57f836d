"""Building Python syntax trees from fixed templates.

Rules are turned into Python functions as trees, never as text: a template is one of ours,
parsed once, and what stands for a NAME IN CAPITALS is replaced by nodes. Nothing that a rule
or a plan says is ever parsed here.
"""

from __future__ import annotations

import ast
import copy
from functools import lru_cache

Body = list[ast.stmt]


@lru_cache(maxsize=256)
def _expression(template: str) -> ast.expr:
    return ast.parse(template, mode="eval").body


@lru_cache(maxsize=64)
def _statements(template: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(template).body)


class _Filler(ast.NodeTransformer):
    """Replaces capital names by the nodes given for them."""

    def __init__(self, parts: dict[str, ast.expr | Body | str]) -> None:
        self.parts = parts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        part = self.parts.get(node.id)
        if part is None:
            return node
        if isinstance(part, str):
            return ast.Name(part, node.ctx)
        if isinstance(part, list):
            message = f"{node.id} stands for statements"
            raise TypeError(message)
        return part

    def visit_Expr(self, node: ast.Expr) -> ast.stmt | Body:
        if isinstance(node.value, ast.Name):
            part = self.parts.get(node.value.id)
            if isinstance(part, list):
                return part
        self.generic_visit(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        name = self.parts.get(node.name)
        if isinstance(name, str):
            node.name = name
        parameters = self.parts.get("PARAMETERS")
        if isinstance(parameters, str):
            node.args.args = [ast.arg(p) for p in parameters.split()]
        self.generic_visit(node)
        return node


def quote(template: str, **parts: ast.expr | Body | str) -> ast.expr:
    """Return the template's expression with its capital names replaced."""
    filled: ast.expr = _Filler(parts).visit(copy.deepcopy(_expression(template)))
    return filled


def quote_body(template: str, **parts: ast.expr | Body | str) -> Body:
    """Return the template's statements with its capital names replaced.

    A capital name alone on a line takes statements; PARAMETERS, a text of names split by
    spaces, become the parameters of a function.
    """
    filler = _Filler(parts)
    body: Body = []
    for statement in _statements(template):
        filled = filler.visit(copy.deepcopy(statement))
        body.extend(filled if isinstance(filled, list) else [filled])
    return body


def load(name: str) -> ast.Name:
    """Return a name, read."""
    return ast.Name(name, ast.Load())


def constant(value: object) -> ast.Constant:
    """Return a constant."""
    return ast.Constant(value)  # type: ignore[arg-type]  # tuples of constants are constants


def call(function: str, *arguments: ast.expr) -> ast.Call:
    """Return a call of a function known by name."""
    return ast.Call(load(function), list(arguments), [])


def row(parts: list[ast.expr]) -> ast.Tuple:
    """Return a tuple display."""
    return ast.Tuple(parts, ast.Load())
