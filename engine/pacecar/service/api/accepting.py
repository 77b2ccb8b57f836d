"""What a client accepts (`Accept`, RFC 9110), in the order in which it prefers it."""

from __future__ import annotations

from typing import Final

_PAGE: Final = "text/html"
_DATA: Final = ("application/problem+json", "application/json")


def ranges(accept: str) -> list[tuple[str, float]]:
    """Return the media ranges of a header with their qualities, the most wanted first."""
    found = []
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        found.append((media.lower(), quality))
    return sorted(found, key=lambda one: -one[1])


def prefers_page(accept: str) -> bool:
    """Tell whether a browser asks: it names HTML, and wants no JSON more than that."""
    wanted = dict(reversed(ranges(accept)))
    page = wanted.get(_PAGE, 0.0)
    return page > 0 and all(page >= wanted.get(media, 0.0) for media in _DATA)
