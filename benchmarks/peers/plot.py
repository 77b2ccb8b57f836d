"""A plot of lines over two logarithmic axes, as SVG that can be read on light and on dark."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Final, NamedTuple

_WIDTH: Final = 860
_HEIGHT: Final = 470
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 200, 50, 50
_LINE_HEIGHT: Final = 15
"""Between two names at the ends of lines."""

_STYLE: Final = """
svg { font: 12px system-ui, sans-serif; background: #ffffff; }
text { fill: #24292f; } .title { font-size: 14px; font-weight: 600; }
.grid { stroke: #d8dee4; stroke-width: 1; } .tick { fill: #57606a; }
.line { fill: none; stroke: #8c959f; stroke-width: 1.5; } .dot { fill: #8c959f; }
.lead { stroke: #8c959f; stroke-width: 0.75; stroke-dasharray: 2 2; fill: none; }
.own .line { stroke: #0969da; stroke-width: 3; } .own .dot { fill: #0969da; }
.own text { fill: #0969da; font-weight: 600; }
.base .line { stroke: #bc4c00; stroke-width: 2; } .base .dot { fill: #bc4c00; }
.base text { fill: #bc4c00; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; } text { fill: #e6edf3; }
  .grid { stroke: #30363d; } .tick { fill: #9198a1; }
  .line { stroke: #767e89; } .dot { fill: #767e89; } .lead { stroke: #767e89; }
  .own .line { stroke: #4493f8; } .own .dot { fill: #4493f8; } .own text { fill: #4493f8; }
  .base .line { stroke: #f0883e; } .base .dot { fill: #f0883e; } .base text { fill: #f0883e; }
}
"""

_HEAD: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
    f'width="{_WIDTH}" height="{_HEIGHT}" role="img">'
)


class Line(NamedTuple):
    """A line: its name, its kind ("own", "base" or "peer"), and its points."""

    name: str
    kind: str
    points: Sequence[tuple[float, float]]


def plot(
    title: str,
    lines: Sequence[Line],
    *,
    across: Callable[[float], str],
    up: Callable[[float], str],
) -> str:
    """Return the SVG of some lines, of which at least one has points.

    Args:
        title: stands above, and says what goes up and across.
        lines: what is drawn; those of kind "own" last, above the others.
        across: writes a value below the horizontal axis.
        up: writes a value beside the vertical axis.
    """
    drawn = [line for line in lines if line.points]
    xs = [x for line in drawn for x, _ in line.points]
    ys = [y for line in drawn for _, y in line.points]
    axes = _Axes(min(xs), max(xs), 10 ** math.floor(_log(min(ys))), 10 ** math.ceil(_log(max(ys))))
    return "\n".join(
        [
            _HEAD,
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            _text(_LEFT, 24, title, "title"),
            *_grid(axes, sorted(set(xs)), across, up),
            *_drawn(axes, drawn),
            "</svg>\n",
        ]
    )


class _Axes(NamedTuple):
    """The ends of both axes, and where a value lies between them."""

    least_x: float
    most_x: float
    least_y: float
    most_y: float

    def x(self, value: float) -> float:
        """Return how far to the right a value lies."""
        return _LEFT + _share(value, self.least_x, self.most_x) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Return how far down a value lies."""
        height = _HEIGHT - _TOP - _BOTTOM
        return _TOP + (1 - _share(value, self.least_y, self.most_y)) * height


def _share(value: float, least: float, most: float) -> float:
    whole = _log(most) - _log(least)
    return (_log(value) - _log(least)) / whole if whole else 0.5


def _log(value: float) -> float:
    return math.log10(value)


def _grid(
    axes: _Axes, xs: Sequence[float], across: Callable[[float], str], up: Callable[[float], str]
) -> Iterator[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    exponents = range(round(_log(axes.least_y)), round(_log(axes.most_y)) + 1)
    for value in (10.0**exponent for exponent in exponents):
        y = axes.y(value)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
        yield _text(_LEFT - 8, y + 4, up(value), "tick", "end")
    for value in xs:
        x = axes.x(value)
        yield f'<line class="grid" x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{bottom}"/>'
        yield _text(x, bottom + 20, across(value), "tick", "middle")


def _drawn(axes: _Axes, lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines, and their names at their ends, moved apart where they would overlap."""
    ends = {line.name: axes.y(line.points[-1][1]) for line in lines}
    places = apart(ends, _TOP, _HEIGHT - _BOTTOM)
    for line in lines:
        path = " ".join(f"{axes.x(x):.1f},{axes.y(y):.1f}" for x, y in line.points)
        last_x = axes.x(line.points[-1][0])
        at = _WIDTH - _RIGHT + 22
        yield f'<g class="{line.kind}">'
        lead = f"{last_x + 4:.1f},{ends[line.name]:.1f} {at - 4},{places[line.name]:.1f}"
        yield f'<polyline class="lead" points="{lead}"/>'
        yield f'<polyline class="line" points="{path}"/>'
        for x, y in line.points:
            yield f'<circle class="dot" cx="{axes.x(x):.1f}" cy="{axes.y(y):.1f}" r="3"/>'
        yield _text(at, places[line.name] + 4, line.name)
        yield "</g>"


def apart(wanted: dict[str, float], least: float, most: float) -> dict[str, float]:
    """Return places as near to the wanted ones as leaves room between them, in their order."""
    names = sorted(wanted, key=lambda name: (wanted[name], name))
    places: dict[str, float] = {}
    free = least
    for name in names:
        places[name] = max(wanted[name], free)
        free = places[name] + _LINE_HEIGHT
    end = most
    for name in reversed(names):
        places[name] = min(places[name], end)
        end = places[name] - _LINE_HEIGHT
    return places


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{named} text-anchor="{anchor}">{escape(text)}</text>'
