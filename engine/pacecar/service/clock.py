"""Time and names: instants as texts that sort, and ids that sort by their time."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present instant, with its time zone."""

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, in the order of ASCII: no digit is taken for another."""


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def stamp(instant: datetime) -> str:
    """Return an instant as `2026-11-25T18:30:00.000000Z`: texts that sort as time goes."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_id(prefix: str, instant: datetime) -> str:
    """Return a new id: a prefix, the time in milliseconds, and 80 random bits."""
    number = (int(instant.timestamp() * 1000) << 80) | secrets.randbits(80)
    digits = []
    for _ in range(26):
        digits.append(_DIGITS[number & 31])
        number >>= 5
    return f"{prefix}-{''.join(reversed(digits))}"
