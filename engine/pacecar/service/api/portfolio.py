"""`/v1/portfolio`: what is accepted, now and before."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from pacecar.service import portfolio as portfolios
from pacecar.service.api import validators
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.models import PortfolioOut, Problem, VersionOut, VersionPage
from pacecar.service.api.paging import Limit, next_page

router = APIRouter(prefix="/v1/portfolio", tags=["portfolio"])

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}}
    for status in (401, 403, 404, 422, 429, 503)
}


@router.get(
    "",
    response_model=PortfolioOut,
    responses={**_PROBLEMS, 304: {"description": "Not modified"}},
    summary="Read the portfolio",
)
def read(
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    *,
    version: Annotated[int | None, Query(ge=1, le=2**53, description="An earlier one.")] = None,
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
    "/versions", response_model=VersionPage, responses=_PROBLEMS, summary="List its versions"
)
def versions(  # noqa: PLR0913, PLR0917 - the filters
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    *,
    cursor: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Limit = 50,
) -> VersionPage:
    """Return the versions of the portfolio, the latest first."""
    found = portfolios.versions(service, who, before=cursor, limit=limit + 1)
    shown = found[:limit]
    after = str(shown[-1].version) if len(found) > limit else None
    return VersionPage(
        items=[VersionOut.of(one) for one in shown], next=next_page(request, response, after)
    )
