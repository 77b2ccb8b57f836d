"""Needs in words."""

from __future__ import annotations

import pytest

from pacecar.formats.words import need


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("follower.upper_body_shared", "upper_body_shared of the follower"),
        ("follower.leader.platform", "platform of the follower's leader"),
        ("plants", "plants"),
        ("program.end (to the day)", "end of the program (to the day)"),
        ("a.x, b.c.y", "x of the a, y of the b's c"),
        ("count(market.members)", "count(market.members)"),
    ],
)
def test_need(path: str, words: str) -> None:
    """A path is said in words; anything else stays as the rule has it."""
    assert need(path) == words
