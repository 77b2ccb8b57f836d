"""Rules and plans that tests of queries write down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacecar.evaluation.compiling import compile_rule
from pacecar.evaluation.evaluating import RuleEvaluation
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.duckdb import DuckDB
from pacecar.evaluation.sql.translating import translate
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rule

_SOURCES = "statements: [{id: S1, quote: Nobody said so.}]\n"
_HEAD = """\
title: A rule of a test
severity: error
version: 1
source: [S1]
rationale: It is only tried.
"""


def rule_of(folder: Path, text: str, at: str) -> Rule:
    """Return a rule from its `for`, `where` and `require`, reported at a variable."""
    (folder / "tried").mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text(_SOURCES, "utf-8")
    report = f"report: {{at: {at}, message: It is broken.}}\n"
    (folder / "tried" / "rule.yaml").write_text(_HEAD + text + report, "utf-8")
    (rule,) = load_rulebook([folder]).rules
    return rule


def plan_of(text: str) -> Plan:
    """Return a plan."""
    file = SourceFile("plan.yaml", text.encode())
    return load_files([file], as_of=None, today=date(2026, 1, 1))


def query(rule: Rule, contents: Contents, dialect: str = "duckdb") -> str:
    """Return a rule's query as people read it."""
    return translate(rule, contents).text(dialect, pretty=True)


def evaluated(rule: Rule, plan: Plan) -> tuple[RuleEvaluation, str]:
    """Return what DuckDB makes of a rule, and the note about it."""
    judging = DuckDB([compile_rule(rule)], [rule])
    (found,) = judging.evaluate(plan)
    return found, judging.note
