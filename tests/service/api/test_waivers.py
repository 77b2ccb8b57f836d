"""Waivers over HTTP: given by who may, read by the company, heeded by checks, revoked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.service.api.conftest import Api, problem_of
from tests.service.conftest import program, proposal

WRONG = proposal(program("kadjar", leader="qashqai", platform="cmf-b"))
WAIVER = {
    "rule": "twins/on-one-platform",
    "subject": "kadjar",
    "until": "2027-06-30",
    "reason": "The line is already built.",
}


def test_a_waiver_lets_a_proposal_pass_until_it_is_revoked(api_on_each: Api) -> None:
    """The companies of the tokens are who approved it; an error takes two."""
    nissan, office = api_on_each.by("nissan"), api_on_each.by("office")
    id_ = api_on_each.submitted(WRONG)
    assert office.post(f"/v1/submissions/{id_}/accept").status_code == 409
    response = nissan.post("/v1/waivers", json=WAIVER)
    given = response.json()
    assert response.status_code == 201
    assert response.headers["Location"] == f"/v1/waivers/{given['id']}"
    assert given == {
        **WAIVER,
        "id": given["id"],
        "company": "nissan",
        "given_at": given["given_at"],
        "revoked_at": None,
    }
    assert nissan.get(response.headers["Location"]).json() == given
    assert nissan.get("/v1/waivers").json() == {"items": [given], "next": None}
    assert api_on_each.get("/v1/waivers").json()["items"] == []
    assert api_on_each.get(response.headers["Location"]).status_code == 404
    assert office.post(f"/v1/submissions/{id_}/accept").status_code == 409
    assert api_on_each.by("board").post("/v1/waivers", json=WAIVER).status_code == 201
    assert office.post(f"/v1/submissions/{id_}/accept").json()["state"] == "accepted"
    found = api_on_each.get("/v1/portfolio").json()["report"]["findings"]
    (finding,) = [one for one in found if one["rule"] == WAIVER["rule"]]
    assert finding["waived"]["approved_by"] == ["nissan", "renault"]
    revoked = nissan.ask("DELETE", response.headers["Location"]).json()
    assert revoked["revoked_at"]
    assert api_on_each.get("/v1/portfolio").json()["report"]["verdict"] == "rejected"


@pytest.mark.parametrize(
    ("who", "change", "expected"),
    [
        ("renault", {}, (403, "forbidden")),
        ("office", {}, (403, "forbidden")),
        ("nissan", {"rule": "twins/none"}, (422, "invalid")),
        ("nissan", {"until": "2026-02-30"}, (422, "invalid")),
        ("nissan", {"until": "2026-11-24"}, (422, "invalid")),
        ("nissan", {"until": "soon"}, (422, "malformed")),
        ("nissan", {"until": "٢٠٢٧-٠٦-٣٠"}, (422, "malformed")),
        ("nissan", {"subject": "\n"}, (422, "invalid")),
        ("nissan", {"reason": "x" * 2_001}, (422, "malformed")),
        ("nissan", {"approved_by": ["renault"]}, (422, "malformed")),
    ],
)
def test_a_waiver_that_cannot_be_is_refused(
    api: Api, who: str, change: dict[str, Any], expected: tuple[int, str]
) -> None:
    """And none is there."""
    response = api.by(who).post("/v1/waivers", json={**WAIVER, **change})
    assert problem_of(response)[:2] == expected
    assert api.by("office").get("/v1/waivers").json()["items"] == []


def test_the_same_waiver_given_twice_is_one(api_on_each: Api) -> None:
    """Whoever lost the answer may ask again; other words, another company are another waiver."""
    nissan, board = api_on_each.by("nissan"), api_on_each.by("board")
    first = nissan.post("/v1/waivers", json=WAIVER)
    again = nissan.post("/v1/waivers", json=WAIVER)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert nissan.post("/v1/waivers", json={**WAIVER, "reason": "Else."}).status_code == 201
    assert board.post("/v1/waivers", json=WAIVER).status_code == 201
    listed = api_on_each.by("office").get("/v1/waivers").json()["items"]
    assert len(listed) == 3
    nissan.ask("DELETE", first.headers["Location"])
    anew = nissan.post("/v1/waivers", json=WAIVER)
    assert anew.status_code == 201
    assert anew.json()["id"] != first.json()["id"]


def test_the_same_waiver_given_at_once_is_one(api_on_each: Api) -> None:
    """As decisions are taken one after the other."""
    nissan = api_on_each.by("nissan")
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda _: nissan.post("/v1/waivers", json=WAIVER), range(4)))
    assert sorted(one.status_code for one in given) == [200, 200, 200, 201]
    assert len({one.json()["id"] for one in given}) == 1
