"""Checks that are no longer of what is in force, or could not be run; and checking again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacecar.service import audit
from pacecar.service.storage import jobs
from tests.service.api.conftest import Api, api, prepared, problem_of
from tests.service.conftest import ADMINISTRATOR, RENAULT, SetClock, accepted, program, proposal
from tests.service.pages.test_forms import key_of, log_in

__all__ = ["api", "prepared"]

WRONG = proposal(program("kadjar", leader="qashqai", platform="cmf-b"))
OTHER = proposal(program("clio"))
WAIVER = {
    "rule": "twins/on-one-platform",
    "subject": "kadjar",
    "until": "2027-06-30",
    "reason": "Built.",
}


def test_a_check_of_an_older_portfolio_is_said_to_be_one_and_made_again(api_on_each: Api) -> None:
    """A replay shows the old check; checking again the new one, and that only once."""
    api = api_on_each
    sent = {"Idempotency_Key": "k-1"}
    here = api.submit(WRONG, **sent).headers["Location"]
    assert api.get(here).json()["outdated"] == []
    accepted(api.service, RENAULT, "clio.yaml", OTHER)
    api.by("nissan").post("/v1/waivers", json=WAIVER)
    replayed = api.submit(WRONG, **sent)
    assert replayed.headers["Idempotency-Replayed"] == "true"
    shown = replayed.json()["submission"]
    assert (shown["outdated"], shown["check"]["portfolio"]) == (["portfolio", "waivers"], 1)
    again = api.post(f"{here}/check")
    assert again.status_code == 200
    assert (again.json()["outdated"], again.json()["check"]["portfolio"]) == ([], 2)
    assert again.json()["check"]["id"] != shown["check"]["id"]
    assert api.post(f"{here}/check").json() == again.json()
    kinds = [one["kind"] for one in api.get(f"{here}/history").json()["items"]]
    assert kinds == ["submitted", "checked", "checked"]
    assert audit.verify(api.service.database).problems == ()


def test_only_its_company_and_the_office_check_a_submission_again(api: Api) -> None:
    """And nobody once it is decided: what it was accepted on stays."""
    here = f"/v1/submissions/{api.submitted(OTHER)}"
    assert api.by("nissan").post(f"{here}/check").status_code == 404
    assert api.by("reader").post(f"{here}/check").status_code == 403
    assert api.by("sender").post(f"{here}/check").status_code == 200
    assert api.by("office").post(f"{here}/check").status_code == 200
    assert api.by("office").post(f"{here}/accept").json()["outdated"] == []
    assert problem_of(api.post(f"{here}/check"))[:2] == (409, "wrong-state")
    assert api.by("nissan").post(f"{here}/check").status_code == 403
    assert api.get(here).json()["outdated"] == []


def test_a_submission_whose_workers_were_lost_says_so_and_is_checked_again(api: Api) -> None:
    """A clear problem for programs and people, with the way out."""
    api.client.app.state.runner.stop(5)  # type: ignore[attr-defined]
    here = api.submit(OTHER, Prefer="respond-async").headers["Location"]
    clock = SetClock()
    clock.forward(timedelta(days=1))
    for _ in range(jobs.MOST_ATTEMPTS + 1):
        jobs.claim(api.service.database, clock, "dying", timedelta(seconds=1))
        clock.forward(timedelta(seconds=2))
    shown = api.get(here, headers={"Prefer": "wait=5"})
    assert shown.json()["progress"] == {"state": "failed", "attempts": 5, "problem": jobs.GONE}
    assert "Retry-After" not in shown.headers
    assert problem_of(api.get(f"{here}/report"))[:2] == (404, "no-report")
    log_in(api, "renault")
    page = api.client.get(here.removeprefix("/v1"))
    assert f"Its check could not be run. {jobs.GONE}" in page.text.replace("&#39;", "'")
    assert ">Check again</button>" in page.text
    again = api.post(f"{here}/check", headers={"Prefer": "respond-async"})
    assert (again.status_code, again.headers["Retry-After"]) == (202, "1")
    assert again.json()["progress"] == {"state": "waiting", "attempts": 0, "problem": ""}


def test_a_page_says_that_its_check_is_outdated_and_offers_another(api: Api) -> None:
    """Whoever may; a look at the page does not check by itself."""
    id_ = api.submitted(WRONG)
    accepted(api.service, ADMINISTRATOR, "clio.yaml", OTHER)
    log_in(api, "renault")
    page = api.client.get(f"/submissions/{id_}")
    assert "This was checked on version 1 of the portfolio" in page.text
    assert "Since then another plan or proposal was accepted" in page.text
    done = api.client.post(f"/submissions/{id_}/check", data={"key": key_of(page)})
    assert done.status_code == 200
    assert "This was checked on" not in done.text
    assert ">Check again</button>" not in done.text
    assert "on portfolio version 2" in done.text


@pytest.mark.parametrize("who", ["reader", "board"])
def test_who_may_not_submit_is_told_but_not_offered(api: Api, who: str) -> None:
    """They still should know that it is old."""
    id_ = api.submitted(WRONG)
    accepted(api.service, ADMINISTRATOR, "clio.yaml", OTHER)
    log_in(api, who)
    page = api.client.get(f"/submissions/{id_}")
    assert "This was checked on version 1 of the portfolio" in page.text
    assert ">Check again</button>" not in page.text
