"""What those who run the service ask it."""

from __future__ import annotations

import pytest

from pacecar.service.problems import DatabaseProblem
from tests.service.api.conftest import Api, problem_of
from tests.service.conftest import program, proposal


def test_it_lives_and_is_ready_until_it_stops(api: Api) -> None:
    """Both without a token; and it lives on while it stops."""
    nobody = api.by("")
    assert nobody.get("/readyz").json() == {"status": "ready"}
    api.client.app.state.stopping.set()  # type: ignore[attr-defined]
    response = nobody.get("/readyz")
    assert problem_of(response)[:2] == (503, "database")
    assert response.headers["Retry-After"] == "5"
    assert nobody.get("/healthz").text == "alive\n"


def test_who_asks_often_whether_it_is_ready_costs_one_look(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known of the database is a second old at most."""
    nobody = api.by("")
    assert nobody.get("/readyz").status_code == 200

    def gone() -> None:
        raise DatabaseProblem("The database postgresql://me@db/x cannot be used: gone")

    readiness = api.client.app.state.readiness  # type: ignore[attr-defined]
    monkeypatch.setattr(readiness, "_look", gone)
    assert nobody.get("/readyz").status_code == 200
    monkeypatch.setattr(readiness, "_seconds", -1.0)
    assert problem_of(nobody.get("/readyz")) == (
        503,
        "database",
        "The database does not answer; try again later.",
    )


def test_figures_count_what_matters(api: Api) -> None:
    """Submissions, checks and how they ended, requests by route; and no id is a label."""
    id_ = api.submitted(proposal(program("kadjar")))
    api.submit(b"{", "?name=a.yaml")
    api.ask("BREW", f"/v1/submissions/{id_}")
    figures = api.by("").get("/metrics")
    assert figures.headers["Content-Type"].startswith("text/plain; version=")
    lines = figures.text.splitlines()
    for wanted in (
        'pacecar_submissions_total{kind="proposal"} 1.0',
        'pacecar_checks_total{outcome="accepted"} 1.0',
        "pacecar_portfolio_version 1.0",
        "pacecar_checks_waiting 0.0",
        'pacecar_request_seconds_count{method="POST",route="/v1/submissions",status="201"} 1.0',
        'pacecar_request_seconds_count{method="POST",route="/v1/submissions",status="422"} 1.0',
    ):
        assert wanted in lines
    assert id_ not in figures.text
    assert "BREW" not in figures.text
