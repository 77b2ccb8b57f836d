#!/usr/bin/env python3
"""Plans made up by a seed, as large as asked for, with a known number of broken rules.

python benchmarks/plans.py [PROGRAMS] > plan.yaml
"""

from __future__ import annotations

import sys
from random import Random

HEAD = """\
# Made up: {count} programs, seed {seed}.
plan:
  name: Made-up plan
  as_of: 2025-12-31
  since: 2020-01-01

companies:
  - {{id: ash, name: Ash, member: true, brands: [ash]}}
  - {{id: birch, name: Birch, member: true, brands: [birch, alder]}}
  - {{id: cedar, name: Cedar, member: true, brands: [cedar]}}

regions:
  - {{id: north, name: North}}
  - {{id: south, name: South}}
  - {{id: east, name: East}}
  - {{id: west, name: West}}

technologies:
  - {{id: plug-in-hybrid, name: Plug-in hybrid}}
  - {{id: connected-car, name: Connected car}}

families:
  - {{id: small, name: Small}}
  - {{id: large, name: Large}}

platforms:
  - {{id: s-one, name: S One, family: small, common: true, segments: [A, B]}}
  - {{id: s-two, name: S Two, family: small, common: true, segments: [B, C]}}
  - {{id: l-one, name: L One, family: large, common: true, segments: [C, D]}}
  - {{id: l-two, name: L Two, family: large, common: false, segments: [D, E]}}

plants:
  - {{id: north-1, name: North 1, country: Northland, region: north, company: ash}}
  - {{id: south-1, name: South 1, country: Southland, region: south, company: birch}}
  - {{id: east-1, name: East 1, country: Eastland, region: east, company: cedar}}
  - {{id: west-1, name: West 1, country: Westland, region: west, company: ash}}

leaderships:
  - {{company: ash, region: north}}
  - {{company: birch, region: south}}
  - {{company: cedar, region: east}}
  - {{company: cedar, technology: plug-in-hybrid}}

targets:
  - {{id: common-platforms, year: 2024, at_least: 0.80, of: models, per: platform}}

programs:
"""

PROGRAM = """\
  - id: {id}
    name: {name}
    company: {company}
    brand: {company}
    segment: {segment}
    body: {body}
    regions: [{region}]
    platform: {platform}
    plants: [{plant}]
{more}\
    powertrains: [combustion]
    technologies: []
    start: {start}-03
    units: {{2024: {units}}}
    cost: {{standalone: {standalone}, planned: {planned}}}

"""

FOLLOWS = """\
    leader: {leader}
    upper_body_shared: 0.{shared}
"""

PLATFORMS = {"B": ("s-one", "s-two"), "C": ("s-two", "l-one"), "D": ("l-one", "l-two")}
PLANTS = {"north": "north-1", "south": "south-1", "east": "east-1", "west": "west-1"}
LEADERS = {"north": "ash", "south": "birch", "east": "cedar", "west": "ash"}
APART = 7
"""Every so many pairs of twins is on two platforms."""


def plan_text(count: int, seed: int = 1) -> str:
    """Return a plan of so many programs, in pairs of a leader and its follower."""
    random = Random(seed)  # noqa: S311 - the same plan in every run
    programs = [HEAD.format(count=count, seed=seed)]
    for number in range(count):
        if number % 2 == 0:
            segment, region = random.choice("BCD"), random.choice(list(PLANTS))
            body = random.choice(["hatch", "suv", "sedan"])
        own, other = PLATFORMS[segment]
        apart = number % 2 and number // 2 % APART == APART - 1
        leads = LEADERS[region]
        company = next(c for c in ("birch", "cedar") if c != leads) if number % 2 else leads
        follows = FOLLOWS.format(leader=f"p-{number - 1}", shared=random.randrange(55, 95))
        standalone = random.randrange(300, 900)
        programs.append(
            PROGRAM.format(
                id=f"p-{number}",
                name=f"{company.title()} {number}",
                company=company,
                segment=segment,
                body=body,
                region=region,
                platform=other if apart else own,
                plant=PLANTS[region],
                more=follows if number % 2 else "",
                start=random.randrange(2020, 2027),
                units=random.randrange(1_000, 90_000),
                standalone=standalone,
                planned=standalone * 6 // 10,
            )
        )
    return "".join(programs)


def apart(count: int) -> int:
    """Return how many followers of such a plan are not on their leader's platform."""
    return count // 2 // APART


if __name__ == "__main__":
    sys.stdout.write(plan_text(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
