"""JSON bodies, read so that nothing in them can be taken in two ways."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from pacecar.service.api import kinds
from pacecar.service.api.problems import Refused


class StrictRoute(APIRoute):
    """A route whose JSON bodies hold no key twice and no number that is none."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, with a request that reads strictly."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strictly


class _StrictRequest(Request):
    async def json(self) -> Any:
        """Return the body.

        Raises:
            Refused: 422, it is no JSON, or says something twice.
        """
        try:
            return json.loads(await self.body(), object_pairs_hook=_once, parse_constant=_no_number)
        except (ValueError, RecursionError) as problem:
            said = f": {problem}" if isinstance(problem, json.JSONDecodeError | _Twice) else ""
            raise Refused(kinds.MALFORMED, f"The body cannot be read as JSON{said}.") from None


class _Twice(ValueError):
    """A key stands twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice("a key stands twice")
    return found


def _no_number(_: str) -> Any:
    raise ValueError("no number")
