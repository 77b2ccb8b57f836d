"""Serving: one process that listens until it is told to stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import structlog
import uvicorn

from pacecar.service.api.app import create_app
from pacecar.service.api.connections import Connection
from pacecar.service.api.guard import MOST_HEAD_BYTES
from pacecar.service.logs import log_as_json
from pacecar.service.service import Service

_GRACE_SECONDS: Final = 25
"""How long requests that are in flight may take when the service is told to stop."""

_KEEP_ALIVE_SECONDS: Final = 10
_BACKLOG: Final = 1024


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address; port 0 for any that is free.

    Raises:
        OSError: the address is taken, or is none of this machine.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        # From here on connections wait, also those that come before the service is ready.
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the URL that a socket listens on."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(service: Service, listening: socket.socket, told: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; what runs then is finished, or left to be taken up again.

    Args:
        service: the open service.
        listening: the bound socket; it is closed in the end.
        told: told once where the service listens, in a line for people; the log follows.
    """
    log_as_json()
    app = create_app(service)
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        h11_max_incomplete_event_size=MOST_HEAD_BYTES,
    )
    log = structlog.get_logger()
    server = _Server(config, app.state.stopping.set)
    with _own_signals():
        told(f"Pacecar listens on {address_of(listening)} ({service.database.shown}); ^C stops it.")
        if service.replaced:
            log.warning(
                "rulebook changed",
                problem="This process put another rulebook in force than there was. Processes that "
                "were started with the other one judge by this one now.",
                before=service.replaced,
                after=service.rulebook,
            )
        log.info("listening", url=address_of(listening), database=service.database.shown)
        server.run(sockets=[listening])
        log.info("stopped")


class _Server(uvicorn.Server):
    """A server that tells at once when it is to stop: nobody need wait for a check any longer."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        self._stopping()
        super().handle_exit(sig, frame)


@contextmanager
def _own_signals() -> Iterator[None]:
    """Take the signals that end the server as handled: it raises them again once it has stopped."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda _number, _frame: None) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
