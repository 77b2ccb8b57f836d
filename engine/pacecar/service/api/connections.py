"""Connections: how long a client may take to say what it wants, and answers to no HTTP at all."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from pacecar.service.api.identity import HEADER, name_request

HEAD_SECONDS: Final = 10.0
"""How long the head of a request may take to arrive; whoever dribbles it is cut off."""


class Connection(H11Protocol):
    """A connection that is closed if no whole head of a request arrives in time."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Take what uvicorn gives."""
        super().__init__(*arguments, **more)
        self._head_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Take some bytes; those that begin another request have a time of their own."""
        if self._head_due is None and self.conn.their_state is h11.IDLE:
            self._wait_for_head()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with a problem, as everything else."""
        problem = {
            "type": "urn:pacecar:problem:no-http",
            "title": "This is no HTTP request",
            "status": 400,
            "detail": f"{msg} Its head must be HTTP/1.1 and of at most 32 KiB.",
            "instance": "",
            "request_id": name_request(""),
        }
        body = json.dumps(problem).encode()
        head = h11.Response(
            status_code=400,
            headers=[
                (b"content-type", b"application/problem+json"),
                (b"content-length", str(len(body)).encode()),
                (HEADER.lower().encode(), str(problem["request_id"]).encode()),
                (b"connection", b"close"),
            ],
            reason=b"Bad Request",
        )
        for event in (head, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _wait_for_head(self) -> None:
        self._head_due = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _give_up(self) -> None:
        self._head_due = None
        if not self.transport.is_closing():
            self.transport.close()
