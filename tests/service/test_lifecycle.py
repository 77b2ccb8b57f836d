"""The life of a submission, on both databases."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from pacecar.service import audit, lifecycle, portfolio, reading, waiving
from pacecar.service.checking import check_now
from pacecar.service.problems import (
    Forbidden,
    IllegalTransition,
    KeyReused,
    NotAcceptable,
    NotFound,
    Unreadable,
)
from pacecar.service.reproducing import reproduce
from pacecar.service.service import Service
from pacecar.service.storage import checks
from tests.service.conftest import (
    ADMINISTRATOR,
    NISSAN,
    PLAN,
    RENAULT,
    SetClock,
    accepted,
    checked,
    planner,
    program,
    proposal,
)

KADJAR = program("kadjar", leader="qashqai")
ASTRAY = program("kadjar", leader="qashqai", platform="cmf-b")


def _said(service: Service, id_: str) -> dict[str, object]:
    """Return what a report tells of its findings: rule, severity, change; and what is resolved."""
    found = reading.latest_check(service, ADMINISTRATOR, id_)
    assert found is not None
    report = json.loads(found[1])
    return {
        "verdict": report["verdict"],
        "findings": [
            (f["rule"], f["severity"], f["subject"]["id"], f["change"], f["location"]["file"])
            for f in report["findings"]
        ],
        "resolved": [one["subject"]["id"] for one in report["against"]["resolved"]],
    }


def test_a_proposal_that_introduces_nothing_becomes_part_of_the_portfolio(
    filled: Service,
) -> None:
    """It is submitted, checked and accepted; the next version of the portfolio holds it."""
    receipt = lifecycle.submit(filled, RENAULT, "kadjar.yaml", proposal(KADJAR))
    assert (receipt.submission.state, receipt.replayed) == ("submitted", False)
    check = check_now(filled, receipt.submission.id)
    assert check is not None
    assert (check.verdict, check.portfolio, check.introduced_errors) == ("accepted", 1, 0)
    done = lifecycle.accept(filled, ADMINISTRATOR, receipt.submission.id)
    assert (done.state, done.portfolio, done.decided_by) == ("accepted", 2, "tok-office")
    now = portfolio.portfolio(filled, NISSAN)
    assert json.loads(now.report)["plan"]["programs"] == 2
    assert now.version.submission == done.id
    assert audit.verify(filled.database).problems == ()


def test_a_proposal_that_introduces_an_error_cannot_be_accepted(filled: Service) -> None:
    """The report shows the error in the proposal's own file; accepting changes nothing."""
    sent = checked(filled, RENAULT, "kadjar.yaml", proposal(ASTRAY))
    assert _said(filled, sent.id) == {
        "verdict": "rejected",
        "findings": [("twins/on-one-platform", "error", "kadjar", "introduced", "kadjar.yaml")],
        "resolved": [],
    }
    with pytest.raises(NotAcceptable, match="introduces an error"):
        lifecycle.accept(filled, ADMINISTRATOR, sent.id)
    assert reading.submission(filled, RENAULT, sent.id).state == "checked"
    assert portfolio.portfolio(filled, NISSAN).version.version == 1


def test_what_the_portfolio_already_carries_rejects_nobody(service: Service) -> None:
    """The first plan may have errors; a proposal that leaves them is accepted, and told of them."""
    accepted(service, ADMINISTRATOR, "plan.yaml", PLAN + f"  - {ASTRAY}\n".encode())
    sent = checked(service, NISSAN, "p.yaml", proposal(program("rogue", "nissan")))
    assert _said(service, sent.id) == {
        "verdict": "accepted",
        "findings": [("twins/on-one-platform", "error", "kadjar", "left", "accepted/v1/plan.yaml")],
        "resolved": [],
    }
    assert lifecycle.accept(service, ADMINISTRATOR, sent.id).portfolio == 2


def test_a_proposal_that_mends_the_portfolio_resolves_its_finding(service: Service) -> None:
    """The later program of an id takes the place of the earlier one, without a flaw."""
    accepted(service, ADMINISTRATOR, "plan.yaml", PLAN + f"  - {ASTRAY}\n".encode())
    sent = checked(service, RENAULT, "p.yaml", proposal(KADJAR))
    assert _said(service, sent.id) == {
        "verdict": "accepted",
        "findings": [],
        "resolved": ["kadjar"],
    }


def test_withdrawing_a_program_that_others_follow_introduces_dangling_references(
    filled: Service,
) -> None:
    """The reference is reported where it stands, in what was accepted before."""
    accepted(filled, RENAULT, "kadjar.yaml", proposal(KADJAR))
    sent = checked(filled, NISSAN, "p.yaml", proposal(withdraw="qashqai"))
    assert _said(filled, sent.id) == {
        "verdict": "rejected",
        "findings": [
            ("plan/unknown-reference", "error", "kadjar", "introduced", "accepted/v2/kadjar.yaml")
        ],
        "resolved": [],
    }


def test_two_proposals_that_only_together_break_a_rule_cannot_both_be_accepted(
    filled: Service,
) -> None:
    """The second is checked anew on the portfolio that the first one changed."""
    moved = checked(
        filled, NISSAN, "a.yaml", proposal(program("qashqai", "nissan", platform="cmf-b"))
    )
    follows = checked(filled, RENAULT, "b.yaml", proposal(KADJAR))
    assert _said(filled, moved.id)["verdict"] == _said(filled, follows.id)["verdict"] == "accepted"
    lifecycle.accept(filled, ADMINISTRATOR, moved.id)
    with pytest.raises(NotAcceptable):
        lifecycle.accept(filled, ADMINISTRATOR, follows.id)
    assert _said(filled, follows.id)["verdict"] == "rejected"


def test_a_new_program_is_not_legacy_whatever_its_start(service: Service) -> None:
    """The same program is information in the first plan, and an error in a proposal."""
    old = program("kadjar", leader="qashqai", platform="cmf-b", start="'2015'")
    other = program("koleos", leader="qashqai", platform="cmf-b", start="'2015'")
    plan = PLAN.replace(b"as_of: 2025-12-31", b"as_of: 2025-12-31, since: 2020-05-27")
    accepted(service, ADMINISTRATOR, "plan.yaml", plan + f"  - {old}\n".encode())
    sent = checked(service, RENAULT, "p.yaml", proposal(other))
    assert _said(service, sent.id)["findings"] == [
        ("twins/on-one-platform", "info", "kadjar", "left", "accepted/v1/plan.yaml"),
        ("twins/on-one-platform", "error", "koleos", "introduced", "p.yaml"),
    ]


def test_waivers_of_two_companies_let_a_proposal_pass_until_one_is_revoked(
    filled: Service, clock: SetClock
) -> None:
    """An error takes two members; their waivers are one, which each of them can end."""
    sent = checked(filled, RENAULT, "p.yaml", proposal(ASTRAY))
    given = [
        waiving.give(
            filled,
            planner(company, "waive", "read"),
            rule="twins/on-one-platform",
            subject="kadjar",
            until=date(2027, month, 30),
            reason=reason,
        )
        for company, month, reason in (("renault", 9, "Tooled already"), ("nissan", 6, "Agreed"))
    ]
    with pytest.raises(NotFound):
        waiving.revoke(filled, planner("nissan", "waive"), given[0].waiver.id)
    done = lifecycle.accept(filled, ADMINISTRATOR, sent.id)
    assert _waived(filled) == [
        {
            "reason": "Agreed; Tooled already",
            "until": "2027-06-30",
            "approved_by": ["nissan", "renault"],
        }
    ]
    waiving.revoke(filled, ADMINISTRATOR, given[1].waiver.id)
    assert _waived(filled) == [None]
    assert done.state == "accepted"
    assert audit.verify(filled.database).problems == ()


def test_a_waiver_of_one_company_does_not_excuse_an_error(filled: Service) -> None:
    """Who proposes cannot wave it through alone."""
    sent = checked(filled, RENAULT, "p.yaml", proposal(ASTRAY))
    waiving.give(
        filled,
        planner("renault", "waive", "read"),
        rule="twins/on-one-platform",
        subject="kadjar",
        until=date(2027, 6, 30),
        reason="Tooled already",
    )
    with pytest.raises(NotAcceptable):
        lifecycle.accept(filled, ADMINISTRATOR, sent.id)


def _waived(service: Service) -> list[object]:
    """Return what excuses each finding about twins in the portfolio."""
    report = json.loads(portfolio.portfolio(service, NISSAN).report)
    return [f["waived"] for f in report["findings"] if f["rule"].startswith("twins/")]


@pytest.mark.parametrize(
    ("body", "message", "line"),
    [
        (b"programs: []\nwaivers: [a]\n", 'programs and withdraw, and not "waivers"', 2),
        (b"plan: {name: X}\nprograms: []\n", 'programs and withdraw, and not "plan"', 1),
        (b"programs: []\nleaderships: [a]\n", 'and not "leaderships"', 2),
        (b"programs: [}\n", "", 1),
        (b"{}\n", "The proposal is empty.", 1),
    ],
)
def test_a_proposal_holds_programs_and_withdrawals_and_nothing_else(
    filled: Service, body: bytes, message: str, line: int
) -> None:
    """Anything else is refused at its place, and nothing is kept."""
    with pytest.raises(Unreadable) as refused:
        lifecycle.submit(filled, RENAULT, "p.yaml", body)
    (flaw,) = refused.value.flaws
    assert message in flaw.message
    assert flaw.location.span.line == line
    assert len(reading.list_submissions(filled, ADMINISTRATOR)) == 1


def test_a_key_brings_the_same_submission_again_and_no_other(filled: Service) -> None:
    """With another body it is refused; another token's key is another key."""
    first = lifecycle.submit(filled, RENAULT, "p.yaml", proposal(KADJAR), key="k")
    again = lifecycle.submit(filled, RENAULT, "p.yaml", proposal(KADJAR), key="k")
    assert (again.submission, again.replayed) == (first.submission, True)
    with pytest.raises(KeyReused):
        lifecycle.submit(filled, RENAULT, "p.yaml", proposal(ASTRAY), key="k")
    other = lifecycle.submit(filled, NISSAN, "p.yaml", proposal(ASTRAY), key="k")
    assert other.submission.id != first.submission.id


def test_a_dry_run_says_the_same_and_keeps_nothing(filled: Service) -> None:
    """Its report is the one that a submission gets, byte by byte."""
    before = audit.head_of(filled.database)
    tried = lifecycle.dry_run(filled, RENAULT, "p.yaml", proposal(ASTRAY))
    assert audit.head_of(filled.database) == before
    sent = checked(filled, RENAULT, "p.yaml", proposal(ASTRAY))
    found = reading.latest_check(filled, RENAULT, sent.id)
    assert found is not None
    assert found[1] == tried.report


def test_a_company_sees_its_own_drafts_and_of_others_what_is_accepted(filled: Service) -> None:
    """Administrators see everything."""
    draft = checked(filled, RENAULT, "p.yaml", proposal(ASTRAY))
    public = accepted(filled, RENAULT, "k.yaml", proposal(KADJAR))
    first = reading.list_submissions(filled, ADMINISTRATOR)[-1]

    def seen(who: object) -> list[str]:
        return [one.id for one in reading.list_submissions(filled, who)]  # type: ignore[arg-type]

    assert seen(RENAULT) == [public.id, draft.id, first.id]
    assert seen(NISSAN) == [public.id, first.id]
    assert seen(ADMINISTRATOR) == [public.id, draft.id, first.id]
    for look in (reading.submission, reading.body, reading.latest_check, reading.job):
        with pytest.raises(NotFound):
            look(filled, NISSAN, draft.id)
    with pytest.raises(NotFound):
        lifecycle.withdraw(filled, NISSAN, draft.id)
    with pytest.raises(Forbidden):
        lifecycle.withdraw(filled, NISSAN, public.id)


def test_steps_that_a_state_does_not_allow_are_refused(filled: Service) -> None:
    """What is decided stays decided; the same decision again is no step."""
    sent = lifecycle.submit(filled, RENAULT, "p.yaml", proposal(KADJAR)).submission
    with pytest.raises(IllegalTransition):
        lifecycle.accept(filled, ADMINISTRATOR, sent.id)
    gone = lifecycle.withdraw(filled, RENAULT, sent.id)
    assert lifecycle.withdraw(filled, RENAULT, sent.id) == gone
    assert check_now(filled, sent.id) is None
    with pytest.raises(IllegalTransition):
        lifecycle.accept(filled, ADMINISTRATOR, sent.id)
    with pytest.raises(IllegalTransition):
        lifecycle.reject(filled, ADMINISTRATOR, sent.id, "no")
    done = accepted(filled, RENAULT, "p.yaml", proposal(KADJAR))
    assert lifecycle.accept(filled, ADMINISTRATOR, done.id) == done
    with pytest.raises(Forbidden):
        lifecycle.accept(filled, RENAULT, done.id)
    refused = lifecycle.submit(filled, RENAULT, "p.yaml", proposal(KADJAR)).submission
    assert lifecycle.reject(filled, ADMINISTRATOR, refused.id, " Too late ").reason == "Too late"


def test_a_proposal_needs_a_portfolio_and_a_plan_an_administrator(service: Service) -> None:
    """Planners are told who begins."""
    with pytest.raises(IllegalTransition, match="an administrator submits the whole plan first"):
        lifecycle.submit(service, RENAULT, "p.yaml", proposal(KADJAR))
    with pytest.raises(Unreadable):
        lifecycle.submit(service, RENAULT, "plan.yaml", PLAN)
    with pytest.raises(Forbidden):
        lifecycle.submit(service, RENAULT, "plan.yaml", PLAN, kind="plan")


def test_every_report_is_made_again_byte_by_byte(filled: Service, clock: SetClock) -> None:
    """Also after the portfolio, the waivers and the day are others."""
    sent = [
        checked(filled, RENAULT, "a.yaml", proposal(ASTRAY)),
        accepted(filled, RENAULT, "b.yaml", proposal(KADJAR)),
        accepted(filled, NISSAN, "c.yaml", proposal(program("rogue", "nissan"))),
        accepted(filled, ADMINISTRATOR, "plan.yaml", PLAN + f"  - {program('x')}\n".encode()),
    ]
    clock.forward(timedelta(days=400))
    for submission in sent:
        with filled.database.reading() as connection:
            made = checks.of_submission(connection, submission.id)
        for check in made:
            again = reproduce(filled, check.id)
            assert (again.identical, again.differences, again.explained) == (True, (), "")


def test_a_check_of_another_day_is_made_anew_where_the_plan_says_no_date(
    service: Service, clock: SetClock
) -> None:
    """A report that depends on today is not what an acceptance tomorrow rests on."""
    plan = PLAN.replace(b", as_of: 2025-12-31", b"")
    accepted(service, ADMINISTRATOR, "plan.yaml", plan)
    sent = checked(service, RENAULT, "p.yaml", proposal(KADJAR))
    clock.forward(timedelta(days=1))
    lifecycle.accept(service, ADMINISTRATOR, sent.id)
    with service.database.reading() as connection:
        assert [one.as_of for one in checks.of_submission(connection, sent.id)] == [
            "2026-11-25",
            "2026-11-26",
        ]
