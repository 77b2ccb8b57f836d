"""Who visits: sessions in cookies, forms that only our own pages can make, errors as pages."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode, urlsplit

import structlog
from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from pacecar.service import sessions
from pacecar.service.api import kinds
from pacecar.service.api.identity import request_id, service_of
from pacecar.service.api.kinds import Kind
from pacecar.service.api.problems import Refused
from pacecar.service.pages.templates import page
from pacecar.service.problems import (
    DatabaseProblem,
    Forbidden,
    NotAcceptable,
    ServiceProblem,
    Unauthenticated,
)
from pacecar.service.sessions import Visitor
from pacecar.service.tokens import hash_of

COOKIE: Final = "pacecar_session"
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{16,128}")
_OURS: Final = re.compile(r"/(?:[a-z]+(?:/[A-Za-z0-9_-]+)*)?")
_FIELD_BYTES: Final = 64 * 1024
_FORM_FIELDS: Final = 20


class PageRoute(APIRoute):
    """A route that answers with pages, also where something is refused."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, with problems told as pages."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handle(request)
            except Unauthenticated as problem:
                return _to_login(request, problem)
            except ServiceProblem as problem:
                return _of_service(request, problem)
            except Refused as refused:
                return refusal(request, refused.kind, refused.detail, refused.headers)
            except RequestValidationError:
                return refusal(request, kinds.NOT_FOUND, "There is no page at this address.")
            except HTTPException as problem:
                # A form that cannot be read.
                return refusal(request, kinds.AMBIGUOUS, str(problem.detail))

        return told


def refusal(
    request: Request,
    kind: Kind,
    detail: str,
    headers: Any = None,
) -> Response:
    """Return the page that says what is refused, and why."""
    values = {"title": kind.title, "detail": detail, "request_id": request_id(request.scope)}
    return page(
        request, "problem.html", values, status=int(kind.status), headers=dict(headers or {})
    )


def _of_service(request: Request, problem: ServiceProblem) -> Response:
    kind = next(known for of, known in kinds.OF_SERVICE.items() if isinstance(problem, of))
    detail = str(problem)
    if isinstance(problem, DatabaseProblem):
        # Its words may hold an address; they are for the log.
        structlog.get_logger().error("database", problem=detail)
        detail = kinds.DATABASE.example
    if isinstance(problem, NotAcceptable):
        detail = f"{detail} It was checked anew; go back to see the newest report."
    return refusal(request, kind, detail)


def _to_login(request: Request, problem: Unauthenticated) -> Response:
    if request.method not in ("GET", "HEAD"):
        return refusal(
            request, kinds.UNAUTHENTICATED, f"{problem} Log in and do it again; nothing was done."
        )
    wanted = urlencode({"to": request.url.path})
    return RedirectResponse(f"/login?{wanted}", int(HTTPStatus.SEE_OTHER))


def own_path(path: str) -> str:
    """Return a path to go on with if it is one of ours, else the first page's."""
    return path if _OURS.fullmatch(path) else "/"


def _visitor(request: Request) -> Visitor:
    secret = request.cookies.get(COOKIE, "")
    if not _SECRET.fullmatch(secret):
        raise Unauthenticated("Nobody is logged in here.")
    state = request.app.state
    hashed = hash_of(secret)
    if state.acquaintances.knows(hashed):
        state.rates.spend(hashed)
    else:
        state.strangers.spend(request.scope["pacecar.caller"])
    try:
        found = sessions.visitor(service_of(request), secret)
    except Unauthenticated:
        state.acquaintances.forget(hashed)
        raise
    state.acquaintances.meet(hashed)
    request.scope["pacecar.token"] = found.who.token
    state.crowds.enter(request.scope, found.who.token)
    request.state.visitor = found
    request.state.form_key = sessions.form_key(secret)
    return found


VisitorOf = Annotated[Visitor, Depends(_visitor)]


async def form_of(request: Request, *, most: int = _FIELD_BYTES) -> FormData:
    """Return the fields of a form of ours.

    Args:
        request: of somebody whose `state.form_key` is known.
        most: bytes of one field.

    Raises:
        Forbidden: another site made the form, or it is from before the last login.
        HTTPException: it cannot be read as a form.
    """
    _refuse_other_sites(request)
    form = await request.form(max_files=1, max_fields=_FORM_FIELDS, max_part_size=most)
    given, known = str(form.get("key", "")), str(request.state.form_key)
    if not hmac.compare_digest(given.encode("utf-8", "replace"), known.encode()):
        raise Forbidden(
            "This form is from before the last login; go back, load the page again, and send it "
            "once more. Nothing was done."
        )
    return form


def text_of(form: FormData, name: str) -> str:
    """Return a field as text; "" if it is not there."""
    found = form.get(name, "")
    return found if isinstance(found, str) else ""


def _refuse_other_sites(request: Request) -> None:
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    other = site not in ("same-origin", "none") if site else False
    # Our own pages send no referrer, and with it the origin "null": it tells nothing.
    if not site and origin not in ("", "null"):
        other = urlsplit(origin).netloc != request.headers.get("Host", "")
    if other:
        raise Forbidden("This form was made by another site. Nothing was done.")


def see(path: str) -> Response:
    """Send the browser to a page, after a form."""
    return RedirectResponse(path, int(HTTPStatus.SEE_OTHER))
