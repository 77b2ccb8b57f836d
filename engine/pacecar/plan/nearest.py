"""Did you mean ...?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_COMPARISONS: Final = 400_000
"""Comparisons that one index makes in all; who misspells more gets the rest without a hint."""

_LONGEST: Final = 60
"""Longer texts are not misspelt names."""


def nearest(text: str, words: Iterable[str]) -> str:
    """Return the word that `text` most probably stands for, or "" if none is near."""
    return Spellings((word, word) for word in words).nearest(text)


def suggestion(word: str) -> str:
    """Return the hint that offers `word`, or "" for no word."""
    return f'Did you mean "{word}"?' if word else ""


class Spellings:
    """Known words, each under one or more spellings (its id, its name).

    The answer depends on the spellings and not on their order: of equally near ones, the
    word that sorts first.
    """

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        """Index `spellings`: pairs of a spelling and the word it stands for."""
        self._exact: dict[str, str] = {}
        self._by_length: dict[int, list[tuple[str, int, str]]] = {}
        self._answers: dict[str, str] = {}
        self._left = _COMPARISONS
        for spelling, word in sorted(spellings, key=lambda pair: (pair[1], pair[0])):
            folded = _fold(spelling)
            if folded in self._exact or not 0 < len(folded) <= _LONGEST:
                continue
            self._exact[folded] = word
            self._by_length.setdefault(len(folded), []).append((folded, _letters(folded), word))

    def nearest(self, text: str) -> str:
        """Return the word that `text` most probably stands for, or "" if none is near."""
        answer = self._answers.get(text)
        if answer is None:
            answer = self._answers[text] = self._search(_fold(text))
        return answer

    def _search(self, text: str) -> str:
        if not text or len(text) > _LONGEST:
            return ""
        if text in self._exact:
            return self._exact[text]
        allowed = max(1, len(text) // 3) if len(text) > 2 else 0  # noqa: PLR2004 - "EV" is near to everything
        letters = _letters(text)
        distances = _Distances(text)
        best: tuple[int, str] = (allowed + 1, "")
        for length in range(len(text) - allowed, len(text) + allowed + 1):
            candidates = self._by_length.get(length, ())
            self._left -= len(candidates)
            if self._left < 0:
                return ""
            for spelling, its_letters, word in candidates:
                # Words come in order: behind the best one, only a nearer one is better.
                worth = min(best[0] - (word >= best[1]), allowed)
                if not worth:
                    break
                # An edit changes at most two of the letters used.
                if (letters ^ its_letters).bit_count() > 2 * worth:
                    continue
                distance = distances.to(spelling)
                if distance <= worth:
                    best = distance, word
        return best[1]


def _fold(text: str) -> str:
    return text.strip().casefold().replace("_", "-").replace(" ", "-")


def _letters(text: str) -> int:
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) & 63)
    return bits


class _Distances:
    """Distances from one text to others.

    How many insertions, deletions, replacements and swaps of neighbours lead there, where none
    changes what another one did. All rows of a column of the usual table are computed at once, as
    bits of an integer: whether a value is one more, or one less, than the one above it, or than
    the one to its left.
    (H. Hyyrö, "Bit-parallel approximate string matching algorithms with transposition", 2005.)
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._places: dict[str, int] = {}
        for place, letter in enumerate(text):
            self._places[letter] = self._places.get(letter, 0) | 1 << place

    def to(self, other: str) -> int:
        """Return the distance to another text; neither is empty."""
        every = (1 << self._length) - 1
        last = 1 << (self._length - 1)
        distance = self._length
        more_down, less_down, diagonal, before = every, 0, every, 0
        for letter in other:
            here = self._places.get(letter, 0)
            swapped = ((every ^ diagonal) & here) << 1 & before
            carried = ((here & more_down) + more_down) ^ more_down
            diagonal = (carried | here | less_down | swapped) & every
            more_right = less_down | (every ^ (diagonal | more_down))
            less_right = diagonal & more_down
            if more_right & last:
                distance += 1
            elif less_right & last:
                distance -= 1
            more_right = more_right << 1 | 1
            less_right <<= 1
            more_down = (less_right | ~(diagonal | more_right)) & every
            less_down = more_right & diagonal
            before = here
        return distance
