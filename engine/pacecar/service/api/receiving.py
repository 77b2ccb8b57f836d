"""What is sent to be checked: its bytes, what it is called, and how long to wait for the check."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import Request

from pacecar.service.api import kinds
from pacecar.service.api.problems import Refused
from pacecar.service.problems import Invalid

MOST_WAIT: Final = 60
"""Seconds that a request may wait for its check."""

DEFAULT_WAIT: Final = 10
_QUEUE_SECONDS: Final = 10
"""How long a submission may wait for others to be taken in."""

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMES: Final = {
    "application/yaml": "submission.yaml",
    "application/x-yaml": "submission.yaml",
    "text/yaml": "submission.yaml",
    "application/json": "submission.json",
    "application/zip": "submission.zip",
    "application/x-zip-compressed": "submission.zip",
    _WORKBOOK: "submission.xlsx",
    "text/csv": "programs.csv",
}
"""What a file is called that has no name, by its media type."""

_WAIT: Final = re.compile(r"(?:^|[,;\s])wait=([0-9]{1,9})(?:$|[,;\s])")
_PROPOSAL: Final = """\
programs:
  - id: r-kadjar-2
    name: Renault Kadjar II
    company: renault
    segment: C
    body: suv
    platform: cmf-cd
    leader: n-qashqai-3
withdraw: [r-austral]
"""
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
_CSV_PROPOSAL: Final = """\
id,name,company,segment,body,platform,leader
r-kadjar-2,Renault Kadjar II,renault,C,suv,cmf-cd,n-qashqai-3
"""
_JSON_PROPOSAL: Final = {"withdraw": ["r-austral"]}

BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "A proposal (`programs`, `withdraw`) or a whole plan, as one file or a zip.",
        "content": {
            "application/yaml": {
                "schema": {"type": "string"},
                "examples": {
                    "proposal": {
                        "summary": "A follower, and a program that is given up",
                        "value": _PROPOSAL,
                    }
                },
            },
            "application/json": {
                "schema": {"type": "object"},
                "examples": {
                    "withdrawal": {
                        "summary": "A program that is given up",
                        "value": _JSON_PROPOSAL,
                    }
                },
            },
            "text/csv": {
                "schema": {"type": "string"},
                "examples": {
                    "programs": {"summary": "A table of programs", "value": _CSV_PROPOSAL}
                },
            },
            "application/zip": _BYTES,
            _WORKBOOK: _BYTES,
        },
    }
}
"""What OpenAPI says of the body."""


def name_of(request: Request, name: str | None) -> str:
    """Return what the file that is sent is called: as told, or by its media type.

    Raises:
        Refused: 415, neither says what it is.
    """
    if name is not None:
        return name
    media = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media in _NAMES:
        return _NAMES[media]
    listed = ", ".join(_NAMES)
    detail = f"Send {listed}; or say what the file is called with ?name=."
    raise Refused(kinds.NO_SUCH_FILE, detail)


async def body_of(request: Request) -> bytes:
    """Return the bytes of a request; the guard bounds them.

    Raises:
        Invalid: there are none.
        Refused: there are too many, or they come too slowly.
    """
    parts = bytearray()
    async for part in request.stream():
        parts += part
    if not parts:
        raise Invalid("The body is empty; send the file of a plan or a proposal.")
    return bytes(parts)


@asynccontextmanager
async def taking_turns(turns: asyncio.Semaphore) -> AsyncIterator[None]:
    """Go on when few enough others send something: what all of them send is in memory.

    Raises:
        Refused: 503, it would take too long.
    """
    try:
        async with asyncio.timeout(_QUEUE_SECONDS):
            await turns.acquire()
    except TimeoutError:
        raise Refused(kinds.BUSY, kinds.BUSY.example, {"Retry-After": "2"}) from None
    try:
        yield
    finally:
        turns.release()


def seconds_to_wait(prefer: str | None) -> tuple[int, str]:
    """Return how long a request wants to wait, and what of its preference is heeded (RFC 7240)."""
    said = prefer or ""
    if found := _WAIT.search(said):
        seconds = min(int(found[1]), MOST_WAIT)
        return seconds, f"wait={seconds}"
    return (0, "respond-async") if "respond-async" in said.lower() else (DEFAULT_WAIT, "")
