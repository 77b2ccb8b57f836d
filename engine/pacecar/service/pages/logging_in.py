"""`/login` and `/logout`: a token for a session, and the session's end."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from pacecar.service import sessions
from pacecar.service.api.identity import principal_of, service_of
from pacecar.service.pages.templates import page
from pacecar.service.pages.visiting import (
    COOKIE,
    PageRoute,
    VisitorOf,
    form_of,
    own_path,
    see,
    text_of,
)
from pacecar.service.problems import Unauthenticated

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_BEFORE: Final = "pacecar_login"
"""The cookie of somebody who is about to log in: no other site can log a browser in."""

_SECONDS: Final = sessions.HOURS * 3600


@router.get("/login")
def form(request: Request, to: Annotated[str, Query(max_length=200)] = "/") -> Response:
    """Return the form for a token."""
    return _form(request, own_path(to))


def _form(request: Request, to: str, problem: str = "", status: int = 200) -> Response:
    secret = secrets.token_urlsafe(32)
    request.state.form_key = sessions.form_key(secret)
    response = page(request, "login.html", {"to": to, "problem": problem}, status=status)
    _set(response, request, _BEFORE, secret)
    return response


@router.post("/login")
async def log_in(request: Request) -> Response:
    """Begin a session, and go on to where somebody wanted to go."""
    request.state.form_key = sessions.form_key(request.cookies.get(_BEFORE, "") or "none")
    given = await form_of(request)
    to = own_path(text_of(given, "to"))

    def begin() -> str:
        token = text_of(given, "token").strip()
        principal_of(request, token)
        return sessions.begin(service_of(request), token)

    try:
        secret = await run_in_threadpool(begin)
    except Unauthenticated as problem:
        return _form(request, to, str(problem), HTTPStatus.UNAUTHORIZED)
    response = see(to)
    _set(response, request, COOKIE, secret)
    response.delete_cookie(_BEFORE)
    return response


@router.post("/logout")
async def log_out(request: Request, visitor: VisitorOf) -> Response:  # noqa: ARG001 - must be one
    """End the session."""
    await form_of(request)
    secret = request.cookies[COOKIE]
    await run_in_threadpool(sessions.end, service_of(request), secret)
    response = see("/login")
    response.delete_cookie(COOKIE)
    return response


def _set(response: Response, request: Request, name: str, secret: str) -> None:
    response.set_cookie(
        name,
        secret,
        max_age=_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
