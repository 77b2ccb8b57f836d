"""The names that facts have for durable-rules, which compares names by a 32-bit hash only.

So they are ours, short and few, and no two of them may hash alike. Its tables have 32 places
to begin a search in, chosen by the lower bits of the hash; a search goes on from there to the
next empty place. The rule's number is the one attribute with many entries in the first table:
it begins in the last of the places, and no other name does, so that looking for those ends at
once instead of walking past every rule.
"""

from functools import cache
from itertools import product
from string import ascii_lowercase

FACTS_AT_ONCE = 1000
"""Cases in one batch: each one held costs durable-rules about 9 kB until the state is deleted,
and its time grows faster than their number."""

OPENING = FACTS_AT_ONCE
CLOSING = FACTS_AT_ONCE + 1
"""The ids of the first and the last fact of a check; a case's id is its place in the batch."""

STATES = 9999
"""State ids go round from 1 to this; a ruleset never has more than one at a time."""

MOST_COLUMNS = 240
"""Of one fact; durable-rules takes 254 attributes at most."""

_PLACES = 32
_LAST_PLACE = _PLACES - 1
# What durable-rules itself gives a meaning, in facts and in patterns.
_RESERVED = (
    *("id", "sid", "$s", "$i", "$m", "$l", "$r", "$time", "$forward", "$timerName", "$baseTime"),
    *("$lt", "$lte", "$gt", "$gte", "$eq", "$neq", "$mt", "$imt", "$iall", "$iany", "$ex", "$nex"),
    *("$and", "$or", "$not", "$all", "$any", "$add", "$sub", "$mul", "$div", "m", "all", "any"),
    *("pri", "count", "cap", "dist", "name"),
)


def fnv1a(text: str) -> int:
    """Return the 32-bit FNV-1a hash of an ASCII text, as durable-rules computes it."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


@cache
def rule_attribute() -> str:
    """Return the attribute that holds the number of a fact's rule."""
    taken = {fnv1a(name) for name in _RESERVED}
    hashes = ((name, fnv1a(name)) for name in _candidates())
    return next(
        name for name, value in hashes if value % _PLACES == _LAST_PLACE and value not in taken
    )


@cache
def column_attributes() -> tuple[str, ...]:
    """Return MOST_COLUMNS attributes, no two with one hash, the first ones of places apart."""
    taken = {fnv1a(name) for name in _RESERVED}
    by_place: list[list[str]] = [[] for _ in range(_PLACES)]
    for name in _candidates():
        hashed = fnv1a(name)
        if hashed not in taken and hashed % _PLACES != _LAST_PLACE:
            taken.add(hashed)
            by_place[hashed % _PLACES].append(name)
    rounds = max(map(len, by_place))
    spread = [names[turn] for turn in range(rounds) for names in by_place if turn < len(names)]
    return tuple(spread[:MOST_COLUMNS])


def _candidates() -> list[str]:
    return [*ascii_lowercase, *map("".join, product(ascii_lowercase, repeat=2))]
