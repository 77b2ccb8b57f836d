"""One ruleset of durable-rules, and the one way in which it is safe to ask it something."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle
from threading import Lock
from typing import Protocol
from weakref import finalize

from pacecar.evaluation.judges.names import (
    CLOSING,
    FACTS_AT_ONCE,
    OPENING,
    STATES,
    rule_attribute,
)
from pacecar.evaluation.record import CouldNotRun

_OPEN, _CLOSE = "open", "close"
_OPEN_NUMBER, _CLOSE_NUMBER = -1, -2
_OK, _NOT_HANDLED = 0, 1
_HEAD = re.compile(r'\{"(\w+)":\[')
_ID = re.compile(r'\{"m":\{"id":(\d+),"sid":')


class Extension(Protocol):
    """What we use of the extension module durable_rules_engine.

    Its assertions return a code and the place of the state that they went to.
    """

    def create_ruleset(self, name: str, rules: str, /) -> int:
        """Compile rules, and return their handle."""

    def delete_ruleset(self, handle: int, /) -> None:
        """Give the memory back."""

    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]:
        """Assert one fact."""

    def assert_facts(self, handle: int, facts: str, /) -> tuple[int, int]:
        """Assert a list of facts, up to the first that cannot be read."""

    def start_action_for_state(self, handle: int, state: int, /) -> tuple[str, str] | None:
        """Return the state and what a rule fired for, or None where none did."""

    def complete_and_start_action(self, handle: int, state: int, /) -> str | None:
        """Forget the last firings, and return those of the next rule, or None."""

    def delete_state(self, handle: int, sid: str, /) -> None:
        """Forget all facts of a state."""


class Ruleset:
    """Rules over single facts, compiled when first used.

    Threads may share it. They take turns batch by batch, as the extension never lets go of the
    interpreter's lock anyhow; so there is never more than one state.

    Args:
        extension: the module.
        rules: of each rule by its name, the number of the facts it looks at and the
            comparisons that all must hold.
    """

    def __init__(
        self, extension: Extension, rules: Mapping[str, tuple[int, Sequence[object]]]
    ) -> None:
        self._extension = extension
        # The closing one comes last: firings are handed over in the order of the rules.
        in_order: dict[str, tuple[int, Sequence[object]]] = {_OPEN: (_OPEN_NUMBER, ())}
        in_order |= rules
        in_order[_CLOSE] = (_CLOSE_NUMBER, ())
        self._definition = json.dumps(
            {
                name: {
                    "all": [{"m": {"$and": [{rule_attribute(): number}, *comparisons]}}],
                    # What a rule fired for is handed over all at once.
                    "cap": CLOSING + 1,
                }
                for name, (number, comparisons) in in_order.items()
            }
        )
        self._names = frozenset(rules)
        self._lock = Lock()
        self._states = cycle(range(1, STATES + 1))
        self._compiled: finalize[..., Ruleset] | None = None
        self._handle = 0

    def firings(self, number: int, facts: Sequence[str]) -> dict[str, list[int]]:
        """Return for each rule that fired the positions of the facts it fired for.

        Args:
            number: that of the facts' rule.
            facts: at most FACTS_AT_ONCE, the attributes of each as JSON without braces.

        Raises:
            CouldNotRun: where anything at all is not as it should be. The next call then begins
                with a new ruleset.
        """
        if len(facts) > FACTS_AT_ONCE:
            raise CouldNotRun("More facts than durable-rules may be given at once.")
        with self._lock:
            sound = False
            try:
                fired = self._ask(number, facts)
                sound = True
            except CouldNotRun:
                raise
            except Exception as error:
                raise CouldNotRun(
                    f"durable-rules failed: {type(error).__name__}: {error}."
                ) from error
            finally:
                if not sound:
                    self._discard()
        return fired

    def _ask(self, number: int, facts: Sequence[str]) -> dict[str, list[int]]:
        if self._compiled is None:
            self._compile()
        sid = next(self._states)
        rule = f'"sid":{sid},"{rule_attribute()}":'
        with self._state(sid, f'{{"id":{OPENING},{rule}{_OPEN_NUMBER}}}') as state:
            batch = [
                f'{{"id":{position},{rule}{number}{"," if fact else ""}{fact}}}'
                for position, fact in enumerate(facts)
            ]
            # Reading ends silently where it fails; if a rule fires for this last fact, all others
            # were read, and if its firing is the last to come, all others were handed over.
            batch.append(f'{{"id":{CLOSING},{rule}{_CLOSE_NUMBER}}}')
            code, place = self._extension.assert_facts(self._handle, f"[{','.join(batch)}]")
            if code not in (_OK, _NOT_HANDLED) or place != state:
                raise CouldNotRun(f"durable-rules refused a batch of facts, code {code!r}.")
            fired = dict(self._drained(state))
            if list(fired)[-1:] != [_CLOSE] or fired.pop(_CLOSE) != [CLOSING]:
                raise CouldNotRun("durable-rules did not read a batch of facts to its end.")
        self._check(fired, len(facts))
        return fired

    @contextmanager
    def _state(self, sid: int, opening: str) -> Iterator[int]:
        """Open a state, give its place, and delete it.

        A state that no rule has fired in has pointers that were never set, which deleting it
        would free. So the first fact is one that fires; if that fails, the state is left alone
        (and the whole ruleset abandoned).
        """
        code, state = self._extension.assert_fact(self._handle, opening)
        if code != _OK:
            raise CouldNotRun(f"durable-rules refused the opening fact, code {code!r}.")
        started = self._extension.start_action_for_state(self._handle, state)
        if started is None:
            raise CouldNotRun("durable-rules did not fire for the opening fact.")
        try:
            rest = self._extension.complete_and_start_action(self._handle, state)
            if _fired(started[1]) != (_OPEN, [OPENING]) or rest is not None:
                raise CouldNotRun("durable-rules fired otherwise than for the opening fact.")
            yield state
        finally:
            self._extension.delete_state(self._handle, str(sid))

    def _drained(self, state: int) -> Iterator[tuple[str, list[int]]]:
        """Give each rule that fired, once, with the ids of its facts."""
        started = self._extension.start_action_for_state(self._handle, state)
        messages = None if started is None else started[1]
        seen: set[str] = set()
        while messages is not None:
            name, ids = _fired(messages)
            if name in seen:
                raise CouldNotRun("durable-rules handed over one rule's firings twice.")
            seen.add(name)
            yield name, ids
            messages = self._extension.complete_and_start_action(self._handle, state)

    def _check(self, fired: Mapping[str, Sequence[int]], count: int) -> None:
        for name, ids in fired.items():
            in_range = all(0 <= one < count for one in ids)
            if name not in self._names or not in_range or len(set(ids)) != len(ids):
                raise CouldNotRun("durable-rules fired for something that it was not asked.")

    def _compile(self) -> None:
        self._handle = self._extension.create_ruleset("pacecar", self._definition)
        self._compiled = finalize(self, _delete, self._extension, self._handle)
        # When the interpreter ends, the operating system is quicker, and the module may be gone.
        self._compiled.atexit = False

    def _discard(self) -> None:
        if self._compiled is not None:
            self._compiled()
            self._compiled = None


def _delete(extension: Extension, handle: int) -> None:
    with suppress(Exception):
        extension.delete_ruleset(handle)


def _fired(messages: str) -> tuple[str, list[int]]:
    """Return a rule's name and the ids in what was handed over: {"name":[{"m":fact},...]}.

    Facts come back as they were written, the id first. No text can be mistaken for the beginning
    of one, as the quotes in it are escaped.
    """
    head = _HEAD.match(messages)
    ids = _ID.findall(messages)
    if head is None or not ids or len(ids) != messages.count('"m":'):
        raise CouldNotRun("durable-rules handed over firings in an unknown form.")
    return head[1], [int(one) for one in ids]
