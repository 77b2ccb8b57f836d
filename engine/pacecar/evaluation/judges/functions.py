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
            body.append(ast.If(_any(map(_pattern, patterns)), [ast.Return(_name(outcome))], []))
    body.append(ast.Return(_name("KEPT")))
    return cast("Callable[[Record], Outcome]", _function(criterion, body))


def guard(criterion: Criterion) -> Callable[[Record], None]:
    """Return the function that does nothing, or raises CouldNotRun for an unsound record."""
    return cast("Callable[[Record], None]", _function(criterion, _guard(criterion)))


def _guard(criterion: Criterion) -> list[ast.stmt]:
    """Return the statements that unpack `record`, and examine it where it looks unusual.

    The types are compared here because it is quick; `examine` knows what else is allowed
    (infinity is a float) and words the refusal.
    """
    checks: list[ast.expr] = []
    for column, kind in enumerate(criterion.columns):
        type_of = ast.Call(_name("type"), [_column(column)], [])
        checks.append(_compare(type_of, ast.Is, _name("str" if kind.kind == "text" else "int")))
        if kind.kind == "truth":
            checks.append(_compare(_column(column), ast.In, _name("TRUTHS")))
    call = ast.Expr(ast.Call(_name("examine"), [_name("criterion"), _name("record")], []))
    length = ast.Call(_name("len"), [_name("record")], [])
    same_length = _compare(length, ast.Eq, ast.Constant(len(criterion.columns)))
    statements: list[ast.stmt] = [ast.If(same_length, [ast.Pass()], [call])]
    if checks:
        targets: list[ast.expr] = [
            ast.Name(f"c{column}", ast.Store()) for column in range(len(criterion.columns))
        ]
        statements.append(ast.Assign([ast.Tuple(targets, ast.Store())], _name("record")))
        statements.append(ast.If(_joined(ast.And(), checks), [ast.Pass()], [call]))
    return statements


def _pattern(pattern: Pattern) -> ast.expr:
    return _joined(ast.And(), [_test(test) for test in pattern]) if pattern else ast.Constant(True)  # noqa: FBT003 - it is the value


def _test(test: Test) -> ast.expr:
    right = ast.Constant(test.constant) if test.right_column < 0 else _column(test.right_column)
    return _compare(_column(test.left_column), _OPERATORS[test.operator], right)


def _any(parts: Iterable[ast.expr]) -> ast.expr:
    return _joined(ast.Or(), list(parts))


def _joined(operator: ast.boolop, parts: list[ast.expr]) -> ast.expr:
    return parts[0] if len(parts) == 1 else ast.BoolOp(operator, parts)


def _compare(left: ast.expr, operator: type[ast.cmpop], right: ast.expr) -> ast.expr:
    return ast.Compare(left, [operator()], [right])


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _column(column: int) -> ast.expr:
    return _name(f"c{column}")


def _function(criterion: Criterion, body: list[ast.stmt]) -> Callable[[Record], Any]:
    arguments = ast.arguments([], [ast.arg("record")], None, [], [], None, [])
    definition = ast.FunctionDef("decide", arguments, body, [], None)
    tree = ast.fix_missing_locations(ast.Module([definition], []))
    module = compile(tree, f"<rule {criterion.rule}>", "exec")
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
