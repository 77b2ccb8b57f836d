"""What the clients of the service send: a first plan, a small rulebook, and many proposals."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.plans import plan_text

PROGRAMS: Final = 30
"""Of the first plan."""

APART: Final = 5
"""Every so many proposals put a follower on another platform than its leader."""

RULE: Final = """\
title: A follower is built on its leader's platform
severity: error
version: 1
source: []
rationale: Twins on two platforms save nothing.
for:
  follower: programs
where: follower.leader is not None
require: follower.platform == follower.leader.platform
report:
  at: follower.platform
  related: [follower.leader.platform]
  message: >-
    {follower.name} is on {follower.platform.name}, {follower.leader.name} on
    {follower.leader.platform.name}.
  hint: "Move {follower.name}."
"""


class Proposal(NamedTuple):
    """A proposal: its number, which makes it unlike all others, and its bytes."""

    number: int
    body: bytes

    @property
    def digest(self) -> str:
        """The digest of its bytes, as the service writes it."""
        return digest(self.body)

    @property
    def breaks_the_rule(self) -> bool:
        """Whether it introduces an error."""
        return self.number % APART == 0


def digest(data: bytes) -> str:
    """Return the digest of some bytes, as the service writes it."""
    return "sha256:" + sha256(data).hexdigest()


def proposal(number: int) -> Proposal:
    """Return a proposal of a leader and its follower, both of the number's own."""
    twin = {"segment": "C", "body": "suv", "regions": ["north"], "start": "2027-03"}
    leader = {
        "id": f"lead-{number}",
        "name": f"Leader {number}",
        "company": "ash",
        "platform": "s-two",
        **twin,
    }
    follower = {
        "id": f"follow-{number}",
        "name": f"Follower {number}",
        "company": "birch",
        "platform": "s-two" if number % APART else "l-one",
        "leader": f"lead-{number}",
        "upper_body_shared": 0.6,
        **twin,
    }
    body = json.dumps({"programs": [leader, follower]}).encode()
    return Proposal(number, body)


def write_plan(folder: Path) -> Path:
    """Write the first plan, and return its file."""
    file = folder / "plan.yaml"
    file.write_text(plan_text(PROGRAMS), "utf-8")
    return file


def write_rules(folder: Path) -> Path:
    """Write a rulebook of one rule, and return its folder."""
    rules = folder / "rules"
    (rules / "twins").mkdir(parents=True, exist_ok=True)
    (rules / "twins" / "on-one-platform.yaml").write_text(RULE, "utf-8")
    (rules / "rulebook.yaml").write_text("name: Small\n", "utf-8")
    return rules
