"""Problems of values that may be none, and of divisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook.rules import problems_of

ROWS: list[tuple[dict[str, str | None], list[str]]] = [
    # ---- none
    (
        {"where": None},
        [
            "5:24: `p.leader.platform` goes through `p.leader`, which may be none. Say `p.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"require": "p.end >= plan.as_of"},
        [
            "6:10: This compares `p.end`, which may be none. Say `p.end is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"require": "p.end.year >= 2020"},
        [
            "6:10: `p.end.year` goes through `p.end`, which may be none. Say `p.end is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"require": "p.platform is None"},
        [
            "6:10: `p.platform` cannot be none. To ask whether it is known, write `known(p.platform)`.",
        ],
    ),
    (
        {"require": "p is None"},
        [
            "6:10: `p` cannot be none. To ask whether it is known, write `known(p)`.",
        ],
    ),
    (
        {"require": "p.leader == None"},
        [
            "6:10: Nothing is compared with `None`. Write `is None` or `is not None`.",
        ],
    ),
    (
        {"require": "p.platform is p.leader.platform"},
        [
            "6:10: `is` asks for `None` only. Write `==` or `!=`.",
        ],
    ),
    (
        {"require": "None in p.plants"},
        [
            "6:10: `None` stands after `is` or `is not` only.",
        ],
    ),
    (
        {
            "for": "{l: leaderships}",
            "where": None,
            "require": "any(s == 'A' for s in l.segments)",
            "report": "{at: l.company, message: m}",
        },
        [
            "5:32: This goes through `l.segments`, which may be none. Say `l.segments is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {
            "for": "{l: leaderships}",
            "where": None,
            "require": "'A' in l.segments",
            "report": "{at: l.company, message: m}",
        },
        [
            "5:14: The value ended before this. Put the whole text in quotes, or begin a new line.",
        ],
    ),
    (
        {
            "for": "{l: leaderships}",
            "where": None,
            "require": "count(l.segments) == 1",
            "report": "{at: l.company, message: m}",
        },
        [
            "5:16: This goes through `l.segments`, which may be none. Say `l.segments is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {
            "for": "{l: leaderships}",
            "where": None,
            "require": "latest(l.until) >= plan.as_of",
            "report": "{at: l.company, message: m}",
        },
        [
            "5:17: `latest` looks at `l.until`, which may be none. Say `l.until is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"where": None, "require": "any(covers(l, p.leader) for l in leaderships)"},
        [
            "5:24: `covers` looks at `p.leader`, which may be none. Say `p.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {
            "where": None,
            "require": "max(x.end for x in programs if x.platform == p.platform) >= plan.as_of",
        },
        [
            "5:14: `max` takes `x.end`, which may be none. Say `x.end is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"where": "p.leader is not None or p.platform.common"},
        [
            "6:24: `p.leader.platform` goes through `p.leader`, which may be none. Say `p.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"where": None, "require": "p.leader is None and p.leader.platform == p.platform"},
        [
            "5:31: `p.leader.platform` goes through `p.leader`, which may be none. Say `p.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {
            "where": None,
            "require": "p.platform.common if p.leader is None else p.leader.leader.platform.common",
        },
        [
            "5:53: `p.leader.leader.platform` goes through `p.leader.leader`, which may be none. Say `p.leader.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    # ---- division
    (
        {"require": "p.upper_body_shared / 2 >= 0.5"},
        [
            "6:10: `p.upper_body_shared / 2 >= 0.5` depends on a division. Multiply instead: `a >= share * b`, not `a / b >= share`.",
        ],
    ),
    (
        {
            "require": "known(p.platform)",
            "where": "p.leader is not None and 0 == p.upper_body_shared / 2",
        },
        [
            "5:33: `0 == p.upper_body_shared / 2` depends on a division. Multiply instead: `a >= share * b`, not `a / b >= share`.",
        ],
    ),
    (
        {"let": "{half: p.upper_body_shared / 2}", "require": "half >= 0.5"},
        [
            "6:10: `half >= 0.5` depends on a division. Multiply instead: `a >= share * b`, not `a / b >= share`.",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_the_problems_of_a_changed_rule(
    tmp_path: Path, changes: dict[str, str | None], expected: list[str]
) -> None:
    """Each change brings exactly these problems, at these places, in these words."""
    assert problems_of(tmp_path, changes) == expected
