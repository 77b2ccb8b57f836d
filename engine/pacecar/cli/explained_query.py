"""`pacecar explain RULE --sql`: the query that a rule is for a database."""

from __future__ import annotations

from pacecar.cli.troubles import Trouble
from pacecar.evaluation.choosing import must_have_sql
from pacecar.evaluation.judges.choice import EvaluatorMissing
from pacecar.formats.cells import shown
from pacecar.rulebook.rule import Rule


def query_of(rule: Rule, dialect: str, *, complete: bool) -> list[str]:
    """Return a rule's query, as lines.

    Args:
        rule: the rule.
        dialect: of which engine.
        complete: whether it is for a plan that leaves nothing unknown.

    Raises:
        Trouble: a package is missing, or the rule has no query.
    """
    try:
        must_have_sql(runs=False)
    except EvaluatorMissing as problem:
        raise Trouble(f"pacecar: {problem}") from None
    from pacecar.evaluation.sql.contents import anything, nothing_unknown
    from pacecar.evaluation.sql.translating import translate
    from pacecar.evaluation.sql.values import NotTranslated

    try:
        translation = translate(rule, nothing_unknown() if complete else anything())
    except NotTranslated as refusal:
        raise Trouble(f"pacecar: {rule.id} has no query: {refusal}") from None
    about = "a plan that leaves nothing unknown" if complete else "any plan"
    lines = [
        f"-- {shown(rule.id)}: {shown(rule.title)}",
        f"-- For {about}. outcome: 0 kept, 1 broken, 2 undetermined, 3 members without a place",
    ]
    return [*lines, *translation.text(dialect, pretty=True).splitlines()]
