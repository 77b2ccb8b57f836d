"""Pages of a list: a cursor to the next one, in the answer and as a `Link` header."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response

Cursor = Annotated[
    str | None,
    Query(max_length=100, description="From the `next` of the page before.", pattern="^[ -~]+$"),
]


def next_page(request: Request, response: Response, cursor: str | None) -> str | None:
    """Return where the next page is, and say so in the headers; None if this is the last.

    Args:
        request: the request for this page.
        response: the answer, whose headers are added to.
        cursor: what the next page begins after, None if there is none.
    """
    if cursor is None:
        return None
    query = [
        (name, value) for name, value in request.query_params.multi_items() if name != "cursor"
    ]
    here = f"{request.url.path}?{urlencode([*query, ('cursor', cursor)])}"
    response.headers["Link"] = f'<{here}>; rel="next"'
    return here
