"""A deployment of the service on a new database: its servers, its tokens, its first portfolio."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.service.processes import kill
from benchmarks.service.sending import Sender
from benchmarks.service.servers import NoServer, Server, serving
from benchmarks.service.workload import write_plan, write_rules
from pacecar.service.access import OPERATOR
from pacecar.service.service import Service, open_service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage import jobs
from pacecar.service.storage.database import Database
from pacecar.service.tokens import create

LEASE_SECONDS: Final = 10
"""How long a killed worker's job waits for another one."""

_SETTINGS: Final = {
    "PACECAR_REQUESTS_A_MINUTE": "100000000",
    "PACECAR_LEASE_SECONDS": str(LEASE_SECONDS),
}
_SETTLE_SECONDS: Final = 180
_CREATED: Final = 201
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Deployment:
    """Servers that run.

    Attributes:
        servers: the processes.
        tokens: the secrets of a planner and of an administrator.
    """

    servers: tuple[Server, ...]
    tokens: tuple[str, str]

    @staticmethod
    def named(servers: int) -> str:
        """Say how many server processes there are."""
        return "one server process" if servers == 1 else f"{servers} server processes"

    @property
    def ports(self) -> Sequence[int]:
        """Where they listen."""
        return [server.port for server in self.servers]

    def start(self) -> None:
        """Start all, and wait until they take requests."""
        for server in self.servers:
            server.start()
        for server in self.servers:
            server.wait_until_ready()

    def stop(self) -> tuple[int, ...]:
        """Stop all as an operator would, and return their exit codes."""
        return tuple(server.stop() for server in self.servers)

    def kill(self) -> None:
        """Leave nothing behind."""
        for server in self.servers:
            left = server.descendants()
            server.kill()
            for process in left:
                kill(process)


def prepare(
    address: str,
    folder: Path,
    servers: int,
    rules: Sequence[Path] | None = None,
    plan: bytes | None = None,
) -> Deployment:
    """Start servers on an empty database, and have a first portfolio accepted.

    Args:
        address: of the database.
        folder: where they run, and their logs go.
        servers: how many.
        rules: the folder of the rulebook; a small one of one rule otherwise.
        plan: the portfolio; one of 30 programs otherwise.
    """
    rulebook = list(rules or [write_rules(folder)])
    service = open_service(ServiceSettings(address), rulebook)
    tokens = (_token(service, "ash", ("read", "submit")), _office(service))
    service.database.close()
    command = serving(address, rulebook[0])
    found = tuple(Server(command, folder, _SETTINGS) for _ in range(servers))
    deployment = Deployment(found, tokens)
    try:
        deployment.start()
        _fill(deployment, plan or write_plan(folder).read_bytes())
    except BaseException:
        deployment.kill()
        raise
    return deployment


def settle(address: str, deployment: Deployment) -> None:
    """Wait until all servers run and no check waits any more.

    Raises:
        NoServer: a server is not there, or checks still wait after a long time.
    """
    for server in deployment.servers:
        server.wait_until_ready()
    database = Database(address)
    until = time.monotonic() + _SETTLE_SECONDS
    try:
        while True:
            with database.reading() as connection:
                waiting = jobs.waiting(connection)
            if not waiting:
                return
            if time.monotonic() > until:
                raise NoServer(f"{waiting} checks still wait.")
            time.sleep(0.2)
    finally:
        database.close()


def _token(service: Service, company: str, scopes: tuple[str, ...]) -> str:
    _, secret = create(service, OPERATOR, name="Load", company=company, scopes=scopes)
    return secret


def _office(service: Service) -> str:
    return _token(service, "", ("read", "submit", "administer"))


def _fill(deployment: Deployment, plan: bytes) -> None:
    """Have the first plan accepted."""
    office = Sender(deployment.ports, deployment.tokens[1], Random(0))  # noqa: S311 - no secret
    headers = {"Content-Type": "application/yaml", "Prefer": "wait=60"}
    answer = office.send("POST", "/v1/submissions?kind=plan", plan, headers)
    if answer.status != _CREATED:
        raise NoServer(f"The first plan was answered {answer.status}: {answer.body.decode()}")
    id_ = answer.json()["submission"]["id"]
    accepted = office.send("POST", f"/v1/submissions/{id_}/accept")
    office.close()
    if accepted.status != _OK:
        raise NoServer(f"Accepting it was answered {accepted.status}: {accepted.body.decode()}")
