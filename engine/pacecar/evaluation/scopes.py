"""`covers` and `overlap`: what a leadership has to do with a program."""

from __future__ import annotations

from typing import Any

from pacecar.evaluation.bounds import not_after
from pacecar.evaluation.sets import member_of
from pacecar.evaluation.truths import equal_text, is_none, same
from pacecar.plan.values import FALSE, INFINITY, TRUE, UNKNOWN, Blank, Items, State


def _common(asked: Items, given: Items) -> int:
    """Return whether two lists have an element in common."""
    if not asked.items and not asked.open:
        return FALSE
    found = max((member_of(item, given) for item in asked.items), default=FALSE)
    if found != TRUE and asked.open and (given.items or given.open):
        return UNKNOWN
    return found


def _if_asked(key: Any, met: int) -> int:
    """Return how a key that is not none is met: one that may turn out to be none asks nothing."""
    return max(UNKNOWN, met) if key.state is State.UNKNOWN else met


def _text_if_asked(key: str | Blank, text: str | Blank) -> int:
    if type(key) is str:
        return equal_text(key, text)
    return max(is_none(key), equal_text(key, text))


def _uses(technology: Any, program: Any) -> int:
    uses = program.technologies
    found = max((same(technology, use.technology) for use in uses.items), default=FALSE)
    return UNKNOWN if uses.open and found != TRUE else found


def _model_line(line: Any, program: Any) -> int:
    truth = _text_if_asked(line.segment, program.segment)
    if truth:
        truth = min(truth, _text_if_asked(line.body, program.body))
    if truth and line.programs.state is not State.NONE:
        truth = min(truth, _if_asked(line.programs, member_of(program, line.programs)))
    return truth


def covers(leadership: Any, program: Any) -> int:
    """`covers(leadership, program)`: every key that is there admits the program."""
    truth = TRUE
    region = leadership.region
    if region.state is not State.NONE:
        truth = min(truth, _if_asked(region, member_of(region, program.regions)))
    technology = leadership.technology
    if truth and technology.state is not State.NONE:
        truth = min(truth, _if_asked(technology, _uses(technology, program)))
    line = leadership.model_line
    if truth and line.state is not State.NONE:
        truth = min(truth, _if_asked(line, _model_line(line, program)))
    segments = leadership.segments
    if truth and segments.state is not State.NONE:
        truth = min(truth, _if_asked(segments, member_of(program.segment, segments)))
    regions = leadership.regions
    if truth and regions.state is not State.NONE:
        truth = min(truth, _if_asked(regions, _common(regions, program.regions)))
    families = leadership.families
    if truth and families.state is not State.NONE:
        truth = min(truth, _if_asked(families, member_of(program.platform.family, families)))
    if truth and leadership.since.state is not State.NONE:
        met = not_after(leadership.since, program.start)
        truth = min(truth, _if_asked(leadership.since, met))
    if truth and leadership.until.state is not State.NONE:
        met = not_after(program.start, leadership.until)
        truth = min(truth, _if_asked(leadership.until, met))
    return truth


def begins(element: Any) -> tuple[float, float]:
    """Return when a leadership or program begins; none is not bounded."""
    day = element.since if element.name_of_kind == "leaderships" else element.start
    return (-INFINITY, -INFINITY) if day.state is State.NONE else day


def ends(element: Any) -> tuple[float, float]:
    """Return when a leadership or program ends; none is not bounded."""
    day = element.until if element.name_of_kind == "leaderships" else element.end
    return (INFINITY, INFINITY) if day.state is State.NONE else day


def overlap(
    begin_a: tuple[float, float],
    end_a: tuple[float, float],
    begin_b: tuple[float, float],
    end_b: tuple[float, float],
) -> int:
    """Return `overlap(a, b)`: neither ends before the other begins."""
    return min(not_after(begin_a, end_b), not_after(begin_b, end_a))
