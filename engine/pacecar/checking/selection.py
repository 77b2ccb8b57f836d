"""Choosing rules: by id, by former id, or by family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar


class Named(Protocol):
    """What a rule is chosen by, compiled or not."""

    @property
    def id(self) -> str:
        """Its id, "family/name"."""

    @property
    def family(self) -> str:
        """Its family."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its former ids."""

    @property
    def enabled(self) -> bool:
        """Whether it is checked unless it is selected."""


class RulesKnown(Protocol):
    """What a report says of a rulebook, compiled or not."""

    @property
    def rules(self) -> Sequence[Named]:
        """Every rule, enabled or not."""

    @property
    def quotes(self) -> Mapping[str, str]:
        """The statements of the sources by id, word for word."""

    @property
    def digest(self) -> str:
        """The rulebook's digest."""


R = TypeVar("R", bound=Named)


class UnknownRule(Exception):
    """A name that no rule and no family has; the message says which, and the nearest."""


def select_rules(rules: Sequence[R], select: Sequence[str], ignore: Sequence[str]) -> tuple[R, ...]:
    """Return the rules to check: those selected, or else those enabled, less those ignored.

    Raises:
        UnknownRule: a name is neither a rule's id or former id, nor a family; or no rule is left.
    """
    wanted = [name for name in select if name]
    left_out = [name for name in ignore if name]
    for name in (*wanted, *left_out):
        _must_exist(name, rules)
    chosen = (
        [rule for rule in rules if any(_is_called(rule, name) for name in wanted)]
        if wanted
        else [rule for rule in rules if rule.enabled]
    )
    left = tuple(r for r in chosen if not any(_is_called(r, name) for name in left_out))
    if not left and (wanted or left_out):
        message = "What is selected and what is ignored leaves no rule to check."
        raise UnknownRule(message)
    return left


def _is_called(rule: Named, name: str) -> bool:
    return name in (rule.id, rule.family, rule.id.partition("/")[2]) or name in rule.aliases


def _must_exist(name: str, rules: Sequence[Named]) -> None:
    if any(_is_called(rule, name) for rule in rules):
        return
    from difflib import get_close_matches

    names = sorted({n for rule in rules for n in (rule.id, rule.family, *rule.aliases)})
    near = get_close_matches(name, names, 1)
    nearest = f" Did you mean `{near[0]}`?" if near else ""
    message = f"There is no rule or family `{name}`.{nearest}"
    raise UnknownRule(message)
