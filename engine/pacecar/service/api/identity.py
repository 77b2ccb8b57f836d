"""What a request is called, and who asks."""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import Scope

from pacecar.service.access import Principal
from pacecar.service.problems import Unauthenticated
from pacecar.service.service import Service
from pacecar.service.tokens import PREFIX, authenticate, hash_of

HEADER: Final = "X-Request-ID"
_GIVEN: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECRET: Final = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{16,128}}")
_BEARER: Final = HTTPBearer(
    auto_error=False, description="A token, made with `pacecar admin token create`."
)
_MOST_KNOWN: Final = 10_000


def name_request(given: str) -> str:
    """Return the id that a proxy gave a request, if it can be one, or else a new one."""
    # Ids are logged; whoever sends a token as one does it by mistake.
    return given if _GIVEN.fullmatch(given) and PREFIX not in given else secrets.token_hex(8)


def request_id(scope: Scope) -> str:
    """Return what a request is called in the log."""
    name: str = scope.get("pacecar.request_id", "")
    return name


class Acquaintances:
    """The hashes of secrets that were in force a while ago: their holders are no strangers.

    Strangers share few tries for each address, so that guessing costs the database nothing. One
    who is known is looked up each time all the same: a token may be revoked at any moment.
    """

    def __init__(self) -> None:
        """Know nobody."""
        self._lock = threading.Lock()
        self._known: OrderedDict[str, None] = OrderedDict()

    def knows(self, hashed: str) -> bool:
        """Tell whether a secret was in force."""
        with self._lock:
            return hashed in self._known

    def meet(self, hashed: str) -> None:
        """Remember a secret that is in force."""
        with self._lock:
            self._known[hashed] = None
            self._known.move_to_end(hashed)
            if len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)

    def forget(self, hashed: str) -> None:
        """Forget a secret that is no longer in force."""
        with self._lock:
            self._known.pop(hashed, None)


def service_of(request: Request) -> Service:
    """Return the service that a request is for."""
    service: Service = request.app.state.service
    return service


def principal_of(request: Request, secret: str) -> Principal:
    """Return who has a secret, and count the request.

    Raises:
        Unauthenticated: nobody has, or no longer.
        Refused: 429; the token, or the address of somebody unknown, asks too often, or
            too much at once.
    """
    state = request.app.state
    if not _SECRET.fullmatch(secret):
        raise Unauthenticated(f"This is no token; one begins with {PREFIX}.")
    hashed = hash_of(secret)
    if state.acquaintances.knows(hashed):
        state.rates.spend(hashed)
    else:
        state.strangers.spend(request.scope["pacecar.caller"])
    try:
        who = authenticate(service_of(request), secret)
    except Unauthenticated:
        state.acquaintances.forget(hashed)
        raise
    state.acquaintances.meet(hashed)
    request.scope["pacecar.token"] = who.token
    state.crowds.enter(request.scope, who.token)
    return who


def _principal(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Principal:
    if credentials is None:
        raise Unauthenticated(f"Send a token as `Authorization: Bearer {PREFIX}...`.")
    return principal_of(request, credentials.credentials)


ServiceOf = Annotated[Service, Depends(service_of)]
Who = Annotated[Principal, Depends(_principal)]
