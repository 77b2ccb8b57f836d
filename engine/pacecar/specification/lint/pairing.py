"""Rules and features match one to one: a rule's id, its feature's path, and its tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pacecar.plan.nearest import nearest
from pacecar.rulebook.problems import did_you_mean
from pacecar.rulebook.rule import Rule, Rulebook
from pacecar.specification.lint.finding import Finding, found_at
from pacecar.specification.lint.reading import ReadFeature

_GUARD = "pairs"

Pairs = Mapping[str, tuple[Rule, ReadFeature]]
"""The rules that have a feature, each with it, by id."""


def pairs_of(rulebook: Rulebook, features: Sequence[ReadFeature]) -> Pairs:
    """Return rules and features that belong together by their paths."""
    by_id = {feature.id: feature for feature in features}
    return {rule.id: (rule, by_id[rule.id]) for rule in rulebook.rules if rule.id in by_id}


def unpaired(
    rulebook: Rulebook, features: Sequence[ReadFeature], folder: Path
) -> Iterator[Finding]:
    """Yield rules without a feature, and features that belong to no rule or name another."""
    pairs = pairs_of(rulebook, features)
    for rule in rulebook.rules:
        if rule.id not in pairs:
            hint = f"Write `{folder.name}/{rule.id}.feature`."
            yield found_at(rule.place, _GUARD, f"The rule {rule.id} has no feature.", hint)
    names = {rule.id.partition("/")[2]: rule.id for rule in rulebook.rules}
    families = {rule.family for rule in rulebook.rules}
    for feature in features:
        yield from _wrong(feature, names, families)


def _wrong(feature: ReadFeature, names: Mapping[str, str], families: set[str]) -> Iterator[Finding]:
    """Yield what is wrong with a feature's tags; one outside of all families may name no rule."""
    family, _, name = feature.id.rpartition("/")
    for tag in feature.tags:
        if tag not in names:
            hint = did_you_mean(tag, names) or "A feature's tag is its rule's name."
            yield feature.finding(_GUARD, f"There is no rule @{tag}.", hint)
    named = [names[tag] for tag in feature.tags if tag in names]
    if named not in ([], [feature.id]):
        hint = "A rule's feature has the path and the name of the rule."
        message = f"The feature {feature.id} names {' and '.join(named)}."
        yield feature.finding(_GUARD, message, hint)
    elif not named and family in families:
        own = feature.id if names.get(name) == feature.id else nearest(name, names)
        hint = f"Tag it @{name}." if own == feature.id else "Move it to another folder."
        yield feature.finding(_GUARD, f"The feature {feature.id} names no rule.", hint)
