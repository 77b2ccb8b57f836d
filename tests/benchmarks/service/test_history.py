"""Holding a database against what clients were told: each thing that can go wrong is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.service.acknowledged import Acknowledged, Log, read
from benchmarks.service.history import KINDS, Verdict, compare
from benchmarks.service.workload import proposal, write_plan, write_rules
from pacecar.service.access import Principal
from pacecar.service.checking import check_now
from pacecar.service.lifecycle import accept, submit, withdraw
from pacecar.service.service import Service, open_service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage import checks

OFFICE = Principal("tok-office", "", frozenset(("read", "submit", "administer")))
PLANNER = Principal("tok-ash", "ash", frozenset(("read", "submit")))


class Kept:
    """A service with a portfolio, and what its client was told."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "pacecar.db")
        settings = ServiceSettings(self.address, evaluator="builtin")
        self.service: Service = open_service(settings, [write_rules(folder)])
        self.told: dict[int, Acknowledged] = {}
        plan = submit(self.service, OFFICE, "plan.yaml", write_plan(folder).read_bytes())
        check_now(self.service, plan.submission.id)
        accept(self.service, OFFICE, plan.submission.id)

    def submitted(self, number: int, *, key: str | None = None) -> str:
        """Submit a proposal and note it."""
        body = proposal(number).body
        id_ = submit(self.service, PLANNER, "p.json", body, key=key).submission.id
        self.told.setdefault(number, Acknowledged(number)).ids.add(id_)
        return id_

    def checked(self, number: int) -> str:
        """Submit a proposal, check it, and note its report."""
        id_ = self.submitted(number)
        check = check_now(self.service, id_)
        assert check is not None
        self.told[number].reports.add(check.report)
        return id_

    def change(self, statement: str) -> None:
        """Change the database as nobody should."""
        with self.service.database.engine.begin() as connection:
            connection.execute(text(statement))

    def verdict(self) -> Verdict:
        """Compare."""
        return compare(self.address, self.told, again=10, seed=1)

    def faults(self) -> dict[str, int]:
        """Compare, and return how many faults of each kind there are."""
        verdict = self.verdict()
        return {kind: verdict.count(kind) for kind in KINDS if verdict.count(kind)}


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """Return a service with a portfolio."""
    made = Kept(tmp_path)
    yield made
    made.service.database.close()


def test_a_history_in_order_has_no_fault(kept: Kept) -> None:
    """What is checked, withdrawn and accepted as told is counted, and nothing is wrong."""
    kept.checked(1)
    withdraw(kept.service, PLANNER, kept.checked(2))
    kept.told[2].state = "withdrawn"
    third = kept.checked(3)
    accept(kept.service, OFFICE, third)
    kept.told[3].state = "accepted"
    # The plan: submitted, checked, set; the rulebook; three proposals; two steps.
    assert kept.verdict() == Verdict(3, 3, 3, entries=12, reproduced=4, faults=())


def test_what_is_not_there_is_lost(kept: Kept) -> None:
    """A submission that was acknowledged and is not in the database is lost."""
    kept.told[1] = Acknowledged(1, {"sub-gone"})
    assert kept.faults() == {"lost": 1}


def test_other_bytes_than_were_sent_are_a_loss(kept: Kept) -> None:
    """A submission that holds the bytes of another proposal is lost."""
    kept.told[2] = Acknowledged(2, {kept.checked(1)})
    del kept.told[1]
    assert kept.faults() == {"lost": 1}


def test_one_proposal_as_two_submissions_is_doubled(kept: Kept) -> None:
    """The same proposal taken in twice is seen in the rows, and in what clients were told."""
    kept.checked(1)
    kept.checked(1)
    assert kept.faults() == {"doubled": 2}


def test_without_a_check_it_is_unreported(kept: Kept) -> None:
    """A submission that was never checked is told."""
    kept.submitted(1)
    assert kept.faults() == {"unreported": 1}


def test_two_checks_of_the_same_are_told(kept: Kept) -> None:
    """A submission that was checked again although nothing changed is told."""
    check_now(kept.service, kept.checked(1))
    assert kept.faults() == {"reported twice": 1}


def test_another_report_or_fate_than_was_told_is_a_change(kept: Kept) -> None:
    """A report of another digest than was told, and a state that was not told, are changes."""
    kept.checked(1)
    kept.told[1].reports = {"sha256:0"}
    withdraw(kept.service, PLANNER, kept.checked(2))
    assert kept.faults() == {"changed": 2}


def test_a_changed_log_is_damage(kept: Kept) -> None:
    """An entry of the log that was changed behind the service's back is damage."""
    kept.checked(1)
    kept.change("DROP TRIGGER decisions_no_update")
    kept.change("UPDATE decisions SET body = replace(body, 'ash', 'elm') WHERE kind = 'submitted'")
    assert kept.faults() == {"damaged": 1}


def test_a_report_that_comes_out_otherwise_is_told(kept: Kept) -> None:
    """A check whose inputs were changed does not reproduce its report."""
    id_ = kept.checked(1)
    with kept.service.database.reading() as connection:
        (check,) = checks.of_submission(connection, id_)
    other = kept.checked(5)
    with kept.service.database.reading() as connection:
        (foreign,) = checks.of_submission(connection, other)
    kept.change("DROP TRIGGER checks_no_update")
    kept.change(f"UPDATE checks SET report = '{foreign.report}' WHERE id = '{check.id}'")  # noqa: S608 - of our own making
    assert kept.faults()["not reproducible"] == 1


def test_the_log_of_a_client_holds_all_it_was_told(tmp_path: Path) -> None:
    """What several logs hold of a proposal comes together."""
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    with Log(files[0]) as one, Log(files[1]) as other:
        one.write(1, "sub-1", report="sha256:1")
        one.write(1, "sub-1", state="withdrawn")
        other.write(2, "sub-2")
        other.write(2, "sub-3")
    assert read(files) == {
        1: Acknowledged(1, {"sub-1"}, {"sha256:1"}, "withdrawn"),
        2: Acknowledged(2, {"sub-2", "sub-3"}),
    }
