"""Values in words, as pages show them."""

from __future__ import annotations

from typing import Final

_PLURALS: Final = {"company": "companies"}


def moment(stamp: str) -> str:
    """Return an instant as people write it: `2026-11-25 18:30 UTC`."""
    return f"{stamp[:10]} {stamp[11:16]} UTC" if stamp else ""


def day(stamp: str) -> str:
    """Return the day of an instant."""
    return stamp[:10]


def counted(number: int, noun: str) -> str:
    """Return a number of things: "1 error", "1,200 errors"."""
    plural = _PLURALS.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def company_words(company: str) -> str:
    """Return whose something is; that of no company is the office's."""
    return company or "the alliance office"
