"""`/portfolio`: who leads and sells where, the twins, and the share on common platforms."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from pacecar.service.pages.drawing import chart_of, graph_of
from pacecar.service.pages.templates import page
from pacecar.service.pages.visiting import PageRoute, VisitorOf

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_MOST_DRAWN: Final = 100
"""Groups of twins that are drawn; the list has all of them."""


@router.get("/portfolio")
def shown(request: Request, visitor: VisitorOf) -> Response:
    """Return the page of the portfolio in force; before the first one, what to do."""
    overview = request.app.state.overviews.overview(visitor.who)
    if overview is None:
        return page(request, "portfolio.html", {"overview": None})
    present = overview.twins.present
    values = {
        "overview": overview,
        "graphs": [graph_of(group) for group in present[:_MOST_DRAWN]],
        "followers": sum(len(group.followers) for group in present),
        "undrawn": max(0, len(present) - _MOST_DRAWN),
        "chart": chart_of(overview.shares.years),
    }
    return page(request, "portfolio.html", values)
