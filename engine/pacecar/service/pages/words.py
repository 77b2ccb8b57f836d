"""Values in words, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
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


_CHANGED: Final = {
    "portfolio": "another plan or proposal was accepted",
    "rulebook": "the rulebook changed",
    "waivers": "waivers were given or revoked",
    "day": "another day began",
}


def changed_words(what: Sequence[str]) -> str:
    """Return what is another one now than a check was made of, as a part of a sentence."""
    *most, last = [_CHANGED[one] for one in what]
    return f"{', '.join(most)} and {last}" if most else last


def company_words(company: str) -> str:
    """Return whose something is; that of no company is the office's."""
    return company or "the alliance office"
