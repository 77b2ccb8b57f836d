"""What the clients were told: a log of their own, on disk before they go on.

It is what the service's database is held against; nothing of it comes from there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self


@dataclass(slots=True)
class Acknowledged:
    """All that clients were told of one proposal.

    Attributes:
        number: the proposal's.
        ids: the submissions that it was said to be; more than one is wrong.
        reports: the digests of its report; more than one is wrong unless it was accepted.
        state: what was decided about it, "" for nothing.
    """

    number: int
    ids: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    state: str = ""


class Log:
    """The log of one client: a JSON object a line."""

    def __init__(self, file: Path) -> None:
        """Open it at its end."""
        self._stream = file.open("a", encoding="utf-8")

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close it."""
        self._stream.close()

    def write(self, number: int, id_: str, *, report: str = "", state: str = "") -> None:
        """Note what was told of a proposal; it is on disk when this returns."""
        line = {"number": number, "id": id_, "report": report, "state": state}
        self._stream.write(json.dumps(line) + "\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())


def read(files: Iterable[Path]) -> dict[int, Acknowledged]:
    """Return what some logs hold, by the proposals' numbers."""
    found: dict[int, Acknowledged] = {}
    for file in files:
        for text in file.read_text("utf-8").splitlines():
            line: dict[str, Any] = json.loads(text)
            one = found.setdefault(line["number"], Acknowledged(line["number"]))
            one.ids.add(line["id"])
            if line["report"]:
                one.reports.add(line["report"])
            one.state = line["state"] or one.state
    return found
