"""Rego on rego-cpp, an interpreter in C++, through its own package regopy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.contenders.rego import POLICY, answered, document


def prepare() -> None:
    """Import the engine; its policy comes with the document."""
    import regopy  # noqa: F401 - that is what takes time


def load(_: None, folder: Path) -> Any:
    """Give the engine the policy and the document."""
    import regopy

    interpreter = regopy.Interpreter()
    interpreter.add_module("six", POLICY.read_text("utf-8"))
    interpreter.add_data_json(json.dumps(document(folder)))
    return interpreter


def resolve(_: None, data: Any) -> Any:
    """Leaders are looked up while the rules are asked."""
    return data


def evaluate(_: None, data: Any) -> Answer:
    """Ask for all of the package."""
    found = json.loads(str(data.query("data.six.answer")))
    return answered(found["expressions"][0])
