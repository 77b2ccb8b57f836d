"""A plan's own values for rules' parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.plan.portfolio import Setting
from pacecar.rulebook.loading import load_rulebook, with_settings
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.rule import Rulebook
from tests.rulebook.rules import folder_of, rule_text
from tests.rulebook.shown import shown

PARAMETERS = "{share: 0.5, word: suv, from: 2020-01, strict: true}"


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    """Return a rulebook of two rules, one with a parameter of each kind."""
    changes = {
        "parameters": "{share: 0.5, word: suv, since: 2020-01, strict: true}",
        "require": "p.upper_body_shared >= share and p.body == word "
        "and p.start >= since and p.platform.common == strict",
        "aliases": "twins/old",
    }
    files = {"twins/twin.yaml": rule_text(changes), "twins/other.yaml": rule_text()}
    return load_rulebook([folder_of(tmp_path, files)])


def setting(text: str, *, plain: bool = True) -> Setting:
    """Return a setting as a plan's reader gives it."""
    return Setting(text, plain, "plan.yaml", 3, 7)


def problems_of(book: Rulebook, settings: dict[str, dict[str, Setting]]) -> list[str]:
    """Return what is wrong with settings."""
    with pytest.raises(RulebookError) as raised:
        with_settings(book, settings)
    return [str(problem) for problem in raised.value.problems]


def test_values_of_the_plan_are_in_force(book: Rulebook) -> None:
    """The rule is typed anew; the other rule, and the rulebook itself, are left as they are."""
    values = {"share": setting("0.75"), "since": setting("2021"), "strict": setting("false")}
    changed = with_settings(book, {"twins/old": values})
    other, twin = changed.rules
    assert shown(twin.require) == (
        "(p.upper_body_shared >= 75e-2 and p.body == 'suv' "
        "and p.start >= 737791..738155 and p.platform.common == False)"
    )
    assert twin.parameters == {"share": "0.75", "since": "2021", "strict": "false", "word": "suv"}
    assert other == book.rules[0]
    assert twin.digest != book.rules[1].digest
    assert changed.digest != book.digest
    assert with_settings(book, {}) is book


def test_the_rules_own_values_make_no_difference(book: Rulebook) -> None:
    """Setting what is in force anyway leaves the digest alone."""
    assert with_settings(book, {"twins/twin": {"share": setting("0.5")}}).digest == book.digest


def test_settings_that_do_not_fit_are_refused(book: Rulebook) -> None:
    """At their place in the plan, all at once."""
    settings = {
        "twins/twyn": {"share": setting("1")},
        "twins/other": {"share": setting("1")},
        "twins/twin": {
            "shared": setting("1"),
            "share": setting("half"),
            "word": setting("1"),
            "since": setting("soon"),
            "strict": setting("true", plain=False),
        },
    }
    assert problems_of(book, settings) == [
        "plan.yaml:3:7: The rule twins/other has no parameter `share`. It has none.",
        "plan.yaml:3:7: The rule twins/twin has no parameter `shared`. Did you mean `share`?",
        "plan.yaml:3:7: There is no rule `twins/twyn`. Did you mean `twins/twin`?",
        (
            "plan.yaml:3:7: `share` of twins/twin is a number; `half` is not. "
            "The rule's own value is 0.5."
        ),
        (
            "plan.yaml:3:7: `since` of twins/twin is a date; `soon` is not. "
            "The rule's own value is 2020-01."
        ),
        (
            "plan.yaml:3:7: `strict` of twins/twin is true or false; `true` is not. "
            "The rule's own value is true."
        ),
        "plan.yaml:3:7: `word` of twins/twin is a text; `1` is not. The rule's own value is suv.",
    ]


def test_a_value_that_breaks_the_rule_is_refused(book: Rulebook) -> None:
    """A text that can never be a body is the plan's mistake, not the rule's."""
    assert problems_of(book, {"twins/twin": {"word": setting("suvv")}}) == [
        (
            "plan.yaml:3:7: With this value the rule twins/twin is no good: `suvv` is never a "
            "body: there is hatch, sedan, estate, suv, mpv, coupe, pickup, van and kei. "
            "Did you mean `suv`?"
        )
    ]
