"""`/v1/waivers`: exceptions, given by tokens that may, for the company that they act for."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request, Response

from pacecar.service import waiving
from pacecar.service.api import answers, kinds
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.paging import Cursor, next_page
from pacecar.service.api.parameters import ONLY_KNOWN, Limit, WaiverId
from pacecar.service.api.resource_models import WaiverIn, WaiverOut, WaiverPage
from pacecar.service.api.strict import StrictRoute
from pacecar.service.problems import Invalid

router = APIRouter(
    prefix="/v1/waivers",
    tags=["waivers"],
    dependencies=[ONLY_KNOWN],
    route_class=StrictRoute,
)


@router.post(
    "",
    operation_id="giveWaiver",
    status_code=201,
    response_model=WaiverOut,
    responses={
        **answers.problems(kinds.INVALID, kinds.TOO_LARGE),
        200: {
            "description": "The company gave the very same before; it is that one.",
            "headers": answers.LOCATION,
        },
        201: {
            "description": "It is given.",
            "headers": answers.LOCATION,
            "links": {
                name: {"operationId": name, "parameters": {"waiver": "$response.body#/id"}}
                for name in ("readWaiver", "revokeWaiver")
            },
        },
    },
    summary="Give a waiver",
)
def give(response: Response, service: ServiceOf, who: Who, waiver: WaiverIn) -> WaiverOut:
    """Give a waiver for the token's company; every check from now on reads it.

    The same waiver given again, in all words alike, is answered with 200 and the one that there
    is: a request whose answer was lost can be sent again.
    """
    try:
        until = date.fromisoformat(waiver.until)
    except ValueError:
        raise Invalid(f"{waiver.until} is a day that no calendar has.") from None
    given = waiving.give(
        service, who, rule=waiver.rule, subject=waiver.subject, until=until, reason=waiver.reason
    )
    if given.repeated:
        response.status_code = 200
    response.headers["Location"] = f"/v1/waivers/{given.waiver.id}"
    return WaiverOut.of(given.waiver)


@router.get(
    "",
    operation_id="listWaivers",
    response_model=WaiverPage,
    responses={
        **answers.problems(),
        200: {"description": "A page of waivers.", "headers": answers.NEXT},
    },
    summary="List waivers",
)
def list_waivers(  # noqa: PLR0913 - the filters
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


@router.get(
    "/{waiver}",
    operation_id="readWaiver",
    response_model=WaiverOut,
    responses={**answers.problems(kinds.NOT_FOUND), 200: {"description": "The waiver."}},
    summary="Read a waiver",
)
def read(service: ServiceOf, who: Who, waiver: WaiverId) -> WaiverOut:
    """Return a waiver of one's own company, or any to an administrator."""
    return WaiverOut.of(waiving.waiver(service, who, waiver))


@router.delete(
    "/{waiver}",
    operation_id="revokeWaiver",
    response_model=WaiverOut,
    responses={
        **answers.problems(kinds.NOT_FOUND),
        200: {"description": "The waiver as it is now."},
    },
    summary="Take a waiver out of force",
)
def revoke(service: ServiceOf, who: Who, waiver: WaiverId) -> WaiverOut:
    """Take a waiver out of force; it is kept, and reports made with it still can be made again."""
    return WaiverOut.of(waiving.revoke(service, who, waiver))
