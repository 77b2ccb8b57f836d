"""How often somebody may ask."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Final

from pacecar.service.api import kinds
from pacecar.service.api.problems import Refused

_MOST_CALLERS: Final = 10_000
_NETWORK_BITS: Final = 64
"""Of an IPv6 address: whoever has one has the whole network."""


class Rates:
    """A bucket of requests for each caller, which fills again as time goes."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Let each caller ask so many times a minute; all of them at once, if it likes."""
        self._a_minute = a_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, caller: str) -> None:
        """Count a request.

        Raises:
            Refused: 429, the caller has none left.
        """
        now = self._clock()
        with self._lock:
            left, since = self._left.pop(caller, (float(self._a_minute), now))
            left = min(self._a_minute, left + (now - since) * self._a_minute / 60)
            allowed = left >= 1
            self._left[caller] = (left - 1 if allowed else left, now)
            if len(self._left) > _MOST_CALLERS:
                self._left.popitem(last=False)
        if not allowed:
            seconds = max(1, ceil((1 - left) * 60 / self._a_minute))
            detail = f"Too many requests; again in {seconds} s."
            raise Refused(kinds.TOO_MANY, detail, {"Retry-After": str(seconds)})


def caller_at(address: str) -> str:
    """Return who is at an address: itself, or the network of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address  # A socket of the machine itself has none.
    if found.version == 4:  # noqa: PLR2004 - IPv4
        return address
    return str(ip_network((found, _NETWORK_BITS), strict=False))
