"""What a contender is, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol


class Answer(NamedTuple):
    """What a contender found.

    Attributes:
        broken: by rule, the ids (of followers, of regions, years) that it is broken for.
        outcomes: by rule, how many cases are kept, broken and undetermined, where it says so.
    """

    broken: Mapping[str, Sequence[str]]
    outcomes: Mapping[str, tuple[int, int, int]] | None = None


class Contender(Protocol):
    """A module that answers the six questions in one way; its phases are timed apart."""

    def prepare(self) -> Any:
        """Import the engine and compile the rules: what is done once, whatever is checked."""
        ...

    def load(self, engine: Any, folder: Path) -> Any:
        """Read the files into what the engine works on."""
        ...

    def resolve(self, engine: Any, data: Any) -> Any:
        """Resolve references where the engine wants that done before rules are asked."""
        ...

    def evaluate(self, engine: Any, data: Any) -> Answer:
        """Find everything that is wrong, as ids in Python."""
        ...


def answer(pairs: Iterable[tuple[str, Sequence[str]]]) -> Answer:
    """Return an answer of rules and ids."""
    return Answer(dict(pairs))
