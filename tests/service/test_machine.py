"""Any sequence of steps leaves the service as a simple model of it says."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from pacecar.service import audit, lifecycle, portfolio, reading
from pacecar.service.checking import check_now
from pacecar.service.judging import InProcessJudge
from pacecar.service.problems import IllegalTransition, NotAcceptable
from pacecar.service.service import open_service
from pacecar.service.settings import ServiceSettings
from tests.service.conftest import (
    ADMINISTRATOR,
    NISSAN,
    PLAN,
    RENAULT,
    SetClock,
    accepted,
    program,
    proposal,
)

PLATFORMS = ("cmf-cd", "cmf-b")


class Lifecycle(RuleBasedStateMachine):
    """Proposals of a leader's and its follower's platform, in any order."""

    rulebook: ClassVar[list[Path]]
    one_judge: ClassVar[InProcessJudge]
    sent: Bundle[str] = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.service = open_service(
            ServiceSettings(str(Path(self.folder.name, "p.db")), evaluator="builtin"),
            self.rulebook,
            judge=self.one_judge,
            clock=SetClock(),
        )
        first = accepted(self.service, ADMINISTRATOR, "plan.yaml", PLAN)
        self.states = {first.id: "accepted"}
        self.proposed: dict[str, tuple[str, str]] = {}
        self.platforms = {"qashqai": "cmf-cd"}
        self.keys: dict[tuple[str, str, str], str] = {}
        self.version = 1

    @rule(
        target=sent,
        car=st.sampled_from(["qashqai", "kadjar"]),
        platform=st.sampled_from(PLATFORMS),
        key=st.sampled_from(["", "k"]),
    )
    def submit(self, car: str, platform: str, key: str) -> str:
        """Propose a platform for a car, with a key or without."""
        more = {"leader": "qashqai"} if car == "kadjar" else {}
        body = proposal(program(car, platform=platform, company="nissan", **more))
        name = f"{key}{car}{platform}"
        receipt = lifecycle.submit(self.service, NISSAN, "p.yaml", body, key=name if key else None)
        known = self.keys.get((key, car, platform)) if key else None
        assert receipt.replayed == (known is not None)
        if known is None:
            self.states[receipt.submission.id] = "submitted"
            self.proposed[receipt.submission.id] = (car, platform)
            self.keys[key, car, platform] = receipt.submission.id
        else:
            assert receipt.submission.id == known
        return receipt.submission.id

    @rule(id_=sent)
    def check(self, id_: str) -> None:
        """Check one; what is decided stays as it is."""
        done = check_now(self.service, id_)
        open_ = self.states[id_] in ("submitted", "checked")
        assert (done is not None) == open_
        if open_:
            self.states[id_] = "checked"

    @rule(id_=sent)
    def accept(self, id_: str) -> None:
        """Accept one: only if it is checked and breaks nothing that is not broken."""
        car, platform = self.proposed[id_]
        after = {**self.platforms, car: platform}
        breaks = "kadjar" in after and len(set(after.values())) > 1
        was = self.states[id_]
        try:
            done = lifecycle.accept(self.service, ADMINISTRATOR, id_)
        except NotAcceptable:
            assert was == "checked"
            assert breaks
        except IllegalTransition:
            assert was in ("submitted", "withdrawn", "rejected")
        else:
            assert was == "accepted" or (was == "checked" and not breaks)
            if was == "checked":
                self.version += 1
                self.states[id_], self.platforms = "accepted", after
                assert done.portfolio == self.version

    @rule(id_=sent)
    def withdraw(self, id_: str) -> None:
        """Withdraw one."""
        self._decide(id_, "withdrawn")

    @rule(id_=sent)
    def reject(self, id_: str) -> None:
        """Reject one."""
        self._decide(id_, "rejected")

    def _decide(self, id_: str, state: str) -> None:
        possible = self.states[id_] in ("submitted", "checked", state)
        try:
            if state == "withdrawn":
                lifecycle.withdraw(self.service, NISSAN, id_)
            else:
                lifecycle.reject(self.service, ADMINISTRATOR, id_, "no")
        except IllegalTransition:
            assert not possible
        else:
            assert possible
            self.states[id_] = state

    @invariant()
    def as_the_model_says(self) -> None:
        """States, what partners see, and the portfolio are those of the model."""
        everything = reading.list_submissions(self.service, ADMINISTRATOR, limit=1000)
        assert {one.id: one.state for one in everything} == self.states
        seen = reading.list_submissions(self.service, RENAULT, limit=1000)
        assert {one.id for one in seen} == {
            id_ for id_, state in self.states.items() if state == "accepted"
        }
        report = json.loads(portfolio.portfolio(self.service, RENAULT).report)
        assert (report["plan"]["programs"], report["verdict"]) == (
            len(self.platforms),
            "accepted",
        )

    def teardown(self) -> None:
        """Verify the log of it all."""
        assert audit.verify(self.service.database).problems == ()
        self.service.database.close()
        self.folder.cleanup()


@pytest.mark.slow
def test_any_sequence_of_steps_is_as_a_simple_model_says(
    rules: list[Path], judge: InProcessJudge
) -> None:
    """Whatever is done in whatever order, by key or without."""
    Lifecycle.rulebook, Lifecycle.one_judge = rules, judge
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(max_examples=25, stateful_step_count=20, deadline=None),
    )
