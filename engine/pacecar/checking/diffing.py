"""Comparing two plans, or a plan with an earlier report: one rulebook, one date, two states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pacecar.checking.check import date_of, report_on
from pacecar.checking.comparing import Earlier, compared, earlier_from
from pacecar.checking.report import Report
from pacecar.checking.selection import select_rules
from pacecar.checking.waiving import DEFAULT_TERMS, Terms
from pacecar.evaluation.choosing import evaluator_for
from pacecar.evaluation.rulebooks import compiled_rulebook, typed_rulebook
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a plan, still to be judged; `what` says in words which."""

    what: str
    files: tuple[SourceFile, ...]


def diff(  # noqa: PLR0913 - one argument for each of the command's choices
    old: Files | Earlier,
    new: Files,
    *,
    rules: Sequence[Path],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    as_of: date | None = None,
    today: date,
    evaluator: str = "auto",
    kept: bool = False,
    terms: Terms = DEFAULT_TERMS,
) -> Report:
    """Judge the new plan, and the old one alike, and tell what becomes of the findings.

    Both are judged by the rules, the new plan's settings for them, and its date. The other
    arguments, and what is raised, are those of `pacecar.checking.check.check`.
    """
    plan = load_files(new.files, as_of=as_of, today=today)
    rulebook = compiled_rulebook(rules, plan.settings, kept=kept)
    chosen = select_rules(rulebook.rules, select, ignore)
    judging = evaluator_for(evaluator, chosen, lambda: typed_rulebook(rules, plan.settings).rules)
    report = report_on(plan, rulebook, judging, terms)
    if isinstance(old, Earlier):
        return compared(report, old)
    if not old.files:
        return compared(report, Earlier(f"{old.what}, which has no file of this plan"))
    day = date_of(plan)
    before = load_files(old.files, as_of=day, today=day)
    return compared(report, earlier_from(report_on(before, rulebook, judging, terms), old.what))
