"""What is wrong with a rule: where, in which words, and what mends it.

The tables stand in `problems/*.txt`: lines that change the sound rule (`require: ...`,
`without where`), then every problem that the changed rule has (`=> 6:10: ...`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rulebook.rules import problems, problems_of, rule_text

TABLES = Path(__file__).parent / "problems"


def rows() -> Iterator[object]:
    """Yield every row of the tables: changes, and the problems they bring."""
    for table in sorted(TABLES.glob("*.txt")):
        for number, block in enumerate(table.read_text("utf-8").split("\n\n")):
            lines = [line for line in block.splitlines() if line and not line.startswith("#")]
            if not lines:
                continue
            changes: dict[str, str | None] = {}
            for line in lines:
                key, _, value = line.partition(": " if not line.endswith(":") else ":")
                if line.startswith("without "):
                    changes[line.removeprefix("without ")] = None
                elif not line.startswith("=> "):
                    changes[key] = value
            expected = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
            yield pytest.param(changes, expected, id=f"{table.stem}-{number}")


@pytest.mark.parametrize(("changes", "expected"), list(rows()))
def test_a_changed_rule_has_exactly_these_problems(
    tmp_path: Path, changes: dict[str, str | None], expected: list[str]
) -> None:
    """Each row's change brings these problems and no others."""
    assert problems_of(tmp_path, changes) == expected


@pytest.mark.parametrize(
    ("require", "expected"),
    [
        (
            " and ".join(["p.platform.common"] * 33),
            "6:10: This can fail in 33 ways; a rule has at most 32. Make several rules of it.",
        ),
        (
            "p.platform.common" + " or p.platform.common" * 700,
            "6:10: This expression is longer than 4,000 characters. Name parts of it with `let`.",
        ),
        (
            "(" * 60 + "p.platform.common" + ")" * 60,
            "6:60: This expression is nested more than 50 deep. Name parts of it with `let`.",
        ),
        (
            "not " * 60 + "p.platform.common",
            "6:210: This expression is nested more than 50 deep. Name parts of it with `let`.",
        ),
        (
            "p" + ".leader" * 300 + ".platform.common",
            "6:10: This expression is nested more than 50 deep. Name parts of it with `let`.",
        ),
        (
            "1" + "+1" * 120 + " == 3",
            "6:10: This expression is nested more than 50 deep. Name parts of it with `let`.",
        ),
    ],
)
def test_an_expression_has_a_limited_size(tmp_path: Path, require: str, expected: str) -> None:
    """What could exhaust the parser or the judges is refused."""
    assert problems_of(tmp_path, {"require": require}) == [expected]


def test_names_that_double_are_refused_in_time(tmp_path: Path) -> None:
    """A chain of `let`, each using the next twice, ends at the limit and not in a hang."""
    names = "abcdefghijklmno"
    lets = [f"{one}: {two} + {two}" for one, two in itertools.pairwise(names)]
    changes = {"let": "{" + ", ".join(lets) + ", o: p.upper_body_shared}", "require": "a == 1"}
    assert problems_of(tmp_path, changes) == [
        "8:24: The rule has more than 20,000 parts once its names are expanded."
    ]


def test_names_that_nest_are_refused_in_time(tmp_path: Path) -> None:
    """A long chain of `let` ends at the limit of depth, and is refused link by link of it."""
    lets = ", ".join(f"a{number}: -a{number + 1}" for number in range(200))
    changes = {"let": "{" + lets + ", a200: p.upper_body_shared}", "require": "a0 == 1"}
    assert problems_of(tmp_path, changes) == [
        f"8:{column}: Too many names stand for names here." for column in (532, 1095, 1758)
    ]


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    """Every file is read, and the problems are sorted by place."""
    wrong = {"require": "p.plattform == p.leader.platform"}
    files = {
        "twins/b.yaml": rule_text(wrong),
        "twins/a.yaml": rule_text(wrong),
        "twins/c.yaml": "[",
        "cost/a.yaml": rule_text({"severity": "bad"}),
        "plan/flaw.yaml": rule_text(),
        "Twins/x.yaml": rule_text(),
        "top.yaml": rule_text(),
        "a/b/c.yaml": rule_text(),
        "empty/nothing.yaml": "",
        "empty/text.yaml": "hello",
        "empty/repeated.yaml": rule_text() + "title: again\n",
    }
    family = "A rule stands in a folder of its family. As in `twins/share-a-plant.yaml`."
    platform = "`p.plattform` does not exist: a program has no field `plattform`."
    assert problems(tmp_path, files) == [
        (
            "Twins/x.yaml:1:1: `Twins/x` is no rule's id. "
            "Family and name are made of small letters, digits and `-`."
        ),
        f"a/b/c.yaml:1:1: {family}",
        "cost/a.yaml:2:11: `severity` is error, warning or info.",
        "empty/nothing.yaml:1:1: The file is empty. Remove it.",
        (
            'empty/repeated.yaml:8:1: The key "title" is here a second time; the first one '
            "counts. Remove one of the two."
        ),
        "empty/text.yaml:1:1: This file is no mapping of keys to values.",
        (
            "plan/flaw.yaml:1:1: The family `plan` belongs to the findings about a plan's "
            "structure. Take another name for the folder."
        ),
        f"top.yaml:1:1: {family}",
        "twins/a.yaml:1:1: There are two rules called `a`. The other is cost/a.yaml.",
        f"twins/b.yaml:6:10: {platform} Did you mean `platform`?",
        "twins/c.yaml:1:2: A value is missing here. Put the text in quotes.",
    ]
