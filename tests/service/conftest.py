"""The service on each database, with a small rulebook, people, and a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pacecar.service.access import Principal, Scope
from pacecar.service.checking import check_now
from pacecar.service.judging import InProcessJudge
from pacecar.service.lifecycle import accept, submit
from pacecar.service.service import Service, open_service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage.submissions import Submission
from tests.checking.small import REFERENCE_DATA, TWINS, write_rule
from tests.service.postgresql import Server, running

ADMINISTRATOR = Principal("tok-office", "", frozenset(("read", "submit", "administer")))


def planner(company: str, *scopes: Scope) -> Principal:
    """Return somebody of a company who reads and submits, or has just these scopes."""
    return Principal(f"tok-{company}", company, frozenset(scopes or ("read", "submit")))


NISSAN = planner("nissan")
RENAULT = planner("renault")

QASHQAI = "{id: qashqai, name: Qashqai, company: nissan, segment: C, body: suv, platform: cmf-cd}"
PLAN = f"{REFERENCE_DATA}programs:\n  - {QASHQAI}\n".encode()


@dataclass
class SetClock:
    """A clock that stands still until it is moved, and then on by a millisecond a look."""

    instant: datetime = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    step: timedelta = field(default=timedelta(milliseconds=1))

    def __call__(self) -> datetime:
        """Return the instant, each time a little later."""
        self.instant += self.step
        return self.instant

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.instant += by


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a database on both."""
    if "address" in metafunc.fixturenames:
        metafunc.parametrize("address", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Return a PostgreSQL server."""
    with running() as server:
        yield server


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a new database."""
    if request.param == "sqlite":
        yield str(tmp_path / "pacecar.db")
    else:
        server: Server = request.getfixturevalue("postgresql")
        with server.database() as found:
            yield found


@pytest.fixture
def clock() -> SetClock:
    """Return the clock of the service."""
    return SetClock()


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the folder of a rulebook of one rule, with the downgrade of what is legacy."""
    folder = write_rule(tmp_path_factory.mktemp("rulebook"), TWINS)
    (folder / "rulebook.yaml").write_text(
        "name: Small\n"
        "downgrade:\n"
        '  when: "plan.since is not None and subject.start < plan.since"\n'
        "  to: info\n"
        "  legacy: true\n",
        encoding="utf-8",
    )
    return [folder]


@pytest.fixture(scope="session")
def judge() -> InProcessJudge:
    """Return one judge for all tests: it compiles a rulebook once."""
    return InProcessJudge()


@pytest.fixture
def service(
    address: str, rules: list[Path], clock: SetClock, judge: InProcessJudge
) -> Iterator[Service]:
    """Return the service on a new database, without a portfolio."""
    opened = open_service(
        ServiceSettings(address, evaluator="builtin"), rules, judge=judge, clock=clock
    )
    yield opened
    opened.database.close()


@pytest.fixture
def filled(service: Service) -> Service:
    """Return the service with a portfolio of one program, Nissan's Qashqai."""
    accepted(service, ADMINISTRATOR, "plan.yaml", PLAN)
    return service


def checked(service: Service, who: Principal, name: str, body: bytes) -> Submission:
    """Submit something and check it."""
    submission = submit(service, who, name, body).submission
    check_now(service, submission.id)
    return submission


def accepted(service: Service, who: Principal, name: str, body: bytes) -> Submission:
    """Submit something, check and accept it."""
    return accept(service, ADMINISTRATOR, checked(service, who, name, body).id)


def program(id_: str, company: str = "renault", **fields: str) -> str:
    """Return a program on one line of YAML: of segment C on CMF-C/D, unless said otherwise."""
    values = {
        "id": id_,
        "name": id_.title(),
        "company": company,
        "segment": "C",
        "body": "suv",
        "platform": "cmf-cd",
        **fields,
    }
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


def proposal(*programs: str, withdraw: str = "") -> bytes:
    """Return a proposal of programs and of the ids to withdraw."""
    text = "programs:\n" + "".join(f"  - {one}\n" for one in programs) if programs else ""
    return (text + (f"withdraw: [{withdraw}]\n" if withdraw else "")).encode()
