"""What those who run the service ask it."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from pacecar.service.judging import InProcessJudge
from pacecar.service.problems import DatabaseProblem
from pacecar.service.service import open_service
from tests.checking.small import TWINS, write_rule
from tests.service.api.conftest import Api, problem_of, serving
from tests.service.conftest import program, proposal


def test_it_lives_and_is_ready_until_it_stops(api: Api) -> None:
    """Both without a token; and it lives on while it stops."""
    nobody = api.by("")
    assert nobody.get("/readyz").json() == {"status": "ready", "rulebook": "in force"}
    api.client.app.state.stopping.set()  # type: ignore[attr-defined]
    response = nobody.get("/readyz")
    assert problem_of(response)[:2] == (503, "database")
    assert response.headers["Retry-After"] == "5"
    assert nobody.get("/healthz").text == "alive\n"


def test_a_rulebook_of_another_process_is_told_of(
    api: Api, rules: list[Path], tmp_path: Path, judge: InProcessJudge
) -> None:
    """By readiness, a figure and once in the log, until this one's own is in force again."""
    settings = api.service.settings
    first = open_service(settings, rules, judge=judge)
    assert first.replaced == ""
    with serving(first, api.secrets) as one, capture_logs() as log:
        readiness = one.client.app.state.readiness  # type: ignore[attr-defined]
        readiness._seconds = -1.0
        assert told(one) == ("in force", "0.0")
        other = open_service(settings, [write_rule(tmp_path, TWINS)], judge=judge)
        assert (other.replaced, other.rulebook != first.rulebook) == (first.rulebook, True)
        assert [told(one), told(one)] == [("replaced", "1.0")] * 2
        open_service(settings, rules, judge=judge).database.close()
        assert told(one) == ("in force", "0.0")
        other.database.close()
    first.database.close()
    events = [line["event"] for line in log if "rulebook" in line["event"]]
    assert events == ["rulebook replaced", "own rulebook in force again"]


def told(api: Api) -> tuple[str, str]:
    """Return what readiness and figures say of the rulebook."""
    ready = api.by("").get("/readyz").json()["rulebook"]
    figures = api.by("").get("/metrics").text
    (line,) = [one for one in figures.splitlines() if one.startswith("pacecar_rulebook_replaced ")]
    return ready, line.split()[1]


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
