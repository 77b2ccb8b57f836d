"""The files that a new plan begins with: small, valid, and accepted by the bundled rulebook."""

from __future__ import annotations

from typing import Final

MODELINE: Final = "# yaml-language-server: $schema={schema}\n"
"""The line by which editors know the schema of a file."""

PLAN: Final = """\
# The plan: its name and dates, and what its programs refer to. All files of this folder are one
# plan. The names are invented; put yours in their places. Every field: pacecar schema plan
plan:
  name: {name}
  # The day the plan is judged at. Leave it out to judge it as of today.
  as_of: 2026-01-01
  # Programs that started earlier are judged, but only as information.
  since: 2024-01-01

companies:
  - {{id: north, name: Northern Motors, member: true, brands: [northern]}}
  - {{id: south, name: Southern Cars, member: true, brands: [southern]}}

regions:
  - {{id: europe, name: Europe}}
  - {{id: asia, name: Asia}}

technologies:
  - {{id: hybrid, name: Hybrid powertrain}}
  - {{id: electric, name: Electric powertrain}}

families:
  - {{id: one, name: Family One}}

platforms:
  - {{id: compact, name: Compact, family: one, common: true, segments: [B, C]}}
  - {{id: old, name: Old, common: false, segments: [B, C]}}

plants:
  - {{id: harbour, name: Harbour, region: europe, company: north}}
  - {{id: valley, name: Valley, region: asia, company: south}}

# Who leads what: each a region, a technology or a model line.
leaderships:
  - {{company: north, region: europe}}
  - {{company: south, region: asia}}
  - {{company: north, technology: hybrid}}
  - {{company: south, technology: electric}}
  - {{company: north, model_line: {{segment: C, body: suv}}}}
  - {{company: south, model_line: {{segment: B, body: hatch}}}}
"""

PROGRAMS: Final = """\
# The programs, one after the other. What is not known yet is left out, or written as null: rules
# that need it say so, and nobody takes it for a violation.
programs:
  - id: n-falcon
    name: Northern Falcon
    company: north
    brand: northern
    segment: C
    body: suv
    regions: [europe]
    platform: compact
    plants: [harbour]
    powertrains: [hybrid]
    technologies:
      - {technology: hybrid, developer: north}
    start: 2023-05
    units: {2026: 80000, 2030: 90000}
    cost: {standalone: 1000, planned: 1000}

  # A twin: it follows the Falcon, on its platform and in its plant.
  - id: s-kite
    name: Southern Kite
    company: south
    brand: southern
    segment: C
    body: suv
    regions: [europe]
    platform: compact
    plants: [harbour]
    leader: n-falcon
    upper_body_shared: 0.6
    powertrains: [hybrid]
    technologies:
      - {technology: hybrid, developer: north}
    start: 2025-09
    units: {2026: 40000, 2030: 60000}
    cost: {standalone: 800, planned: 560}

  # Two programs that end: the range is trimmed.
  - id: n-heron
    name: Northern Heron
    company: north
    brand: northern
    segment: C
    body: sedan
    regions: [europe]
    platform: old
    plants: [harbour]
    powertrains: [combustion]
    technologies: []
    start: 2018
    end: 2026-12
    units: {2026: 20000}

  - id: s-wren
    name: Southern Wren
    company: south
    brand: southern
    segment: B
    body: hatch
    regions: [asia]
    platform: old
    plants: [valley]
    powertrains: [electric]
    technologies:
      - {technology: electric, developer: south}
    start: 2019
    end: 2027-06
    units: {2026: 30000}
"""

TARGETS: Final = """\
# The figures that the plan is to reach. Pacecar's own rulebook measures each of them, and misses
# the one that is not here: keep all, and change their years and shares.
targets:
  - {id: common-platforms, year: 2030, at_least: 0.8, of: models, per: platform}
  - {id: common-platforms-by-family, year: 2030, at_least: 0.8, of: models, per: family}
  - {id: common-platforms-by-volume, year: 2030, at_least: 0.8, of: vehicles, per: platform}
  - {id: joint-new-programs, year: 2030, at_least: 0.5, of: models}
  - {id: joint-vehicles, year: 2030, at_least: 0.5, of: vehicles}
  # Fewer models on sale than in the year of the plan's `since`.
  - {id: trimmed, year: 2030, of: models}
  # The most that a twin may claim to save of its development cost.
  - {id: saving, at_most: 0.4}
"""

SETTINGS: Final = """\
# Settings of Pacecar. An option on the command line goes before an environment variable such as
# PACECAR_FORMAT, and that before this file. Take off the # of what you want to set.

# What `pacecar check` checks, and the folders of its rules. By default the plan in ./plans, and
# the rules in ./rules, or if there are none those that come with Pacecar.
# plan = ["plans"]
# rules = ["rules"]

# Rules or families to check only, or to leave out.
# select = ["twins", "cost/a-twin-saves"]
# ignore = ["press-release"]

# From which severity on a check fails: "error", "warning" or "info".
# fail-level = "error"

# Whether cases that the plan does not say enough about let it fail: "allow" or "reject".
# undetermined = "allow"
"""

RULEBOOK: Final = """\
# What holds for all rules of this folder. Here: programs that started before the plan's `since`
# are judged, but as information.
name: {name}
downgrade:
  when: "plan.since is not None and subject.start < plan.since"
  to: info
  legacy: true
"""

FIRST_RULE: Final = "programs/first-rule"
"""The rule that an own rulebook begins with."""
