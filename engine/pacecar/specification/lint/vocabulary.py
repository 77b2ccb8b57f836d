"""Steps and their definitions: each text must mean one thing, and each definition be of use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from inspect import getsourcefile, getsourcelines, signature
from pathlib import Path

from pytest_bdd.parser import Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from pacecar.specification import steps
from pacecar.specification.lint.finding import Finding, shown
from pacecar.specification.lint.reading import ReadFeature

_ATTACHED = {"datatable": "table", "docstring": "text"}


def definitions() -> list[StepFunctionContext]:
    """Return the definitions of all steps there are."""
    registered = step_function_context_registry.values()
    return [one for one in registered if one.step_func.__module__ == steps.__name__]


def matching(step: Step, known: Iterable[StepFunctionContext]) -> list[StepFunctionContext]:
    """Return the definitions that a step's text matches."""
    return [
        one for one in known if one.type in (None, step.type) and one.parser.is_matching(step.name)
    ]


def unheard_steps(feature: ReadFeature, known: Sequence[StepFunctionContext]) -> Iterator[Finding]:
    """Yield the steps that mean nothing, or two things, or ignore what is attached to them."""
    seen: set[tuple[int, str]] = set()
    for example in feature.examples:
        for step in example.steps:
            if (step.line_number, step.name) in seen:
                continue
            seen.add((step.line_number, step.name))
            for message, hint in _problems(step, known):
                place = (shown(feature.path), step.line_number, step.indent + 1)
                yield Finding(*place, "steps", message, hint)


def unused(
    features: Iterable[ReadFeature], known: Sequence[StepFunctionContext]
) -> Iterator[Finding]:
    """Yield the definitions that no step of any feature uses."""
    texts = {(step.type, step.name): step for f in features for e in f.examples for step in e.steps}
    used = {id(one) for step in texts.values() for one in matching(step, known)}
    for one in known:
        if id(one) not in used:
            file = shown(Path(getsourcefile(one.step_func) or ""))
            line = getsourcelines(one.step_func)[1]
            message = f"No feature uses this step: {one.parser.name}"
            yield Finding(file, line, 1, "steps", message, "Use it in an example, or take it out.")


def _problems(step: Step, known: Sequence[StepFunctionContext]) -> Iterator[tuple[str, str]]:
    found = matching(step, known)
    if not found:
        yield f"There is no step `{step.name}`.", "`pacecar spec steps` lists those there are."
        return
    if len(found) > 1:
        names = ", ".join(sorted(one.step_func.__name__ for one in found))
        yield f"`{step.name}` is {len(found)} steps: {names}.", "Let their texts differ."
        return
    taken = signature(found[0].step_func).parameters
    for attached, word in _ATTACHED.items():
        given = getattr(step, attached) is not None
        if given and attached not in taken:
            yield f"`{step.name}` takes no {word}, and would ignore it.", f"Take the {word} out."
        if attached in taken and not given:
            yield f"`{step.name}` has no {word}.", f"Write a {word} below it."
