"""Asking a service: each question until there is an answer, or it is clear that none will come.

What is asked may be asked twice: whoever submits sends an idempotency key.
"""

from __future__ import annotations

import http.client
import json
import random
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

import pacecar
from pacecar.service.client.problems import BadAddress, RefusedByService, Unanswered, problem_in

TOO_MANY: Final = 429
_OUR_FAULT: Final = 400
_THEIR_FAULT: Final = 500
_NOT_AGAIN: Final = ("cannot-judge",)
"""Problems of the service that are the same a moment later."""

_LONGEST_PAUSE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a service, and how often to ask again.

    Attributes:
        retries: how often to ask again.
        seconds: how long one answer may take; the service itself waits a minute at most.
        pause: seconds before asking again the first time; twice as long each time after.
        sleep: waits so many seconds.
    """

    retries: int = 5
    seconds: float = 90.0
    pause: float = 1.0
    sleep: Callable[[float], object] = field(default=time.sleep)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its headers by their names in lower case, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return what the body says.

        Raises:
            Unanswered: it is no JSON; something else than the service answers here.
        """
        try:
            return json.loads(self.body)
        except ValueError:
            raise Unanswered("the answer is none of Pacecar's service: it is no JSON") from None


class Client:
    """Asks one service, as whoever has a token."""

    def __init__(  # noqa: PLR0913 - what a client is made of
        self,
        url: str,
        token: str,
        *,
        patience: Patience | None = None,
        proxies: bool = True,
        allow_http: bool = False,
        told: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare; nothing is asked yet.

        Args:
            url: where the service is, such as `https://pacecar.example.com`.
            token: the secret of a token; it is sent to this address alone and never told.
            patience: how often to ask again, and how long to wait.
            proxies: ask through the proxies that the environment names.
            allow_http: send the token without encryption to other machines, too.
            told: told on one line whenever a question is asked again.

        Raises:
            BadAddress: the address is none, or the token would be readable on its way.
        """
        self.url = _checked(url, allow_http=allow_http)
        self._token = token
        self._patience = patience or Patience()
        self._told = told or (lambda _line: None)
        self._opener = build_opener(
            ProxyHandler(None if proxies else {}),
            HTTPSHandler(context=ssl.create_default_context()),
            _NoRedirects(),
        )

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Ask and return the answer; ask again where the service is not there or has no time.

        Raises:
            RefusedByService: the service says no.
            Unanswered: there is no answer, after all tries.
        """
        url = self.url + path
        if query:
            url += "?" + urlencode(query)
        left = self._patience.retries
        pause = self._patience.pause
        while True:
            request = Request(url, body, {**self._headers(), **(headers or {})}, method=method)  # noqa: S310 - the scheme is checked
            wanted: float | None = None
            problem: RefusedByService | Unanswered
            try:
                return self._once(request)
            except RefusedByService as refused:
                wanted, problem = _wanted_pause(refused), refused
                again = refused.status == TOO_MANY or refused.status >= _THEIR_FAULT
                again = again and refused.kind not in _NOT_AGAIN
            except _Lost as lost:
                problem, again = Unanswered(f"{self.url}: {lost}"), lost.for_now
            if not again or left == 0 or (wanted or 0) > _LONGEST_PAUSE:
                raise problem from None
            seconds = wanted if wanted is not None else pause * random.uniform(0.5, 1)  # noqa: S311 - many clients are not to come back at one time
            self._told(f"{problem}; asking again in {seconds:.0f} s")
            self._patience.sleep(seconds)
            left, pause = left - 1, min(pause * 2, _LONGEST_PAUSE)

    def _headers(self) -> dict[str, str]:
        given = {
            "User-Agent": f"pacecar/{pacecar.__version__}",
            "Accept": "application/json",
            "Content-Type": "application/octet-stream",  # What is sent says its own name.
        }
        return {**given, "Authorization": f"Bearer {self._token}"} if self._token else given

    def _once(self, request: Request) -> Answer:
        """Ask once.

        Raises:
            RefusedByService: the service says no.
            _Lost: there is no answer.
        """
        try:
            with self._opener.open(request, timeout=self._patience.seconds) as response:
                return _answer(response.status, response.headers, response.read())
        except HTTPError as error:
            with error:
                body = error.read()
            if error.code < _OUR_FAULT:
                to = error.headers.get("Location", "elsewhere")
                raise _Lost(f"it redirects to {to}; give that as the address") from None
            pause = error.headers.get("Retry-After", "")
            raise problem_in(error.code, body, pause) from None
        except URLError as error:
            raise _lost(error.reason) from None
        except (OSError, http.client.HTTPException) as error:
            raise _lost(error) from None


class _NoRedirects(HTTPRedirectHandler):
    """Follows nothing: a token is for the service that it was given for."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        """Make no further request."""


class _Lost(Exception):
    """No answer came; it may be for now only, or for good."""

    def __init__(self, why: str, *, for_now: bool = False) -> None:
        super().__init__(why)
        self.for_now = for_now


def _lost(reason: object) -> _Lost:
    if isinstance(reason, ssl.SSLCertVerificationError):
        why = f"its certificate is not trusted ({reason.verify_message})"
        return _Lost(f"{why}; SSL_CERT_FILE names a file of further authorities")
    if isinstance(reason, socket.gaierror):
        return _Lost("there is no such host", for_now=reason.errno == socket.EAI_AGAIN)
    if isinstance(reason, TimeoutError):
        return _Lost("no answer came in time", for_now=True)
    if isinstance(reason, ssl.SSLError):
        return _Lost(f"no encrypted connection: {reason.reason or reason}")
    if isinstance(reason, OSError):
        return _Lost(
            (reason.strerror or str(reason) or "the connection broke").lower(), for_now=True
        )
    return _Lost(f"the answer broke off: {type(reason).__name__}", for_now=True)


def _answer(status: int, headers: Any, body: bytes) -> Answer:
    return Answer(status, {name.lower(): value for name, value in headers.items()}, body)


def _wanted_pause(refused: RefusedByService) -> float | None:
    """Return how many seconds the service wants to be left alone; None if it does not say."""
    said = refused.retry_after
    return float(said) if said.isascii() and said.isdigit() else None


def _checked(url: str, *, allow_http: bool) -> str:
    """Return an address without its last slash.

    Raises:
        BadAddress: it is none, or no token may be sent there.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise BadAddress("the address of the service is none") from None
    if parts.scheme not in ("http", "https") or not host or not url.isprintable() or " " in url:
        raise BadAddress("the address of the service is to be as https://pacecar.example.com")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadAddress("the address of the service holds more than host, port and path")
    if parts.scheme == "http" and not allow_http and not _is_this_machine(host):
        raise BadAddress(
            f"http:// would show the token to everybody on the way to {host}; "
            "use https://, or say --allow-http"
        )
    return url.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
