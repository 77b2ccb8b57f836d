"""The innermost loop of a rule: its cases and their records, in one compiled function.

It is compiled whole, so that no function is called for a case that the rule itself does not
need: most of a check is spent here.
"""

from __future__ import annotations

import ast

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


def is_of_entities(rule: Rule) -> bool:
    """Return whether a rule's cases are the entities of one collection, one by one."""
    sources = rule.sources_of_cases
    return len(sources) == 1 and isinstance(sources[0], Each)


def loop_over_cases(
    rule: Rule, parameters: dict[Node, str], requirement: Requirement, root: Env
) -> Body:
    """Return the definition of `cases`, which returns bindings and, beside them, records.

    It is called with the entities of the one collection that a rule is about, or else with what
    is bound so far: presence, whether a partner is unknown, and the values.
    """
    env = root.with_known(parameters)
    where = compile_expression(rule.where, env) if rule.where is not None else constant(TRUE)
    record = row([load("truth"), *requirement.columns(env)])
    names = list(parameters.values())
    if is_of_entities(rule):
        (name,) = names
        binding = row([load(name)])
        return quote_body(_OF_ENTITIES, VARIABLE=name, WHERE=where, BINDING=binding, RECORD=record)
    variables = ast.Tuple(
        [ast.Name(name, ast.Store(), lineno=1, col_offset=0) for name in names],
        ast.Store(),
        lineno=1,
        col_offset=0,
    )
    return quote_body(_OF_BINDINGS, VARIABLES=variables, WHERE=where, RECORD=record)
