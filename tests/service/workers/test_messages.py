"""What the service and a worker say to each other comes through whole, or not at all."""

from __future__ import annotations

import io
import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.checking.report import Verdict
from pacecar.plan.files import SourceFile
from pacecar.service.judging import Judged, Task
from pacecar.service.rule_files import RuleFile
from pacecar.service.workers import messages
from pacecar.service.workers.messages import Answer, Garbled, Question, Read, Refused

FILES = st.lists(st.builds(SourceFile, st.text(), st.binary(), st.none(), st.booleans())).map(tuple)
TASKS = st.builds(
    Task,
    rulebook=st.text(),
    rules=st.lists(st.builds(RuleFile, st.integers(0, 3), st.text(), st.binary())).map(tuple),
    version=st.integers(0),
    portfolio=st.lists(FILES).map(tuple),
    submitted=FILES,
    whole=st.booleans(),
    waivers=st.binary(),
    today=st.dates(),
    evaluator=st.sampled_from(["auto", "durable", "builtin"]),
)
QUESTIONS = st.builds(Question, st.integers(0), TASKS, st.text(), st.integers(1))
VERDICTS = st.sampled_from(get_args(Verdict))
OUTCOMES = st.one_of(
    st.builds(Judged, st.binary(), VERDICTS, st.integers(0), *[st.text()] * 4),
    st.binary(),
    st.builds(Refused, st.text()),
)
ANSWERS = st.builds(Answer, st.integers(0), OUTCOMES, st.integers(0))
JUDGED = Judged(b"{}", "accepted", 0, "2026-11-25", "builtin", "sha256:0", "1")


def _from(data: bytes) -> Read:
    stream = io.BytesIO(data)

    def read(count: int) -> bytes:
        found = stream.read(count)
        if len(found) < count:
            raise EOFError
        return found

    return read


@given(QUESTIONS)
def test_a_question_comes_through(question: Question) -> None:
    """Whatever names and bytes files have, a worker is asked what was meant."""
    assert messages.asked(_from(messages.asking(question))) == question


@given(ANSWERS)
def test_an_answer_comes_through(answer: Answer) -> None:
    """Whatever a judge says, the service hears it."""
    assert messages.answered(_from(messages.answering(answer)), answer.number, 10**9) == answer


@given(ANSWERS, st.data())
def test_a_part_of_an_answer_is_none(answer: Answer, data: st.DataObject) -> None:
    """A connection that ends within an answer, wherever, gives nothing."""
    written = messages.answering(answer)
    part = written[: data.draw(st.integers(0, len(written) - 1))]
    with pytest.raises(EOFError):
        messages.answered(_from(part), answer.number, 10**9)


@given(st.binary())
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    """Any other bytes are refused, and nothing else happens."""
    with pytest.raises((Garbled, EOFError)):
        messages.answered(_from(data), 1, 10**9)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("verdict", "splendid"),
        ("errors", "0"),
        ("errors", True),
        ("errors", None),
        ("as_of", 1),
        ("kind", "other"),
        ("peak", 1.5),
        ("number", 2),
    ],
)
def test_an_answer_with_a_value_of_another_kind_is_none(name: str, value: object) -> None:
    """Nothing of an answer is believed that has not its kind."""
    written = messages.answering(Answer(1, JUDGED, 5))
    header = json.loads(written[16:-2])
    data = json.dumps({**header, name: value}).encode()
    changed = written[:4] + len(data).to_bytes(4, "big") + written[8:16] + data + written[-2:]
    with pytest.raises(Garbled):
        messages.answered(_from(changed), 1, 100)


def test_an_answer_longer_than_a_worker_may_be_is_none() -> None:
    """The service takes no memory for what a worker only says that it will send."""
    written = messages.answering(Answer(1, b"12345", 5))
    assert messages.answered(_from(written), 1, 5).outcome == b"12345"
    with pytest.raises(Garbled):
        messages.answered(_from(written), 1, 4)
