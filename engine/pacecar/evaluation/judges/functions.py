"""Python functions over records, built as syntax trees from a criterion, never from text."""

import ast
from collections.abc import Callable, Iterable
from types import CodeType, FunctionType
from typing import Any, cast

from pacecar.evaluation.judges.soundness import examine
from pacecar.evaluation.record import Criterion, Outcome, Pattern, Record, Test

_OPERATORS: dict[str, type[ast.cmpop]] = {
    "==": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
}

_AT: dict[str, Any] = {"lineno": 1, "col_offset": 0}
_LOAD = ast.Load()


def decider(criterion: Criterion) -> Callable[[Record], Outcome]:
    """Return the function that decides one record; it raises CouldNotRun for an unsound one.

    It looks like this:

        def decide(record):
            c0, c1, c2 = record           # only if its length is right
            ...
            if c1 < c2 and c0 == 2 or ...:
                return BROKEN
            if ...:
                return UNDETERMINED
            return KEPT
    """
    body = _guard(criterion)
    for patterns, outcome in (
        (criterion.broken, "BROKEN"),
        (criterion.undetermined, "UNDETERMINED"),
    ):
        if patterns:
            body.append(_if(_any(map(_pattern, patterns)), [_return(outcome)], []))
    body.append(_return("KEPT"))
    return cast("Callable[[Record], Outcome]", _function(criterion, body))


def _guard(criterion: Criterion) -> list[ast.stmt]:
    """Return the statements that unpack `record`, and examine it where it looks unusual.

    The types are compared here because it is quick; `examine` knows what else is allowed
    (infinity is a float) and words the refusal.
    """
    checks: list[ast.expr] = []
    for column, kind in enumerate(criterion.columns):
        type_of = ast.Call(_name("type"), [_column(column)], [], **_AT)
        checks.append(_compare(type_of, ast.Is, _name("str" if kind.kind == "text" else "int")))
        if kind.kind == "truth":
            checks.append(_compare(_column(column), ast.In, _name("TRUTHS")))
    examined = ast.Call(_name("examine"), [_name("criterion"), _name("record")], [], **_AT)
    otherwise: list[ast.stmt] = [ast.Expr(examined, **_AT)]
    length = ast.Call(_name("len"), [_name("record")], [], **_AT)
    same_length = _compare(length, ast.Eq, _constant(len(criterion.columns)))
    statements: list[ast.stmt] = [_if(same_length, [ast.Pass(**_AT)], otherwise)]
    if checks:
        targets: list[ast.expr] = [
            ast.Name(f"c{column}", ast.Store(), **_AT) for column in range(len(criterion.columns))
        ]
        unpacked = ast.Tuple(targets, ast.Store(), **_AT)
        statements.append(ast.Assign([unpacked], _name("record"), **_AT))
        statements.append(_if(_joined(ast.And(), checks), [ast.Pass(**_AT)], otherwise))
    return statements


def _pattern(pattern: Pattern) -> ast.expr:
    return _joined(ast.And(), [_test(test) for test in pattern]) if pattern else _constant(1)


def _test(test: Test) -> ast.expr:
    right = _constant(test.constant) if test.right_column < 0 else _column(test.right_column)
    return _compare(_column(test.left_column), _OPERATORS[test.operator], right)


def _any(parts: Iterable[ast.expr]) -> ast.expr:
    return _joined(ast.Or(), list(parts))


def _joined(operator: ast.boolop, parts: list[ast.expr]) -> ast.expr:
    return parts[0] if len(parts) == 1 else ast.BoolOp(operator, parts, **_AT)


def _compare(left: ast.expr, operator: type[ast.cmpop], right: ast.expr) -> ast.expr:
    return ast.Compare(left, [operator()], [right], **_AT)


def _if(test: ast.expr, body: list[ast.stmt], otherwise: list[ast.stmt]) -> ast.stmt:
    return ast.If(test, body, otherwise, **_AT)


def _return(name: str) -> ast.stmt:
    return ast.Return(_name(name), **_AT)


def _constant(value: int) -> ast.expr:
    return ast.Constant(int(value), **_AT)


def _name(name: str) -> ast.expr:
    return ast.Name(name, _LOAD, **_AT)


def _column(column: int) -> ast.expr:
    return _name(f"c{column}")


def _function(criterion: Criterion, body: list[ast.stmt]) -> Callable[[Record], Any]:
    arguments = ast.arguments([], [ast.arg("record", **_AT)], None, [], [], None, [])
    # Python 3.12 wants to be told that there are no type parameters; 3.11 does not mind.
    at: dict[str, Any] = {**_AT, "type_params": []}
    definition = ast.FunctionDef("decide", arguments, body, [], None, **at)
    module = compile(ast.Module([definition], []), f"<rule {criterion.rule}>", "exec")
    code = next(constant for constant in module.co_consts if isinstance(constant, CodeType))
    names = {
        **{outcome.name: outcome for outcome in Outcome},
        "criterion": criterion,
        "examine": examine,
        "TRUTHS": (0, 1, 2),
        "type": type,
        "len": len,
        "int": int,
        "str": str,
    }
    return FunctionType(code, names)
