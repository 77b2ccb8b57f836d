"""A plan's own values for rules' parameters."""

from __future__ import annotations

from collections.abc import Mapping

from pacecar.plan.fields import Date
from pacecar.plan.portfolio import Setting
from pacecar.rulebook.building import assemble, build
from pacecar.rulebook.draft import Draft, ParameterDraft
from pacecar.rulebook.library import Library
from pacecar.rulebook.literals import literal
from pacecar.rulebook.problems import (
    Problems,
    RulebookError,
    RulebookProblem,
    did_you_mean,
    listed,
)
from pacecar.rulebook.rule import Rulebook
from pacecar.rulebook.tree import Literal_


def with_settings(rulebook: Rulebook, settings: Mapping[str, Mapping[str, Setting]]) -> Rulebook:
    """Return the rulebook with a plan's values for its rules' parameters in force.

    Rules that are concerned get a digest of their own, and so does the rulebook.

    Args:
        rulebook: as `load_rulebook` returns it.
        settings: `plan.settings`: values by rule (its id, or an alias), then parameter.

    Raises:
        RulebookError: with every setting that does not fit, at its place in the plan.
    """
    library = rulebook.library
    if not settings or not isinstance(library, Library):
        return rulebook
    problems = Problems()
    rules = {rule.id: rule for rule in rulebook.rules}
    aliases = {alias: rule.id for rule in rulebook.rules for alias in rule.aliases}
    for name, values in sorted(settings.items()):
        draft = rulebook.drafts.get(aliases.get(name, name))
        if not isinstance(draft, Draft):
            hint = did_you_mean(name, rules)
            for value in values.values():
                problems.add(_problem(value, f"There is no rule `{name}`.", hint))
            continue
        given = _fitting(draft, values, problems)
        if given:
            made = build(draft, library, misfits := Problems(), given)
            if made is not None:
                rules[draft.id] = made
            for problem in misfits.sorted():
                first = min(given.values(), key=lambda value: (value.file, value.line))
                message = f"With this value the rule {draft.id} is no good: {problem.message}"
                problems.add(
                    RulebookProblem(first.file, first.line, first.column, message, problem.hint)
                )
    if len(problems):
        raise RulebookError(problems.sorted())
    return assemble(tuple(rules.values()), library, rulebook.drafts)


def _fitting(
    draft: Draft, values: Mapping[str, Setting], problems: Problems
) -> dict[str, ParameterDraft]:
    """Return the values that are of the kind that the rule's own are."""
    given = {}
    for parameter, value in values.items():
        if parameter not in draft.parameters:
            known = listed(sorted(draft.parameters), "and") if draft.parameters else "none"
            hint = did_you_mean(parameter, draft.parameters) or f"It has {known}."
            message = f"The rule {draft.id} has no parameter `{parameter}`."
            problems.add(_problem(value, message, hint))
            continue
        _, own = draft.parameters[parameter]
        before = literal(own.text, plain=own.plain)
        dated = before is not None and isinstance(before.type, Date)
        after = literal(value.text, plain=value.plain, dated=dated)
        if before is None or after is None or type(before.type) is not type(after.type):
            what = _kind(before)
            message = f"`{parameter}` of {draft.id} is {what}; `{value.text}` is not."
            problems.add(_problem(value, message, f"The rule's own value is {own.text}."))
            continue
        given[parameter] = ParameterDraft(
            value.text, value.plain, value.file, value.line, value.column, dated
        )
    return given


def _kind(value: Literal_ | None) -> str:
    names = {"Number": "a number", "Date": "a date", "Truth": "true or false"}
    return names.get(type(value.type).__name__, "a text") if value else "a text"


def _problem(value: Setting, message: str, hint: str) -> RulebookProblem:
    return RulebookProblem(value.file, value.line, value.column, message, hint)
