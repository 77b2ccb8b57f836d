"""What a request is called, and who asks."""

from __future__ import annotations

import re
import secrets
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from pacecar.service.access import Principal
from pacecar.service.problems import Unauthenticated
from pacecar.service.service import Service
from pacecar.service.tokens import authenticate

HEADER: Final = "X-Request-ID"
_GIVEN: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BEARER: Final = HTTPBearer(
    auto_error=False, description="A token, made with `pacecar admin token create`."
)


def name_request(given: str) -> str:
    """Return the id that a proxy gave a request, if it can be one, or else a new one."""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(8)


def request_id(request: Request) -> str:
    """Return what a request is called in the log."""
    name: str = request.scope.get("pacecar.request_id", "")
    return name


def service_of(request: Request) -> Service:
    """Return the service that a request is for."""
    service: Service = request.app.state.service
    return service


def _principal(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Principal:
    if credentials is None:
        raise Unauthenticated("Send a token as `Authorization: Bearer pcr_...`.")
    who = authenticate(service_of(request), credentials.credentials)
    request.scope["pacecar.token"] = who.token
    request.app.state.rates.spend(who.token)
    return who


ServiceOf = Annotated[Service, Depends(service_of)]
Who = Annotated[Principal, Depends(_principal)]
