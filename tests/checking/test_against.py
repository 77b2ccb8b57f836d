"""A check beside an earlier state: revisions, reports, and what tells them apart."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacecar.checking.check import check, report_on
from pacecar.checking.comparing import compared, earlier_from
from pacecar.checking.problems import AgainstProblem
from pacecar.checking.report import Against, Report
from pacecar.evaluation.compiling import compile_rule
from pacecar.evaluation.evaluating import InProcess
from pacecar.formats.json import render
from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rulebook
from tests.checking.small import report_on_small
from tests.differential.yaml_text import dump
from tests.generation.changes import shuffle
from tests.generation.choices import Rolled
from tests.generation.plans import make_plan
from tests.plan.repositories import commit, git, isolate, repository

TODAY = date(2026, 1, 1)
QASHQAI = "{id: qashqai, name: Qashqai, company: nissan, segment: C, body: suv, platform: cmf-cd}"


def _programs(**platforms: str) -> str:
    lines = [QASHQAI] + [
        f"{{id: {name}, name: {name.title()}, company: renault, segment: C, body: suv, "
        f"leader: qashqai, platform: {platform}}}"
        for name, platform in platforms.items()
    ]
    return "programs:\n" + "".join(f"  - {line}\n" for line in lines)


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty repository and work in it."""
    isolate(monkeypatch)
    monkeypatch.chdir(repository(tmp_path))
    return tmp_path


def _told(report: Report) -> dict[str, str]:
    """Return what became of each finding, by its program."""
    assert report.against is not None
    gone = {known.subject.id: "resolved" for known in report.against.resolved}
    return {finding.subject.id: finding.change for finding in report.findings} | gone


def test_a_revision_is_judged_by_the_rules_of_now(top: Path) -> None:
    """What a commit left, introduced and resolved is told, and decides."""
    report_on_small(top, _programs(old="cmf-b", fixed="cmf-b", gone="cmf-b"))
    commit(top)
    now = _programs(old="cmf-b", fixed="cmf-cd", new="cmf-b")
    report = report_on_small(top, now, against="HEAD")
    assert _told(report) == {
        "old": "left",
        "new": "introduced",
        "fixed": "resolved",
        "gone": "resolved",
    }
    assert report.against is not None
    assert (report.against.what, report.summary.error) == ("revision HEAD", 1)
    assert report.verdict == "rejected"


def test_another_value_is_a_change(top: Path) -> None:
    """A follower that goes from one wrong platform to another is told anew."""
    leader = QASHQAI.replace("cmf-cd", "cmf-b")
    report_on_small(top, _programs(kadjar="cmf-b"))
    commit(top)
    text = _programs(kadjar="cmf-cd").replace(QASHQAI, leader)
    report = report_on_small(top, text, against="HEAD")
    assert _told(report) == {"kadjar": "changed"}
    assert report.verdict == "rejected"


def test_the_same_bytes_are_judged_once(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that nobody touched costs one evaluation, one that was touched two, of one compile."""
    report_on_small(top, _programs(old="cmf-b"))
    commit(top)
    made: list[InProcess] = []
    judged: list[Any] = []
    make, judge = InProcess.__init__, InProcess.evaluate

    def noted_make(self: InProcess, *arguments: Any, **choices: Any) -> None:
        made.append(self)
        make(self, *arguments, **choices)

    def noted_judge(self: InProcess, plan: Any) -> Any:
        judged.append(plan)
        return judge(self, plan)

    monkeypatch.setattr(InProcess, "__init__", noted_make)
    monkeypatch.setattr(InProcess, "evaluate", noted_judge)
    report = report_on_small(top, _programs(old="cmf-b"), against="HEAD")
    assert (_told(report), len(made), len(judged)) == ({"old": "left"}, 1, 1)
    report = report_on_small(top, _programs(old="cmf-b", new="cmf-cd"), against="HEAD")
    assert (_told(report), len(made), len(judged)) == ({"old": "left"}, 2, 3)


WAIVER = """
waivers:
  - {rule: twins/on-one-platform, program: old, until: 2026-03-31, reason: Tooled already,
     approved_by: [renault, nissan]}
"""


def test_both_states_are_judged_at_one_date(top: Path) -> None:
    """That time goes by introduces nothing: a waiver that is over was over in the earlier state."""
    report_on_small(top, _programs(old="cmf-b") + WAIVER)
    commit(top)
    plan = top / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("as_of: 2025-12-31", "as_of: 2026-04-01"), encoding="utf-8")
    report = check([plan], rules=[top / "rules"], today=TODAY, against="HEAD")
    found = [f for f in report.findings if f.rule == "twins/on-one-platform"]
    assert [(f.change, f.waived) for f in found] == [("left", None)]


def test_withdrawing_a_waiver_is_a_change(top: Path) -> None:
    """Whoever removes a waiver brings its finding back."""
    report_on_small(top, _programs(old="cmf-b") + WAIVER)
    commit(top)
    report = report_on_small(top, _programs(old="cmf-b"), against="HEAD")
    told = {"old": "changed", "twins/on-one-platform old": "resolved"}
    assert (_told(report), report.verdict) == (told, "rejected")


def test_an_earlier_state_that_cannot_be_read_knows_nothing(top: Path) -> None:
    """What was there before nobody knows, so everything counts, and it is said why."""
    report_on_small(top, "programs: [")
    commit(top)
    report = report_on_small(top, _programs(old="cmf-b"), against="HEAD")
    assert report.against is not None
    assert report.against.what == (
        "revision HEAD, whose plan was not judged: findings it does not have count as introduced"
    )
    assert [finding.change for finding in report.findings] == ["introduced"]
    assert [known.rule for known in report.against.resolved] == ["plan/unreadable"]


def test_a_plan_that_is_not_judged_stays_so(top: Path) -> None:
    """Comparing never turns "not judged" into "accepted", and resolves nothing of the rules."""
    report_on_small(top, _programs(old="cmf-b"))
    commit(top)
    report = report_on_small(top, "programs: [", against="HEAD")
    assert (report.verdict, report.against) == (
        "not judged",
        Against("revision HEAD", 1, 0, 0, ()),
    )


@pytest.mark.parametrize("committed", [False, True])
def test_where_there_was_no_plan_everything_is_introduced(top: Path, *, committed: bool) -> None:
    """A HEAD without a commit, or without this plan, had no findings."""
    if committed:
        commit(top)
    report = report_on_small(top, _programs(old="cmf-b"), against="HEAD")
    what = "revision HEAD, which has no file of this plan"
    assert report.against == Against(what, 1, 0, 0, ())


def test_a_report_is_a_base(top: Path) -> None:
    """The file of an earlier report is compared with, wherever it was made."""
    before = report_on_small(top, _programs(old="cmf-b", fixed="cmf-b"))
    (top / "old.json").write_text(render(before), encoding="utf-8")
    report = report_on_small(top, _programs(old="cmf-b", new="cmf-b"), against="old.json")
    assert _told(report) == {"old": "left", "new": "introduced", "fixed": "resolved"}
    assert report.against is not None
    assert report.against.what == "report old.json"


def test_a_file_goes_before_a_revision_of_its_name(top: Path) -> None:
    """`git:` names the revision; a file that is no report says so."""
    before = report_on_small(top, _programs(old="cmf-b"))
    commit(top)
    (top / "main").write_text(render(before), encoding="utf-8")
    report = report_on_small(top, _programs(old="cmf-b"), against="main")
    assert report.against == Against("report main", 0, 0, 1, ())
    report = report_on_small(top, _programs(old="cmf-b"), against="git:main")
    assert report.against == Against("revision main", 0, 0, 1, ())
    (top / "main").write_text("Not a report.", encoding="utf-8")
    with pytest.raises(AgainstProblem, match=r"If a revision is meant: git:main$"):
        report_on_small(top, _programs(old="cmf-b"), against="main")
    git(top, "branch", "rules")
    report = report_on_small(top, _programs(old="cmf-b"), against="rules")
    assert report.against == Against("revision rules", 0, 0, 1, ())


@pytest.mark.parametrize(
    ("against", "message"),
    [
        (
            "old.jsn",
            (
                "old.jsn is no file, and as a revision it cannot be read: git knows no revision "
                "old.jsn. `git log --oneline` and `git branch --all` tell which there are."
            ),
        ),
        (
            "git:old",
            (
                "git:old cannot be compared with: git knows no revision old. `git log --oneline` "
                "and `git branch --all` tell which there are."
            ),
        ),
    ],
)
def test_what_is_neither_is_told_on_one_line(top: Path, against: str, message: str) -> None:
    """Both readings of the name are mentioned, unless it says which is meant."""
    with pytest.raises(AgainstProblem) as raised:
        report_on_small(top, _programs(old="cmf-b"), against=against)
    assert str(raised.value) == message


@pytest.fixture(scope="module")
def judging() -> tuple[Rulebook, InProcess]:
    """Return the rulebook that comes with Pacecar, compiled once."""
    rulebook = load_rulebook([bundled("rules")])
    return rulebook, InProcess(
        [compile_rule(rule) for rule in rulebook.rules if rule.enabled], "builtin"
    )


def _scattered(text: str, seed: int) -> str:
    """Return YAML with comments and empty lines between its lines."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    between = ("", "", "# a remark\n", "\n", "\n\n# two\n")
    return "".join(f"{chance.choice(between)}{line}\n" for line in text.splitlines())


@pytest.mark.slow
@given(st.integers(0, 2**32))
@settings(deadline=None)
def test_how_a_plan_is_written_introduces_nothing(
    judging: tuple[Rulebook, InProcess], seed: int
) -> None:
    """Moved lines, other orders, comments and other files neither introduce nor resolve."""
    choices = Rolled(seed)
    plan = make_plan(choices)
    turned = shuffle(choices, plan)
    rulebook, evaluator = judging

    def report(name: str, text: str) -> Report:
        file = SourceFile(name, text.encode())
        day = date(2025, 6, 30)
        return report_on(load_files([file], as_of=day, today=day), rulebook, evaluator)

    before = report("plan.yaml", dump(plan))
    now = report("moved/other.yaml", _scattered(dump(turned), seed))
    against = compared(now, earlier_from(before, "before")).against
    assert against == Against("before", 0, 0, len(now.findings), (), now.undetermined)
