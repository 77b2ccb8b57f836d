"""Everything that goes wrong, as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pacecar.plan.nodes import Flaw
from pacecar.service import problems
from pacecar.service.api.identity import request_id

MEDIA_TYPE: Final = "application/problem+json"
_KIND: Final = "urn:pacecar:problem:"

_STATUS: Final[Mapping[type[problems.ServiceProblem], tuple[str, HTTPStatus, str]]] = {
    problems.Unauthenticated: ("unauthenticated", HTTPStatus.UNAUTHORIZED, "No valid token"),
    problems.Forbidden: ("forbidden", HTTPStatus.FORBIDDEN, "Not allowed with this token"),
    problems.NotFound: ("not-found", HTTPStatus.NOT_FOUND, "There is no such thing"),
    problems.Unreadable: ("unreadable", HTTPStatus.UNPROCESSABLE_ENTITY, "It cannot be read"),
    problems.TooLarge: ("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "It is too large"),
    problems.KeyReused: (
        "key-reused",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The idempotency key came before with something else",
    ),
    problems.IllegalTransition: (
        "wrong-state",
        HTTPStatus.CONFLICT,
        "The present state does not allow this",
    ),
    problems.NotAcceptable: (
        "not-acceptable",
        HTTPStatus.CONFLICT,
        "It introduces errors",
    ),
    problems.Contended: ("contended", HTTPStatus.SERVICE_UNAVAILABLE, "Others were faster"),
    problems.Invalid: ("invalid", HTTPStatus.UNPROCESSABLE_ENTITY, "A value cannot be used"),
    problems.CannotJudge: (
        "cannot-judge",
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The check could not be run",
    ),
    problems.DatabaseProblem: (
        "database",
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database cannot be used",
    ),
}
_RETRY_SECONDS: Final = 5


def problem(
    request: Request,
    status: int,
    name: str,
    title: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return a problem as a response.

    Args:
        request: what was asked.
        status: the HTTP status.
        name: the last part of the problem's type, "" where the status says all.
        title: what kind of problem it is, the same each time.
        detail: what happened this time, and the way out.
        headers: more headers.
        more: more members, such as `errors`.
    """
    content = {
        "type": _KIND + name if name else "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
        "instance": request.url.path,
        "request_id": request_id(request),
        **more,
    }
    return JSONResponse(content, int(status), dict(headers or {}), MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Let an application answer with problems, whatever goes wrong in it."""
    app.add_exception_handler(problems.ServiceProblem, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _ours)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    name, status, title = next(
        (known for kind, known in _STATUS.items() if isinstance(error, kind)),
        ("refused", HTTPStatus.BAD_REQUEST, "It was refused"),
    )
    headers: dict[str, str] = {}
    more: dict[str, Any] = {}
    detail = str(error)
    if isinstance(error, problems.Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, problems.Unreadable):
        more["errors"] = [_flaw(flaw) for flaw in error.flaws]
    if isinstance(error, problems.NotAcceptable):
        more["check"] = error.check
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(_RETRY_SECONDS)
    if isinstance(error, problems.DatabaseProblem):
        # Its words may hold an address; they are for the log.
        structlog.get_logger().error("database", problem=detail)
        detail = "The database does not answer; try again later."
    return problem(request, status, name, title, detail, headers=headers, **more)


def _flaw(flaw: Flaw) -> dict[str, object]:
    """Return a flaw of what was sent, with its place."""
    file, span, pointer, cell = flaw.location
    place: dict[str, object] = {
        "file": file,
        "line": span.line,
        "column": span.column,
        "pointer": pointer,
    }
    if cell:
        place["cell"] = cell
    return {"rule": flaw.rule, "detail": flaw.message, "hint": flaw.hint, **place}


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for these
    errors = [
        {
            "in": str(entry["loc"][0]),
            "name": ".".join(map(str, entry["loc"][1:])),
            "detail": entry["msg"],
        }
        for entry in error.errors()
    ]
    said = "; ".join(f"{entry['name'] or entry['in']}: {entry['detail']}" for entry in errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(request, status, "malformed", "The request is malformed", said, errors=errors)


async def _of_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    status = HTTPStatus(error.status_code)
    detail = error.detail if error.detail != status.phrase else status.description
    return problem(
        request, status, "", status.phrase, detail or status.phrase, headers=error.headers
    )


async def _ours(request: Request, error: Exception) -> JSONResponse:
    """Answer for a mistake of ours; the log has the traceback, under the request's id."""
    structlog.get_logger().error("internal error", path=request.url.path, exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    detail = "This is our mistake; the log has more under the request's id."
    return problem(request, status, "internal", "Internal error", detail)
