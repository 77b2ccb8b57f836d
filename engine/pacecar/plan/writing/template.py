"""A workbook to begin a plan with: what to do, and an example to write over."""

from __future__ import annotations

from datetime import date
from typing import Final

from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.writing.document import document_of
from pacecar.plan.writing.workbook import render

NOTES: Final = (
    ("A plan of vehicle programs", "title"),
    ("This workbook is a small plan that is whole and valid. Write your own over it.", ""),
    ("How it is made", "head"),
    ("Each sheet holds one kind of thing, each row is one of them. This sheet is not read.", ""),
    ("Sheets, rows and columns that you do not need may stay empty or be deleted.", ""),
    ("Dark headers must be filled in. Point at a header to see what belongs below it.", ""),
    ("Ids are yours: a-z, 0-9, and - . _ within. Other sheets name things by them.", ""),
    ("How to write it", "head"),
    ("Several things in a cell: with ; between, as in europe; china.", ""),
    ("A technology and who develops it: hybrid=north.", ""),
    ("Dates as coarse as you know them: 2027, 2027-03 or 2027-03-31.", ""),
    ("Not known yet: leave the cell blank, or write ?. None of them: none.", ""),
    ("A program without a leader leads or stands alone; one without an end goes on.", ""),
    ("A row that begins with #, and a column whose header does, are not read.", ""),
    ("How to check it", "head"),
    ("pacecar check plan.xlsx tells what the rules say about it.", ""),
    ("pacecar check plan.xlsx --annotate checked.xlsx gives you this workbook back with the", ""),
    ("findings at their cells, and a list of them.", ""),
)
EXAMPLE: Final = """\
plan:
  name: My plan
  as_of: 2026-01-01
  since: 2024-01-01
companies:
  - {id: north, name: Northern Motors, member: true, brands: [northern]}
  - {id: south, name: Southern Cars, member: true, brands: [southern]}
regions:
  - {id: europe, name: Europe}
  - {id: asia, name: Asia}
technologies:
  - {id: hybrid, name: Hybrid powertrain}
  - {id: electric, name: Electric powertrain}
families:
  - {id: one, name: Family One}
platforms:
  - {id: compact, name: Compact, family: one, common: true, segments: [B, C]}
  - {id: old, name: Old, common: false, segments: [B, C]}
plants:
  - {id: harbour, name: Harbour, region: europe, company: north}
  - {id: valley, name: Valley, region: asia, company: south}
leaderships:
  - {company: north, region: europe}
  - {company: south, region: asia}
  - {company: north, technology: hybrid}
  - {company: south, technology: electric}
  - {company: north, model_line: {segment: C, body: suv}}
  - {company: south, model_line: {segment: B, body: hatch}}
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
targets:
  - {id: common-platforms, year: 2030, at_least: 0.8, of: models, per: platform}
  - {id: common-platforms-by-family, year: 2030, at_least: 0.8, of: models, per: family}
  - {id: common-platforms-by-volume, year: 2030, at_least: 0.8, of: vehicles, per: platform}
  - {id: joint-new-programs, year: 2030, at_least: 0.5, of: models}
  - {id: joint-vehicles, year: 2030, at_least: 0.5, of: vehicles}
  - {id: trimmed, year: 2030, of: models}
  - {id: saving, at_most: 0.4}
"""


def template(example: str = EXAMPLE) -> bytes:
    """Return the workbook, with an example given as YAML."""
    files = [SourceFile("example.yaml", example.encode())]
    plan = load_files(files, as_of=None, today=date(2026, 1, 1))
    return render(document_of(plan), NOTES)
