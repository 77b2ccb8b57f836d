"""Which form of a report is wanted, by `Accept` or by `?format=`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pacecar.service.api import kinds
from pacecar.service.api.accepting import ranges
from pacecar.service.api.problems import Refused

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "json": "application/json",
    "sarif": "application/sarif+json",
    "junit": "application/xml",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}
"""The forms of a report; the first is what is sent to whoever takes anything."""


def wanted(accept: str, asked: str | None) -> str:
    """Return the name of the form to send.

    Args:
        accept: the header `Accept`.
        asked: `?format=`, which goes before it.

    Raises:
        Refused: 406, there is none of those that are accepted.
    """
    if asked is not None:
        return asked
    for media, quality in ranges(accept or "*/*"):
        for name, offered in MEDIA_TYPES.items():
            if quality > 0 and _matches(media, offered.partition(";")[0]):
                return name
    listed = ", ".join(offered.partition(";")[0] for offered in MEDIA_TYPES.values())
    raise Refused(kinds.NOT_ACCEPTED, f"Reports are sent as {listed}.")


def _matches(media: str, offered: str) -> bool:
    kind, _, _ = offered.partition("/")
    return media in ("*/*", f"{kind}/*", offered)
