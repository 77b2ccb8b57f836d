"""What becomes of a submission over HTTP: accepted, rejected, withdrawn; and who may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pacecar.service import tokens
from pacecar.service.access import OPERATOR
from tests.service.api.conftest import Api, problem_of
from tests.service.conftest import program, proposal

KADJAR = proposal(program("kadjar", leader="qashqai"))
WRONG = proposal(program("kadjar", leader="qashqai", platform="cmf-b"))

ONLY_OWN = (
    "This token has no scope read: it sees only what was sent with it. "
    "Ask an administrator for one that reads."
)


def test_an_accepted_proposal_becomes_part_of_the_portfolio(api_on_each: Api) -> None:
    """Once, however often it is accepted; its history says who did."""
    id_ = api_on_each.submitted(KADJAR)
    office = api_on_each.by("office")
    first = office.post(f"/v1/submissions/{id_}/accept")
    again = office.post(f"/v1/submissions/{id_}/accept")
    assert (first.status_code, again.json()) == (200, first.json())
    assert (first.json()["state"], first.json()["portfolio"]) == ("accepted", 2)
    portfolio = api_on_each.get("/v1/portfolio").json()
    assert portfolio["version"] == {
        "version": 2,
        "kind": "proposal",
        "submission": id_,
        "recorded_at": first.json()["decided_at"],
        "links": {"self": "/v1/portfolio?version=2", "submission": f"/v1/submissions/{id_}"},
    }
    assert portfolio["report"]["plan"]["programs"] == 2
    history = api_on_each.get(f"/v1/submissions/{id_}/history").json()["items"]
    assert [one["kind"] for one in history] == ["submitted", "checked", "accepted"]
    assert history[1]["previous"] == history[0]["hash"]


def test_a_proposal_that_introduces_an_error_is_not_accepted(api: Api) -> None:
    """With the check that says why; a follower on the wrong platform stays out."""
    id_ = api.submitted(WRONG)
    response = api.by("office").post(f"/v1/submissions/{id_}/accept")
    assert problem_of(response) == (
        409,
        "not-acceptable",
        "It introduces an error, which its report shows; mend it, or have it waived.",
    )
    assert response.json()["check"] == api.get(f"/v1/submissions/{id_}").json()["check"]["id"]
    withdrawn = api.post(f"/v1/submissions/{id_}/withdraw")
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    after = api.by("office").post(f"/v1/submissions/{id_}/accept")
    assert problem_of(after) == (
        409,
        "wrong-state",
        f"{id_} is withdrawn; it cannot be accepted from there.",
    )


def test_a_rejection_has_a_reason(api: Api) -> None:
    """For those who sent the proposal."""
    id_ = api.submitted(KADJAR)
    office = api.by("office")
    reason = {"reason": "Decided for the other platform."}
    assert office.post(f"/v1/submissions/{id_}/reject", json=reason).status_code == 200
    shown = api.get(f"/v1/submissions/{id_}").json()
    assert (shown["state"], shown["reason"]) == ("rejected", "Decided for the other platform.")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "body: Field required"),
        (b"{", "The body cannot be read as JSON: Expecting property name"),
        (b'{"reason": "a", "reason": "b"}', "a key stands twice"),
        (b'{"reason": NaN}', "The body cannot be read as JSON"),
        (b'{"reason": ""}', "reason: String should have at least 1 character"),
        (b'{"reason": " "}', "A rejection needs a reason"),
        (b'{"reason": "\\u0000"}', "A rejection needs a reason"),
        (b'{"reason": "\\ud800"}', "reason: "),
        (b'{"reason": "a", "\\ud800": 1}', "body: Input should be a valid string"),
        (b'{"reason": 1}', "reason: Input should be a valid string"),
        (b"[" * 100_000, "65,536 is the most"),
        (b"[" * 60_000, "The body cannot be read as JSON"),
        (b"\xff\xfe", "The body cannot be read as JSON"),
        (b"9" * 5_000, "The body cannot be read as JSON"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused(api: Api, body: bytes, said: str) -> None:
    """Whatever its bytes are, with what is wrong."""
    id_ = api.submitted(KADJAR)
    response = api.by("office").post(
        f"/v1/submissions/{id_}/reject",
        content=body,
        headers={"Content-Type": "application/json"},
    )
    assert response.status_code in (413, 422)
    assert said in response.json()["detail"]
    assert api.get(f"/v1/submissions/{id_}").json()["state"] == "checked"


def test_drafts_are_their_companys_alone(api: Api) -> None:
    """Others do not even learn that they are there, until they are accepted."""
    id_ = api.submitted(KADJAR)
    nissan = api.by("nissan")
    for path in ("", "/report", "/body", "/history"):
        assert nissan.get(f"/v1/submissions/{id_}{path}").status_code == 404
    assert nissan.post(f"/v1/submissions/{id_}/withdraw").status_code == 404
    assert nissan.get("/v1/submissions?company=renault").json()["items"] == []
    api.by("office").post(f"/v1/submissions/{id_}/accept")
    shown = nissan.get(f"/v1/submissions/{id_}").json()
    assert (shown["state"], shown["progress"]) == ("accepted", None)
    assert nissan.get(f"/v1/submissions/{id_}/history").status_code == 404
    assert nissan.post(f"/v1/submissions/{id_}/withdraw").status_code == 403


@pytest.mark.parametrize(
    ("who", "step", "expected"),
    [
        ("", "accept", 401),
        ("renault", "accept", 403),
        ("renault", "reject", 403),
        ("reader", "withdraw", 403),
        ("sender", "history", 405),
    ],
)
def test_steps_need_their_scopes(api: Api, who: str, step: str, expected: int) -> None:
    """And nothing happens without."""
    id_ = api.submitted(KADJAR)
    response = api.by(who).post(f"/v1/submissions/{id_}/{step}", json={"reason": "No."})
    assert response.status_code == expected
    assert api.get(f"/v1/submissions/{id_}").json()["state"] == "checked"


def test_who_may_submit_but_not_read_sees_what_was_sent_with_the_token(api: Api) -> None:
    """All of it; of colleagues' and what there is not only that reading needs a scope."""
    colleagues = api.submitted(KADJAR)
    sender = api.by("sender")
    id_ = sender.submitted(WRONG)
    for path in ("", "/report", "/body", "/history"):
        assert sender.get(f"/v1/submissions/{id_}{path}").status_code == 200
        for other in (colleagues, f"sub-{'0' * 26}"):
            assert problem_of(sender.get(f"/v1/submissions/{other}{path}")) == (
                403,
                "forbidden",
                ONLY_OWN,
            )
    listed = sender.get("/v1/submissions").json()["items"]
    assert [one["id"] for one in listed] == [id_]
    assert sender.post(f"/v1/submissions/{id_}/withdraw").json()["state"] == "withdrawn"


def test_who_may_neither_read_nor_submit_sees_no_submission(api: Api) -> None:
    """A token that only waives."""
    secret = tokens.create(api.service, OPERATOR, name="w", company="renault", scopes=("waive",))[1]
    waiver = replace(api, secrets={**api.secrets, "waiver": secret}, who="waiver")
    id_ = api.submitted(KADJAR)
    for path in ("", f"/{id_}", f"/{id_}/report"):
        assert waiver.get(f"/v1/submissions{path}").status_code == 403
