"""What guards the service from outside, and a line in the log and the metrics for each request."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import parse_qsl

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pacecar.service.api import kinds
from pacecar.service.api.crowds import leave
from pacecar.service.api.identity import HEADER, name_request
from pacecar.service.api.metrics import Metrics
from pacecar.service.api.problems import Refused, internal, problem
from pacecar.service.api.rates import caller_at
from pacecar.service.settings import ServiceSettings

SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What browsers are told with every answer; a page may say otherwise."""

BODY_SECONDS: Final = 60
"""How long the body of a request may take to arrive."""

MOST_JSON_BYTES: Final = 64 * 1024
"""Of a body that is no submission."""

LARGE_BODIES: Final = ("/v1/submissions", "/submit")
"""The paths that files are sent to."""

MOST_HEAD_BYTES: Final = 32 * 1024
"""Of a request's address and headers."""

_MOST_QUERY_BYTES: Final = 4 * 1024
_ONCE: Final = ("authorization", "content-type", "idempotency-key", "if-none-match", "prefer")
_QUIET: Final = ("/healthz", "/readyz", "/metrics")
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_SUBMISSION: Final = re.compile(r"/(sub-[0-9a-z]{26})(?:/|$)")


class Guard:
    """Gives each request an id, its bounds, and each response its headers.

    Nothing of a request's headers, query, path or body is logged, but for the id of a
    submission: tokens may travel in the ones, secret programs in the others.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, settings: ServiceSettings) -> None:
        """Stand before an application."""
        self._app = app
        self._metrics = metrics
        self._settings = settings
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        name = scope["pacecar.request_id"] = name_request(headers.get(HEADER, ""))
        scope["pacecar.caller"] = caller_at((scope.get("client") or ("",))[0])
        answer = _Answer(send, name)
        began = time.perf_counter()
        self._inside += 1
        with structlog.contextvars.bound_contextvars(request_id=name):
            try:
                await self._handle(scope, headers, receive, answer)
            finally:
                self._inside -= 1
                leave(scope)
                self._note(scope, answer.status, time.perf_counter() - began)

    async def _handle(
        self, scope: Scope, headers: Headers, receive: Receive, answer: _Answer
    ) -> None:
        try:
            self._refuse_crowds(scope["path"])
            _refuse_long_heads(scope, headers)
            _refuse_ambiguous(scope, headers)
            most = self._most(scope["path"])
            _refuse_large(headers, most)
            await self._app(scope, _bounded(receive, most), answer)
        except Refused as refused:
            if answer.status:
                raise
            response = problem(scope, refused.kind, refused.detail, refused.headers)
            await response(scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - the last resort: it is logged, and told as ours
            response = internal(scope, error)
            if not answer.status:
                await response(scope, receive, answer)

    def _refuse_crowds(self, path: str) -> None:
        if self._inside > self._settings.requests_at_once and path != "/healthz":
            raise Refused(kinds.BUSY, kinds.BUSY.example, {"Retry-After": "1"})

    def _most(self, path: str) -> int:
        return self._settings.max_body_bytes if path in LARGE_BODIES else MOST_JSON_BYTES

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = str(getattr(scope.get("route"), "path", "")) or "none"
        self._metrics.request(method, route, status, seconds)
        if route in _QUIET:
            return
        more: dict[str, Any] = {}
        if found := _SUBMISSION.search(scope["path"]):
            more["submission"] = found[1]
        structlog.get_logger().info(
            "request",
            method=method,
            route=route,
            status=status,
            token=scope.get("pacecar.token", ""),
            ms=round(seconds * 1000, 1),
            **more,
        )


class _Answer:
    """Sends a response with the headers that all have; `status` is 0 until it has begun."""

    def __init__(self, send: Send, name: str) -> None:
        self._send = send
        self._name = name
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[HEADER] = self._name
            for key, value in SECURITY.items():
                headers.setdefault(key, value)
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


def _refuse_long_heads(scope: Scope, headers: Headers) -> None:
    """Refuse a head that came in one piece and is longer than one in several may become."""
    size = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    size += sum(len(name) + len(value) for name, value in headers.raw)
    if size > MOST_HEAD_BYTES:
        detail = f"The address and the headers have more than {MOST_HEAD_BYTES:,} bytes."
        raise Refused(kinds.LONG_HEAD, detail)


def _refuse_ambiguous(scope: Scope, headers: Headers) -> None:
    """Let nothing be said twice, of which one reader takes the first and another the last."""
    query = scope["query_string"]
    if len(query) > _MOST_QUERY_BYTES:
        raise Refused(kinds.AMBIGUOUS, f"The query is longer than {_MOST_QUERY_BYTES:,} bytes.")
    named = [name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)]
    if _has_twice(named):
        raise Refused(kinds.AMBIGUOUS, "A parameter of the query is given twice.")
    for name in _ONCE:
        if len(headers.getlist(name)) > 1:
            raise Refused(kinds.AMBIGUOUS, f"The header {name} is given twice.")


def _has_twice(names: Iterable[str]) -> bool:
    listed = list(names)
    return len(set(listed)) < len(listed)


def _refuse_large(headers: Headers, most: int) -> None:
    """Refuse what says itself that it is too large, before any of it is sent."""
    told = headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:20]) > most:
        raise Refused(kinds.TOO_LARGE, f"It has {int(told[:20]):,} bytes; {most:,} is the most.")


def _bounded(receive: Receive, most: int) -> Receive:
    """Return a way to receive no more than so many bytes, and not forever."""
    until: float | None = None
    size = 0
    complete = False

    async def bounded() -> Message:
        nonlocal until, size, complete
        if complete:
            return await receive()  # Waits for the client to go away.
        until = until or time.monotonic() + BODY_SECONDS
        try:
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                message = await receive()
        except TimeoutError:
            detail = f"The body did not arrive within {BODY_SECONDS} s."
            raise Refused(kinds.TOO_SLOW, detail) from None
        if message["type"] == "http.request":
            size += len(message.get("body", b""))
            complete = not message.get("more_body", False)
        if size > most:
            raise Refused(kinds.TOO_LARGE, f"It has more than {most:,} bytes.")
        return message

    return bounded
