"""What an answer is known by, so that nobody fetches twice what did not change (ETag)."""

from __future__ import annotations

from hashlib import sha256

from fastapi import Request, Response


def etag_of(*parts: object) -> str:
    """Return the entity tag of an answer that depends on these parts alone."""
    joined = "\x00".join(map(str, parts)).encode()
    return f'"{sha256(joined).hexdigest()[:32]}"'


def not_modified(request: Request, etag: str) -> Response | None:
    """Return the answer 304 to somebody who has the newest already, None to all others."""
    known = request.headers.get("If-None-Match", "")
    if known.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]:
        return Response(
            status_code=304, headers={"ETag": etag, "Cache-Control": "private, no-cache"}
        )
    return None


def keep(response: Response, etag: str) -> None:
    """Let an answer be kept by whoever asked, if they ask each time whether it is the newest."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
