"""For those who run the service: whether it lives, whether it is ready, and its figures."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from pacecar.service.api import answers, kinds
from pacecar.service.api.metrics import MEDIA_TYPE
from pacecar.service.api.parameters import ONLY_KNOWN
from pacecar.service.api.resource_models import Ready
from pacecar.service.problems import DatabaseProblem

router = APIRouter(tags=["operations"], dependencies=[ONLY_KNOWN])

_TEXT = {"schema": {"type": "string"}}


@router.get(
    "/healthz",
    operation_id="isAlive",
    response_class=Response,
    responses={
        **answers.problems(usual=kinds.ANY),
        200: {
            "description": "It lives.",
            "content": {"text/plain": {**_TEXT, "example": "alive\n"}},
        },
    },
    summary="Whether the process lives",
)
async def health() -> Response:
    """Answer as long as the process can."""
    return Response("alive\n", media_type="text/plain")


@router.get(
    "/readyz",
    operation_id="isReady",
    response_model=Ready,
    responses={
        **answers.problems(kinds.DATABASE, usual=kinds.ANY),
        200: {"description": "It is ready."},
    },
    summary="Whether it can take in submissions",
)
def ready(request: Request) -> Ready:
    """Answer once the database answers and a rulebook is in force, until the service stops.

    `rulebook` says whether that is the one that this process was started with; it is ready with
    another one as well, and judges by it.
    """
    if request.app.state.stopping.is_set():
        raise DatabaseProblem("The service is stopping.")
    replaced = request.app.state.readiness()
    return Ready(status="ready", rulebook="replaced" if replaced else "in force")


@router.get(
    "/metrics",
    operation_id="readFigures",
    response_class=Response,
    responses={
        **answers.problems(kinds.DATABASE, usual=kinds.ANY),
        200: {
            "description": "The figures, as Prometheus reads them.",
            "content": {MEDIA_TYPE: {**_TEXT, "example": "pacecar_portfolio_version 3.0\n"}},
        },
    },
    summary="Figures for Prometheus",
)
def figures(request: Request) -> Response:
    """Return the figures of this server process."""
    return Response(request.app.state.metrics.render(), headers={"Content-Type": MEDIA_TYPE})
