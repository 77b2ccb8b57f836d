"""`/v1/portfolio`: what is accepted, now and before."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from pacecar.service import portfolio as portfolios
from pacecar.service.api import answers, kinds, validators
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.paging import next_page
from pacecar.service.api.parameters import ONLY_KNOWN, Limit
from pacecar.service.api.resource_models import PortfolioOut, VersionOut, VersionPage

router = APIRouter(prefix="/v1/portfolio", tags=["portfolio"], dependencies=[ONLY_KNOWN])

_MOST: Final = 2**53


@router.get(
    "",
    operation_id="readPortfolio",
    response_model=PortfolioOut,
    responses={
        **answers.problems(kinds.NOT_FOUND, kinds.CANNOT_JUDGE),
        **answers.with_etag("The portfolio, and its report by what is in force now."),
    },
    summary="Read the portfolio",
)
def read(
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    *,
    version: Annotated[
        int | None, Query(ge=1, le=_MOST, description="An earlier one; else that in force.")
    ] = None,
) -> Any:
    """Return the accepted portfolio and its report by the rulebook and waivers in force."""
    found = portfolios.portfolio(service, who, version)
    etag = validators.etag_of(found.version.version, found.report_digest)
    if (unchanged := validators.not_modified(request, etag)) is not None:
        return unchanged
    validators.keep(response, etag)
    return PortfolioOut(
        version=VersionOut.of(found.version),
        report_digest=found.report_digest,
        report=json.loads(found.report),
    )


@router.get(
    "/versions",
    operation_id="listVersions",
    response_model=VersionPage,
    responses={
        **answers.problems(),
        200: {"description": "A page of versions.", "headers": answers.NEXT},
    },
    summary="List its versions",
)
def versions(  # noqa: PLR0913 - the filters
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    *,
    cursor: Annotated[
        int | None, Query(ge=1, le=_MOST, description="From the `next` of the page before.")
    ] = None,
    limit: Limit = 50,
) -> VersionPage:
    """Return the versions of the portfolio, the latest first."""
    found = portfolios.versions(service, who, before=cursor, limit=limit + 1)
    shown = found[:limit]
    after = str(shown[-1].version) if len(found) > limit else None
    return VersionPage(
        items=[VersionOut.of(one) for one in shown], next=next_page(request, response, after)
    )
