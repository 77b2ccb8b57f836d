"""Checking a plan: from paths to a report. The one use case behind every interface."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from pacecar.checking.cases import CasesInWords
from pacecar.checking.findings import finding_of_flaw, findings_of, missing_of, sort_key
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
from pacecar.checking.waiving import DEFAULT_TERMS, Terms, waive
from pacecar.checking.wording import days_in_words
from pacecar.evaluation.choosing import evaluator_for
from pacecar.evaluation.evaluating import Evaluator, RuleEvaluation
from pacecar.evaluation.record import Outcome
from pacecar.evaluation.rulebooks import compiled_rulebook, typed_rulebook
from pacecar.plan.loading import load_plan
from pacecar.plan.portfolio import Plan


def check(  # noqa: PLR0913 - one argument for each of the command's choices
    paths: Sequence[str | Path],
    *,
    rules: Sequence[Path],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    as_of: date | None = None,
    today: date,
    evaluator: str = "auto",
    stdin: bytes | None = None,
    against: str = "",
    kept: bool = False,
    sides: Sequence[str] = (),
    found_at: Sequence[str | Path] = (),
    terms: Terms = DEFAULT_TERMS,
) -> Report:
    """Check the files as one plan and return everything there is to say.

    Args:
        paths: files and folders of the plan; `-` is standard input.
        rules: folders of the rulebook.
        select: ids, aliases or families of rules to check; empty for all that are enabled.
        ignore: ids, aliases or families to leave out.
        as_of: the date to judge at, over the plan's own.
        today: the date to judge at where neither says.
        evaluator: "auto", "durable", "builtin" or "duckdb".
        stdin: what standard input held.
        against: what to compare with: a git revision, an earlier report's file or a baseline's.
        kept: whether the compiled rulebook is kept on disk from run to run.
        sides: the other sides of a merge: what one of them has is not introduced either.
        found_at: where `paths` were found, if they are the single files of the plan as it is
            now: at a revision it may have had others.
        terms: what waivers must fulfil.

    Raises:
        AgainstProblem: there is nothing to compare with, or it cannot be used.
        PathProblem: a path cannot be used.
        RulebookError: the rulebook has errors, or the plan sets what it has not.
        UnknownRule: `select` or `ignore` names no rule.
        EvaluatorMissing: the evaluator asked for is not installed.
    """
    plan = load_plan(paths, as_of=as_of, today=today, stdin=stdin)
    rulebook = compiled_rulebook(rules, plan.settings, kept=kept)
    chosen = select_rules(rulebook.rules, select, ignore)
    judging = evaluator_for(evaluator, chosen, lambda: typed_rulebook(rules, plan.settings).rules)
    if not against:
        return report_on(plan, rulebook, judging, terms)
    from pacecar.checking.against import base_of
    from pacecar.checking.comparing import Earlier, compared, earlier_from

    where = found_at or paths
    bases = [base_of(state, where, date_of(plan)) for state in (against, *sides)]
    report = report_on(plan, rulebook, judging, terms)
    states = []
    for base in bases:
        if isinstance(base, Earlier):
            states.append(base)
            continue
        same = base.plan.digest == plan.digest
        before = report if same else report_on(base.plan, rulebook, judging, terms)
        states.append(earlier_from(before, base.what))
    if not sides:
        return compared(report, states[0])
    from pacecar.checking.sides import either

    return compared(report, either(states))


def date_of(plan: Plan) -> date:
    """Return the date that a plan is judged at."""
    return date.fromordinal(int(plan.header.as_of.high))  # type: ignore[attr-defined]


def report_on(
    plan: Plan, rulebook: RulesKnown, evaluator: Evaluator, terms: Terms = DEFAULT_TERMS
) -> Report:
    """Evaluate a plan and put the result into a report; `terms` is for its waivers."""
    evaluations = evaluator.evaluate(plan) if plan.judged else []
    findings = [finding_of_flaw(flaw) for flaw in plan.flaws]
    undetermined: list[Undetermined] = []
    waiting: set[tuple[str, str]] = set()
    results: list[RuleResult] = []
    for evaluation in evaluations:
        words = CasesInWords(evaluation.rule, plan)
        findings += findings_of(evaluation, words)
        findings += missing_of(evaluation, plan)
        waits = _waits(evaluation, words)
        undetermined += _undetermined(evaluation.rule.id, waits)
        waiting |= {(evaluation.rule.id, s.id) for subjects in waits.values() for s in subjects}
        results.append(_result(evaluation, rulebook))
    as_of = date_of(plan)
    findings, waivers = waive(findings, plan, rulebook.rules, as_of, terms)
    if waivers and plan.judged:
        from pacecar.checking.waiver_findings import Judged, findings_about

        ran = {result.rule for result in results if result.outcome != "could not run"}
        judged = Judged(rulebook.rules, ran, waiting, findings)
        findings += findings_about(waivers, judged, as_of, terms)
    findings.sort(key=sort_key)
    name = plan.header.name  # type: ignore[attr-defined]
    return Report(
        evaluator=evaluator.name,
        plan_name=name if isinstance(name, str) else "",
        plan_digest=plan.digest,
        as_of=days_in_words(as_of.toordinal(), as_of.toordinal()),
        programs=len(plan.collections.get("programs", ())),
        rulebook_digest=rulebook.digest,
        rulebook_rules=len(rulebook.rules),
        verdict=_verdict(plan, results, findings),
        summary=_summary(findings, results),
        rules=tuple(results),
        findings=tuple(findings),
        undetermined=tuple(undetermined),
        texts=plan.texts,
        evaluator_note=evaluator.note,
    )


def _verdict(plan: Plan, results: Iterable[RuleResult], findings: Iterable[Finding]) -> Verdict:
    if not plan.judged or any(result.outcome == "could not run" for result in results):
        return "not judged"
    rejected = any(f.severity == "error" and f.waived is None for f in findings)
    return "rejected" if rejected else "accepted"


def _summary(findings: Iterable[Finding], results: Sequence[RuleResult]) -> Summary:
    counts = Counter("waived" if f.waived else f.severity for f in findings)
    return Summary(
        error=counts["error"],
        warning=counts["warning"],
        info=counts["info"],
        waived=counts["waived"],
        undetermined=sum(result.undetermined for result in results),
        unplaced=sum(result.unplaced for result in results),
        kept=sum(result.kept for result in results),
        broken=sum(result.broken for result in results),
    )


def _result(evaluation: RuleEvaluation, rulebook: RulesKnown) -> RuleResult:
    rule = evaluation.rule
    stated = rulebook.quotes
    quotes = tuple((source, stated[source]) for source in rule.sources if source in stated)
    broken = evaluation.count(Outcome.BROKEN) + len(evaluation.missing)
    return RuleResult(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        outcome=_outcome(evaluation),
        cases=len(evaluation.cases) + evaluation.kept_unnamed + len(evaluation.missing),
        kept=evaluation.count(Outcome.KEPT),
        broken=broken,
        undetermined=evaluation.count(Outcome.UNDETERMINED),
        unplaced=evaluation.unplaced,
        rationale=rule.rationale,
        quotes=quotes,
        problem=evaluation.problem,
    )


def _outcome(evaluation: RuleEvaluation) -> RuleOutcome:
    if evaluation.problem:
        return "could not run"
    outcomes = {case.outcome for case in evaluation.cases}
    if evaluation.missing or Outcome.BROKEN in outcomes:
        return "broken"
    if Outcome.UNDETERMINED in outcomes:
        return "undetermined"
    return "kept" if outcomes or evaluation.kept_unnamed else "not applicable"


def _waits(evaluation: RuleEvaluation, words: CasesInWords) -> dict[str, list[Subject]]:
    """Return what a rule's undetermined cases wait for, each with the cases' subjects."""
    waits: dict[str, list[Subject]] = {}
    for case in evaluation.cases:
        if case.outcome is Outcome.UNDETERMINED:
            subject, _ = words.place(case.binding)
            waits.setdefault(words.needs(case.binding), []).append(subject)
    return waits


def _undetermined(rule: str, waits: Mapping[str, list[Subject]]) -> list[Undetermined]:
    """Return what a rule's undetermined cases wait for, the most cases first."""
    ordered = sorted(waits.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return [
        Undetermined(rule, needs, len(subjects), _examples(subjects)) for needs, subjects in ordered
    ]


def _examples(subjects: list[Subject]) -> tuple[Subject, ...]:
    ordered = sorted(set(subjects), key=lambda s: (s.collection, s.id, s.field))
    return tuple(ordered[:MOST_EXAMPLES])
