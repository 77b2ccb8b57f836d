"""What can be read over HTTP: lists and their pages, reports and their forms, tags."""

from __future__ import annotations

import pytest

from tests.service.api.conftest import Api, problem_of
from tests.service.conftest import program, proposal


def test_a_list_is_read_page_by_page(api_on_each: Api) -> None:
    """By the cursor of the answer or of the header, and nothing comes twice or is left out."""
    sent = [api_on_each.submitted(proposal(program(f"car-{n}"))) for n in range(5)]
    found: list[str] = []
    path: str | None = "/v1/submissions?state=checked&limit=2"
    while path:
        response = api_on_each.get(path)
        page = response.json()
        found += [one["id"] for one in page["items"]]
        link = response.headers.get("Link")
        assert link == (f'<{page["next"]}>; rel="next"' if page["next"] else None)
        path = page["next"]
    assert found == sent[::-1]


def test_what_did_not_change_is_not_sent_again(api: Api) -> None:
    """Until it changes."""
    id_ = api.submitted(proposal(program("kadjar")))
    for path in (
        f"/v1/submissions/{id_}",
        f"/v1/submissions/{id_}/report",
        "/v1/portfolio",
        "/v1/rulebook",
    ):
        first = api.get(path)
        tag = first.headers["ETag"]
        for known in (tag, f'"other", W/{tag}', "*"):
            again = api.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["ETag"] == tag
        assert api.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    api.by("office").post(f"/v1/submissions/{id_}/accept")
    for path in (f"/v1/submissions/{id_}", "/v1/portfolio"):
        old = {"If-None-Match": tag}
        assert api.get(path, headers=old).status_code == 200


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/html, application/json;q=0.9", "text/html; charset=utf-8"),
        ("application/*;q=0.5, text/plain", "text/plain; charset=utf-8"),
        ("application/sarif+json", "application/sarif+json"),
        ("application/xml;q=nan, application/json", "application/json"),
    ],
)
def test_a_report_is_sent_in_the_form_that_is_accepted(api: Api, accept: str, media: str) -> None:
    """And caches are told that it depends on that."""
    id_ = api.submitted(proposal(program("kadjar")))
    response = api.get(f"/v1/submissions/{id_}/report", headers={"Accept": accept})
    assert (response.status_code, response.headers["Content-Type"]) == (200, media)
    assert response.headers["Vary"] == "Accept"
    assert response.content


@pytest.mark.parametrize("form", ["sarif", "junit", "html", "text"])
def test_a_form_of_a_report_can_be_asked_for(api: Api, form: str) -> None:
    """In the address, for those who cannot set a header; it says what was found."""
    wrong = proposal(program("kadjar", leader="qashqai", platform="cmf-b"))
    id_ = api.submitted(wrong)
    response = api.get(f"/v1/submissions/{id_}/report?format={form}")
    assert response.status_code == 200
    assert "Kadjar is on CMF-B" in response.text.replace("\n", " ")


def test_what_is_not_accepted_is_not_sent(api: Api) -> None:
    """With the forms that there are."""
    id_ = api.submitted(proposal(program("kadjar")))
    response = api.get(f"/v1/submissions/{id_}/report", headers={"Accept": "image/png"})
    assert problem_of(response)[:2] == (406, "no-such-form")


def test_the_rulebook_of_a_report_can_be_read(api: Api) -> None:
    """By the digest that the report names."""
    id_ = api.submitted(proposal(program("kadjar")))
    check = api.get(f"/v1/submissions/{id_}").json()["check"]
    now = api.get("/v1/rulebook").json()
    then = api.get(f"/v1/rulebook/{check['rulebook_digest']}").json()
    assert now == then
    assert (now["digest"], now["rules"]) == (check["rulebook_digest"], 1)
    assert [one["name"] for one in now["files"]] == ["rulebook.yaml", "twins/on-one-platform.yaml"]


def test_versions_of_the_portfolio_stay_readable(api: Api) -> None:
    """Each judged by what is in force now."""
    id_ = api.submitted(proposal(program("kadjar")))
    api.by("office").post(f"/v1/submissions/{id_}/accept")
    first = api.get("/v1/portfolio/versions?limit=1").json()
    second = api.get(first["next"]).json()
    listed = [*first["items"], *second["items"]]
    assert [one["version"] for one in listed] == [2, 1]
    assert second["next"] is None
    for one, programs in zip(listed, (2, 1), strict=True):
        read = api.get(one["links"]["self"]).json()
        assert (read["version"], read["report"]["plan"]["programs"]) == (one, programs)
    assert problem_of(api.get("/v1/portfolio?version=9"))[:2] == (404, "not-found")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/submissions/sub-1",
        "/v1/submissions/sub-01kb4c8xv9d3m5n7p9r1s3t5v7",
        "/v1/submissions/%00",
        "/v1/submissions/%ff%fe/report",
        "/v1/submissions/..%2f..%2fetc/body",
        "/v1/waivers/wvr-1",
        "/v1/rulebook/sha256:0",
        "/v1/nothing",
        "/nothing",
    ],
)
def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    """Also what cannot be there."""
    assert problem_of(api.get(path))[:2] == (404, "not-found")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=1e3",
        "limit=%D9%A3",
        "limit=99999999999999999999999999",
        "limit=",
        "state=lost",
        "cursor=%00",
        "cursor=" + "a" * 101,
        "company=%0a",
    ],
)
def test_a_value_that_makes_no_sense_is_refused(api: Api, query: str) -> None:
    """With the parameter that has it."""
    response = api.get(f"/v1/submissions?{query}")
    assert problem_of(response)[:2] == (422, "malformed")
    (error,) = response.json()["errors"]
    assert (error["in"], error["name"]) == ("query", query.partition("=")[0])
