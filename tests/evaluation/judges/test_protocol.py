"""durable-rules is used in the one way that is safe, and whatever else it does is caught."""

import gc
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pacecar.evaluation.judges import durable_available
from pacecar.evaluation.judges.durable import DurableJudge
from pacecar.evaluation.judges.names import CLOSING, FACTS_AT_ONCE
from pacecar.evaluation.record import CouldNotRun, Criterion, Outcome, Record

from .criteria import interpreted
from .samples import sample, sample_records

pytestmark = pytest.mark.skipif(not durable_available(), reason="durable-rules is not there")

Call = Callable[..., Any]


class Overheard:
    """The real module; notes the calls, and lets a test tamper with one of its functions."""

    def __init__(self) -> None:
        import durable_rules_engine

        self._module = durable_rules_engine
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.tampered: dict[str, Callable[[Call], Call]] = {}

    def __getattr__(self, name: str) -> Call:
        """Return the function of this name."""
        real = getattr(self._module, name)
        tampering = self.tampered.get(name)
        function: Call = real if tampering is None else tampering(real)

        def called(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            return function(*arguments)

        return called

    def count(self, name: str) -> int:
        """Return how often a function was called."""
        return sum(called == name for called, _ in self.calls)


@pytest.fixture
def module() -> Overheard:
    """The extension module, overheard."""
    return Overheard()


def _expected(criterion: Criterion, records: list[Record]) -> list[Outcome]:
    return [interpreted(criterion, record) for record in records]


def test_one_ruleset_serves_many_rules_and_checks(module: Overheard) -> None:
    """It is compiled once; nothing but the documented calls is made."""
    judge = DurableJudge([sample(f"rule-{number}") for number in range(30)], module)
    for number in range(30):
        judge.judge(f"rule-{number}", sample_records(5))
    assert module.count("create_ruleset") == 1
    assert {name for name, _ in module.calls} == {
        "create_ruleset",
        "assert_fact",
        "assert_facts",
        "start_action_for_state",
        "complete_and_start_action",
        "delete_state",
    }


def test_equal_records_are_asserted_once(module: Overheard) -> None:
    """5,000 records, two distinct ones: one batch of three facts, with the closing one."""
    criterion, records = sample("r"), sample_records(2) * 2_500
    assert DurableJudge([criterion], module).judge("r", records) == _expected(criterion, records)
    batches = [arguments[1] for name, arguments in module.calls if name == "assert_facts"]
    assert [batch.count('"id":') for batch in batches] == [3]


def test_batches_are_bounded_and_their_states_deleted(module: Overheard) -> None:
    """Each batch has a new state of its own, which is gone before the next."""
    criterion, records = sample("r"), sample_records(2 * FACTS_AT_ONCE + 1)
    assert DurableJudge([criterion], module).judge("r", records) == _expected(criterion, records)
    assert module.count("assert_facts") == module.count("assert_fact") == 3
    opened = [
        re.findall(r'"sid":(\d+)', arguments[1])[0]
        for name, arguments in module.calls
        if name == "assert_fact"
    ]
    deleted = [arguments[1] for name, arguments in module.calls if name == "delete_state"]
    assert opened == deleted
    assert len(set(deleted)) == 3


def test_two_thousand_checks_leave_nothing_behind(module: Overheard) -> None:
    """Memory stays flat, and durable-rules never sees the 1,025th state that it cannot hold."""
    criterion, records = sample("r"), sample_records(20)
    judge, expected = DurableJudge([criterion], module), _expected(criterion, records)
    for check in range(2_200):
        assert judge.judge("r", records) == expected
        module.calls.clear()
        if check == 200:
            before = _resident()
    assert _resident() - before < 4_000_000


def test_judges_that_are_dropped_give_their_rulesets_back(module: Overheard) -> None:
    """As the tests of a rulebook make thousands of them."""
    for _ in range(3):
        DurableJudge([sample("r")], module).judge("r", sample_records(1))
    gc.collect()
    assert module.count("delete_ruleset") == module.count("create_ruleset") == 3


def _resident() -> int:
    """Return the bytes of memory in use, where the system tells."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip(f"{sys.platform} does not tell how much memory is in use")
    return int(statm.read_text().split()[1]) * 4096


def _raising(error: Exception) -> Callable[[Call], Call]:
    def tampered(_: Call) -> Call:
        def function(*_: Any) -> Any:
            raise error

        return function

    return tampered


def _answering(answer: Any) -> Callable[[Call], Call]:
    """Call the real function, and answer something else: a value, or a change of the real one."""

    def tampered(real: Call) -> Call:
        def function(*arguments: Any) -> Any:
            result = real(*arguments)
            return answer(result) if callable(answer) else answer

        return function

    return tampered


def _cut(real: Call) -> Call:
    """Lose the end of a batch, as durable-rules does at a value that it cannot read."""

    def function(handle: int, facts: str) -> Any:
        return real(handle, facts.replace('"id":4,', '"id":4,"zz":1e16,'))

    return function


def _after(times: int, tampering: Callable[[Call], Call]) -> Callable[[Call], Call]:
    """Tamper only with the calls after the first ones."""
    counted = iter(range(1_000_000))

    def tampered(real: Call) -> Call:
        return lambda *arguments: (
            tampering(real)(*arguments) if next(counted) >= times else real(*arguments)
        )

    return tampered


def _renamed(old: str, new: str) -> Callable[[Any], Any]:
    return lambda messages: messages and messages.replace(old, new)


class MessageNotHandled(Exception):
    """As durable-rules' own Python layer might raise."""


@pytest.mark.parametrize(
    ("function", "tampering"),
    [
        pytest.param(
            "assert_facts",
            _answering(lambda result: (2, result[1])),
            id="a fact's id was seen before",
        ),
        pytest.param(
            "assert_facts", _answering(lambda result: (3, result[1])), id="a fact was deferred"
        ),
        pytest.param(
            "assert_facts", _answering(lambda result: (303, result[1])), id="an unknown code"
        ),
        pytest.param(
            "assert_facts", _answering(lambda result: (0, result[1] + 1)), id="another state"
        ),
        pytest.param("assert_facts", _answering(None), id="no answer"),
        pytest.param("assert_facts", _raising(MessageNotHandled("no rule")), id="an exception"),
        pytest.param("assert_facts", _raising(MemoryError()), id="out of memory"),
        pytest.param("assert_facts", lambda _: lambda *_: (0, 1), id="nothing was read"),
        pytest.param("assert_facts", _cut, id="not all was read"),
        pytest.param("start_action_for_state", _after(1, _answering(None)), id="nothing fired"),
        pytest.param(
            "start_action_for_state",
            _after(1, _answering(("{}", '{"r1p0":[]}'))),
            id="a rule fired for nothing",
        ),
        pytest.param(
            "start_action_for_state", _after(1, _answering(("{}", "not json"))), id="no JSON"
        ),
        pytest.param(
            "start_action_for_state",
            _after(1, _raising(RuntimeError("310"))),
            id="an error at the start",
        ),
        pytest.param(
            "complete_and_start_action", _raising(RuntimeError("305")), id="an error between"
        ),
        pytest.param(
            "complete_and_start_action",
            _answering('{"close":[{"m":{"id":1001,"sid":1}}]}'),
            id="more than the opening fact",
        ),
        pytest.param(
            "complete_and_start_action", _after(1, _answering(None)), id="the firings end early"
        ),
        pytest.param(
            "complete_and_start_action",
            _after(1, _answering(_renamed("r1p", "r2p"))),
            id="another rule",
        ),
        pytest.param(
            "complete_and_start_action",
            _after(1, _answering(_renamed('"m":{"id"', '"m":{"x"'))),
            id="a fact without an id",
        ),
        pytest.param(
            "complete_and_start_action",
            _after(1, _answering(_renamed('{"m":', '{ "m":'))),
            id="another form of facts",
        ),
        pytest.param(
            "complete_and_start_action",
            _after(1, _answering(_renamed('"id":', '"id":99'))),
            id="ids that were never given",
        ),
        pytest.param(
            "complete_and_start_action",
            _after(1, _answering(_renamed(f":{CLOSING},", ":1,"))),
            id="the closing fact is missing",
        ),
    ],
)
def test_anything_unexpected_is_could_not_run(
    module: Overheard, function: str, tampering: Callable[[Call], Call]
) -> None:
    """Not an outcome; the state is deleted, and the next check works again."""
    criterion, records = sample("r"), sample_records(40)
    judge = DurableJudge([criterion], module)
    module.tampered[function] = tampering
    with pytest.raises(CouldNotRun, match="durable-rules"):
        judge.judge("r", records)
    assert module.count("delete_state") == module.count("assert_fact") == 1
    module.tampered.clear()
    assert judge.judge("r", records) == _expected(criterion, records)
    assert module.count("create_ruleset") == 2
    assert module.count("delete_ruleset") == 1


@pytest.mark.parametrize(
    ("function", "tampering"),
    [
        pytest.param("create_ruleset", _raising(RuntimeError("106")), id="it does not compile"),
        pytest.param(
            "assert_fact",
            _answering(lambda result: (1, result[1])),
            id="the opening fact is not handled",
        ),
        pytest.param("assert_fact", _raising(MemoryError()), id="out of memory"),
        pytest.param(
            "start_action_for_state", _answering(None), id="the opening fact does not fire"
        ),
    ],
)
def test_a_state_that_did_not_open_is_left_alone(
    module: Overheard, function: str, tampering: Callable[[Call], Call]
) -> None:
    """To delete one that no rule has fired in would free memory that is not its own."""
    criterion, records = sample("r"), sample_records(40)
    judge = DurableJudge([criterion], module)
    module.tampered[function] = tampering
    with pytest.raises(CouldNotRun, match="durable-rules"):
        judge.judge("r", records)
    assert module.count("delete_state") == 0
    module.tampered.clear()
    assert judge.judge("r", records) == _expected(criterion, records)


def test_a_state_that_cannot_be_deleted_is_could_not_run(module: Overheard) -> None:
    """Its ruleset is abandoned: it cannot hold many of them."""
    judge = DurableJudge([sample("r")], module)
    module.tampered["delete_state"] = _raising(RuntimeError("309"))
    with pytest.raises(CouldNotRun, match="309"):
        judge.judge("r", sample_records(1))
    assert module.count("delete_ruleset") == 1


def test_an_interrupt_is_not_swallowed(module: Overheard) -> None:
    """It stops the check, and the state is deleted first."""
    judge = DurableJudge([sample("r")], module)

    def interrupted(_: Call) -> Call:
        def function(*_: Any) -> Any:
            raise KeyboardInterrupt

        return function

    module.tampered["assert_facts"] = interrupted
    with pytest.raises(KeyboardInterrupt):
        judge.judge("r", sample_records(1))
    assert module.count("delete_state") == 1
