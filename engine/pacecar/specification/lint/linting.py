"""All guards, over a folder of rules and one of features."""

from __future__ import annotations

from pathlib import Path

from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from pacecar.specification.lint import versions
from pacecar.specification.lint.examples import Shown
from pacecar.specification.lint.finding import Finding
from pacecar.specification.lint.hearing import silences
from pacecar.specification.lint.outcomes import missing_outcomes, wrong_tags
from pacecar.specification.lint.pairing import pairs_of, unpaired
from pacecar.specification.lint.reading import read_features
from pacecar.specification.lint.vocabulary import definitions, unheard_steps, unused


def lint(rules: Path, features: Path, *, write_lock: bool = False) -> list[Finding]:
    """Return what the guards find, sorted by place.

    Args:
        rules: the folder of rules, in which the lock of versions lies.
        features: the folder of their features. Paths of plans are relative to where it lies.
        write_lock: write the lock anew before it is looked at.

    Raises:
        RulebookError: the rules cannot be loaded.
    """
    rulebook = load_rulebook([rules])
    lock, findings = versions.read_lock(rules)
    if write_lock and not findings:
        versions.write_lock(rules, rulebook, lock)
        lock, _ = versions.read_lock(rules)
    findings += versions.unlocked(rules, rulebook, lock)
    read, unreadable = read_features(features)
    findings += unreadable
    findings += unpaired(rulebook, read, features)
    known = definitions()
    for feature in read:
        findings += silences(feature)
        findings += unheard_steps(feature, known)
    if features.resolve() == bundled("features").resolve():
        findings += unused(read, known)
    for rule, feature in pairs_of(rulebook, read).values():
        findings += missing_outcomes(rule, feature)
        findings += wrong_tags(feature)
        shown = Shown(rulebook, rule, feature, features.resolve().parent)
        findings += shown.run(known)
        findings += shown.bare_bounds()
    return sorted(set(findings))
