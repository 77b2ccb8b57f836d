"""A rule and its feature to begin with: the rule loads and asks nothing, so the feature fails."""

from __future__ import annotations

import re

_PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAGS = ("accept", "reject", "undetermined", "not-applicable")
_MARKS = ("filterwarnings", "parametrize", "skip", "skipif", "slow", "usefixtures", "xfail")

_RULE = """\
# The rule in one line, as lists and reports show it.
title: {title}
# error, warning or info
severity: warning
# Raise it with every change that may alter an outcome.
version: 1
# The statements of sources.yaml that it comes from, and why it is there.
# source: [{statement}]
# rationale: >-
#   Because ...
# What is looked at: here each program in turn.
for:
  program: programs
# Which of them; all, as it stands.
# where: program.leader is not None
# What must be true. As it stands it always is: nothing is reported, and the feature fails.
require: known(program.id)
report:
  # The value that a finding points to, what it says, and what would mend it.
  at: program.id
  message: "{{program.name}} is not as it should be."
  # hint: "Change ..."
"""

_FEATURE = """\
# What the rule means, in examples. As it stands, only the first is true of the rule; the others
# fail until the rule asks for something and each example states what it is about.

@{name}
Feature: {title}
  The rule verifies that ...

  Background:
    Given the companies
      | id    | member |
      | north | true   |
    And the programs
      | id     | company | segment | body |
      | falcon | north   | C       | suv  |

  @accept
  Example: a program that is as it should be
    When the plan is checked
    Then the rule is kept

  @reject
  Example: a program that is not as it should be
    Given falcon has segment D
    When the plan is checked
    Then exactly these findings are reported
      | program | field | severity | message                        |
      | falcon  | id    | warning  | falcon is not as it should be. |

  @undetermined
  Example: a program about which the plan does not say enough
    Given falcon has segment ?
    When the plan is checked
    Then the rule is undetermined

  @not-applicable
  Example: a program that the rule is not about
    Given falcon has body van
    When the plan is checked
    Then the rule is not applicable
"""


def refusal(rule: str) -> str:
    """Return why a text cannot be a new rule's id, "" if it can."""
    family, slash, name = rule.partition("/")
    if not (slash and _PART.fullmatch(family) and _PART.fullmatch(name)):
        better = "/".join(map(_slug, rule.split("/")))
        near = f' Did you mean "{better}"?' if better != rule and not refusal(better) else ""
        made = "family/name, both made of small letters, digits and -"
        return f'"{rule}" is no rule\'s id: that is {made}.{near}'
    if family == "plan":
        return "the family plan belongs to the findings about a plan's structure."
    if name in _TAGS:
        return f"@{name} is a tag of examples; take a name that says what the rule asks for."
    if name in _MARKS:
        return f"@{name} means something to pytest; take a name that says what the rule asks for."
    return ""


def rule_text(rule: str, statement: str) -> str:
    """Return the file of a new rule; `statement` is an id to show how one is cited."""
    return _RULE.format(title=_title(rule), statement=statement)


def feature_text(rule: str) -> str:
    """Return the feature of a new rule."""
    return _FEATURE.format(name=rule.partition("/")[2], title=_title(rule))


def _title(rule: str) -> str:
    """Return `Share a plant` for `twins/share-a-plant`."""
    words = rule.partition("/")[2].replace("-", " ")
    title = words[0].upper() + words[1:]
    return "Null rule" if title == "Null" else title  # YAML reads `title: Null` as no title


def _slug(text: str) -> str:
    """Return a text in small letters, with `-` for everything else."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))
