"""Plans of very many programs for the benchmarks: made by a database, the same every time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

PLATFORMS: Final = 1_000
REGIONS: Final = 8

_NOTES: Final = 8
_GROUP: Final = 122_880
"""Rows that lie together in a file, if there are so many notes; fewer, if there are more."""

_FOR_TWINS = """
title: {title}
severity: error
version: 1
rationale: A rule of the benchmark.
for: {{follower: programs}}
where: follower.leader is not None
require: {require}
report: {{at: follower.{field}, message: "{{follower.name}}: {title}"}}
"""

SIX: Final = {
    "bench/leader-is-no-follower": _FOR_TWINS.format(
        title="a leader is no follower", require="follower.leader.leader is None", field="leader"
    ),
    "bench/same-platform": _FOR_TWINS.format(
        title="twins share a platform",
        require="follower.platform == follower.leader.platform",
        field="platform",
    ),
    "bench/upper-body": _FOR_TWINS.format(
        title="twins share most of the upper body",
        require="follower.upper_body_shared > 0.5",
        field="upper_body_shared",
    ),
    "bench/does-not-start-first": _FOR_TWINS.format(
        title="a follower does not start first",
        require="not (follower.start < follower.leader.start)",
        field="start",
    ),
    "bench/one-leader-per-region": """
title: one company leads a region
severity: error
version: 1
rationale: A rule of the benchmark.
for: {claim: leaderships}
let:
  rivals: >-
    distinct(other.company for other in leaderships
    if other.region == claim.region and other.company != claim.company)
where: claim.region is not None
require: count(rivals) == 0
report: {at: claim.region, message: "{claim.region.name} is led by {rivals}, too"}
""",
    "bench/common-share": """
title: most models are on common platforms
severity: error
version: 1
rationale: A rule of the benchmark.
for: {target: targets}
let:
  common: count(program for program in programs if program.platform.common)
  sold: count(program for program in programs)
require: common >= target.at_least * sold
report: {at: target.at_least, message: "the share is below {target.at_least:.0%}"}
""",
}
"""The six rules, by id."""


IN_CSV: Final = {
    "regions": "array_to_string(regions, '; ') AS regions",
    "powertrains": "array_to_string(powertrains, '; ') AS powertrains",
    "units": 'units[2025] AS "units 2025", units[2026] AS "units 2026"',
    "cost": 'cost.standalone AS "cost standalone", cost.planned AS "cost planned"',
}
"""What stands in the cells of a CSV file for lists and records."""


def write_plan(
    folder: Path, programs: int, *, wide: bool = False, csv: bool = False, notes: int = _NOTES
) -> None:
    """Write `programs.parquet` or `.csv`, and YAML for the rest; every second program follows.

    Args:
        folder: where they go.
        programs: how many.
        wide: with all fields.
        csv: as CSV.
        notes: of about thirty letters each, how many a program of a wide plan has.
    """
    lines = ["plan: {name: Benchmark, as_of: 2025-12-31}", "companies:"]
    companies = ("nissan", "renault", "mitsubishi")
    lines += [f"- {{id: {c}, name: {c.title()}, member: true}}" for c in companies]
    lines += ["regions:", *(f"- {{id: r-{n}, name: Region {n}}}" for n in range(REGIONS))]
    lines.append("platforms:")
    for number in range(PLATFORMS):
        common = "true" if number % 5 else "false"
        lines.append(f"- {{id: p-{number}, name: P{number}, common: {common}}}")
    lines.append("leaderships:")
    for number in range(REGIONS):
        lines.append(f"- {{company: {companies[number % 3]}, region: r-{number}}}")
    lines.append("- {company: renault, region: r-0}")
    lines += ["targets:", "- {id: common, year: 2025, at_least: 0.8}"]
    (folder / "plan.yaml").write_text("\n".join(lines) + "\n")
    more = f""",
        ['electric', 'hybrid'] AS powertrains,
        repeat('a long note on program ' || i || ' ', {notes}) AS note,
        'minutes of meeting ' || hash(i, 7) AS source,
        map {{2025: 100000 + i % 1000, 2026: 110000}} AS units,
        {{'standalone': 900.5::DECIMAL(12, 2), 'planned': 560::DECIMAL(12, 2)}} AS cost"""
    named = ["regions", *(("powertrains", "units", "cost") if wide else ())]
    cells = ", ".join(IN_CSV[name] for name in named)
    form = f"SELECT * EXCLUDE ({', '.join(named)}), {cells}" if csv else "SELECT *"
    group = max(_GROUP * _NOTES // notes, 2_048)
    packed = f"parquet, ROW_GROUP_SIZE {group}"
    target, options = ("csv", "csv, header") if csv else ("parquet", packed)
    duckdb.connect().execute(
        f"""COPY ({form} FROM (SELECT
        'n-' || lpad(i::VARCHAR, 9, '0') AS id, 'Program ' || i AS name,
        ['nissan', 'renault', 'mitsubishi'][i % 3 + 1] AS company,
        ['B', 'C', 'D'][i // 2 % 3 + 1] AS segment, 'suv' AS body,
        ['r-' || i // 2 % {REGIONS}, 'r-' || (i // 2 + 1) % {REGIONS}] AS regions,
        'p-' || CASE WHEN mistake = 1 THEN (i // 2 + 1) % {PLATFORMS}
            ELSE i // 2 % {PLATFORMS} END AS platform,
        CASE WHEN i % 2 = 1 THEN 'n-' || lpad((CASE WHEN mistake = 2 AND i > 2
            THEN i - 2 ELSE i - 1 END)::VARCHAR, 9, '0') END AS leader,
        CASE WHEN i % 2 = 1 THEN (CASE WHEN mistake = 3 THEN 0.4 ELSE 0.6 END)::DECIMAL(8, 6)
            END AS upper_body_shared,
        CASE WHEN mistake = 4 THEN '2015-01'
            ELSE (2023 + i % 2) || '-0' || (i // 2 % 9 + 1) END AS start
        {more if wide else ""}
        FROM (SELECT i, CASE WHEN i % 2 = 1 THEN hash(i, 1) % 50 END AS mistake
            FROM range({programs}) t(i))))
        TO '{folder / f"programs.{target}"}' (FORMAT {options})"""
    )
