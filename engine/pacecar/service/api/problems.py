"""Everything that goes wrong, as `application/problem+json` (RFC 9457), or as a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from pacecar.plan.nodes import Flaw
from pacecar.service import problems
from pacecar.service.api import kinds
from pacecar.service.api.accepting import prefers_page
from pacecar.service.api.identity import request_id
from pacecar.service.api.kinds import Kind

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_RETRY_SECONDS: Final = 5
_CLOSING: Final = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
)
"""After these the rest of the body may still come; the connection is not used again."""

_MOST_SHOWN: Final = 500


class Refused(HTTPException):
    """A request that is refused before the service is asked; also from within a body."""

    def __init__(
        self, kind: Kind, detail: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        """Say which kind of problem it is, and what happened this time."""
        super().__init__(int(kind.status), detail, dict(headers or {}))
        self.kind = kind
        self.more = more


def problem(
    scope: Scope,
    kind: Kind,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Return a problem as a response: a page to browsers, to all others a JSON document.

    Who writes pages is `app.state.problem_page`.

    Args:
        scope: of the request.
        kind: what kind of problem it is.
        detail: what happened this time, and the way out.
        headers: more headers.
        more: more members, such as `errors`.
    """
    sent = {**(headers or {}), "Vary": "Accept"}
    if kind.status in _CLOSING:
        sent["Connection"] = "close"
    if kind.status == HTTPStatus.SERVICE_UNAVAILABLE:
        sent.setdefault("Retry-After", str(_RETRY_SECONDS))
    if prefers_page(Headers(scope=scope).get("Accept", "")):
        page: Response = scope["app"].state.problem_page(Request(scope), kind, detail, sent)
        return page
    content = {
        "type": kind.type,
        "title": kind.title,
        "status": int(kind.status),
        "detail": detail,
        "instance": scope["path"][:_MOST_SHOWN],
        "request_id": request_id(scope),
        **more,
    }
    # What a client sent may hold half a character, which only an escape can stand for.
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, int(kind.status), sent, kinds.MEDIA_TYPE)


def internal(scope: Scope, error: Exception) -> Response:
    """Answer for a mistake of ours; the log says where, under the request's id."""
    structlog.get_logger().error("internal error", exc_info=error)
    return problem(scope, kinds.INTERNAL, kinds.INTERNAL.example)


def install(app: FastAPI) -> None:
    """Let an application answer with problems, whatever goes wrong in it."""
    app.add_exception_handler(problems.ServiceProblem, _of_service)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _of_http)


async def _of_service(request: Request, error: Exception) -> Response:
    kind = next(known for of, known in kinds.OF_SERVICE.items() if isinstance(error, of))
    headers: dict[str, str] = {}
    more: dict[str, Any] = {}
    detail = str(error)
    if isinstance(error, problems.Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, problems.Unreadable):
        more["errors"] = [_flaw(flaw) for flaw in error.flaws]
    if isinstance(error, problems.NotAcceptable):
        more["check"] = error.check
    if isinstance(error, problems.DatabaseProblem):
        # Its words may hold an address; they are for the log.
        structlog.get_logger().error("database", problem=detail)
        detail = kinds.DATABASE.example
    return problem(request.scope, kind, detail, headers, **more)


def _flaw(flaw: Flaw) -> dict[str, object]:
    """Return a flaw of what was sent, with its place."""
    file, span, pointer = flaw.location
    place: dict[str, object] = {
        "file": file,
        "line": span.line,
        "column": span.column,
        "pointer": pointer,
    }
    if span.cell:
        place["cell"] = span.cell
    return {"rule": flaw.rule, "detail": flaw.message, "hint": flaw.hint, **place}


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for these
    found = error.errors()
    if all(entry["loc"][0] == "path" for entry in found):
        # What no id can be is no submission's.
        return problem(request.scope, kinds.NOT_FOUND, "There is nothing here.")
    errors = [
        {
            "in": str(entry["loc"][0]),
            "name": ".".join(map(str, entry["loc"][1:])),
            "detail": entry["msg"],
        }
        for entry in found
    ]
    said = "; ".join(f"{entry['name'] or entry['in']}: {entry['detail']}" for entry in errors)
    return problem(request.scope, kinds.MALFORMED, said, errors=errors)


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    headers = error.headers or {}
    if isinstance(error, Refused):
        return problem(request.scope, error.kind, error.detail, headers, **error.more)
    kind = kinds.OF_STATUS[error.status_code]
    detail = error.detail
    if kind is kinds.NO_METHOD:
        headers = {**headers, "Allow": _allowed(request)}
        detail = f"Allowed: {headers['Allow']}."
    if kind is kinds.NOT_FOUND:
        detail = "There is nothing at this address; /v1/openapi.json says what the API has."
    return problem(request.scope, kind, detail, headers)


def _allowed(request: Request) -> str:
    """Return the methods of a path: of all its routes, where the framework names the first's."""
    return ", ".join(
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    )
