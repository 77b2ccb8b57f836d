"""What guards the service: rates, bounds, names of requests, headers; and no word of ours fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message

from pacecar.service import tokens
from pacecar.service.access import OPERATOR
from pacecar.service.api import guard, receiving
from pacecar.service.api.problems import Refused
from pacecar.service.api.rates import Rates, caller_at
from pacecar.service.judging import InProcessJudge, Judged, Task
from pacecar.service.logs import log_as_json
from pacecar.service.storage import tokens as stored
from tests.service.api.conftest import Api, copied, log_lines, problem_of
from tests.service.conftest import program, proposal

Prepared = tuple[Path, dict[str, str]]


class Hourglass:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_caller_may_ask_so_often_and_later_again() -> None:
    """Each for itself; the refusal says when."""
    time_ = Hourglass()
    rates = Rates(60, time_)
    for _ in range(60):
        rates.spend("a")
    with pytest.raises(Refused) as refused:
        rates.spend("a")
    assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": "1"})
    rates.spend("b")
    time_.now = 1.0
    rates.spend("a")
    with pytest.raises(Refused):
        rates.spend("a")


def test_what_is_known_of_callers_stays_small() -> None:
    """However many addresses somebody has."""
    rates = Rates(60)
    for number in range(20_000):
        rates.spend(str(number))
    assert len(rates._left) <= 10_000


@pytest.mark.parametrize(
    ("at", "caller"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff", "2001:db8::/64"),
        ("", ""),
    ],
)
def test_a_network_is_one_caller(at: str, caller: str) -> None:
    """Whoever has an address of IPv6 has the whole network."""
    assert caller_at(at) == caller


def test_a_token_that_asks_too_often_is_told_to_wait(
    prepared: Prepared, tmp_path: Path, judge: InProcessJudge
) -> None:
    """And no other token."""
    with copied(prepared, tmp_path, judge, requests_a_minute=3) as api:
        # The first one is a stranger's: nobody knew the token yet.
        statuses = [api.get("/v1/submissions").status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 200, 429]
        response = api.get("/v1/submissions")
        assert problem_of(response)[:2] == (429, "too-many")
        assert int(response.headers["Retry-After"]) > 0
        assert api.by("nissan").get("/v1/submissions").status_code == 200


def test_strangers_cost_the_database_nothing(
    prepared: Prepared, tmp_path: Path, judge: InProcessJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few tries for an address; those whose tokens were in force are still let in."""
    looked: list[str] = []
    look = stored.by_hash

    def counted(connection: Any, wanted: str) -> Any:
        looked.append(wanted)
        return look(connection, wanted)

    with copied(prepared, tmp_path, judge, strangers_a_minute=3) as api:
        assert api.get("/v1/submissions").status_code == 200
        monkeypatch.setattr(stored, "by_hash", counted)
        flood = [
            api.get(
                "/v1/submissions", headers={"Authorization": f"Bearer pcr_{'x' * 40}{n}"}
            ).status_code
            for n in range(20)
        ]
        for header in ("", "Bearer", "Bearer x", "Basic YTpi", "Bearer pcr_"):
            headers = {"Authorization": header}
            assert api.get("/v1/submissions", headers=headers).status_code == 401
        assert flood == [401] * 2 + [429] * 18
        assert len(looked) == 2
        assert api.get("/v1/submissions").status_code == 200
        assert api.by("nissan").get("/v1/submissions").status_code == 429


def test_a_revoked_token_is_refused_at_once(api: Api) -> None:
    """Although it was known a moment before; which of the reasons is not told."""
    made, secret = tokens.create(
        api.service, OPERATOR, name="x", company="renault", scopes=["read"]
    )
    headers = {"Authorization": f"Bearer {secret}"}
    assert api.get("/v1/submissions", headers=headers).status_code == 200
    tokens.revoke(api.service, OPERATOR, made.id)
    response = api.get("/v1/submissions", headers=headers)
    assert problem_of(response) == (
        401,
        "unauthenticated",
        "The token is not known, or no longer in force.",
    )
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_too_much_at_once_is_refused_but_not_the_question_whether_it_lives(
    prepared: Prepared, tmp_path: Path, judge: InProcessJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the time to wait."""
    with copied(prepared, tmp_path, judge) as api:
        monkeypatch.setattr(guard.Guard, "_refuse_crowds", _crowded)
        response = api.get("/v1/submissions")
        assert problem_of(response)[:2] == (503, "busy")
        assert response.headers["Retry-After"] == "1"
        assert api.get("/healthz").status_code == 200


def _crowded(self: guard.Guard, path: str) -> None:
    self._inside = self._settings.requests_at_once + 1
    _REFUSE_CROWDS(self, path)


_REFUSE_CROWDS = guard.Guard._refuse_crowds


def test_submissions_take_turns(
    prepared: Prepared, tmp_path: Path, judge: InProcessJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sent is wholly in memory; who would wait too long is told to come back."""
    monkeypatch.setattr(receiving, "_QUEUE_SECONDS", 0.01)
    with copied(prepared, tmp_path, judge, submissions_at_once=1) as api:
        turns = api.client.app.state.turns  # type: ignore[attr-defined]
        assert turns._value == 1
        turns._value = 0
        response = api.submit(proposal(program("kadjar")))
        assert problem_of(response)[:2] == (503, "busy")
        turns._value = 1
        assert api.submit(proposal(program("kadjar"))).status_code == 201
        assert turns._value == 1


def test_a_body_that_does_not_arrive_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a bounded time for all of it, also where it comes in small parts."""
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.1)
    parts = 0

    async def dribbled() -> Message:
        nonlocal parts
        parts += 1
        await asyncio.sleep(0.03)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def received() -> None:
        receive = guard._bounded(dribbled, 1_000)
        while True:
            await receive()

    with pytest.raises(Refused) as refused:
        asyncio.run(received())
    assert refused.value.kind.name == "too-slow"
    assert parts < 10


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("abc-1.2_3", "kept"),
        ("a" * 64, "kept"),
        ("a" * 65, "replaced"),
        ("a b", "replaced"),
        ("", "replaced"),
        ("pcr_abc", "replaced"),
    ],
)
def test_a_request_keeps_the_name_that_a_proxy_gave_it(api: Api, given_: str, kept: str) -> None:
    """If it can be one; else it has a new one, and problems name it."""
    response = api.get("/v1/submissions/none", headers={"X-Request-ID": given_})
    assert (response.headers["X-Request-ID"] == given_) is (kept == "kept")
    assert response.json()["request_id"] == response.headers["X-Request-ID"]


def test_every_answer_tells_browsers_to_be_careful(api: Api) -> None:
    """Also those to what is not there."""
    for path in ("/healthz", "/v1/nothing", "/v1/submissions"):
        headers = api.get(path).headers
        assert {name: headers[name] for name in guard.SECURITY} == dict(guard.SECURITY)
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["Authorization", "Idempotency-Key", "Content-Type", "Prefer"])
def test_a_header_that_is_given_twice_is_refused(api: Api, name: str) -> None:
    """One reader would take the first and another the last."""
    twice = [(name.encode(), b"a"), (name.encode(), b"b")]
    response = api.client.request("POST", "/v1/submissions", headers=twice)
    assert problem_of(response)[:2] == (400, "ambiguous")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/submissions", "GET, POST"),
        ("PATCH", "/v1/waivers/wvr-1", "GET, DELETE"),
        ("OPTIONS", "/healthz", "GET"),
        ("TRACE", "/v1/portfolio", "GET"),
    ],
)
def test_a_method_that_there_is_not_is_told_with_those_that_there_are(
    api: Api, method: str, path: str, allowed: str
) -> None:
    """Of all operations at the path."""
    response = api.ask(method, path)
    assert problem_of(response) == (405, "no-method", f"Allowed: {allowed}.")
    assert response.headers["Allow"] == allowed


class Broken(InProcessJudge):
    """A judge with a mistake in it, which quotes what it was given."""

    def judge(self, task: Task) -> Judged:
        """Fail."""
        raise RuntimeError(f"cannot do {task.submitted[0].data!r}")


@pytest.fixture
def restored_log() -> Iterator[None]:
    """Let later tests log as before."""
    before = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
    logging.root.handlers[:], logging.root.level = before


def test_a_mistake_of_ours_is_logged_without_what_was_sent(
    prepared: Prepared,
    tmp_path: Path,
    restored_log: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where it happened, under the request's name; who asked is told that it was us."""
    log_as_json()
    with copied(prepared, tmp_path, Broken()) as api:
        body = proposal(program("top-secret-car"))
        response = api.submit(body, "?dry_run")
        kept = api.submit(body)
    assert problem_of(response) == (
        500,
        "internal",
        "This is our mistake; the log has more under the request's id.",
    )
    assert kept.json()["submission"]["progress"]["problem"] == (
        "An internal error; the log has more."
    )
    text = capsys.readouterr().err
    errors = [line for line in log_lines(text) if line["level"] == "error"]
    assert errors[0]["request_id"] == response.headers["X-Request-ID"]
    for line in errors:
        assert "builtins.RuntimeError at " in line["raised"]
        assert "test_guard.py" in line["raised"]
    assert "top-secret-car" not in text


_TEXTS = st.text(max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "BREW"]),
    path=st.lists(
        st.sampled_from(["v1", "submissions", "waivers", "portfolio", "rulebook", "accept"])
        | _TEXTS,
        max_size=4,
    ),
    query=st.dictionaries(st.sampled_from(["limit", "cursor", "version", "kind"]) | _TEXTS, _TEXTS),
    headers=st.dictionaries(
        st.sampled_from(["Accept", "Content-Type", "Idempotency-Key", "If-None-Match", "Prefer"]),
        st.binary(max_size=20).filter(lambda value: not {0, 10, 13} & set(value)),
    ),
    body=st.binary(max_size=50),
)
def test_whatever_is_asked_the_answer_is_none_or_a_problem(  # noqa: PLR0917 - what a request is
    api: Api,
    method: str,
    path: list[str],
    query: dict[str, str],
    headers: dict[str, bytes],
    body: bytes,
) -> None:
    """And never a mistake of ours."""
    from urllib.parse import quote, urlencode

    secret = api.secrets["office"].encode()
    address = "/" + "/".join(quote(part, safe="", errors="replace") for part in path)
    api.client.app.state.rates = Rates(10**9)  # type: ignore[attr-defined]
    response = api.client.request(
        method,
        f"http://testserver{address}?{urlencode(query, errors='replace')}",
        headers=[
            (b"Authorization", b"Bearer " + secret),
            *((name.encode(), value) for name, value in headers.items()),
        ],
        content=body,
    )
    assert response.status_code < 500
    if response.status_code >= 400 and method != "HEAD":
        assert problem_of(response)[0] == response.status_code
        assert response.headers["Content-Type"] == "application/problem+json"
