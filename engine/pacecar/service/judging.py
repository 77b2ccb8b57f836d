"""Judging: from everything that a report depends on to its bytes.

A task is plain data and a judgement is a function of it, so that a judge may run anywhere: in
this process, or in another one that may crash.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol, TypeVar

import pacecar
from pacecar.checking.check import report_on
from pacecar.checking.comparing import compared, earlier_from
from pacecar.checking.report import Report, Verdict
from pacecar.checking.selection import UnknownRule, select_rules
from pacecar.evaluation.compiling import compile_rule
from pacecar.evaluation.evaluating import InProcess
from pacecar.evaluation.judges.choice import EvaluatorMissing
from pacecar.evaluation.record import CouldNotRun
from pacecar.formats.json import render
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_layers
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.loading import with_settings
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.rule import Rulebook
from pacecar.service import rule_files
from pacecar.service.problems import CannotJudge, Invalid
from pacecar.service.rule_files import RuleFile

T = TypeVar("T")

WAIVERS_FILE: Final = "accepted/waivers.json"
"""What the service's waivers are called among the files of a plan."""

_KEPT: Final = 4
"""How many rulebooks, compiled rulebooks and portfolios' reports a judge keeps."""


@dataclass(frozen=True, slots=True)
class Task:
    """Everything that a report depends on, beside the version of Pacecar.

    Attributes:
        rulebook: the name of the rulebook's files.
        rules: the files.
        version: the version of the portfolio, 0 for none.
        portfolio: its files: those of the whole plan, then those of each proposal.
        submitted: the files that were sent; none, to judge the portfolio itself.
        whole: they are a whole plan, and not a proposal.
        waivers: the service's waivers as a file of a plan; empty for none.
        today: the date to judge at where the plan says none.
        evaluator: "auto", "durable" or "builtin".
        select: rules and families to judge by; none for all that are enabled.
    """

    rulebook: str
    rules: tuple[RuleFile, ...]
    version: int
    portfolio: tuple[tuple[SourceFile, ...], ...]
    submitted: tuple[SourceFile, ...]
    whole: bool
    waivers: bytes
    today: date
    evaluator: str
    select: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a task: the report's bytes (`pacecar-report/1`), and what is looked up in it.

    `errors` are the unwaived errors that are introduced; all there are, where there is nothing
    to compare with.
    """

    report: bytes
    verdict: Verdict
    errors: int
    as_of: str
    evaluator: str
    rulebook_digest: str
    tool_version: str = field(default=pacecar.__version__)


class Judge(Protocol):
    """Judges tasks."""

    def judge(self, task: Task) -> Judged:
        """Return what comes of a task.

        Raises:
            CannotJudge: it could not be run; nothing is guessed.
            Invalid: what is selected are no rules.
        """
        ...

    def rendered(self, task: Task, form: str) -> bytes:
        """Return the report of a task in one of the forms of `pacecar.formats.registry`.

        Raises:
            CannotJudge: it could not be run.
        """
        ...

    def counted(self) -> Mapping[str, int]:
        """Return how often each thing happened that an operator should know of."""
        ...

    def close(self) -> None:
        """Give up what runs, and judge nothing any more."""
        ...


class InProcessJudge:
    """Judges in this process, one task at a time; keeps what several tasks need."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def judge(self, task: Task) -> Judged:
        """Return what comes of a task; see `Judge`."""
        report = self._judged(task)
        return Judged(
            report=render(report).encode(),
            verdict=report.verdict,
            errors=report.summary.error,
            as_of=report.as_of,
            evaluator=report.evaluator,
            rulebook_digest=report.rulebook_digest,
        )

    def rendered(self, task: Task, form: str) -> bytes:
        """Return the report of a task in a form; see `Judge`."""
        from pacecar.formats.registry import FORMATS
        from pacecar.formats.view import View

        return FORMATS[form].render([self._judged(task)], View(show="all")).encode()

    def counted(self) -> Mapping[str, int]:
        """Return nothing: here nothing happens but judging."""
        return {}

    def close(self) -> None:
        """Do nothing: what runs here ends by itself."""

    def _judged(self, task: Task) -> Report:
        with self._lock:
            try:
                return self._report(task)
            except RulebookError as error:
                problem = error.problems[0]
                message = f"The rulebook does not fit the plan: {problem.message}"
                raise CannotJudge(message) from error
            except UnknownRule as problem_:
                raise Invalid(str(problem_)) from None
            except (CouldNotRun, EvaluatorMissing) as problem_:
                raise CannotJudge(str(problem_)) from problem_

    def _report(self, task: Task) -> Report:
        rules = self._keep(("rules", task.rulebook), lambda: rule_files.load(task.rules))
        if not task.submitted:
            return self._of_portfolio(task, rules)
        if task.whole:
            plan = _plan(task, (task.submitted,))
        else:
            plan = _plan(task, (*task.portfolio, task.submitted))
        report = self._evaluated(task, rules, plan)
        if not task.version:
            return report
        before = self._of_portfolio(task, rules)
        return compared(report, earlier_from(before, f"portfolio version {task.version}"))

    def _of_portfolio(self, task: Task, rules: Rulebook) -> Report:
        key = ("portfolio", task.version, _contents(task), task.rulebook, task.waivers, task.today)
        return self._keep(
            (*key, task.evaluator, task.select),
            lambda: self._evaluated(task, rules, _plan(task, task.portfolio)),
        )

    def _evaluated(self, task: Task, rules: Rulebook, plan: Plan) -> Report:
        rulebook = with_settings(rules, plan.settings)
        evaluator = self._keep(
            ("compiled", rulebook.digest, task.rulebook, task.evaluator, task.select),
            lambda: InProcess(
                [compile_rule(rule) for rule in select_rules(rulebook.rules, task.select, ())],
                task.evaluator,
                name_kept=False,
            ),
        )
        return report_on(plan, rulebook, evaluator)

    def _keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, or make it and keep it in the place of the oldest."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]  # type: ignore[return-value]  # Each key has its own kind.
        made = make()
        self._kept[key] = made
        alike = [other for other in self._kept if isinstance(other, tuple) and other[0] == key[0]]  # type: ignore[index]
        for other in alike[:-_KEPT]:
            del self._kept[other]
        return made


def _contents(task: Task) -> int:
    """Return what tells portfolios of one version apart: several databases may use one judge."""
    return hash(task.portfolio)


def _plan(task: Task, layers: tuple[tuple[SourceFile, ...], ...]) -> Plan:
    """Return the plan of some layers, with the service's waivers."""
    base, *proposals = layers
    if task.waivers:
        base = (*base, SourceFile(WAIVERS_FILE, task.waivers))
    return load_layers(base, proposals, as_of=None, today=task.today)
