"""`versions.lock`: the version and the digest that each rule had, so that neither moves alone.

A line has a rule's id, its version and the digest of its canonical form. Lines are sorted, so
that a merge meets in one line only where two changed one rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pacecar.rulebook.rule import Rule, Rulebook
from pacecar.specification.lint.finding import Finding, found_at, shown

NAME = "versions.lock"
_GUARD = "versions"
_PARTS = 3
_HEADER = """\
# The version of each rule, and the digest of what it says.
# Written by: pacecar spec lint --write-lock
"""
_WRITE = "Write it with --write-lock."


@dataclass(frozen=True, slots=True)
class Locked:
    """A line of the lock."""

    line: int
    version: int
    digest: str


Lock = Mapping[str, Locked]


def read_lock(folder: Path) -> tuple[Lock, list[Finding]]:
    """Return what the lock of a folder of rules says, and which lines cannot be read."""
    path = folder / NAME
    lock: dict[str, Locked] = {}
    findings: list[Finding] = []
    for number, line in enumerate(
        path.read_text("utf-8").splitlines() if path.is_file() else (), 1
    ):
        parts = line.split()
        if not parts or line.startswith("#"):
            continue
        if len(parts) == _PARTS and parts[1].isdecimal() and parts[0] not in lock:
            lock[parts[0]] = Locked(number, int(parts[1]), parts[2])
            continue
        again = len(parts) == _PARTS and parts[0] in lock
        message = f"{parts[0]} stands here twice." if again else "This is no rule, version, digest."
        hint = "Take one of the lines out." if again else "Take the line out, then --write-lock."
        findings.append(Finding(shown(path), number, 1, _GUARD, message, hint))
    return lock, findings


def write_lock(folder: Path, rulebook: Rulebook, lock: Lock) -> None:
    """Write the lock anew; a rule that changed without a new version keeps its line."""
    lines = []
    for rule in rulebook.rules:
        old = lock.get(rule.id)
        if old is None or rule.version > old.version:
            old = Locked(0, rule.version, rule.digest)
        lines.append(f"{rule.id} {old.version} {old.digest}\n")
    (folder / NAME).write_text(_HEADER + "".join(sorted(lines)), "utf-8")


def unlocked(folder: Path, rulebook: Rulebook, lock: Lock) -> Iterator[Finding]:
    """Yield where rules and lock differ."""
    for rule in rulebook.rules:
        old = lock.get(rule.id)
        told = _differs(rule, old)
        if told is not None:
            yield found_at(rule.place, _GUARD, *told)
    rules = {rule.id for rule in rulebook.rules}
    for name, old in lock.items():
        if name not in rules:
            message = f"The rule {name} is no longer there."
            yield Finding(shown(folder / NAME), old.line, 1, _GUARD, message, _WRITE)


def _differs(rule: Rule, old: Locked | None) -> tuple[str, str] | None:
    if old is None:
        return f"The rule {rule.id} is not in {NAME}.", _WRITE
    if rule.version < old.version:
        message = f"The version of {rule.id} was {old.version}, and is {rule.version}."
        return message, f"Write `version: {old.version + 1}`."
    if rule.version > old.version:
        return f"{NAME} has version {old.version} of {rule.id}, not {rule.version}.", _WRITE
    if rule.digest != old.digest:
        message = f"{rule.id} has changed, and is still version {rule.version}."
        return message, f"Write `version: {rule.version + 1}`, then use --write-lock."
    return None
