"""For those who run the service: whether it lives, whether it is ready, and its figures."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from pacecar.service.api import metrics
from pacecar.service.api.identity import ServiceOf
from pacecar.service.api.models import Problem, Ready
from pacecar.service.problems import DatabaseProblem
from pacecar.service.storage.ledger import in_force

router = APIRouter(tags=["operations"])


@router.get("/healthz", response_class=Response, summary="Whether the process lives")
async def health() -> Response:
    """Answer as long as the process can."""
    return Response("alive\n", media_type="text/plain")


@router.get(
    "/readyz",
    response_model=Ready,
    responses={503: {"model": Problem, "content": {"application/problem+json": {}}}},
    summary="Whether it can take in submissions",
)
def ready(request: Request, service: ServiceOf) -> Ready:
    """Answer once the database answers and a rulebook is in force, until the service stops."""
    if request.app.state.stopping.is_set():
        raise DatabaseProblem("The service is stopping.")
    with service.database.reading() as connection:
        if not in_force(connection).rulebook:
            raise DatabaseProblem("No rulebook is in force.")
    return Ready(status="ready")


@router.get("/metrics", response_class=Response, summary="Figures for Prometheus")
def figures(request: Request) -> Response:
    """Return the figures of this server process."""
    return Response(request.app.state.metrics.render(), media_type=metrics.MEDIA_TYPE)
