"""The interfaces that features run through: each checks a plan and gives the same answer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from pacecar.evaluation.evaluating import Evaluator
from pacecar.rulebook.rule import Rulebook

Stamp = tuple[tuple[str, int], ...]
"""The files of a rulebook, each with when it was changed."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, as far as features speak of it."""

    rule: str
    severity: str
    collection: str
    subject: str
    field: str
    message: str
    hint: str
    waived: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The outcome of a rule and its numbers of cases."""

    outcome: str
    kept: int
    broken: int
    undetermined: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What an interface answers: the rules judged, by id, and everything found."""

    rules: Mapping[str, Counted]
    findings: tuple[Told, ...]


class Interface(Protocol):
    """A way to have a plan checked."""

    def __call__(
        self, paths: Sequence[Path], *, rules: Sequence[Path], select: Sequence[str]
    ) -> Answer:
        """Check the files as one plan by the rules selected, or by all that are enabled."""
        ...


class InterfaceFailed(Exception):
    """An interface gave no answer; the message is what it said instead."""


def in_process(paths: Sequence[Path], *, rules: Sequence[Path], select: Sequence[str]) -> Answer:
    """Check within this process, as `pacecar.checking.check.check` does.

    The compiled rulebook is kept from one example to the next, unless the plan has settings for
    it: reading and compiling it takes most of a check's time.
    """
    from pacecar.checking.check import report_on
    from pacecar.plan.loading import load_plan
    from pacecar.rulebook.loading import with_settings

    plan = load_plan(paths, as_of=None, today=datetime.now(tz=UTC).date())
    stamp = _stamp(rules)
    if plan.settings:
        rulebook = with_settings(_rulebook(tuple(rules), stamp), plan.settings)
        report = report_on(plan, rulebook, _evaluator(rulebook, select))
    else:
        report = report_on(plan, *_compiled(tuple(rules), stamp, tuple(select)))
    return Answer(
        {r.rule: Counted(r.outcome, r.kept, r.broken, r.undetermined) for r in report.rules},
        tuple(
            Told(
                finding.rule,
                finding.severity,
                finding.subject.collection,
                finding.subject.id,
                finding.subject.field,
                finding.message,
                finding.hint,
                finding.waived is not None,
            )
            for finding in report.findings
        ),
    )


@lru_cache(maxsize=8)
def _rulebook(rules: tuple[Path, ...], _stamped: Stamp) -> Rulebook:
    from pacecar.rulebook.loading import load_rulebook

    return load_rulebook(rules)


@lru_cache(maxsize=256)
def _compiled(
    rules: tuple[Path, ...], stamp: Stamp, select: tuple[str, ...]
) -> tuple[Rulebook, Evaluator]:
    rulebook = _rulebook(rules, stamp)
    return rulebook, _evaluator(rulebook, select)


def _evaluator(rulebook: Rulebook, select: Sequence[str]) -> Evaluator:
    from pacecar.checking.selection import select_rules
    from pacecar.evaluation.compiling import compile_rule
    from pacecar.evaluation.evaluating import InProcess

    chosen = select_rules(rulebook.rules, select, ())
    return InProcess([compile_rule(rule) for rule in chosen], "auto")


def _stamp(rules: Sequence[Path]) -> Stamp:
    """Return what changes when a file of the rulebook does."""
    files = sorted(file for folder in rules for file in folder.rglob("*.yaml"))
    return tuple((str(file), file.stat().st_mtime_ns) for file in files)


def command_line(paths: Sequence[Path], *, rules: Sequence[Path], select: Sequence[str]) -> Answer:
    """Check with the command, in a process of its own.

    Raises:
        InterfaceFailed: the command could not be used as it was.
    """
    command = [sys.executable, "-m", "pacecar", "check", "--format", "json"]
    for folder in rules:
        command += ["--rules", str(folder)]
    for rule in select:
        command += ["--select", rule]
    command += [str(path) for path in paths]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own command
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise InterfaceFailed(f"pacecar check ended with {done.returncode}: {said}") from None
    return read_report(report)


def read_report(report: Mapping[str, Any]) -> Answer:
    """Return the answer in a report of the format `pacecar-report/1`."""
    return Answer(
        {
            rule["rule"]: Counted(
                rule["outcome"], rule["kept"], rule["broken"], rule["undetermined"]
            )
            for rule in report["rules"]
        },
        tuple(
            Told(
                finding["rule"],
                finding["severity"],
                finding["subject"]["collection"],
                finding["subject"]["id"],
                finding["subject"]["field"],
                finding["message"],
                finding["hint"],
                finding["waived"] is not None,
            )
            for finding in report["findings"]
        ),
    )


INTERFACES: Mapping[str, Interface] = {"in-process": in_process, "cli": command_line}
"""The interfaces that need nothing started; the third one is `pacecar.specification.over_http`."""
