"""Rego on regorus, an interpreter in Rust, through the package opa-eval."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.contenders.rego import POLICY, answered, document


def prepare() -> None:
    """Import the engine; its policy comes with the document."""
    import opa_eval  # noqa: F401 - that is what takes time


def load(_: None, folder: Path) -> Any:
    """Give the engine the policy and the document."""
    import opa_eval

    return opa_eval.OpaEval(str(POLICY), json.dumps(document(folder)), "data.six.answer")


def resolve(_: None, data: Any) -> Any:
    """Leaders are looked up while the rules are asked."""
    return data


def evaluate(_: None, data: Any) -> Answer:
    """Ask for all of the package."""
    return answered(data.evaluate_parsed("{}"))
