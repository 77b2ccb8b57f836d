"""Asking a service: when it is asked again, and what is never sent or told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pacecar.service.client.asking import Client, Patience
from pacecar.service.client.problems import BadAddress, RefusedByService, Unanswered

SECRET = "pcr_this-is-nobodys-secret"  # noqa: S105 - a test's


@dataclass
class Stub:
    """A server that gives the answers it is told to: status, headers, body; "" breaks off."""

    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    url: str = ""

    def client(self, retries: int = 3) -> Client:
        """Return a client of it that waits for nothing."""
        patience = Patience(retries=retries, seconds=10, sleep=self.slept.append)
        return Client(self.url, SECRET, patience=patience, proxies=False, told=self.told.append)


@pytest.fixture
def stub() -> Iterator[Stub]:
    """Return a server."""
    found = Stub()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.asked.append((self.command, self.path, _lower(self.headers), body))
            status, headers, sent = found.answers.pop(0)
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = answer  # noqa: N815 - as the standard library calls them

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def problem(name: str, detail: str) -> bytes:
    """Return a problem of the service."""
    told = {"type": f"urn:pacecar:problem:{name}", "detail": detail, "request_id": "r1"}
    return json.dumps(told).encode()


def test_the_same_question_is_asked_again_until_there_is_an_answer(stub: Stub) -> None:
    """After a broken connection, a fault of the service, and when it has no time."""
    stub.answers = [
        (0, {}, b""),
        (500, {}, b"<html>"),
        (429, {"Retry-After": "7"}, problem("too-many", "Too many requests; again in 7 s.")),
        (200, {"X-Y": "z"}, b'{"a": 1}'),
    ]
    answer = stub.client().ask(
        "POST", "/p", query={"n": "a b"}, headers={"Idempotency-Key": "k"}, body=b"x"
    )
    assert (answer.status, answer.json(), answer.headers["x-y"]) == (200, {"a": 1}, "z")
    assert {(method, path, body) for method, path, _, body in stub.asked} == {
        ("POST", "/p?n=a+b", b"x")
    }
    assert {headers["idempotency-key"] for _, _, headers, _ in stub.asked} == {"k"}
    assert 0.5 <= stub.slept[0] <= 1 <= stub.slept[1] <= 2
    assert stub.slept[2] == 7
    assert stub.told[2] == "Too many requests; again in 7 s.; asking again in 7 s"
    assert SECRET not in "".join(stub.told)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 415, 422])
def test_a_refusal_is_final(stub: Stub, status: int) -> None:
    """It would be the same again; its kind, words and request id are told."""
    stub.answers = [(status, {}, problem("some-kind", "It is refused."))]
    with pytest.raises(RefusedByService, match="It is refused") as raised:
        stub.client().ask("GET", "/p")
    refused = raised.value
    assert (refused.status, refused.kind, refused.request) == (status, "some-kind", "r1")
    assert stub.slept == []


def test_it_ends_after_some_tries(stub: Stub) -> None:
    """With what the last answer said, also where that is no problem of ours."""
    stub.answers = [(502, {}, b"<html>")] * 4
    with pytest.raises(RefusedByService, match="it answers with 502"):
        stub.client().ask("GET", "/p")
    assert len(stub.asked) == 4


def test_a_check_that_cannot_run_is_not_asked_for_again(stub: Stub) -> None:
    """Each try would take the service as long as the first."""
    stub.answers = [(503, {"Retry-After": "5"}, problem("cannot-judge", "It took too long."))]
    with pytest.raises(RefusedByService, match="It took too long"):
        stub.client().ask("GET", "/p")


def test_a_long_pause_is_left_to_the_user(stub: Stub) -> None:
    """Nobody sits before a command that sleeps for an hour."""
    stub.answers = [(503, {"Retry-After": "3600"}, problem("busy", "Too much."))]
    with pytest.raises(RefusedByService, match="Too much"):
        stub.client().ask("GET", "/p")
    assert stub.slept == []


def test_redirects_are_told_and_not_followed(stub: Stub) -> None:
    """The token is for the address that was given."""
    stub.answers = [(302, {"Location": "http://127.0.0.1:1/x"}, b"")]
    with pytest.raises(Unanswered, match=r"redirects to http://127\.0\.0\.1:1/x"):
        stub.client().ask("GET", "/p")
    assert len(stub.asked) == 1


def test_who_does_not_listen_is_told(stub: Stub) -> None:
    """In a few words, after all tries."""
    client = Client(
        "http://127.0.0.1:1", "", patience=Patience(1, sleep=stub.slept.append), proxies=False
    )
    with pytest.raises(Unanswered, match=r"^http://127\.0\.0\.1:1: connection refused$"):
        client.ask("GET", "/p")
    assert len(stub.slept) == 1


def test_what_is_no_service_is_told(stub: Stub) -> None:
    """A page of something else is no answer."""
    stub.answers = [(200, {}, b"<html>")]
    with pytest.raises(Unanswered, match="it is no JSON"):
        stub.client().ask("GET", "/p").json()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://host", "is to be as https://"),
        ("pacecar.example.com", "is to be as https://"),
        ("https://", "is to be as https://"),
        ("https://host:port", "is none"),
        ("https://u:p@host", "holds more than"),
        ("https://host/?token=x", "holds more than"),
        ("http://pacecar.example.com", "would show the token"),
        ("http://10.0.0.1:8000", "would show the token"),
    ],
)
def test_addresses_that_are_refused(url: str, said: str) -> None:
    """Before anything is sent there."""
    with pytest.raises(BadAddress, match=said):
        Client(url, SECRET)


@pytest.mark.parametrize("url", ["http://localhost:1", "http://[::1]:1", "https://h.example/p/"])
def test_addresses_that_are_taken(url: str) -> None:
    """This machine without encryption, others with it; a last slash does not matter."""
    assert Client(url, SECRET).url == url.rstrip("/")
    assert Client("http://10.0.0.1", SECRET, allow_http=True).url == "http://10.0.0.1"
