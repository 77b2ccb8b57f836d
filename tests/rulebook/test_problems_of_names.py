"""Problems of names, paths and kinds: where, what, and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook.rules import problems_of

ROWS: list[tuple[dict[str, str | None], list[str]]] = [
    # ---- fields
    (
        {"require": "p.plattform == p.leader.platform"},
        [
            "6:10: `p.plattform` does not exist: a program has no field `plattform`. Did you mean `platform`?",
        ],
    ),
    (
        {"require": "p.leader.platform.shiny"},
        [
            "6:10: `p.leader.platform.shiny` does not exist: a platform has no field `shiny`. It has aliases, common, companies, confidence, family, first_year, id, name, note, segments, source and unsure.",
        ],
    ),
    (
        {"require": "p.platform.name.first == 'a'"},
        [
            "6:10: `p.platform.name.first` does not exist: a text has no fields.",
        ],
    ),
    (
        {"require": "pp.platform == p.platform"},
        [
            "6:10: `pp` does not exist.",
        ],
    ),
    (
        {"require": "p.start.month == 3"},
        [
            "6:10: `p.start.month` does not exist: a date has no fields. A date has `year` only.",
        ],
    ),
    (
        {"require": "p.plants.region == p.platform"},
        [
            "6:10: `p.plants` is a list of plants, which has no fields of its own. Go through its elements: `any(x.region ... for x in p.plants)`.",
        ],
    ),
    (
        {"require": "p.platform == true"},
        [
            "6:24: `true` does not exist. Write `True`.",
        ],
    ),
    (
        {"where": "plan.sinse is not None"},
        [
            "5:8: `plan.sinse` does not exist: the plan has no field `sinse`. Did you mean `since`?",
        ],
    ),
    # ---- kinds
    (
        {"require": "p.platform == p.start"},
        [
            "6:10: `p.platform == p.start` compares a platform with a date.",
        ],
    ),
    (
        {"require": "p.segment == p.body"},
        [
            "6:10: `p.segment == p.body` compares a segment with a body.",
        ],
    ),
    (
        {"require": "p.body == 'suvv'"},
        [
            "6:20: `suvv` is never a body: there is hatch, sedan, estate, suv, mpv, coupe, pickup, van and kei. Did you mean `suv`?",
        ],
    ),
    (
        {"require": "p.segment in ('B', 'G')"},
        [
            "6:29: `G` is never a segment: there is A, B, C, D, E and F.",
        ],
    ),
    (
        {"require": "p.body in ('suv', 3)"},
        [
            "6:28: `3` is a number, but what is looked for is a body.",
        ],
    ),
    (
        {"require": "p.body in ()"},
        [
            "6:20: This list is empty.",
        ],
    ),
    (
        {"require": "p.body in (p.body, 'suv')"},
        [
            "6:21: `p.body` is no text or number. A list in brackets holds literals only.",
        ],
    ),
    (
        {"require": "p.platform.id == 'CMF B'"},
        [
            "6:27: `CMF B` is never an id. Ids are made of small letters, digits and `.`, `_`, `-`.",
        ],
    ),
    (
        {"require": "p.platform == 'cmf-b'"},
        [
            "6:10: `p.platform == 'cmf-b'` compares a platform with a text. Compare its id: `... .id == '...'`.",
        ],
    ),
    (
        {"require": "p.start >= 2020"},
        [
            "6:10: `p.start >= 2020` compares a date with a number. Compare the year, `... .year`, or write the date as a text: `'2025-01'`.",
        ],
    ),
    (
        {"require": "p.start >= 'spring'"},
        [
            "6:10: `p.start >= 'spring'` compares a date with a text. Write a date as `'2025'`, `'2025-01'` or `'2025-01-31'`.",
        ],
    ),
    (
        {"require": "p.plants == p.leader.plants"},
        [
            "6:10: `p.plants == p.leader.plants` compares a list of plants as a whole. Ask with `in`, `any`, `all` or `count`.",
        ],
    ),
    (
        {"require": "p.platform < p.leader.platform"},
        [
            "6:10: `p.platform < p.leader.platform` asks which of two comes first, which a platform does not tell. Only numbers, dates and texts have an order.",
        ],
    ),
    (
        {"require": "p.body in p.name"},
        [
            "6:10: `in` looks into a list or set; `p.name` is a text. Write `contains(text, part)`.",
        ],
    ),
    (
        {"require": "p.platform in p.plants"},
        [
            "6:10: `p.platform in p.plants` looks for a platform in a list of plants.",
        ],
    ),
    (
        {"require": "'Z' in p.platform.segments"},
        [
            "6:14: The value ended before this. Put the whole text in quotes, or begin a new line.",
        ],
    ),
    (
        {"require": "p.platform"},
        [
            "6:10: `require` takes what is true or false; `p.platform` is a platform. Compare it with something.",
        ],
    ),
    (
        {"where": "p.leader"},
        [
            "5:8: `where` takes what is true or false; `p.leader` is a program. Compare it with something.",
        ],
    ),
    (
        {"where": None, "require": "not p.platform"},
        [
            "5:14: `not` takes what is true or false; `p.platform` is a platform. Compare it with something.",
        ],
    ),
    (
        {"require": "p.platform.common and p.name"},
        [
            "6:32: `and` takes what is true or false; `p.name` is a text. Compare it with something.",
        ],
    ),
    (
        {"require": "p.platform.common or p.start"},
        [
            "6:31: `or` takes what is true or false; `p.start` is a date. Compare it with something.",
        ],
    ),
    (
        {"require": "p.name + 1 == 2"},
        [
            "6:10: Only numbers are calculated with; `p.name` is a text.",
        ],
    ),
    (
        {"require": "-p.name == 2"},
        [
            "6:11: Only numbers are calculated with; `p.name` is a text.",
        ],
    ),
    (
        {"require": "+1 == 2"},
        [
            "6:10: A `+` before a number is not part of the rule language.",
        ],
    ),
    (
        {"require": "2 ** 3 == 8"},
        [
            "6:10: Of arithmetic there is `+`, `-` and `*`, and `/` in messages.",
        ],
    ),
    (
        {"require": "7 // 2 == 3"},
        [
            "6:10: Of arithmetic there is `+`, `-` and `*`, and `/` in messages.",
        ],
    ),
    (
        {"require": "(p.platform if p.platform.common else p.name) == p.platform"},
        [
            "6:11: This is a platform or a text. Both ends of a conditional are of one kind.",
        ],
    ),
    (
        {"require": "1e5 == p.upper_body_shared"},
        [
            "6:10: `1e5` is not a number that rules can hold. Write digits, at most 15, with at most 6 after the point.",
        ],
    ),
    (
        {"require": "p.upper_body_shared == 0.1234567"},
        [
            "6:33: `0.1234567` is not a number that rules can hold. Write digits, at most 15, with at most 6 after the point.",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_the_problems_of_a_changed_rule(
    tmp_path: Path, changes: dict[str, str | None], expected: list[str]
) -> None:
    """Each change brings exactly these problems, at these places, in these words."""
    assert problems_of(tmp_path, changes) == expected
