"""Spark on one plan after the other, its views filled once for many rules."""

from __future__ import annotations

from functools import cache

from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import RuleEvaluation
from pacecar.evaluation.sql.binding import evaluation_of
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.filling import rows_of
from pacecar.evaluation.sql.spark import fill, judge
from pacecar.evaluation.sql.translating import translate
from pacecar.evaluation.sql.values import NotTranslated
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.rule import Rule
from tests.differential.tables import EVERYTHING, NotJudged
from tests.spark import session


class Views:
    """Which plan is in the views of the session."""

    def __init__(self) -> None:
        self._plan: Plan | None = None
        self._contents: Contents | None = None

    def of(self, plan: Plan) -> Contents:
        """Fill the views, if they hold another plan."""
        if self._contents is None or plan is not self._plan:
            rows, contents = rows_of(plan, EVERYTHING)
            fill(session(), rows, EVERYTHING)
            self._plan, self._contents = plan, contents
        return self._contents

    def leave(self) -> None:
        """Drop the views."""
        for name in EVERYTHING:
            session().catalog.dropTempView(name)
        self._plan = self._contents = None


@cache
def views() -> Views:
    """Return the views of the one session."""
    return Views()


def evaluated(plan: Plan, rule: Rule, compiled: CompiledRule) -> RuleEvaluation:
    """Return what Spark makes of a rule, without anyone to take its place.

    Raises:
        NotJudged: the rule is not translated.
    """
    contents = views().of(plan)
    try:
        translation = translate(rule, contents)
    except NotTranslated as refusal:
        raise NotJudged(str(refusal)) from refusal
    return evaluation_of(compiled, plan, judge(session(), translation), translation.widths)
