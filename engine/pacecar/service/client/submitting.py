"""Submitting files and waiting for what comes of them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any, Final
from urllib.parse import quote

from pacecar.service.client.asking import Client
from pacecar.service.client.problems import Unanswered

PATH: Final = "/v1/submissions"
_OPEN: Final = ("submitted", "checked")
_UNDER_WAY: Final = ("waiting", "running")
_AT_ONCE: Final = 20
"""Seconds that one question waits for the end of a check; progress is told that often."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission, as the service shows it, and whether it was there before."""

    shown: Mapping[str, Any]
    replayed: bool = False

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.shown["id"])

    @property
    def progress(self) -> Mapping[str, Any]:
        """How far its check is: `state`, `attempts`, `problem`."""
        return self.shown.get("progress") or {"state": "done", "attempts": 1, "problem": ""}

    @property
    def outdated(self) -> Sequence[str]:
        """What is another one than its check was made of: portfolio, rulebook, waivers, day."""
        return list(self.shown.get("outdated") or ())

    @property
    def is_under_way(self) -> bool:
        """Whether its check waits or runs."""
        return self.progress["state"] in _UNDER_WAY


def dry_run(client: Client, name: str, body: bytes, select: str) -> Any:
    """Return the report that files would get; nothing is kept.

    Raises:
        ClientProblem: there is none.
    """
    query = {"dry_run": "true", "name": name, **({"select": select} if select else {})}
    return _member(client.ask("POST", PATH, query=query, body=body).json(), "report")


def submit(client: Client, name: str, body: bytes, *, new: bool) -> Sent:
    """Submit files once, however often this is called while nothing is decided about them.

    The idempotency key is made of what is sent: a command that was interrupted and is run again
    finds its own submission. Once that is accepted, rejected or withdrawn the same files are a
    submission of their own again.

    Args:
        client: who asks.
        name: what the file is called.
        body: its bytes.
        new: make a submission of its own in any case.

    Raises:
        ClientProblem: it is not taken in, or nobody knows whether it is.
    """
    for number in count(1):
        key = secrets.token_hex(16) if new else key_of(name, body, number)
        headers = {"Idempotency-Key": key, "Prefer": "wait=5"}
        answer = client.ask("POST", PATH, query={"name": name}, headers=headers, body=body)
        shown = _member(answer.json(), "submission")
        replayed = answer.headers.get("idempotency-replayed") == "true"
        if not replayed or shown.get("state") in _OPEN:
            break
    return Sent(shown, replayed)


def key_of(name: str, body: bytes, number: int) -> str:
    """Return the idempotency key of what is sent for the so-manieth time."""
    made_of = f"{number}\n{name}\n".encode() + body
    return f"submit-{sha256(made_of).hexdigest()[:40]}"


def read(client: Client, id_: str, *, wait: int = 0) -> Sent:
    """Return a submission as it is now, or at the end of its check.

    Raises:
        ClientProblem: there is none for this token.
    """
    headers = {"Prefer": f"wait={wait}"} if wait else {}
    return Sent(client.ask("GET", f"{PATH}/{quote(id_, safe='')}", headers=headers).json())


def checked(client: Client, sent: Sent, seconds: float, told: Callable[[str], None]) -> Sent:
    """Return a submission once its check has ended or failed, or the time is over.

    Raises:
        ClientProblem: the service no longer answers.
    """
    began = time.monotonic()
    while sent.is_under_way and (left := began + seconds - time.monotonic()) > 0:
        state = "waits for its check" if sent.progress["state"] == "waiting" else "is checked"
        told(f"{sent.id} {state} ({time.monotonic() - began:.0f} s)")
        sent = read(client, sent.id, wait=max(1, min(_AT_ONCE, int(left))))
    return sent


def report(client: Client, id_: str, form: str) -> bytes:
    """Return the report of a submission's latest check in a form of the service.

    Raises:
        ClientProblem: there is none.
    """
    headers = {"Accept": "*/*"}
    return client.ask(
        "GET", f"{PATH}/{quote(id_, safe='')}/report", query={"format": form}, headers=headers
    ).body


def recheck(client: Client, id_: str) -> Sent:
    """Let a submission be checked again, on what is in force now; nothing to do is no error.

    Raises:
        ClientProblem: it cannot be checked again.
    """
    headers = {"Prefer": "wait=5"}
    path = f"{PATH}/{quote(id_, safe='')}/check"
    return Sent(client.ask("POST", path, headers=headers).json())


def withdraw(client: Client, id_: str) -> Sent:
    """Withdraw a submission; again changes nothing.

    Raises:
        ClientProblem: it cannot be withdrawn.
    """
    return Sent(client.ask("POST", f"{PATH}/{quote(id_, safe='')}/withdraw").json())


def _member(document: Any, name: str) -> Any:
    if not isinstance(document, dict) or not isinstance(document.get(name), dict):
        raise Unanswered(f"the answer is none of Pacecar's service: it has no {name}")
    return document[name]
