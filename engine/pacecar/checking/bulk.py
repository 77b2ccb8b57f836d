"""Checking a plan that is read into a database: as `check`, with no limit on what is found."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from pacecar.checking.cases import CasesInWords
from pacecar.checking.check import date_of
from pacecar.checking.findings import finding_of_case, finding_of_flaw, findings_of_missing
from pacecar.checking.report import (
    MOST_EXAMPLES,
    Finding,
    Report,
    RuleOutcome,
    RuleResult,
    Subject,
    Summary,
    Undetermined,
    Verdict,
)
from pacecar.checking.selection import RulesKnown, select_rules
from pacecar.checking.spool import Spool
from pacecar.checking.waiving import Terms, Waivers
from pacecar.checking.wording import days_in_words
from pacecar.evaluation.compiled import CompiledRulebook
from pacecar.evaluation.record import Outcome
from pacecar.evaluation.rulebooks import compiled_rulebook, typed_rulebook
from pacecar.evaluation.sql.tables import OverTables, TableEvaluation
from pacecar.plan.bulk.database import Database, Limits
from pacecar.plan.bulk.files import BulkFiles
from pacecar.plan.bulk.reading import BulkPlan, read_bulk
from pacecar.rulebook.severity import Severity

MOST_SHOWN: Final = 20
"""Findings of one rule that a report holds; the others are counted, and are in the spool."""

_NEAR: Final = 10_000
"""Findings of a rule among which the subject of an idle waiver is looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to check a plan by.

    Attributes:
        rules: folders of the rulebook.
        select: ids, aliases or families of rules to check; empty for all that are enabled.
        ignore: ids, aliases or families to leave out.
        as_of: the date to judge at, over the plan's own.
        today: the date to judge at where neither says.
        kept: whether the compiled rulebook is kept on disk from run to run.
        terms: what waivers must fulfil.
    """

    rules: Sequence[Path]
    select: Sequence[str]
    ignore: Sequence[str]
    as_of: date | None
    today: date
    kept: bool
    terms: Terms


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked plan: the report, with its first findings, and all findings."""

    report: Report
    findings: Spool


@contextmanager
def checked(
    files: BulkFiles, asked: Asked, limits: Limits, tell: Callable[[str], None]
) -> Iterator[Checked]:
    """Check files of rows, and those beside them, as one plan.

    All findings are there as long as the context lasts; then nothing of the database is left.

    Args:
        files: the files.
        asked: what to check the plan by.
        limits: what may be asked of the machine.
        tell: is told what is being done.

    Raises:
        ExtraMissing: DuckDB is not installed.
        LimitReached: the memory or the disk does not suffice.
        RulebookError: the rulebook has errors, or the plan sets what it has not.
        UnknownRule: `select` or `ignore` names no rule.
    """
    # What is asked for wrongly is told at once, and not when everything has been read.
    rulebook = compiled_rulebook(asked.rules, {}, kept=asked.kept)
    select_rules(rulebook.rules, asked.select, asked.ignore)
    with Database(limits) as database:
        bulk = read_bulk(
            files.small, files.large, database, as_of=asked.as_of, today=asked.today, tell=tell
        )
        if bulk.plan.settings:
            rulebook = compiled_rulebook(asked.rules, bulk.plan.settings, kept=asked.kept)
        yield _judged(bulk, rulebook, asked, tell)


def _judged(
    bulk: BulkPlan, rulebook: CompiledRulebook, asked: Asked, tell: Callable[[str], None]
) -> Checked:
    plan = bulk.plan
    chosen = select_rules(rulebook.rules, asked.select, asked.ignore)
    typed = typed_rulebook(asked.rules, plan.settings).rules
    as_of = date_of(plan)
    spool = Spool(bulk.database)
    for flaws in bulk.flaws.batches():
        spool.add(map(finding_of_flaw, flaws))
    waivers = Waivers(plan, rulebook.rules, as_of, asked.terms)
    told = _Told(bulk, rulebook, spool, waivers)
    evaluations = OverTables(chosen, typed).evaluate(bulk) if plan.judged else iter(())
    for number, evaluation in enumerate(evaluations, 1):
        tell(f"judging {evaluation.rule.id} ({number} of {len(chosen)})")
        told.take(evaluation)
    if waivers.all and plan.judged:
        spool.add(_about_waivers(waivers, told, spool, rulebook, as_of, asked.terms))
    name = plan.header.name  # type: ignore[attr-defined]
    findings = spool.first(MOST_SHOWN)
    return Checked(
        Report(
            evaluator=OverTables.name,
            plan_name=name if isinstance(name, str) else "",
            plan_digest=plan.digest,
            as_of=days_in_words(as_of.toordinal(), as_of.toordinal()),
            programs=bulk.programs,
            rulebook_digest=rulebook.digest,
            rulebook_rules=len(rulebook.rules),
            verdict=told.verdict(),
            summary=told.summary(),
            rules=tuple(told.results),
            findings=tuple(findings),
            undetermined=tuple(told.undetermined),
            texts=plan.texts,
            left_out=_left_out(spool, findings),
            evaluator_note=told.note(),
        ),
        spool,
    )


def _left_out(spool: Spool, told: Sequence[Finding]) -> dict[tuple[Severity, str], int]:
    """Return how many findings of each severity and rule are not told."""
    shown = Counter((each.severity, each.rule) for each in told if each.waived is None)
    left = {key: number - shown[key] for key, number in spool.numbers().items()}
    return {key: number for key, number in left.items() if number}


@dataclass(slots=True)
class _Waits:
    """How many cases wait for the same, and the first subjects of them."""

    count: int = 0
    examples: list[tuple[str, str, str]] = field(default_factory=list)
    subjects: dict[tuple[str, str, str], Subject] = field(default_factory=dict)

    def add(self, subject: Subject) -> None:
        """Count a case."""
        self.count += 1
        key = (subject.collection, subject.id, subject.field)
        if key in self.subjects:
            return
        if len(self.examples) == MOST_EXAMPLES and key > self.examples[-1]:
            return
        insort(self.examples, key)
        self.subjects[key] = subject
        if len(self.examples) > MOST_EXAMPLES:
            del self.subjects[self.examples.pop()]


class _Told:
    """Takes what becomes of each rule: puts findings into the spool, and counts."""

    def __init__(
        self, bulk: BulkPlan, rulebook: RulesKnown, spool: Spool, waivers: Waivers
    ) -> None:
        self.results: list[RuleResult] = []
        self.undetermined: list[Undetermined] = []
        self.waiting: set[tuple[str, str]] = set()
        self._bulk = bulk
        self._rulebook = rulebook
        self._spool = spool
        self._waivers = waivers
        self._waived = {(waiver.rule, waiver.subject) for waiver in waivers.all}
        self._notes: list[str] = []

    def take(self, evaluation: TableEvaluation) -> None:
        """Tell of a rule's cases."""
        plan, rule = self._bulk.plan, evaluation.rule
        words = CasesInWords(rule, evaluation.plan or plan)
        waits: dict[str, _Waits] = {}
        applied = self._waivers.applied
        for batch in evaluation.cases:
            for case in batch:
                if case.outcome is Outcome.BROKEN:
                    self._spool.add([applied(finding_of_case(case.binding, words))])
                    continue
                subject, _ = words.place(case.binding)
                waits.setdefault(words.needs(case.binding), _Waits()).add(subject)
                if (rule.id, subject.id) in self._waived:
                    self.waiting.add((rule.id, subject.id))
        missing = findings_of_missing(rule, evaluation.missing, plan)
        self._spool.add(map(applied, missing))
        ordered = sorted(waits.items(), key=lambda entry: (-entry[1].count, entry[0]))
        self.undetermined += [
            Undetermined(rule.id, needs, w.count, tuple(w.subjects[key] for key in w.examples))
            for needs, w in ordered
        ]
        self.results.append(self._result(evaluation))
        if evaluation.note:
            self._notes.append(evaluation.note)

    def _result(self, evaluation: TableEvaluation) -> RuleResult:
        rule = evaluation.rule
        stated = self._rulebook.quotes
        broken = evaluation.broken + len(evaluation.missing)
        return RuleResult(
            rule=rule.id,
            title=rule.title,
            severity=rule.severity,
            outcome=_outcome(evaluation),
            cases=evaluation.kept + broken + evaluation.undetermined,
            kept=evaluation.kept,
            broken=broken,
            undetermined=evaluation.undetermined,
            unplaced=evaluation.unplaced,
            rationale=rule.rationale,
            quotes=tuple((source, stated[source]) for source in rule.sources if source in stated),
            problem=evaluation.problem,
        )

    def verdict(self) -> Verdict:
        """Return the verdict."""
        failed = any(result.outcome == "could not run" for result in self.results)
        if failed or not self._bulk.plan.judged:
            return "not judged"
        return "rejected" if self._spool.counts["error"] else "accepted"

    def summary(self) -> Summary:
        """Return how many there are of everything."""
        counts = self._spool.counts
        return Summary(
            error=counts["error"],
            warning=counts["warning"],
            info=counts["info"],
            waived=counts["waived"],
            undetermined=sum(result.undetermined for result in self.results),
            unplaced=sum(result.unplaced for result in self.results),
            kept=sum(result.kept for result in self.results),
            broken=sum(result.broken for result in self.results),
        )

    def note(self) -> str:
        """Return what is to be said of who judged."""
        return "; ".join(self._notes)


def _outcome(evaluation: TableEvaluation) -> RuleOutcome:
    if evaluation.problem:
        return "could not run"
    if evaluation.missing or evaluation.broken:
        return "broken"
    if evaluation.undetermined:
        return "undetermined"
    return "kept" if evaluation.kept else "not applicable"


def _about_waivers(  # noqa: PLR0913, PLR0917 - all that waivers are held against
    waivers: Waivers,
    told: _Told,
    spool: Spool,
    rulebook: RulesKnown,
    as_of: date,
    terms: Terms,
) -> list[Finding]:
    from pacecar.checking.waiver_findings import Judged, findings_about

    ran = {result.rule for result in told.results if result.outcome != "could not run"}
    near = [
        finding
        for rule in sorted({waiver.rule for waiver in waivers.all})
        for finding in spool.of_rule(rule, _NEAR)
    ]
    judged = Judged(rulebook.rules, ran, told.waiting, near)
    return list(findings_about(waivers.all, judged, as_of, terms))
