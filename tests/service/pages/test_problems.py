"""What goes wrong, told to browsers as pages and to all others as problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.service.api.accepting import prefers_page
from pacecar.service.api.guard import SECURITY
from pacecar.service.judging import InProcessJudge
from tests.service.api.conftest import Api, api, assert_is_problem, copied, prepared
from tests.service.api.test_guard import Broken
from tests.service.conftest import proposal
from tests.service.pages.test_forms import key_of, log_in

__all__ = ["api", "prepared"]

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/nowhere", 404, "There is nothing at this address"),
        ("GET", "/v1/nowhere", 404, "There is nothing at this address"),
        ("GET", "/static/nothing.css", 404, "There is nothing here."),
        ("DELETE", "/rulebook", 405, "Allowed: GET."),
        ("PUT", "/v1/portfolio", 405, "Allowed: GET."),
        ("POST", "/portfolio", 405, "Allowed: GET."),
        ("GET", "/readyz?deep=1", 400, "There is no parameter"),
        ("GET", f"/nowhere?{'x' * 5000}=1", 400, "The query is longer than"),
        ("GET", "/v1/portfolio", 401, "Send a token"),
    ],
)
def test_browsers_get_a_page_and_all_others_a_problem(
    api: Api, method: str, path: str, status: int, said: str
) -> None:
    """With the same status and words, the request's name, and all that browsers are told."""
    for accept in (BROWSER, "*/*", "application/json", "application/json, text/html;q=0.5"):
        answer = api.client.request(method, path, headers={"Accept": accept})
        assert answer.status_code == status
        assert {name: answer.headers[name] for name in SECURITY} == SECURITY
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Vary"] == "Accept"
        assert said in answer.text
        if accept is BROWSER:
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert answer.headers["X-Request-ID"] in answer.text
            assert '<a href="/">To the first page</a>' in answer.text
        else:
            assert_is_problem(answer)


def test_a_mistake_of_ours_is_a_page_too(
    prepared: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """It says that it is ours, and nothing of what was sent."""
    with copied(prepared, tmp_path, Broken()) as api:
        log_in(api, "renault")
        form = {"key": key_of(api.client.get("/submit")), "do": "check"}
        form["text"] = proposal(withdraw="qashqai").decode()
        page = api.client.post("/submit", data=form, headers={"Accept": BROWSER})
    assert (page.status_code, page.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "This is our mistake" in page.text
    assert "qashqai" not in page.text


def test_who_asks_too_often_gets_a_page_that_says_when(
    prepared: tuple[Path, dict[str, str]], tmp_path: Path, judge: InProcessJudge
) -> None:
    """With the header that browsers and proxies read."""
    with copied(prepared, tmp_path, judge, strangers_a_minute=1) as api:
        for _ in range(3):
            headers = {"Accept": BROWSER, "Authorization": f"Bearer pcr_{'x' * 40}"}
            page = api.client.get("/v1/portfolio", headers=headers)
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "again in" in page.text


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("TEXT/HTML; q=0.1", True),
        ("application/json, text/html", True),
        ("application/json, text/html;q=0.9", False),
        ("application/problem+json, text/html;q=0.9", False),
        ("text/html;q=0", False),
        ("text/html;q=nan", False),
        ("text/*", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_who_names_html_first_is_a_browser(accept: str, page: bool) -> None:  # noqa: FBT001 - a case
    """Whoever takes anything gets what programs read."""
    assert prefers_page(accept) is page
