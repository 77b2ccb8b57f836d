"""Building Python syntax trees from fixed templates.

Rules are turned into Python functions as trees, never as text: a template is one of ours,
parsed once, and what stands for a NAME IN CAPITALS is replaced by nodes. Nothing that a rule
or a plan says is ever parsed here.
"""

from __future__ import annotations

import ast
from functools import lru_cache

Body = list[ast.stmt]


@lru_cache(maxsize=256)
def _expression(template: str) -> ast.expr:
    return ast.parse(template, mode="eval").body


@lru_cache(maxsize=64)
def _statements(template: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(template).body)


Parts = dict[str, ast.expr | Body | str]


def _fill(node: ast.AST, parts: Parts) -> ast.AST | Body:
    """Return a copy of a template's node with its capital names replaced."""
    if isinstance(node, ast.Name):
        return _fill_name(node, parts)
    if isinstance(node, ast.Constant | ast.expr_context | ast.operator | ast.cmpop):
        return node
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Name):
        part = parts.get(node.value.id)
        if isinstance(part, list):
            return part
    fields = [_fill_field(getattr(node, name, None), parts) for name in node._fields]
    made = type(node)(*fields)
    if isinstance(made, ast.expr | ast.stmt | ast.arg):
        made.lineno, made.col_offset = 1, 0
    if isinstance(made, ast.FunctionDef):
        _fill_signature(made, parts)
    return made


def _fill_name(node: ast.Name, parts: Parts) -> ast.expr:
    part = parts.get(node.id)
    if isinstance(part, str):
        return ast.Name(part, node.ctx, lineno=1, col_offset=0)
    if isinstance(part, list):
        message = f"{node.id} stands for statements"
        raise TypeError(message)
    return part or node


def _fill_field(value: object, parts: Parts) -> object:
    if isinstance(value, ast.AST):
        return _fill(value, parts)
    if isinstance(value, list):
        made: list[object] = []
        for item in value:
            filled = _fill(item, parts) if isinstance(item, ast.AST) else item
            made.extend(filled if isinstance(filled, list) else [filled])
        return made
    return value


def _fill_signature(made: ast.FunctionDef, parts: Parts) -> None:
    name, parameters = parts.get(made.name), parts.get("PARAMETERS")
    if isinstance(name, str):
        made.name = name
    if isinstance(parameters, str) and made.args.args:
        made.args = ast.arguments(
            [],
            [ast.arg(p, lineno=1, col_offset=0) for p in parameters.split()],
            None,
            [],
            [],
            None,
            [],
        )


def quote(template: str, **parts: ast.expr | Body | str) -> ast.expr:
    """Return the template's expression with its capital names replaced."""
    filled = _fill(_expression(template), parts)
    if not isinstance(filled, ast.expr):
        raise TypeError(template)
    return filled


def quote_body(template: str, **parts: ast.expr | Body | str) -> Body:
    """Return the template's statements with its capital names replaced.

    A capital name alone on a line takes statements; PARAMETERS, a text of names split by
    spaces, become the parameters of a function.
    """
    body: Body = []
    for statement in _statements(template):
        filled = _fill(statement, parts)
        body.extend(filled if isinstance(filled, list) else [filled])  # type: ignore[list-item]
    return body


def load(name: str) -> ast.Name:
    """Return a name, read."""
    return ast.Name(name, ast.Load(), lineno=1, col_offset=0)


def constant(value: object) -> ast.Constant:
    """Return a constant."""
    return ast.Constant(value, lineno=1, col_offset=0)  # type: ignore[arg-type]  # tuples are constants, too


def call(function: str, *arguments: ast.expr) -> ast.Call:
    """Return a call of a function known by name."""
    return ast.Call(load(function), list(arguments), [], lineno=1, col_offset=0)


def field_of(node: ast.expr, name: str) -> ast.Attribute:
    """Return an attribute, read."""
    return ast.Attribute(node, name, ast.Load(), lineno=1, col_offset=0)


def spread(node: ast.expr) -> ast.Starred:
    """Return `*node`, for a tuple display."""
    return ast.Starred(node, ast.Load(), lineno=1, col_offset=0)


def loop(names: list[str], rows: str, body: Body) -> ast.For:
    """Return `for names in rows: body`."""
    stored: list[ast.expr] = [ast.Name(name, ast.Store(), lineno=1, col_offset=0) for name in names]
    return ast.For(
        ast.Tuple(stored, ast.Store(), lineno=1, col_offset=0),
        load(rows),
        body,
        [],
        lineno=1,
        col_offset=0,
    )


def named(results: list[str]) -> ast.Dict:
    """Return a dictionary of what some names hold, by name."""
    keys: list[ast.expr | None] = [constant(name) for name in results]
    return ast.Dict(keys, [load(name) for name in results], lineno=1, col_offset=0)


def row(parts: list[ast.expr]) -> ast.Tuple:
    """Return a tuple display."""
    return ast.Tuple(parts, ast.Load(), lineno=1, col_offset=0)
