"""Proposals of 30 programs that break six rules, as Pacecar takes them and as Rego does.

Pacecar has the companies, regions, platforms and targets in its portfolio, and gets the programs.
Rego gets all that its rules look at as one document, looked up by id and grouped, as its own
rules could not do that quickly.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks.peers.contenders.rego import document_of
from benchmarks.peers.files import flat, nested, references
from benchmarks.peers.workload import Workload, make
from benchmarks.service.workload import Proposal

PROGRAMS: Final = 30
RULES: Final = Path(__file__).parents[1] / "peers" / "rules"
ERRORS: Final = 7
"""Findings of each proposal: one of each rule, and the id of the leader that does not exist."""

_DIFFERENT: Final = 50
"""Workloads that proposals are made of; the name of a program tells those of one from another."""


@cache
def _workload(seed: int) -> Workload:
    return make(PROGRAMS, seed)


@cache
def _programs(seed: int) -> list[dict[str, Any]]:
    return [nested(program) for program in _workload(seed).programs]


def portfolio() -> bytes:
    """Return what all proposals refer to."""
    return json.dumps(references(_workload(0))).encode()


def proposal(number: int) -> Proposal:
    """Return a proposal of 30 programs, unlike all others."""
    first, *others = _programs(number % _DIFFERENT)
    named = {**first, "name": f"{first['name']} of {number}"}
    return Proposal(number, json.dumps({"programs": [named, *others]}).encode())


@cache
def document(number: int) -> bytes:
    """Return the same programs as a document for Rego."""
    workload = _workload(number % _DIFFERENT)
    platforms = [{"id": id_, "common": common} for id_, common in workload.platforms.items()]
    return json.dumps(document_of(map(flat, workload.programs), platforms)).encode()


def planted(number: int) -> dict[str, list[str]]:
    """Return what Rego is to answer about a document."""
    return {rule: list(ids) for rule, ids in _workload(number % _DIFFERENT).planted.items()}
