"""What the OpenAPI document says of answers: problems with examples, headers, links."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from pacecar.service.api import kinds
from pacecar.service.api.kinds import Kind

Responses = dict[int | str, dict[str, Any]]

PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
NOT_MODIFIED: Final[dict[str, Any]] = {"description": "It is what `If-None-Match` names."}
_ETAG: Final = {
    "ETag": {
        "description": "What this answer is known by; send it as `If-None-Match`.",
        "schema": {"type": "string"},
    }
}
LOCATION: Final = {
    "Location": {"description": "Where it is.", "schema": {"type": "string"}},
}
RETRY_AFTER: Final = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
}
NEXT: Final = {
    "Link": {"description": 'The next page, `rel="next"`.', "schema": {"type": "string"}},
}
_WAITING: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


def problems(*particular: Kind, usual: Iterable[Kind] = kinds.WITH_TOKEN) -> Responses:
    """Return the problems that may come of an operation, each with an example.

    Args:
        particular: those of this operation.
        usual: those of all operations of its sort.
    """
    found: Responses = {}
    for kind in sorted((*particular, *usual), key=lambda one: (one.status, one.name)):
        status = int(kind.status)
        if status not in found:
            found[status] = {
                "description": kind.title,
                "content": {kinds.MEDIA_TYPE: {"schema": PROBLEM, "examples": {}}},
            }
            if kind.status in _WAITING:
                found[status]["headers"] = RETRY_AFTER
        else:
            found[status]["description"] += f"; or: {kind.title[0].lower()}{kind.title[1:]}"
        examples = found[status]["content"][kinds.MEDIA_TYPE]["examples"]
        examples[kind.name] = {"$ref": f"#/components/examples/{kind.name}"}
    return found


def examples() -> dict[str, dict[str, Any]]:
    """Return an example of each kind of problem, by its name, as OpenAPI keeps them."""
    return {
        kind.name: {"summary": kind.title, "value": _example(kind)}
        for kind in sorted(kinds.EVERY, key=lambda one: one.name)
    }


def _example(kind: Kind) -> dict[str, Any]:
    return {
        "type": kind.type,
        "title": kind.title,
        "status": int(kind.status),
        "detail": kind.example,
        "instance": "/v1/submissions",
        "request_id": "883115c0ccaabb65",
        **kind.more,
    }


def with_etag(description: str) -> Responses:
    """Return what is said of an answer that is known by a tag."""
    return {200: {"description": description, "headers": _ETAG}, 304: NOT_MODIFIED}
