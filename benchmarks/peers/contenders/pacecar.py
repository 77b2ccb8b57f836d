"""Pacecar in process: the rulebook of `benchmarks/peers/rules`, judged by either judge.

Loading reads the plan's JSON with the place of every value, as `pacecar check` does, and
resolving makes linked programs of it. The limit on a plan's values is lifted, as larger plans
are read by another way. Garbage is collected as seldom as the command has it, and not while a
plan is read.
"""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.files import PLAN

RULES = Path(__file__).resolve().parents[1] / "rules"
RULE_OF = {
    "peers/leader-exists": "R1",
    "peers/leader-is-no-follower": "R2",
    "peers/same-platform": "R3",
    "peers/upper-body": "R4",
    "peers/one-leader-per-region": "R5",
    "peers/common-platforms": "R6",
}
TODAY = date(2026, 1, 1)


def prepared(judge: str) -> Any:
    """Load and compile the rulebook, for a judge: "builtin" or "durable"."""
    from pacecar.cli.main import COLLECTED_AT
    from pacecar.evaluation.evaluating import InProcess
    from pacecar.evaluation.rulebooks import compiled_rulebook

    gc.set_threshold(COLLECTED_AT)
    return InProcess(compiled_rulebook([RULES], {}).rules, judge, name_kept=False)


def load(_: Any, folder: Path) -> Any:
    """Read the plan's files."""
    from pacecar.plan.building import Allowance
    from pacecar.plan.files import collect
    from pacecar.plan.garbage import uncollected
    from pacecar.plan.loading import read_documents

    with uncollected():
        read = read_documents(collect([folder / PLAN]), Allowance(10**9))
    if read.flaws:
        raise ValueError(read.flaws[0].message)
    return read.documents


def resolve(_: Any, data: Any) -> Any:
    """Link the programs with all that they name."""
    from pacecar.plan.drafts import gather
    from pacecar.plan.garbage import uncollected
    from pacecar.plan.linking import link
    from pacecar.plan.portfolio import Plan

    with uncollected():
        linked = link(gather(data), as_of=None, today=TODAY, complete=True)
    return Plan(
        header=linked.header,
        collections=linked.collections,
        settings=linked.settings,
        flaws=tuple(linked.flaws),
        judged=True,
        digest="",
        texts={},
    )


def evaluate(engine: Any, data: Any) -> Answer:
    """Bind and judge every case of every rule."""
    from pacecar.evaluation.record import Outcome

    broken, outcomes = {}, {}
    for evaluation in engine.evaluate(data):
        if evaluation.problem:
            raise ValueError(evaluation.problem)
        rule = RULE_OF[evaluation.rule.id]
        found = [case for case in evaluation.cases if case.outcome is Outcome.BROKEN]
        broken[rule] = [_named(rule, case.binding[0]) for case in found]
        kept, undetermined = map(evaluation.count, (Outcome.KEPT, Outcome.UNDETERMINED))
        outcomes[rule] = (kept, len(found), undetermined)
    return Answer(broken, outcomes)


def _named(rule: str, subject: Any) -> str:
    """Return what the workload calls a finding's subject: a program, a region, a year."""
    if rule == "R5":
        region: str = subject.keys[0].id
        return region
    if rule == "R6":
        return str(int(subject.year.low))
    name: str = subject.id
    return name
