"""How much one token may ask at once."""

from __future__ import annotations

import threading
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pacecar.service.api.crowds import Crowds, leave
from pacecar.service.api.problems import Refused
from pacecar.service.judging import InProcessJudge, Judged, Task
from tests.service.api.conftest import copied, prepared, problem_of
from tests.service.conftest import program, proposal
from tests.service.pages.test_forms import log_in

__all__ = ["prepared"]

KADJAR = proposal(program("kadjar", leader="qashqai"))
MANY = (
    "2 requests of this token are not answered yet, which is the most at once; "
    "send the next when one is."
)


class Held(InProcessJudge):
    """A judge that tells that it was asked, and answers when it is let."""

    def __init__(self) -> None:
        """Hold what comes."""
        super().__init__()
        self.asked = threading.Semaphore(0)
        self.let = threading.Event()

    def judge(self, task: Task) -> Judged:
        """Answer when it is let."""
        self.asked.release()
        assert self.let.wait(30)
        return super().judge(task)


def test_a_token_that_asks_too_much_at_once_is_told_to_wait(
    prepared: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """Whether it asks by itself or from a session; no other token waits, and later it may again."""
    judge = Held()
    with (
        copied(prepared, tmp_path, judge, requests_at_once_each=2) as api,
        ThreadPoolExecutor(2) as pool,
    ):
        log_in(api, "renault")
        waiting = [pool.submit(api.submit, KADJAR, "?dry_run") for _ in range(2)]
        for _ in waiting:
            assert judge.asked.acquire(timeout=30)
        refused = api.get("/v1/submissions")
        assert problem_of(refused) == (
            429,
            "too-many",
            MANY,
        )
        assert refused.headers["Retry-After"] == "1"
        assert api.client.get("/submissions").status_code == 429
        assert api.by("nissan").get("/v1/submissions").status_code == 200
        judge.let.set()
        assert [one.result().status_code for one in waiting] == [200, 200]
        assert api.get("/v1/submissions").status_code == 200
        assert api.client.app.state.crowds._inside == {}  # type: ignore[attr-defined]


def test_a_request_counts_once_however_often_its_token_is_named() -> None:
    """And no longer once it was answered, whatever came of it."""
    crowds = Crowds(1)
    scope: MutableMapping[str, Any] = {}
    crowds.enter(scope, "a")
    crowds.enter(scope, "a")
    with pytest.raises(Refused):
        crowds.enter({}, "a")
    leave(scope)
    leave(scope)
    other: MutableMapping[str, Any] = {}
    crowds.enter(other, "a")
    with pytest.raises(Refused):
        crowds.enter({}, "a")
