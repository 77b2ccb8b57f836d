"""What keeps a client from an answer that it can use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class ClientProblem(Exception):
    """A client has no answer; the message says why, on one line."""


class BadAddress(ClientProblem):
    """An address that no service can be asked at, or that a token must not be sent to."""


class BadToken(ClientProblem):
    """A token that cannot be read, or that others could read too."""


class Unanswered(ClientProblem):
    """The service cannot be reached, or what answers is no service."""


class RefusedByService(ClientProblem):
    """The service says no, with a problem of its own.

    Attributes:
        status: the HTTP status.
        kind: the last part of the problem's type, such as "unreadable"; "" if it is none.
        errors: its parts, such as the flaws of a file with their places.
        request: the id under which the service's log tells of it, or "".
        retry_after: the header `Retry-After`, or "".
    """

    def __init__(self, status: int, told: Mapping[str, Any], retry_after: str = "") -> None:
        """Take a status and the members of a problem."""
        self.status = status
        self.retry_after = retry_after
        self.kind = str(told.get("type", "")).rpartition(":")[2]
        self.request = str(told.get("request_id", ""))
        errors = told.get("errors", [])
        self.errors: list[Mapping[str, Any]] = [
            entry
            for entry in (errors if isinstance(errors, list) else [])
            if isinstance(entry, dict)
        ]
        detail = str(told.get("detail") or told.get("title") or f"it answers with {status}")
        super().__init__(" ".join(detail.split()))


def problem_in(status: int, body: bytes, retry_after: str = "") -> RefusedByService:
    """Return the problem that an answer tells, whoever sent it: proxies have pages of their own."""
    try:
        told = json.loads(body)
    except ValueError:
        told = {}
    return RefusedByService(status, told if isinstance(told, dict) else {}, retry_after)
