"""The API in this process, on a database with people and a portfolio of one program."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from pacecar.service import tokens
from pacecar.service.access import OPERATOR
from pacecar.service.api.app import create_app
from pacecar.service.api.kinds import MEDIA_TYPE
from pacecar.service.judging import InProcessJudge
from pacecar.service.service import Service, open_service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage.database import Database
from tests.service.conftest import ADMINISTRATOR, PLAN, SetClock, accepted

PEOPLE = {
    "office": ("", ("read", "submit", "administer")),
    "nissan": ("nissan", ("read", "submit", "waive")),
    "renault": ("renault", ("read", "submit")),
    "board": ("renault", ("read", "waive")),
    "reader": ("renault", ("read",)),
    "sender": ("renault", ("submit",)),
}


@dataclass
class Api:
    """The API, asked by somebody."""

    client: TestClient
    service: Service
    secrets: dict[str, str]
    who: str = "renault"
    extra: dict[str, str] = field(default_factory=dict)

    def by(self, who: str) -> Api:
        """Return the API as somebody else asks it; nobody for no name."""
        return replace(self, who=who)

    def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx2.Response:
        """Ask and return the answer, which is as every answer is to be."""
        sent = dict(headers or {})
        if self.who:
            sent.setdefault("Authorization", f"Bearer {self.secrets[self.who]}")
        response = self.client.request(method, path, headers=sent, **more)
        assert response.headers["X-Request-ID"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        if response.status_code >= 400:
            assert_is_problem(response)
        return response

    def get(self, path: str, **more: Any) -> httpx2.Response:
        """Read something."""
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx2.Response:
        """Do something."""
        return self.ask("POST", path, **more)

    def submit(self, body: bytes, query: str = "", **headers: str) -> httpx2.Response:
        """Send a file of YAML; headers with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Content-Type", "application/yaml")
        return self.post(f"/v1/submissions{query}", content=body, headers=sent)

    def submitted(self, body: bytes) -> str:
        """Send a file of YAML and return the submission's id once it is checked."""
        response = self.submit(body)
        assert response.status_code == 201, response.text
        id_: str = response.json()["submission"]["id"]
        return id_


def assert_is_problem(response: httpx2.Response) -> None:
    """Hold an error against RFC 9457 and what we promise beside."""
    assert response.headers["Content-Type"] == MEDIA_TYPE
    told = response.json()
    assert {"type", "title", "status", "detail", "instance", "request_id"} <= set(told)
    assert told["type"].startswith("urn:pacecar:problem:")
    assert told["status"] == response.status_code
    assert told["request_id"] == response.headers["X-Request-ID"]
    assert told["title"]
    assert told["detail"]


def problem_of(response: httpx2.Response) -> tuple[int, str, str]:
    """Return an error's status, the end of its type, and its detail."""
    told = response.json()
    return response.status_code, told["type"].rpartition(":")[2], told["detail"]


@pytest.fixture(scope="session")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, rules: list[Path], judge: InProcessJudge
) -> tuple[Path, dict[str, str]]:
    """Return a database with people and a portfolio, to be copied, and the people's secrets."""
    file = tmp_path_factory.mktemp("prepared") / "pacecar.db"
    settings = ServiceSettings(str(file), evaluator="builtin")
    service = open_service(settings, rules, judge=judge, clock=SetClock())
    secrets = fill(service)
    service.database.close()
    return file, secrets


def fill(service: Service, *, portfolio: bool = True) -> dict[str, str]:
    """Give a service people and, unless told otherwise, a portfolio; return their secrets."""
    secrets = {
        name: tokens.create(service, OPERATOR, name=name, company=company, scopes=scopes)[1]
        for name, (company, scopes) in PEOPLE.items()
    }
    if portfolio:
        accepted(service, ADMINISTRATOR, "plan.yaml", PLAN)
    return secrets


@contextmanager
def serving(service: Service, secrets: dict[str, str]) -> Iterator[Api]:
    """Serve in this process, with checks that run."""
    with TestClient(create_app(service), raise_server_exceptions=True) as client:
        yield Api(client, service, secrets)


@contextmanager
def copied(
    prepared: tuple[Path, dict[str, str]],
    folder: Path,
    judge: InProcessJudge,
    **settings: int,
) -> Iterator[Api]:
    """Serve a copy of the prepared database."""
    file = shutil.copy(prepared[0], folder / "pacecar.db")
    chosen = ServiceSettings(str(file), evaluator="builtin", **settings)
    clock = SetClock()
    clock.forward(timedelta(minutes=5))
    service = Service(Database(str(file)), chosen, judge, clock)
    with serving(service, prepared[1]) as api:
        yield api
    service.database.close()


@pytest.fixture
def api(
    prepared: tuple[Path, dict[str, str]], tmp_path: Path, judge: InProcessJudge
) -> Iterator[Api]:
    """Return the API on SQLite, asked by a planner of Renault."""
    with copied(prepared, tmp_path, judge) as found:
        yield found


@pytest.fixture
def api_on_each(service: Service) -> Iterator[Api]:
    """Return the API on each of the databases."""
    with serving(service, fill(service)) as found:
        yield found


def log_lines(text: str) -> list[dict[str, Any]]:
    """Return the lines of a log."""
    return [json.loads(line) for line in text.splitlines()]
