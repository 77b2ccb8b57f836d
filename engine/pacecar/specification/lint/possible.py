"""Which outcomes a rule can have, told from its typed tree."""

from __future__ import annotations

from pacecar.plan.fields import ListOf
from pacecar.rulebook.rule import Each, Grouped, Rule, Within
from pacecar.rulebook.tree import (
    Attribute,
    Call,
    Compare,
    Expression,
    Literal_,
    PlanHeader,
    Variable,
)
from pacecar.rulebook.trees import conjuncts, parts


def possible_outcomes(rule: Rule) -> list[str]:
    """Return the tags of the outcomes that a rule can have.

    A rule can be undetermined if something that `for`, `where` or `require` looks at can be
    unknown. It cannot be not applicable where it `requires` the one entity that it is about, nor
    where it is about each entity of a collection without condition.
    """
    found = ["accept", "reject"]
    if _may_be_undetermined(rule):
        found.append("undetermined")
    if _may_be_not_applicable(rule):
        found.append("not-applicable")
    return found


def _may_be_undetermined(rule: Rule) -> bool:
    looked_at = [rule.require, *([rule.where] if rule.where is not None else [])]
    for source in rule.sources_of_cases:
        if isinstance(source, Within):
            looked_at.append(source.source)
        elif isinstance(source, Grouped) and source.condition is not None:
            looked_at.append(source.condition)
    return any(map(_may_be_unknown, looked_at))


def _may_be_unknown(node: Expression) -> bool:
    if isinstance(node, Call) and node.function == "known":
        return False
    if isinstance(node, Attribute):
        always = {Variable: "id", PlanHeader: "as_of"}
        return node.field != always.get(type(node.of))
    if isinstance(node, Call) and node.function in ("covers", "overlap"):
        return True
    return any(map(_may_be_unknown, parts(node)))


def _may_be_not_applicable(rule: Rule) -> bool:
    if any(isinstance(source, Within) for source in rule.sources_of_cases):
        return True
    grouped = [source for source in rule.sources_of_cases if isinstance(source, Grouped)]
    if any(source.condition is not None or _has_list_key(source) for source in grouped):
        return True
    asked = conjuncts(rule.where) if rule.where is not None else ()
    return any(not _asks_for_required(part, rule) for part in asked)


def _has_list_key(source: Grouped) -> bool:
    return any(isinstance(key.type, ListOf) for _, key in source.keys)


def _asks_for_required(node: Expression, rule: Rule) -> bool:
    """Return whether a condition is `x.id == 'name'` of an entity that the rule requires."""
    match node:
        case Compare(operator="==", left=Attribute(Variable(name), "id"), right=Literal_(value)):
            collections = {
                source.collection
                for source in rule.sources_of_cases
                if isinstance(source, Each) and source.variable.name == name
            }
            return any((one, value) in rule.requires for one in collections)
    return False
