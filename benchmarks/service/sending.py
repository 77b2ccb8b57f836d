"""Requests that are sent until they are answered, whatever happens to the servers."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import Any, Final

from benchmarks.service.servers import HOST

_TIMEOUT: Final = 60
_PAUSE: Final = 0.2
_PATIENCE: Final = 180
"""Seconds that a request is tried for."""

_BUSY: Final = 503
_TOO_MANY: Final = 429
_ERRORS: Final = 500


class Unanswered(Exception):
    """A request got no answer for too long."""


@dataclass(slots=True)
class Tries:
    """How often requests were sent again, and what other answers than the wanted ones came.

    Attributes:
        broken: connections that broke before the answer was there.
        refused: answers that ask for patience, by status.
        errors: answers of 500 and the like; none is in order.
    """

    broken: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    errors: Counter[int] = field(default_factory=Counter)

    @property
    def again(self) -> int:
        """How often a request was sent again."""
        return self.broken + self.refused.total() + self.errors.total()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; its headers have names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return what the body holds."""
        return json.loads(self.body)


class Sender:
    """Sends requests to any of some servers, one connection at a time."""

    def __init__(self, ports: Sequence[int], token: str, random: Random) -> None:
        """Prepare; nothing is opened yet."""
        self.tries = Tries()
        self._ports = ports
        self._token = token
        self._random = random
        self._connection: HTTPConnection | None = None

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request until it is answered, each time to a server chosen anew.

        A request that changes something carries an idempotency key, or changes nothing when it
        is made again.

        Raises:
            Unanswered: nobody answers it.
        """
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            answer = self._once(method, path, body, headers or {})
            if answer is None:
                self.tries.broken += 1
            elif answer.status in (_BUSY, _TOO_MANY):
                self.tries.refused[answer.status] += 1
            elif answer.status >= _ERRORS:
                self.tries.errors[answer.status] += 1
            else:
                return answer
            self.close()
            time.sleep(self._random.uniform(0, _PAUSE))
        raise Unanswered(f"Nobody answered {method} {path} for {_PATIENCE} seconds.")

    def close(self) -> None:
        """Close the connection; the next request opens one, perhaps to another server."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer | None:
        """Return the answer to a request, None where the connection broke."""
        sent = {"Authorization": f"Bearer {self._token}", **headers}
        try:
            if self._connection is None:
                port = self._random.choice(self._ports)
                self._connection = HTTPConnection(HOST, port, timeout=_TIMEOUT)
            self._connection.request(method, path, body, sent)
            answer = self._connection.getresponse()
            return Answer(answer.status, _lowered(answer.getheaders()), answer.read())
        except (OSError, HTTPException):
            return None


def _lowered(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
