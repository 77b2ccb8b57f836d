"""What the contenders that read Rego share: the policy, and the document it is asked about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.files import PLATFORMS, PROGRAMS, lines_of
from benchmarks.peers.workload import RULES

POLICY = Path(__file__).resolve().parents[1] / "policies" / "six.rego"


def document(folder: Path) -> dict[str, Any]:
    """Return the document: what Rego looks up is by id, what it counts is grouped."""
    lines = (lines_of(folder / f"{name}.jsonl") for name in (PROGRAMS, PLATFORMS))
    return document_of(*lines)


def document_of(
    flat: Iterable[dict[str, Any]], platforms: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """Return the document of flat programs and their platforms."""
    programs: dict[str, Any] = {}
    leading: dict[str, list[str]] = {}
    built: dict[str, list[str]] = {}
    for one in flat:
        programs[one["id"]] = one
        built.setdefault(str(one["year"]), []).append(one["id"])
        if one["leader"] is None:
            leading.setdefault(one["region"], []).append(one["company"])
    by_id = {one["id"]: one for one in platforms}
    return {"programs": programs, "platforms": by_id, "leading": leading, "built": built}


def answered(found: dict[str, list[str]]) -> Answer:
    """Return the answer that the package gave."""
    return Answer({rule: found[rule] for rule in RULES})
