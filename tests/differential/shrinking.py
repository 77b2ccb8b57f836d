"""Makes a plan and a rule smaller for as long as what was found in them remains."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

Data = dict[str, Any]

KEPT = ("id", "name", "company", "region", "technology", "model_line")
"""Fields that are left alone: without them an entity is not what it was."""


def shrink(plan: Data, rule: Data, remains: Callable[[Data, Data], bool]) -> tuple[Data, Data]:
    """Return the smallest plan and rule found by leaving out one thing after the other."""
    shrunk = True
    while shrunk:
        shrunk = False
        for smaller in _smaller_rules(rule):
            if remains(plan, smaller):
                rule, shrunk = smaller, True
                break
        for less in _smaller_plans(plan):
            if remains(less, rule):
                plan, shrunk = less, True
                break
    return plan, rule


def _smaller_plans(plan: Data) -> Iterator[Data]:
    for collection, rows in plan.items():
        if collection == "plan":
            if "since" in rows:
                yield {**plan, "plan": {key: rows[key] for key in rows if key != "since"}}
            continue
        yield {key: value for key, value in plan.items() if key != collection}
        for place, row in enumerate(rows):
            yield {**plan, collection: rows[:place] + rows[place + 1 :]}
            for field in row:
                if field not in KEPT:
                    made = copy.deepcopy(plan)
                    del made[collection][place][field]
                    yield made
                if isinstance(row[field], list):
                    for item in range(len(row[field])):
                        made = copy.deepcopy(plan)
                        del made[collection][place][field][item]
                        yield made


def _smaller_rules(rule: Data) -> Iterator[Data]:  # noqa: C901 - one case for each form
    for key in ("where", "let", "parameters"):
        if key in rule:
            yield {name: value for name, value in rule.items() if name != key}
    for name in rule.get("let", {}):
        yield {**rule, "let": {key: text for key, text in rule["let"].items() if key != name}}
    for name in list(rule["for"])[1:]:
        yield {**rule, "for": {key: text for key, text in rule["for"].items() if key != name}}
    for key in ("where", "require"):
        for text in _smaller_texts(rule.get(key, "")):
            yield {**rule, key: text}
    for name, text in rule.get("let", {}).items():
        for shorter in _smaller_texts(text):
            yield {**rule, "let": {**rule["let"], name: shorter}}
    for name, source in rule["for"].items():
        if isinstance(source, dict) and "if" in source:
            group = {key: value for key, value in source.items() if key != "if"}
            yield {**rule, "for": {**rule["for"], name: group}}


def _smaller_texts(text: str) -> Iterator[str]:
    """Yield the expression with one node replaced by a part of it, or by something simple."""
    if not text:
        return
    tree = ast.parse(f"({text})", mode="eval")
    places = [node for node in ast.walk(tree) if isinstance(node, ast.expr | ast.comprehension)]
    for number, node in enumerate(places):
        for change in range(len(_parts(node))):
            again = copy.deepcopy(tree)
            old = [n for n in ast.walk(again) if isinstance(n, ast.expr | ast.comprehension)][
                number
            ]
            if isinstance(old, ast.comprehension):
                del old.ifs[change]
            else:
                replaced = _Replace(old, _parts(old)[change]).visit(again)
                assert replaced is again
            yield ast.unparse(ast.fix_missing_locations(again))


def _parts(node: ast.expr | ast.comprehension) -> list[Any]:  # noqa: PLR0911 - one case for each form
    match node:
        case ast.BoolOp(_, values):
            return list(values)
        case ast.UnaryOp(_, operand):
            return [operand]
        case ast.IfExp(_, body, orelse):
            return [body, orelse]
        case ast.BinOp(left, _, right):
            return [left, right]
        case ast.comprehension():
            return list(node.ifs)
        case ast.Call(ast.Name("any" | "all"), [ast.GeneratorExp(elt=element)]):
            return [ast.Constant(value=True), element]
        case ast.Compare():
            return [ast.Constant(value=True)]
        case ast.Call(ast.Name("count" | "sum" | "min" | "max")):
            return [ast.Constant(value=1)]
        case _:
            return []


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self._old = old
        self._new = new

    def visit(self, node: ast.AST) -> Any:
        return self._new if node is self._old else self.generic_visit(node)
