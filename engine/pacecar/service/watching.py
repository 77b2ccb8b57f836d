"""Whether the rulebook that a server process was started with is still the one in force."""

from __future__ import annotations

import threading

import structlog

from pacecar.service.service import Service
from pacecar.service.storage.ledger import InForce


class RulebookWatch:
    """Says once in the log when another process put another rulebook in force, and when it ends.

    All processes judge by what is in force, whatever they were started with; but the one that
    starts next puts its own in force again.
    """

    def __init__(self, service: Service) -> None:
        """Take it that the rulebook of this process is in force."""
        self._own = service.rulebook
        self._lock = threading.Lock()
        self._replaced = False

    def is_replaced(self, force: InForce) -> bool:
        """Tell whether another rulebook is in force than that of this process."""
        replaced = bool(self._own) and force.rulebook != self._own
        with self._lock:
            changed, self._replaced = replaced != self._replaced, replaced
        if changed and replaced:
            structlog.get_logger().warning(
                "rulebook replaced",
                problem="Another process put another rulebook in force than this one was started "
                "with. All judge by that; start all with the same --rules.",
                own=self._own,
                in_force=force.rulebook,
            )
        elif changed:
            structlog.get_logger().info("own rulebook in force again", own=self._own)
        return replaced
