"""A recorded example with another answer of its rule: whether it turns red."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pacecar.specification.example import Example, Setting
from pacecar.specification.interfaces import Answer
from pacecar.specification.mutation.recording import SILENCE, Recorded


def turns_red(recorded: Recorded, rule: str, answer: Answer) -> bool:
    """Return whether an example fails where its rule gives an answer.

    What other rules say does not change with this one; they are silent here.
    """

    def interface(paths: Sequence[Path], *, rules: Sequence[Path], select: Sequence[str]) -> Answer:  # noqa: ARG001 - as every interface
        return answer if select else SILENCE

    example = Example(Setting(interface, (), rule, Path()))
    try:
        example.check()
        for step, arguments in recorded.expectations:
            step(example=example, **arguments)
    except pytest.fail.Exception:
        return True
    return False
