"""How much somebody may ask at once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import MutableMapping
from typing import Any, Final

from pacecar.service.api import kinds
from pacecar.service.api.problems import Refused

_LEAVING: Final = "pacecar.leaving"


class Crowds:
    """Counts the requests of each token that are not answered yet, those that wait included."""

    def __init__(self, most: int) -> None:
        """Let each token have so many."""
        self._most = most
        self._lock = threading.Lock()
        self._inside: Counter[str] = Counter()

    def enter(self, scope: MutableMapping[str, Any], token: str) -> None:
        """Count a request as one of a token's until it `leave`s; once, however often it is named.

        Raises:
            Refused: 429, the token has as many already.
        """
        if _LEAVING in scope:
            return
        with self._lock:
            if self._inside[token] >= self._most:
                detail = (
                    f"{self._most:,} requests of this token are not answered yet, which is the "
                    "most at once; send the next when one is."
                )
                raise Refused(kinds.TOO_MANY, detail, {"Retry-After": "1"})
            self._inside[token] += 1
        scope[_LEAVING] = lambda: self._leave(token)

    def _leave(self, token: str) -> None:
        with self._lock:
            self._inside[token] -= 1
            if not self._inside[token]:
                del self._inside[token]


def leave(scope: MutableMapping[str, Any]) -> None:
    """Count a request no longer, if it was counted."""
    leaving = scope.pop(_LEAVING, None)
    if leaving is not None:
        leaving()
