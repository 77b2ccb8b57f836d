"""`pacecar check`: from arguments to the use case, from a report to the exit code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pacecar.checking.report import Report
from pacecar.checking.selection import UnknownRule
from pacecar.checking.waiving import Terms
from pacecar.evaluation.judges import EvaluatorMissing
from pacecar.formats import concise, json, text
from pacecar.formats.registry import FORMATS
from pacecar.formats.view import View
from pacecar.plan.loading import PathProblem
from pacecar.rulebook.problems import RulebookError, RulebookProblem
from tests.cli.conftest import TODAY, FakeCheck, Result, Run
from tests.formats.samples import ACCEPTED, NOT_JUDGED, REJECTED

WARNED = replace(
    REJECTED, verdict="accepted", summary=replace(REJECTED.summary, error=0), findings=()
)
INFORMED = replace(WARNED, summary=replace(WARNED.summary, warning=0))


@pytest.mark.parametrize(
    ("report", "arguments", "code"),
    [
        (ACCEPTED, (), 0),
        (REJECTED, (), 1),
        (REJECTED, ("--exit-zero",), 0),
        (NOT_JUDGED, (), 4),
        (NOT_JUDGED, ("--exit-zero",), 4),
        (replace(REJECTED, rules=NOT_JUDGED.rules), (), 4),
        (WARNED, (), 0),
        (WARNED, ("--fail-level", "warning"), 1),
        (WARNED, ("--fail-level", "info"), 1),
        (INFORMED, ("--fail-level", "warning"), 0),
        (INFORMED, ("--fail-level", "info"), 1),
        (INFORMED, ("--undetermined", "reject"), 1),
        (INFORMED, ("--undetermined", "allow"), 0),
        (ACCEPTED, ("--undetermined", "reject", "--fail-level", "info"), 0),
    ],
)
@pytest.mark.parametrize("format_", FORMATS)
def test_exit_code(  # noqa: PLR0917 - fixtures are parameters
    pacecar: Run,
    checked: FakeCheck,
    report: Report,
    arguments: tuple[str, ...],
    code: int,
    format_: str,
) -> None:
    """The exit code depends on the report and the options, never on the format."""
    checked.report = report
    assert pacecar("check", "plan", "--format", format_, *arguments).code == code


def test_a_failure_the_verdict_does_not_show_is_told(pacecar: Run, checked: FakeCheck) -> None:
    """Who asks for a lower fail level reads why an accepted plan ends in 1."""
    checked.report = WARNED
    result = pacecar("check", "plan", "--fail-level", "warning", "--undetermined", "reject")
    assert result.err == (
        "pacecar: exit code 1: 1 of severity warning, 4 undetermined, which the settings let fail\n"
    )


def test_arguments(pacecar: Run, checked: FakeCheck) -> None:
    """Every choice reaches the use case; names are split at commas."""
    pacecar(
        *("check", "a", "b", "--rules", "r1", "--rules", "r2", "--select", "twins,cost"),
        *("--select", "leadership", "--ignore", "cost/a-twin-saves", "--as-of", "2024-02-29"),
        *("--evaluator", "builtin"),
    )
    assert checked.calls == [
        (
            ("a", "b"),
            {
                "rules": (Path("r1"), Path("r2")),
                "select": ("twins", "cost", "leadership"),
                "ignore": ("cost/a-twin-saves",),
                "as_of": date(2024, 2, 29),
                "today": TODAY,
                "evaluator": "builtin",
                "stdin": None,
                "sides": (),
                "found_at": (),
                "against": "",
                "kept": True,
                "terms": Terms(approvers=2, days=30),
            },
        )
    ]


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("text", text.render(REJECTED, View())),
        ("concise", concise.render(REJECTED)),
        ("json", json.render(REJECTED)),
    ],
)
def test_format(pacecar: Run, checked: FakeCheck, name: str, output: str) -> None:
    """A format is written as it is, and nothing else."""
    checked.report = REJECTED
    assert pacecar("check", "plan", "--format", name) == Result(1, output, "")


@pytest.mark.parametrize(
    ("problem", "code", "err"),
    [
        (PathProblem("plan: no such file"), 2, "pacecar: plan: no such file\n"),
        (UnknownRule("There is no rule `x`."), 2, "pacecar: There is no rule `x`.\n"),
        (EvaluatorMissing("Install it."), 2, "pacecar: Install it.\n"),
        (
            RulebookError(
                (
                    RulebookProblem("rules/a/b.yaml", 3, 7, "There is no field `x`.", "Try `y`."),
                    RulebookProblem("rules/a/c.yaml", 1, 1, "It has no title."),
                )
            ),
            2,
            (
                "rules/a/b.yaml:3:7: There is no field `x`.\n"
                "    hint: Try `y`.\n"
                "rules/a/c.yaml:1:1: It has no title.\n"
                "pacecar: the rulebook cannot be used: 2 problems\n"
            ),
        ),
        (KeyboardInterrupt(), 130, "\npacecar: interrupted\n"),
        (
            RuntimeError("two\nlines \x1b[31m"),
            4,
            (
                "pacecar: internal error: RuntimeError: two lines \\x1b[31m "
                "(for the traceback: PACECAR_DEBUG=1)\n"
            ),
        ),
    ],
)
def test_problems(
    pacecar: Run, checked: FakeCheck, problem: BaseException, code: int, err: str
) -> None:
    """Whatever is raised ends in an exit code and in lines that say what to do."""
    checked.problem = problem
    assert pacecar("check", "plan") == Result(code, "", err)


def test_debugging(pacecar: Run, checked: FakeCheck, monkeypatch: pytest.MonkeyPatch) -> None:
    """PACECAR_DEBUG=1 lets the traceback of our own errors through."""
    checked.problem = RuntimeError("ours")
    monkeypatch.setenv("PACECAR_DEBUG", "1")
    with pytest.raises(RuntimeError, match="ours"):
        pacecar("check", "plan")


def test_nothing_to_check(pacecar: Run, checked: FakeCheck) -> None:
    """Without a path, and without a plan below the folder, there is nothing to check."""
    result = pacecar("check")
    assert (result.code, result.err, checked.calls) == (
        3,
        (
            "pacecar: nothing to check: no PATH, no ./plans, and no file with a `plan:` key below "
            "this folder\n"
        ),
        [],
    )


def test_an_empty_folder(pacecar: Run, checked: FakeCheck) -> None:
    """Paths without a file are nothing to check either."""
    checked.report = replace(ACCEPTED, texts={})
    assert pacecar("check", "a", "b") == Result(
        3, "", "pacecar: nothing to check: no file of a plan in a, b\n"
    )


def test_several_plans(pacecar: Run, checked: FakeCheck, folder: Path) -> None:
    """Without a path each folder with a plan's header is a plan, and the worst of them counts."""
    for name in ("one", "two"):
        (folder / "plans" / name).mkdir(parents=True)
        (folder / "plans" / name / "plan.yaml").write_text("plan:\n  name: x\n")
    checked.report = REJECTED
    result = pacecar("check")
    assert [paths for paths, _ in checked.calls] == [("plans/one",), ("plans/two",)]
    assert result == Result(1, "\n".join([text.render(REJECTED, View())] * 2), "")
    assert pacecar("check", "--format", "json") == Result(
        2, "", "pacecar: json holds one plan; name one of plans/one, plans/two\n"
    )


EVALUATORS = "'auto', 'durable', 'builtin', 'duckdb'."


@pytest.mark.parametrize(
    ("arguments", "err"),
    [
        (("--as-of", "2025-02-30"), '--as-of: "2025-02-30" is a day that no calendar has.'),
        (("--as-of", "tomorrow"), '--as-of: "tomorrow" is not a date such as 2025-12-31.'),
        (("--fail-levl", "info"), "No such option '--fail-levl'. Did you mean '--fail-level'?"),
        (
            ("--evaluator", "spark"),
            "Invalid value for '--evaluator': 'spark' is not one of " + EVALUATORS,
        ),
    ],
)
def test_usage(pacecar: Run, checked: FakeCheck, arguments: tuple[str, ...], err: str) -> None:
    """A wrong argument is told in one line, and where to read more."""
    result = pacecar("check", "plan", *arguments)
    lines = result.err.splitlines()
    assert (result.code, result.out, lines[0]) == (2, "", f"pacecar: {err}")
    assert lines[1:] in ([], ["Help: pacecar check --help"])


def test_unknown_command(pacecar: Run) -> None:
    """An unknown command is told with the nearest."""
    assert pacecar("chekc") == Result(
        2, "", 'pacecar: There is no command "chekc". Did you mean "check"?\nHelp: pacecar --help\n'
    )
