"""Pacecar in process with its built-in judge."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.contenders.pacecar import evaluate, load, prepared, resolve

__all__ = ["evaluate", "load", "prepare", "resolve"]


def prepare() -> Any:
    """Compile the rulebook."""
    return prepared("builtin")
