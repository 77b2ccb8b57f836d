"""`/v1/waivers`: exceptions, given by tokens that may, for the company that they act for."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from pacecar.service import waiving
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.models import Problem, WaiverIn, WaiverOut, WaiverPage
from pacecar.service.api.paging import Cursor, Limit, next_page
from pacecar.service.problems import Invalid

router = APIRouter(prefix="/v1/waivers", tags=["waivers"])

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}}
    for status in (400, 401, 403, 404, 422, 429, 503)
}


@router.post(
    "", status_code=201, response_model=WaiverOut, responses=_PROBLEMS, summary="Give a waiver"
)
def give(response: Response, service: ServiceOf, who: Who, waiver: WaiverIn) -> WaiverOut:
    """Give a waiver for the token's company; every check from now on reads it."""
    try:
        until = date.fromisoformat(waiver.until)
    except ValueError:
        raise Invalid(f"{waiver.until} is a day that no calendar has.") from None
    given = waiving.give(
        service, who, rule=waiver.rule, subject=waiver.subject, until=until, reason=waiver.reason
    )
    response.headers["Location"] = f"/v1/waivers/{given.id}"
    return WaiverOut.of(given)


@router.get("", response_model=WaiverPage, responses=_PROBLEMS, summary="List waivers")
def list_waivers(  # noqa: PLR0913, PLR0917 - the filters
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    *,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> WaiverPage:
    """Return the waivers of one's own company, or all to an administrator, the latest first."""
    found = waiving.list_waivers(service, who, before=cursor, limit=limit + 1)
    shown = found[:limit]
    after = shown[-1].id if len(found) > limit else None
    return WaiverPage(
        items=[WaiverOut.of(one) for one in shown], next=next_page(request, response, after)
    )


@router.delete(
    "/{id}", response_model=WaiverOut, responses=_PROBLEMS, summary="Take a waiver out of force"
)
def revoke(service: ServiceOf, who: Who, id: str) -> WaiverOut:  # noqa: A002 - the path's name
    """Take a waiver out of force; it is kept, and reports made with it still can be made again."""
    return WaiverOut.of(waiving.revoke(service, who, id))
