"""GoRules' zen: one expression over all programs, as each call into it has a price of its own.

Its expressions see one record: the host joins the leaders first, and it has neither groups nor
sums by a key, so that R5 and R6 are not asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.files import PROGRAMS, lines_of

EXPRESSION = """{
    R1: map(filter(twins, not #.found), #.id),
    R2: map(filter(twins, #.chained), #.id),
    R3: map(filter(twins, #.found and #.platform != #.its_platform), #.id),
    R4: map(filter(twins, #.shared <= 0.5), #.id)
}"""


def prepare() -> Any:
    """Compile the expression."""
    import zen

    return zen.compile_expression(EXPRESSION)


def load(_: Any, folder: Path) -> Any:
    """Read the flat file."""
    return list(lines_of(folder / f"{PROGRAMS}.jsonl"))


def resolve(_: Any, data: Any) -> Any:
    """Join each follower with its leader."""
    by_id = {program["id"]: program for program in data}
    twins = []
    for program in data:
        if program["leader"] is not None:
            leader = by_id.get(program["leader"])
            twins.append(
                {
                    "id": program["id"],
                    "platform": program["platform"],
                    "shared": program["upper_body_shared"],
                    "found": leader is not None,
                    "chained": leader is not None and leader["leader"] is not None,
                    "its_platform": leader and leader["platform"],
                }
            )
    return {"twins": twins}


def evaluate(engine: Any, data: Any) -> Answer:
    """Ask for all at once."""
    return Answer(engine.evaluate(data))
