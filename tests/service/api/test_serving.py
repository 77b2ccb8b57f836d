"""`pacecar serve` as a process: where it listens, how it logs, and how it ends."""

from __future__ import annotations

import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from pacecar.service import audit, tokens
from pacecar.service.access import OPERATOR, SCOPES
from pacecar.service.api import connections
from pacecar.service.service import Service
from tests.cli.conftest import Run, folder, pacecar
from tests.service.api.conftest import assert_is_problem, log_lines
from tests.service.api.running import Server, server
from tests.service.conftest import program, proposal

pytestmark = pytest.mark.slow

__all__ = ["folder", "pacecar"]  # Fixtures.


@pytest.fixture
def secret(filled: Service) -> str:
    """Return the secret of a token that may do everything."""
    return tokens.create(filled, OPERATOR, name="all", company="nissan", scopes=SCOPES)[1]


def _asked(running: Server, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as client:
        client.sendall(sent)
        answer = b""
        while part := client.recv(65_536):
            answer += part
    return answer


def test_what_is_in_flight_when_it_is_stopped_is_answered_and_nothing_is_lost(
    filled: Service, address: str, rules: list[Path], secret: str, tmp_path: Path
) -> None:
    """Those that wait for a check are told to ask later; the next server answers them."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/yaml"}

    def send(number: int, url: str) -> httpx2.Response:
        body = proposal(*(program(f"car-{number}-{n}") for n in range(200)))
        return httpx2.post(f"{url}/v1/submissions", content=body, headers=headers, timeout=60)

    with server(address, rules[0], tmp_path, workers=1) as running, ThreadPoolExecutor(8) as pool:
        sending = [pool.submit(send, number, running.url) for number in range(8)]
        time.sleep(0.5)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(60) == 0
        answers = [one.result() for one in sending if one.exception() is None]
        lines = log_lines(running.log)
    assert {one.status_code for one in answers} <= {201, 202}
    assert (lines[0]["event"], lines[-1]["event"]) == ("listening", "stopped")
    assert answers
    with server(address, rules[0], tmp_path) as running:
        for answer in answers:
            kept = httpx2.get(
                f"{running.url}{answer.headers['Location']}",
                headers={**headers, "Prefer": "wait=60"},
                timeout=90,
            )
            assert kept.json()["state"] == "checked"
    assert audit.verify(filled.database).problems == ()


HOSTILE = [
    b"GARBAGE\r\n\r\n",
    b"GET /healthz\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /v1/submissions HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"POST /v1/submissions HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]


LONG = [
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
]


def test_what_is_no_http_or_says_its_secrets_is_answered_and_not_logged(
    address: str, rules: list[Path], secret: str, tmp_path: Path
) -> None:
    """The log is JSON to the last line, and holds no token and nothing that was sent."""
    marker = "top-secret-car"
    with server(address, rules[0], tmp_path) as running:
        for sent in HOSTILE:
            head, _, body = _asked(running, sent).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 400 "), sent
            assert b"application/problem+json" in head
            assert json.loads(body)["type"] == "urn:pacecar:problem:no-http"
        for sent in LONG:
            head, _, body = _asked(running, sent).partition(b"\r\n\r\n")
            assert head.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 431 "))
            assert b"application/problem+json" in head
            assert len(body) < 2_000
        bearer = {"Authorization": f"Bearer {secret}"}
        yaml = {**bearer, "Content-Type": "application/yaml"}
        bad = proposal(program(marker, platform="none", nonsense=marker)) + b"\x00"
        tries = [
            httpx2.get(f"{running.url}/{secret}/{marker}", headers=bearer),
            httpx2.get(f"{running.url}/v1/submissions?{marker}={secret}", headers=bearer),
            httpx2.get(f"{running.url}/v1/submissions/{marker}", headers=bearer),
            httpx2.request("TOPSECRETCAR", f"{running.url}/v1/submissions", headers=bearer),
            httpx2.get(f"{running.url}/v1/submissions", headers={"Authorization": secret}),
            httpx2.get(
                f"{running.url}/v1/submissions", headers={"Authorization": f"Bearer {marker}"}
            ),
            httpx2.get(
                f"{running.url}/v1/portfolio?version=9", headers={**bearer, "X-Request-ID": secret}
            ),
            httpx2.post(
                f"{running.url}/v1/submissions?name={marker}.yaml", content=bad, headers=yaml
            ),
            httpx2.post(f"{running.url}/v1/waivers", json={"rule": marker}, headers=bearer),
            httpx2.post(
                f"{running.url}/v1/submissions",
                content=b"",
                headers={**yaml, "Idempotency-Key": marker},
            ),
        ]
        for one in tries:
            assert 400 <= one.status_code < 500
            assert_is_problem(one)
        good = proposal(program(marker))
        assert (
            httpx2.post(f"{running.url}/v1/submissions", content=good, headers=yaml).status_code
            == 201
        )
        log = running.log
    lines = log_lines(log)
    assert len(lines) > len(tries)
    assert {"listening", "request", "check"} <= {line["event"] for line in lines}
    for hidden in (secret, secret[4:], marker, "TOPSECRETCAR"):
        assert hidden not in log


def test_who_dribbles_the_head_of_a_request_is_cut_off(
    address: str, rules: list[Path], tmp_path: Path
) -> None:
    """And so is who says nothing; others are served meanwhile."""
    with server(address, rules[0], tmp_path) as running:
        began = time.monotonic()
        slow = [socket.create_connection(("127.0.0.1", running.port), 60) for _ in range(20)]
        for client in slow[:10]:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n")
        assert httpx2.get(f"{running.url}/healthz").text == "alive\n"
        for client in slow:
            assert client.recv(1_000) == b""
            client.close()
        assert time.monotonic() - began >= connections.HEAD_SECONDS - 1


def test_an_address_that_cannot_be_had_is_told_in_one_line(pacecar: Run, folder: Path) -> None:
    """Before a database is made."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = pacecar("serve", "--port", port)
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"pacecar: cannot listen on 127.0.0.1, port {port}: Address already in use; "
        "take others with --host and --port\n"
    )
    assert not (folder / "pacecar.db").exists()
    assert "cannot listen on no.such.host" in pacecar("serve", "--host", "no.such.host.").err


def test_a_rulebook_with_errors_is_told_and_not_served(pacecar: Run, folder: Path) -> None:
    """With the file, the line and the column."""
    (folder / "bad" / "twins").mkdir(parents=True)
    (folder / "bad" / "twins" / "a-rule.yaml").write_text("title: [", encoding="utf-8")
    result = pacecar("serve", "--port", "0", "--rules", "bad")
    assert result.code == 2
    assert "bad/twins/a-rule.yaml:1:" in result.err
    assert result.err.endswith("pacecar: the rulebook cannot be used: 1 problem\n")
