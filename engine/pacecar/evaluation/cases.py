"""The innermost loops of a rule, each in one compiled function.

They are compiled whole, so that no function is called for a case that the rule itself does not
need: most of a check is spent here. `cases` makes the records that a judge decides by. `decided`
decides itself, and is what the built-in judge comes to where nobody asks which cases are kept:
the same conditions, without a record between.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from pacecar.evaluation.conditions import Requirement
from pacecar.evaluation.expressions import Env, Node, compile_expression
from pacecar.evaluation.quoting import Body, constant, load, quote_body, row
from pacecar.plan.values import TRUE
from pacecar.rulebook.rule import Each, Rule

_OF_ENTITIES = """
def cases(entities):
    bindings = []
    records = []
    for VARIABLE in entities:
        truth = WHERE
        if truth:
            bindings.append(BINDING)
            records.append(RECORD)
    return bindings, records
"""

_OF_BINDINGS = """
def cases(partial):
    bindings = []
    records = []
    for presence, lone, binding in partial:
        VARIABLES = binding
        truth = WHERE
        if truth:
            if presence < truth:
                truth = presence
            if lone:
                truth = 0
            bindings.append(binding)
            records.append(RECORD)
    return bindings, records
"""

_DECIDED_OF_ENTITIES = """
def decided(entities):
    kept = 0
    found = []
    for VARIABLE in entities:
        truth = WHERE
        if truth:
            held = REQUIRED
            if held == 2:
                kept += 1
            else:
                found.append((BINDING, held == 0 and truth == 2))
    return kept, found
"""

_DECIDED_OF_BINDINGS = """
def decided(partial):
    kept = 0
    found = []
    for presence, lone, binding in partial:
        VARIABLES = binding
        truth = WHERE
        if truth:
            held = REQUIRED
            if held == 2 and not lone:
                kept += 1
            else:
                found.append(
                    (binding, held == 0 and truth == 2 and presence == 2 and not lone)
                )
    return kept, found
"""


def is_of_entities(rule: Rule) -> bool:
    """Return whether a rule's cases are the entities of one collection, one by one."""
    sources = rule.sources_of_cases
    return len(sources) == 1 and isinstance(sources[0], Each)


def loops_over_cases(
    rule: Rule, parameters: dict[Node, str], requirement: Requirement, root: Env
) -> Mapping[str, Body]:
    """Return the definitions of `cases` and `decided`.

    They are called with the entities of the one collection that a rule is about, or else with
    what is bound so far: presence, whether a partner is unknown, and the values. `cases` returns
    bindings and, beside them, records; `decided` how many cases are kept, and of each other one
    the binding and whether it is broken (or else undetermined).
    """
    env = root.with_known(parameters)
    where = compile_expression(rule.where, env) if rule.where is not None else constant(TRUE)
    record = row([load("truth"), *requirement.columns(env)])
    required = compile_expression(rule.require, env)
    names = list(parameters.values())
    if is_of_entities(rule):
        (name,) = names
        bound: dict[str, ast.expr | Body | str] = {"VARIABLE": name, "BINDING": row([load(name)])}
        cases, decided = _OF_ENTITIES, _DECIDED_OF_ENTITIES
    else:
        variables = [ast.Name(name, ast.Store(), lineno=1, col_offset=0) for name in names]
        stored = ast.Tuple(list(variables), ast.Store(), lineno=1, col_offset=0)
        bound = {"VARIABLES": stored}
        cases, decided = _OF_BINDINGS, _DECIDED_OF_BINDINGS
    return {
        "cases": quote_body(cases, **bound, WHERE=where, RECORD=record),
        "decided": quote_body(decided, **bound, WHERE=where, REQUIRED=required),
    }
