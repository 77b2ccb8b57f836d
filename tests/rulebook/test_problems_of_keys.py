"""Problems of messages, of `report` and of a rule file's other keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook.rules import problems_of

ROWS: list[tuple[dict[str, str | None], list[str]]] = [
    # ---- messages
    (
        {"report": '{at: p.platform, message: "{p.nam}"}'},
        [
            "7:37: `p.nam` does not exist: a program has no field `nam`. Did you mean `name`?",
        ],
    ),
    (
        {"report": '{at: p.platform, message: "{p.name"}'},
        [
            "7:36: This `{` is never closed. Write `{{` and `}}` for braces that are meant as text.",
        ],
    ),
    (
        {"report": '{at: p.platform, message: "p.name}"}'},
        [
            "7:42: This `}` closes nothing. Write `{{` and `}}` for braces that are meant as text.",
        ],
    ),
    (
        {"report": '{at: p.platform, message: "{}"}'},
        [
            "7:37: There is no expression here.",
        ],
    ),
    (
        {"report": '{at: p.platform, message: "{p.name:.1%}"}'},
        [
            "7:37: The format `.1%` is for numbers; `p.name` is a text.",
        ],
    ),
    (
        {"report": '{at: p.platform, message: "{p.upper_body_shared:.7f}"}'},
        [
            "7:37: `.7f` is no format. Write `,`, `.0f`, `.1f`, `.2f`, `.0%`, `.1%` or `.2%`.",
        ],
    ),
    (
        {"report": '{at: p.platform, message: "{p.platform.common}"}'},
        [
            "7:37: A message cannot show a truth value. Write `'yes' if p.platform.common else 'no'`.",
        ],
    ),
    (
        {"report": '{at: p.platform, message: "{p.cost}"}'},
        [
            "7:37: A message cannot show a record of `programs.cost`. Name one of its fields: `p.cost. ...`.",
        ],
    ),
    (
        {"report": '{at: p.platform, message: "It\'s {p.leader.leader.name}"}'},
        [
            "7:42: `p.leader.leader.name` goes through `p.leader.leader`, which may be none. Say `p.leader.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"report": '{at: p.platform, message: m, hint: "{x}"}'},
        [
            "7:46: `x` does not exist.",
        ],
    ),
    (
        {"report": "{at: p.platform, message: {p.name}}"},
        [
            "7:35: `message` takes a single value. YAML reads this as a mapping, not as text: put the whole value in quotes.",
        ],
    ),
    # ---- report
    (
        {"report": "{at: p.start.year, message: m}"},
        [
            "7:14: `p.start.year` is no place in a plan: it is a number. A place is a field or a variable, as in `program.platform`.",
        ],
    ),
    (
        {"report": "{at: p.development, message: m}"},
        [
            "7:14: `p.development` is no place in a plan: `development` is worked out, not written.",
        ],
    ),
    (
        {"report": "{at: p.leader.leader.platform, message: m}"},
        [
            "7:14: `p.leader.leader.platform` goes through `p.leader.leader`, which may be none. Say `p.leader.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"report": "{at: plan, message: m}"},
        [
            "7:14: `plan` is no place in a plan: it is the plan. A place is a field or a variable, as in `program.platform`.",
        ],
    ),
    (
        {"report": "{at: p.platform, related: [p.colour, p.plants], message: m}"},
        [
            "7:36: `p.colour` does not exist: a program has no field `colour`. It has body, brand, company, confidence, cost, development, end, followers, id, leader, name, note, plants, platform, powertrains, regions, segment, source, start, technologies, units, unsure and upper_body_shared.",
        ],
    ),
    (
        {"report": "{message: m}"},
        [
            "7:9: `report` needs `at`.",
        ],
    ),
    (
        {"report": "nothing"},
        [
            "7:9: `report` is a mapping. It takes at, related, message and hint.",
        ],
    ),
    (
        {"report": "{at: p.platform, massage: m}"},
        [
            "7:9: `report` needs `message`.",
            "7:26: `massage` is no key of `report`. Did you mean `message`?",
        ],
    ),
    # ---- keys
    (
        {"titel": "x"},
        [
            "8:1: `titel` is no key of a rule. Did you mean `title`?",
        ],
    ),
    (
        {"title": None},
        [
            "1:1: A rule needs `title`.",
        ],
    ),
    (
        {"title": ""},
        [
            "1:7: `title` is empty. Leave the key out, or give it a value.",
        ],
    ),
    (
        {"severity": "eror"},
        [
            "2:11: `severity` is error, warning or info. Did you mean `error`?",
        ],
    ),
    (
        {"version": "0"},
        [
            "3:10: `version` is a whole number from 1 on.",
        ],
    ),
    (
        {"version": "'1'"},
        [
            "3:10: `version` is a whole number from 1 on.",
        ],
    ),
    (
        {"enabled": "maybe"},
        [
            "8:10: `enabled` is true or false.",
        ],
    ),
    (
        {"requires": "targets"},
        [
            "8:11: `targets` is a whole collection. As in `requires: targets.common-platforms`.",
        ],
    ),
    (
        {"requires": "target.saving"},
        [
            "8:11: `target` is no collection with ids. Did you mean `targets`?",
        ],
    ),
    (
        {"requires": "leaderships.x"},
        [
            "8:11: `leaderships` is no collection with ids. As in `requires: targets.common-platforms`.",
        ],
    ),
    (
        {"downgrade": "{when: p.start, to: info}"},
        [
            "8:19: `when` takes what is true or false; `p.start` is a date. Compare it with something.",
        ],
    ),
    (
        {"downgrade": "{when: p.start < plan.as_of, to: none}"},
        [
            "8:45: `to` is error, warning or info.",
        ],
    ),
    (
        {"downgrade": "{if: p.start < plan.as_of}"},
        [
            "8:12: `downgrade` needs `to`.",
            "8:12: `downgrade` needs `when`.",
            "8:13: `if` is no key of `downgrade`. There is when, to and legacy.",
        ],
    ),
    (
        {"downgrade": "soft"},
        [
            "8:12: `downgrade` is a mapping. It takes when, to and legacy.",
        ],
    ),
    (
        {"aliases": "[twins, twins/old]"},
        [
            "8:11: `twins` is no rule's id. An alias is an old id: `family/name`.",
        ],
    ),
    # ---- several at once
    (
        {"require": "p.plattform == p.leader.platform and p.bodi == 'suv'", "severity": "eror"},
        [
            "2:11: `severity` is error, warning or info. Did you mean `error`?",
            "6:10: `p.plattform` does not exist: a program has no field `plattform`. Did you mean `platform`?",
            "6:47: `p.bodi` does not exist: a program has no field `bodi`. Did you mean `body`?",
        ],
    ),
    (
        {"require": "p.nam < p.leader.bodi and p.leader.leader.body == 'x'"},
        [
            "6:10: `p.nam` does not exist: a program has no field `nam`. Did you mean `name`?",
            "6:18: `p.leader.bodi` does not exist: a program has no field `bodi`. Did you mean `body`?",
            "6:60: `x` is never a body: there is hatch, sedan, estate, suv, mpv, coupe, pickup, van and kei.",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_the_problems_of_a_changed_rule(
    tmp_path: Path, changes: dict[str, str | None], expected: list[str]
) -> None:
    """Each change brings exactly these problems, at these places, in these words."""
    assert problems_of(tmp_path, changes) == expected
