"""`/static`: the style sheet and the script of the pages; all that they load."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from typing import Final, Literal

from fastapi import APIRouter, Request, Response

router = APIRouter(include_in_schema=False)

_MEDIA_TYPES: Final = {"style.css": "text/css; charset=utf-8", "pages.js": "text/javascript"}
_HERE: Final = files("pacecar.service.pages") / "static"


@router.get("/static/{name}")
def static(request: Request, name: Literal["style.css", "pages.js"]) -> Response:
    """Return a file; whoever has the newest already is told so."""
    data = (_HERE / name).read_bytes()
    etag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    if request.headers.get("If-None-Match", "") == etag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=_MEDIA_TYPES[name], headers=headers)
