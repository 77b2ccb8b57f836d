"""Where the parts of drawings stand: numbers for the SVG that the templates write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pacecar.service.overview.shares import Target, Year
from pacecar.service.overview.twins import Group, Twin

_BOX_WIDTH: Final = 226
_BOX_HEIGHT: Final = 42
_ACROSS: Final = 32
_DOWN: Final = 10
_EDGE: Final = 2
_LETTERS: Final = 32
"""Of a name in a box; the list beside the drawing has all of it."""

_BAR: Final = 34
_STEP: Final = 74
_LEFT: Final = 44
_TOP: Final = 26
_HEIGHT: Final = 200
_BELOW: Final = 40


@dataclass(frozen=True, slots=True)
class Box:
    """A twin in a drawing: its upper left corner, and the line from the one that it follows."""

    twin: Twin
    name: str
    x: int
    y: int
    line: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A group of twins as a drawing."""

    group: Group
    boxes: tuple[Box, ...]
    width: int
    height: int
    box_width: int = _BOX_WIDTH
    box_height: int = _BOX_HEIGHT


def graph_of(group: Group) -> Graph:
    """Return a drawing: the leader on the left, followers to the right of what they follow."""
    boxes: list[Box] = []
    row = 0
    for number, twin in enumerate(group.twins):
        # The first follower stands in its leader's row, each further one in a row of its own.
        if number and twin.parent != number - 1:
            row += 1
        x = _EDGE + twin.depth * (_BOX_WIDTH + _ACROSS)
        y = _EDGE + row * (_BOX_HEIGHT + _DOWN)
        line = _line(boxes[twin.parent], x, y) if twin.depth else ""
        boxes.append(Box(twin, _short(twin.name), x, y, line))
    width = max(box.x for box in boxes) + _BOX_WIDTH + _EDGE
    return Graph(group, tuple(boxes), width, boxes[-1].y + _BOX_HEIGHT + _EDGE)


def _line(followed: Box, x: int, y: int) -> str:
    """Return the path from the right side of a box to the left side of another."""
    half = _BOX_HEIGHT // 2
    begin = followed.x + _BOX_WIDTH
    return f"M{begin} {followed.y + half}H{begin + _ACROSS // 2}V{y + half}H{x}"


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"


@dataclass(frozen=True, slots=True)
class Bar:
    """A year in a chart: the bar of what is certain, and of what is possible above it."""

    year: Year
    x: int
    middle: int
    top: int
    height: int
    possible_top: int
    possible_height: int


@dataclass(frozen=True, slots=True)
class Aim:
    """A target in a chart: a stroke over its year's bar."""

    target: Target
    begin: int
    end: int
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Shares by year as a drawing; `lines` are heights with what they stand for."""

    bars: tuple[Bar, ...]
    aims: tuple[Aim, ...]
    lines: tuple[tuple[int, str], ...]
    width: int
    height: int
    left: int = _LEFT
    bottom: int = _TOP + _HEIGHT
    bar_width: int = _BAR


def chart_of(years: Sequence[Year]) -> Chart:
    """Return the chart of some years."""
    bars: list[Bar] = []
    aims: list[Aim] = []
    for number, year in enumerate(years):
        x = _LEFT + number * _STEP + (_STEP - _BAR) // 2
        low, high = _level(year.low or 0), _level(year.high or 0)
        bars.append(Bar(year, x, x + _BAR // 2, low, _level(0) - low, high, low - high))
        aims += [Aim(one, x - 14, x + _BAR + 14, _level(one.share)) for one in year.targets]
    lines = tuple((_level(part / 4), f"{part * 25}%") for part in range(5))
    width = _LEFT + len(years) * _STEP + 8
    return Chart(tuple(bars), tuple(aims), lines, width, _TOP + _HEIGHT + _BELOW)


def _level(share: float) -> int:
    return _TOP + round((1 - share) * _HEIGHT)
