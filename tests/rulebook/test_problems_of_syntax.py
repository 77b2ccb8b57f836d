"""Problems of what an expression is made of, and of its size."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook.rules import problems_of

ROWS: list[tuple[dict[str, str | None], list[str]]] = [
    # ---- syntax
    (
        {"require": "p.platform = p.leader.platform"},
        [
            "6:21: A single `=` compares nothing. Write `==`.",
        ],
    ),
    (
        {"require": "p.platform == p.leader.platform and"},
        [
            "6:44: This cannot be read as an expression.",
        ],
    ),
    (
        {"require": "(p.platform == p.leader.platform"},
        [
            "6:10: This `(` is never closed.",
        ],
    ),
    (
        {"require": "p.platform == p.leader.platform)"},
        [
            "6:41: This `)` closes nothing.",
        ],
    ),
    (
        {"require": "p.platform.common AND p.leader.platform.common"},
        [
            "6:10: This cannot be read as an expression. Write `and` in small letters.",
        ],
    ),
    (
        {"require": "p.platform.common && p.leader.platform.common"},
        [
            "6:28: `&&` is not part of the rule language. Write `and`.",
        ],
    ),
    (
        {"require": "p.body == 'suv"},
        [
            "6:20: This text has no closing quote.",
        ],
    ),
    (
        {"require": "p.body == 'suv #1'"},
        [
            "6:20: This text has no closing quote. YAML ended the value at the `#`: put the whole expression in quotes.",
        ],
    ),
    (
        {"require": "p.body == '''suv'''"},
        [
            "6:20: A text stands in one pair of quotes.",
        ],
    ),
    (
        {"require": "[p.platform]"},
        [
            "6:10: `require` takes a single value. YAML reads this as a list, not as text: put the whole value in quotes.",
        ],
    ),
    (
        {"require": "{a: b}"},
        [
            "6:10: `require` takes a single value. YAML reads this as a mapping, not as text: put the whole value in quotes.",
        ],
    ),
    (
        {"require": "p.platform: yes"},
        [
            "6:20: A second colon makes no sense on this line. Quote the text that holds the colon, or check the indentation.",
        ],
    ),
    (
        {"require": ""},
        [
            "6:9: `require` is empty. Leave the key out, or give it a value.",
        ],
    ),
    (
        {"require": "''"},
        [
            "6:10: `require` is empty. Leave the key out, or give it a value.",
        ],
    ),
    (
        {"require": "p.name[0] == 'x'"},
        [
            "6:10: Picking an element in brackets is not part of the rule language. Go through its elements: `any(... for x in ...)`.",
        ],
    ),
    (
        {"require": "any([x.platform == p.platform for x in p.regions])"},
        [
            "6:14: `any` takes no list made in brackets. Write it without brackets.",
        ],
    ),
    (
        {"require": "any(lambda: 1)"},
        [
            "6:20: A second colon makes no sense on this line. Quote the text that holds the colon, or check the indentation.",
        ],
    ),
    (
        {"require": "p.name.lower() == 'x'"},
        [
            "6:10: `p.name.lower` is not a function of the rule language.",
        ],
    ),
    (
        {"require": "f'{p.name}' == 'x'"},
        [
            "6:10: A text with `f` before it is not part of the rule language.",
        ],
    ),
    (
        {"require": "(x for x in programs)"},
        [
            "6:10: `... for ... in ...` outside of any, all, count, distinct, sum, min and max is not part of the rule language.",
        ],
    ),
    (
        {"require": "p.platform == p.leader.platform;"},
        [
            "6:41: `;` is not part of the rule language.",
        ],
    ),
    (
        {"require": "(1, 2) == (1, 2)"},
        [
            "6:10: A list outside of `in` is not part of the rule language.",
            "6:20: A list outside of `in` is not part of the rule language.",
        ],
    ),
    (
        {"require": "p.name == b'x'"},
        [
            "6:20: `b'x'` is not part of the rule language.",
        ],
    ),
    # ---- functions
    (
        {"require": "anny(x.platform == p.platform for x in p.regions)"},
        [
            "6:10: There is no function `anny`. Did you mean `any`?",
        ],
    ),
    (
        {"require": "any(p.regions)"},
        [
            "6:14: `any` goes through elements. As in `any(... for x in p.regions)`.",
        ],
    ),
    (
        {"require": "any(x.id for x in p.regions)"},
        [
            "6:14: `any` asks what is true or false; `x.id` is an id. Compare it with something.",
        ],
    ),
    (
        {"require": "count(x.platform.common for x in programs if x.leader == p) == 1"},
        [
            "6:16: `count` counts elements, true and false ones alike. Count those for which it is true: `count(x for x in ... if ...)`.",
        ],
    ),
    (
        {"require": "count() == 1"},
        [
            "6:10: `count` takes one argument. As in `count(... for x in ...)`.",
        ],
    ),
    (
        {"require": "sum(x.name for x in p.regions) == 1"},
        [
            "6:14: `sum` takes numbers; `x.name` is a text.",
        ],
    ),
    (
        {"require": "sum(x.start for x in p.followers) == 1"},
        [
            "6:14: `sum` takes numbers; `x.start` is a date.",
        ],
    ),
    (
        {"require": "count(distinct(x.start for x in p.followers)) == 1"},
        [
            "6:25: A set cannot hold this; `x.start` is a date. Collect its `year`.",
        ],
    ),
    (
        {"require": "count(p.name) == 1"},
        [
            "6:16: Elements are those of a list or set; `p.name` is a text.",
        ],
    ),
    (
        {"require": "any(x == y for (x, y) in p.regions)"},
        [
            "6:25: One name stands after `for`.",
        ],
    ),
    (
        {"require": "any(regions == x for regions in p.regions for x in p.regions)"},
        [
            "6:31: `regions` is the name of something else already. Take another name.",
        ],
    ),
    (
        {"require": "known(1)"},
        [
            "6:16: `known` asks for a path. As in `known(program.platform)`.",
        ],
    ),
    (
        {"require": "covers(p, p)"},
        [
            "6:17: `covers` takes a leadership here; `p` is a program.",
        ],
    ),
    (
        {"require": "overlap(p)"},
        [
            "6:10: `overlap` takes 2 arguments, not 1.",
        ],
    ),
    (
        {"require": "covers(l=p, p=p)"},
        [
            "6:18: A single `=` compares nothing. Write `==`.",
        ],
    ),
    (
        {"require": "earliest(p.name) == p.start"},
        [
            "6:19: `earliest` takes a date here; `p.name` is a text.",
        ],
    ),
    # ---- size
    (
        {"require": " and ".join(["p.platform.common"] * 33)},
        [
            "6:10: This can fail in 33 ways; a rule has at most 32. Make several rules of it.",
        ],
    ),
    (
        {"require": "p.platform.common" + " or p.platform.common" * 700},
        [
            "6:10: This expression is longer than 4,000 characters. Name parts of it with `let`.",
        ],
    ),
    (
        {"require": "(" * 60 + "p.platform.common" + ")" * 60},
        [
            "6:60: This expression is nested more than 50 deep. Name parts of it with `let`.",
        ],
    ),
    (
        {"require": "not " * 60 + "p.platform.common"},
        [
            "6:210: This expression is nested more than 50 deep. Name parts of it with `let`.",
        ],
    ),
    (
        {"require": "1" + "+1" * 120 + " == 3"},
        [
            "6:10: This expression is nested more than 50 deep. Name parts of it with `let`.",
        ],
    ),
    (
        {
            "let": "{a: b + b, b: c + c, c: d + d, d: e + e, e: f + f, f: g + g, g: h + h, h: i + i, i: j + j, j: k + k, k: l + l, l: m + m, m: n + n, n: o + o, o: p.upper_body_shared}",
            "require": "a == 1",
        },
        [
            "8:24: The rule has more than 20,000 parts once its names are expanded.",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_the_problems_of_a_changed_rule(
    tmp_path: Path, changes: dict[str, str | None], expected: list[str]
) -> None:
    """Each change brings exactly these problems, at these places, in these words."""
    assert problems_of(tmp_path, changes) == expected
