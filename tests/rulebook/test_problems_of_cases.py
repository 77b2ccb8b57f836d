"""Problems of `for`, of joins, of `let` and parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook.rules import problems_of

ROWS: list[tuple[dict[str, str | None], list[str]]] = [
    # ---- quadratic and pairs
    (
        {"require": "not any(x.start < p.start for x in programs)"},
        [
            "6:14: `any(x.start < p.start for x in programs)` would compare every program with every other. Add an equality to join on, as in `... if p.platform == program.platform`.",
        ],
    ),
    (
        {"require": "all(x.leader == p for x in programs)"},
        [
            "6:10: `all(x.leader == p for x in programs)` would compare every program with every other. Add an equality to join on, as in `... if p.platform == program.platform`.",
        ],
    ),
    (
        {"for": "{p: programs, q: programs}"},
        [
            "4:20: Nothing joins `q` to what stands before it in `for`. Add an equality to `where`, as in `q.platform == p.platform`.",
        ],
    ),
    (
        {
            "for": "{p: programs, q: programs}",
            "where": "p.leader is not None and q.start == '2020' and q.name < p.name",
        },
        [
            "4:20: Nothing joins `q` to what stands before it in `for`. Add an equality to `where`, as in `q.platform == p.platform`.",
        ],
    ),
    (
        {
            "for": "{p: programs, t: p.technologies}",
            "require": "count(x for x in programs if x.start < p.start) == 0",
        },
        [
            "6:10: `count(x for x in programs if x.start < p.start)` would compare every program with every other. Add an equality to join on, as in `... if p.platform == program.platform`.",
        ],
    ),
    # ---- for
    (
        {"for": "{p: program}"},
        [
            "4:10: `program` does not exist. Did you mean `programs`?",
        ],
    ),
    (
        {"for": "{p: programs, q: p.followers}"},
        [
            "4:23: `for` does not go through sets; `p.followers` is a set of programs. Bind the whole collection and say in `where` which of it is meant.",
        ],
    ),
    (
        {"for": "{p: programs, q: p.platform}"},
        [
            "4:23: `for` goes through collections and lists; `p.platform` is a platform.",
        ],
    ),
    (
        {"for": "{p: programs, r: p.leader.regions}", "where": None, "require": "known(r)"},
        [
            "4:23: `p.leader.regions` goes through `p.leader`, which may be none. Say `p.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {"for": "{plan: programs}"},
        [
            "4:7: `plan` is the name of something else already. Take another name.",
            "5:8: `p` does not exist.",
            "6:10: `p` does not exist.",
            "6:24: `p` does not exist.",
            "7:14: `p` does not exist.",
        ],
    ),
    (
        {"for": "{p: programs, P: programs}"},
        [
            "4:20: `P` cannot be a name. A name is made of small letters, digits and `_`, and is no word such as `in`.",
        ],
    ),
    (
        {"for": "{p: programs, class: programs}"},
        [
            "4:20: `class` cannot be a name. A name is made of small letters, digits and `_`, and is no word such as `in`.",
        ],
    ),
    (
        {"for": "[p]"},
        [
            "4:6: `for` is a mapping. It takes names with values.",
        ],
    ),
    (
        {"for": "{}"},
        [
            "4:6: `for` is empty. As in `for: {program: programs}`.",
        ],
    ),
    (
        {"for": "{p: x, x: programs}"},
        [
            "4:10: `x` does not exist.",
        ],
    ),
    (
        {
            "for": "{g: {each: programs, by: {s: p.segment}}}",
            "where": None,
            "require": "count(g.members) == 1",
            "report": "{at: g, message: m}",
        },
        [
            "4:17: `each` names the members of the group. As in `each: p in programs`.",
        ],
    ),
    (
        {
            "for": "{g: {each: p in programms, by: {s: p.segment}}}",
            "where": None,
            "require": "count(g.members) == 1",
            "report": "{at: g, message: m}",
        },
        [
            "4:22: `programms` does not exist. Did you mean `programs`?",
        ],
    ),
    (
        {
            "for": "{g: {each: p in programs, by: {}}}",
            "where": None,
            "require": "count(g.members) == 1",
            "report": "{at: g, message: m}",
        },
        [
            "4:36: `by` is empty. As in `by: {segment: p.segment}`.",
        ],
    ),
    (
        {
            "for": "{g: {each: p in programs, by: {s: p.start}}}",
            "where": None,
            "require": "count(g.members) == 1",
            "report": "{at: g, message: m}",
        },
        [
            "4:40: There are no groups by a date. Group by the year: `p.start.year`.",
        ],
    ),
    (
        {
            "for": "{g: {each: p in programs, by: {s: p.leader}}}",
            "where": None,
            "require": "count(g.members) == 1",
            "report": "{at: g, message: m}",
        },
        [
            "4:40: This groups by `p.leader`, which may be none. Say `p.leader is not None and ...` to its left, or in `where`.",
        ],
    ),
    (
        {
            "for": "{g: {each: p in programs, having: 1, by: {members: p.body}}}",
            "where": None,
            "require": "count(g.members) == 1",
            "report": "{at: g, message: m}",
        },
        [
            "4:32: `having` is no key of the group `g`. There is each, if and by.",
            "4:57: `members` are the members of the group. Take another name.",
        ],
    ),
    (
        {
            "for": "{g: {each: p in programs, by: {segment: p.segment, region: p.regions}}}",
            "where": None,
            "require": "count(g) == 1",
            "report": "{at: g, message: m}",
        },
        [
            "5:16: Elements are those of a list or set; `g` is a group of programs. Write `g.members`.",
        ],
    ),
    (
        {
            "for": "{g: {each: p in programs, by: {segment: p.segment, region: p.regions}}}",
            "where": None,
            "require": "g.sgment == 'A'",
            "report": "{at: g, message: m}",
        },
        [
            "5:10: `g.sgment` does not exist: a group of programs has no field `sgment`. Did you mean `segment`?",
        ],
    ),
    (
        {
            "for": "{g: {each: p in programs, by: {segment: p.segment, region: p.regions}}}",
            "where": None,
            "require": "count(g.members) == 1",
            "report": "{at: g.region, message: m}",
        },
        [
            "6:14: `g.region` is no place in a plan. Write `g`.",
        ],
    ),
    (
        {
            "for": "{t: targets, g: {each: p in programs, by: {s: p.segment}}}",
            "where": None,
            "require": "count(g.members) == 1",
            "report": "{at: g, message: m}",
        },
        [
            "4:19: The group `g` does not come first in `for`. Begin `for` with it; its members are a list: `g.members`.",
        ],
    ),
    (
        {"let": "{s: p.segment}", "for": "{p: programs, q: s}"},
        [
            "4:23: `s` is a `let`, which `for` cannot use.",
        ],
    ),
    # ---- lets
    (
        {"let": "{a: b, b: a}", "require": "a == 1"},
        [
            "8:10: `b` stands for itself. A `let` cannot use itself.",
            "8:16: `a` stands for itself. A `let` cannot use itself.",
        ],
    ),
    (
        {"let": "{p: p.name}"},
        [
            "8:7: `p` is the name of something else already. Take another name.",
        ],
    ),
    (
        {"let": "{unused: p.nam}"},
        [
            "8:15: `p.nam` does not exist: a program has no field `nam`. Did you mean `name`?",
        ],
    ),
    (
        {"let": "{a: p.nam}", "require": "a == 'x' and a == 'y'"},
        [
            "8:10: `p.nam` does not exist: a program has no field `nam`. Did you mean `name`?",
        ],
    ),
    # ---- parameters
    (
        {"parameters": "{share: null}"},
        [
            "8:21: `share` is empty. Leave the key out, or give it a value.",
        ],
    ),
    (
        {"parameters": "{share: 0.5}", "require": "p.upper_body_shared >= shar"},
        [
            "6:33: `shar` does not exist. Did you mean `share`?",
        ],
    ),
    (
        {"parameters": "{share: [1]}"},
        [
            "8:21: `share` takes a single value. YAML reads this as a list, not as text: put the whole value in quotes.",
        ],
    ),
    (
        {"parameters": "{share: 1.2345678}"},
        [
            "8:21: `1.2345678` is no value for a parameter. It is a number, a text, a date, true or false.",
        ],
    ),
    (
        {"parameters": "{share: half}", "require": "p.upper_body_shared >= share"},
        [
            "6:10: `p.upper_body_shared >= share` compares a number with a text.",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_the_problems_of_a_changed_rule(
    tmp_path: Path, changes: dict[str, str | None], expected: list[str]
) -> None:
    """Each change brings exactly these problems, at these places, in these words."""
    assert problems_of(tmp_path, changes) == expected
