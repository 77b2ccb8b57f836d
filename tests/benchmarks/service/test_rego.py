"""The Rego server that stands beside the service, with another engine in its place."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from benchmarks.service import thirty
from benchmarks.service.rego import PATH, App, Message
from benchmarks.service.workload import Proposal


def _ask(method: str, path: str, *parts: bytes) -> tuple[int, bytes]:
    """Ask a server whose engine tells the length of what it is given; it refuses the empty."""

    def evaluate(document: str) -> str:
        if not document:
            raise RuntimeError("nothing is asked")
        return str(len(document))

    waiting = [{"body": part, "more_body": True} for part in parts] + [{"body": b""}]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(App(evaluate)({"method": method, "path": path}, receive, send))
    start, body = sent
    assert dict(start["headers"])[b"content-length"] == str(len(body["body"])).encode()
    return start["status"], body["body"]


def test_it_answers_what_its_engine_says() -> None:
    """A body in parts is one document; what is no document is refused, as what is not there."""
    assert _ask("POST", PATH, b"ab", b"cde") == (200, b"5")
    assert _ask("POST", PATH) == (400, b'{"error": "nothing is asked"}')
    assert _ask("POST", PATH, b"\xff")[0] == 400
    assert _ask("GET", PATH) == (404, b"{}")
    assert _ask("POST", "/v1/data") == (404, b"{}")
    assert _ask("GET", "/readyz") == (200, b"{}")


@pytest.mark.parametrize("number", [0, 7, 57])
def test_both_are_asked_about_the_same_programs(number: int) -> None:
    """A proposal and a document hold the same ids, and each rule is broken once in them."""
    proposal: Any = json.loads(thirty.proposal(number).body)
    document: Any = json.loads(thirty.document(number))
    assert [one["id"] for one in proposal["programs"]] == list(document["programs"])
    assert {rule: len(ids) for rule, ids in thirty.planted(number).items()} == dict.fromkeys(
        ("R1", "R2", "R3", "R4", "R5", "R6"), 1
    )


def test_no_proposal_is_like_another() -> None:
    """Proposals of the same programs differ, so that none is taken for one that is known."""
    first, again = thirty.proposal(7), thirty.proposal(57)
    assert isinstance(first, Proposal)
    assert first.digest != again.digest
