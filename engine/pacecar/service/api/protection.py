"""What guards the service from outside: rates, headers, and a line in the log for each request."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import structlog
from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pacecar.service.api import problems
from pacecar.service.api.identity import HEADER, name_request
from pacecar.service.api.metrics import Metrics

_SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_QUIET: Final = ("/healthz", "/readyz", "/metrics")
_MOST_CALLERS: Final = 10_000


class TooManyRequests(Exception):
    """A caller asks more often than it may; `seconds` until it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests; again in {seconds} s.")
        self.seconds = seconds


class Rates:
    """A bucket of requests for each caller, which fills again as time goes."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, caller: str) -> None:
        """Count a request.

        Raises:
            TooManyRequests: the caller has none left.
        """
        now = self._clock()
        with self._lock:
            left, since = self._left.pop(caller, (float(self._a_minute), now))
            left = min(self._a_minute, left + (now - since) * self._a_minute / 60)
            self._left[caller] = (max(left - 1, 0) if left >= 1 else left, now)
            if len(self._left) > _MOST_CALLERS:
                self._left.popitem(last=False)
        if left < 1:
            raise TooManyRequests(max(1, round((1 - left) * 60 / self._a_minute)))


async def too_many(request: Request, error: Exception) -> JSONResponse:
    """Answer a caller that asks too often."""
    assert isinstance(error, TooManyRequests)  # noqa: S101 - it is registered for these
    headers = {"Retry-After": str(error.seconds)}
    title = "Too many requests"
    return problems.problem(request, 429, "too-many", title, str(error), headers=headers)


class Guard:
    """Gives each request an id, each response its headers, and the log and metrics a line.

    Nothing of a request's headers or body is logged: tokens travel in the one, secret programs in
    the other.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = name_request(Headers(scope=scope).get(HEADER, ""))
        scope["pacecar.request_id"] = name
        began = time.perf_counter()
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = name
                for key, value in _SECURITY.items():
                    headers.setdefault(key, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            seconds = time.perf_counter() - began
            path = _route(scope)
            self._metrics.request(scope["method"], path, status, seconds)
            if scope["path"] not in _QUIET:
                structlog.get_logger().info(
                    "request",
                    request_id=name,
                    method=scope["method"],
                    path=scope["path"],
                    status=status,
                    token=scope.get("pacecar.token", ""),
                    ms=round(seconds * 1000, 1),
                )


def _route(scope: Scope) -> str:
    """Return the path of the route that took a request, so that metrics stay few."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "none"
