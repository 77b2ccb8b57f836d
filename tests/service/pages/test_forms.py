"""Logging in and the forms, without a browser: who cannot send them, and what the cookie is."""

from __future__ import annotations

import re

import httpx2
import pytest

from tests.service.api.conftest import Api, api, prepared
from tests.service.conftest import program, proposal

__all__ = ["api", "prepared"]


def key_of(response: httpx2.Response) -> str:
    """Return the key of the first form of a page."""
    found = re.search(r'name="key" value="([0-9a-f]{64})"', response.text)
    assert found
    return found[1]


def log_in(api: Api, who: str) -> httpx2.Response:
    """Log somebody in and return the answer."""
    key = key_of(api.client.get("/login"))
    form = {"key": key, "token": api.secrets[who], "to": "/submit"}
    return api.client.post("/login", data=form, follow_redirects=False)


def test_the_cookie_is_for_this_site_alone_and_holds_no_token(api: Api) -> None:
    """No script reads it, no other site sends it; over HTTPS it goes nowhere else."""
    answer = log_in(api, "renault")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/submit")
    cookie = answer.headers.get_list("Set-Cookie")[0]
    assert cookie.startswith("pacecar_session=")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert api.secrets["renault"] not in cookie


@pytest.mark.parametrize(
    "path", ["/", "/submit", "/submissions", "/portfolio", "/rulebook", "/waivers"]
)
def test_nobody_sees_a_page_without_a_session(api: Api, path: str) -> None:
    """They are sent to log in, and come back afterwards; a token alone is no session."""
    for headers in ({}, {"Authorization": f"Bearer {api.secrets['renault']}"}):
        answer = api.client.get(path, headers=headers, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/login?to=%2F")


def test_a_form_of_another_site_does_nothing(api: Api) -> None:
    """Neither without the key, nor with that of another session, nor sent from elsewhere."""
    log_in(api, "renault")
    key = key_of(api.client.get("/submissions"))
    sent = {"text": "withdraw: [qashqai]", "do": "submit"}
    for form, headers in (
        (sent, {}),
        ({**sent, "key": "0" * 64}, {}),
        ({**sent, "key": key}, {"Sec-Fetch-Site": "cross-site"}),
        ({**sent, "key": key}, {"Origin": "https://elsewhere.example"}),
    ):
        answer = api.client.post("/submit", data=form, headers=headers, follow_redirects=False)
        assert answer.status_code == 403
        assert "Nothing was done" in answer.text
    listed = api.get("/v1/submissions").json()["items"]
    assert len(listed) == 1


def test_the_same_form_sent_twice_submits_once(api: Api) -> None:
    """Both lead to the one submission."""
    log_in(api, "renault")
    page = api.client.get("/submit")
    twice = re.search(r'name="idempotency" value="([^"]+)"', page.text)
    assert twice
    form = {"key": key_of(page), "idempotency": twice[1], "text": "withdraw: [qashqai]"}
    answers = [api.client.post("/submit", data=form, follow_redirects=False) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_a_revoked_session_and_another_companys_draft_are_not_to_be_seen(api: Api) -> None:
    """A partner gets the page that says that there is nothing."""
    id_ = api.submitted(b"withdraw: [qashqai]")
    log_in(api, "renault")
    assert api.client.get(f"/submissions/{id_}").status_code == 200
    key = key_of(api.client.get("/submissions"))
    api.client.post("/logout", data={"key": key})
    log_in(api, "nissan")
    answer = api.client.get(f"/submissions/{id_}")
    assert answer.status_code == 404
    assert "There is no submission" in answer.text


def test_who_may_only_submit_is_led_to_the_report(api: Api) -> None:
    """The pages that such a token cannot read are not offered; the list has what it sent."""
    api.submitted(b"withdraw: [qashqai]")
    log_in(api, "sender")
    page = api.client.get("/submit")
    text = proposal(program("kadjar", leader="qashqai", platform="cmf-b")).decode()
    form = {"key": key_of(page), "text": text, "do": "submit"}
    shown = api.client.post("/submit", data=form)
    assert shown.status_code == 200
    assert "It introduces 1 error" in shown.text
    offered = re.findall(r'<a href="(/[a-z/-]*)"', shown.text)
    assert offered == ["/submit", "/submissions"]
    listed = api.client.get("/submissions").text
    assert listed.count('href="/submissions/sub-') == 1
    assert "What was sent with this token." in listed
