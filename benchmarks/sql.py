#!/usr/bin/env python3
"""Pacecar's queries beside SQL written by hand: `python benchmarks/sql.py [PROGRAMS]`.

Six rules of made-up programs: a leader exists, is no follower, is on the same platform; more than
half of the upper body is shared; the programs that lead in a region are of one company; enough
vehicles of a year are on common platforms. A fiftieth of what a rule looks at is broken.

Prints, a line a rule and for all: milliseconds (the best of some runs) of a query by hand that
returns what is broken, over flat tables with ids as one would load them (`ids`); of one that
counts what is kept and undetermined too, over tables with numbers for ids (`keys`); and of the
query that Pacecar makes, which returns all of that. All run in one DuckDB. Resolving ids to keys,
and making the queries, stand apart.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, NamedTuple

import duckdb

ROOT = Path(__file__).resolve().parents[1]
RUNS: Final = 5
REGIONS: Final = 20
"""Programs a region."""

RULES: Final = {
    "leader-exists": """\
for: {follower: programs}
where: follower.leader is not None
require: known(follower.leader)
report: {at: follower.leader, message: "{follower.name} follows nobody."}
""",
    "leader-is-no-follower": """\
for: {follower: programs}
where: follower.leader is not None
require: follower.leader.leader is None
report: {at: follower.leader, message: "{follower.name} follows a follower."}
""",
    "same-platform": """\
for: {follower: programs}
where: follower.leader is not None
require: follower.platform == follower.leader.platform
report: {at: follower.platform, message: "{follower.name} is on another platform."}
""",
    "upper-body": """\
for: {follower: programs}
where: follower.leader is not None
require: follower.upper_body_shared > 0.5
report: {at: follower.upper_body_shared, message: "{follower.name} shares too little."}
""",
    "one-leader-per-region": """\
for:
  area:
    each: p in programs
    if: p.leader is None
    by: {region: p.regions}
let:
  leading: distinct(p.company for p in area.members)
require: count(leading) <= 1
report: {at: area, message: "{leading} lead."}
""",
    "common-platforms": """\
for: {target: targets}
let:
  built: >-
    sum(volume.vehicles for program in programs for volume in program.units
    if volume.year == target.year)
  common: >-
    sum(volume.vehicles for program in programs for volume in program.units
    if volume.year == target.year and program.platform.common)
require: common >= target.at_least * built
report: {at: target.at_least, message: "{common} of {built}."}
""",
}

HEAD: Final = """\
title: A rule of the benchmark
severity: error
version: 1
source: [S1]
rationale: It is only timed.
"""

FLAT: Final = """
CREATE TABLE flat AS SELECT
    'p' || lpad(i::VARCHAR, 7, '0') AS id,
    'c' || (CASE WHEN i % 2000 = 0 THEN 9 ELSE (i // 2) % ({n} // {regions}) % 5 END) AS company,
    CASE WHEN i % 100 = 1 THEN 'nobody' WHEN i % 100 = 3 THEN 'p0000005'
        WHEN i % 2 = 1 THEN 'p' || lpad((i * 7919 % {n} // 2 * 2)::VARCHAR, 7, '0') END AS leader,
    'r' || lpad(((i // 2) % ({n} // {regions}))::VARCHAR, 6, '0') AS region,
    CASE WHEN i % 2 = 0 THEN 'f' || (i % 40) WHEN i % 100 = 5 THEN 'f99'
        ELSE 'f' || (i * 7919 % {n} // 2 * 2 % 40) END AS platform,
    CASE WHEN i % 2 = 1 THEN CASE WHEN i % 100 = 7 THEN 0.4 ELSE 0.7 END END::DECIMAL(7, 6)
        AS shared,
    1000 + i * 31 % 500 AS volume,
    (2000 + i % 50)::INTEGER AS year
FROM range({n}) t(i) ORDER BY id;
CREATE TABLE makes AS SELECT 'f' || i AS id, i % 4 <> 0 AS common FROM range(100) t(i);
"""

RESOLVED: Final = """
CREATE TABLE companies AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id
    FROM (SELECT DISTINCT company AS id FROM flat);
CREATE TABLE regions AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id
    FROM (SELECT DISTINCT region AS id FROM flat);
CREATE TABLE platforms AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id, common FROM makes;
CREATE TABLE targets AS SELECT row_number() OVER (ORDER BY year) - 1 AS k, year::BIGINT AS year,
    800000::BIGINT AS at_least FROM (SELECT DISTINCT year FROM flat);
CREATE TABLE keyed AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, * FROM flat;
CREATE TABLE programs AS SELECT p.k, c.k AS company, f.k AS platform, l.k AS leader,
    (CASE WHEN p.leader IS NULL THEN 1 WHEN l.k IS NULL THEN 3 ELSE 0 END)::SMALLINT
        AS leader_state,
    (p.shared * 1000000)::BIGINT AS upper_body_shared,
    0::SMALLINT AS regions_state, 0::SMALLINT AS units_state
FROM keyed p LEFT JOIN keyed l ON l.id = p.leader
    JOIN companies c ON c.id = p.company JOIN platforms f ON f.id = p.platform ORDER BY p.k;
CREATE TABLE programs_regions AS SELECT p.k, p.k AS owner, 0::INTEGER AS n, r.k AS item
FROM keyed p JOIN regions r ON r.id = p.region ORDER BY p.k;
CREATE TABLE programs_units AS SELECT k, k AS owner, 0::INTEGER AS n, 0::SMALLINT AS state,
    year::BIGINT AS year, volume AS vehicles FROM keyed ORDER BY k;
DROP TABLE keyed;
"""

IDS: Final = {
    "leader-exists": """
        SELECT f.id FROM flat f WHERE f.leader IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM flat l WHERE l.id = f.leader)""",
    "leader-is-no-follower": """
        SELECT f.id FROM flat f JOIN flat l ON l.id = f.leader WHERE l.leader IS NOT NULL""",
    "same-platform": """
        SELECT f.id FROM flat f JOIN flat l ON l.id = f.leader WHERE f.platform <> l.platform""",
    "upper-body": "SELECT id FROM flat WHERE leader IS NOT NULL AND shared <= 0.5",
    "one-leader-per-region": """
        SELECT region FROM flat WHERE leader IS NULL
        GROUP BY region HAVING count(DISTINCT company) > 1""",
    "common-platforms": """
        SELECT p.year FROM flat p JOIN makes f ON f.id = p.platform GROUP BY p.year
        HAVING sum(CASE WHEN f.common THEN p.volume ELSE 0 END) * 5 < sum(p.volume) * 4""",
}

COUNTED: Final = """
    SELECT count(*) FILTER (WHERE kept), list(k) FILTER (WHERE NOT kept),
        count(*) FILTER (WHERE kept IS NULL) FROM ({})"""
"""How many are kept, what is broken, and how many are neither."""

KEYS: Final = {
    "leader-exists": "SELECT k, leader_state = 0 AS kept FROM programs WHERE leader_state <> 1",
    "leader-is-no-follower": """
        SELECT f.k, l.leader_state = 1 AS kept FROM programs f
        LEFT JOIN programs l ON l.k = f.leader WHERE f.leader_state <> 1""",
    "same-platform": """
        SELECT f.k, f.platform = l.platform AS kept FROM programs f
        LEFT JOIN programs l ON l.k = f.leader WHERE f.leader_state <> 1""",
    "upper-body": """
        SELECT k, upper_body_shared > 500000 AS kept FROM programs WHERE leader_state <> 1""",
    "one-leader-per-region": """
        SELECT r.item AS k, count(DISTINCT p.company) <= 1 AS kept
        FROM programs p JOIN programs_regions r ON r.owner = p.k WHERE p.leader_state = 1
        GROUP BY r.item""",
    "common-platforms": """
        SELECT t.k, s.common * 1000000 >= t.at_least * s.built AS kept FROM targets t
        JOIN (SELECT u.year, sum(u.vehicles) AS built,
            sum(u.vehicles) FILTER (WHERE f.common) AS common
            FROM programs_units u JOIN programs p ON p.k = u.owner
            JOIN platforms f ON f.k = p.platform GROUP BY u.year) s ON s.year = t.year""",
}


class Counts(NamedTuple):
    """How many cases of a rule there are of each outcome."""

    kept: int
    broken: int
    undetermined: int


def main() -> int:
    """Time all rules, and print the times."""
    say = sys.stdout.write
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    connection = duckdb.connect()
    connection.execute(FLAT.format(n=count, regions=REGIONS))
    resolving, _ = timed(lambda: connection.execute(RESOLVED))
    making, queries = timed(lambda: made(connection))
    say(
        f"{count:,} programs; resolving {resolving:,.0f} ms, making queries {making:,.0f} ms" + "\n"
    )
    say(f"{'rule':24}{'ids':>8}{'keys':>8}{'Pacecar':>9}{'of ids':>8}{'of keys':>9}" + "\n")
    totals = [0.0, 0.0, 0.0]
    for rule, query in queries.items():
        times = compared(connection, rule, query)
        totals = [total + time for total, time in zip(totals, times, strict=True)]
        say(line(rule, times) + "\n")
    say(line("all", totals) + "\n")
    return 0


def line(rule: str, times: list[float]) -> str:
    """Return one line of the table."""
    ids, keys, ours = times
    return f"{rule:24}{ids:8.1f}{keys:8.1f}{ours:9.1f}{ours / ids:8.2f}{ours / keys:9.2f}"


def made(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the query of each rule, for what is in the tables."""
    from pacecar.evaluation.sql.duckdb import Queries
    from pacecar.rulebook.loading import load_rulebook

    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "timed").mkdir()
        (folder / "sources.yaml").write_text("statements: [{id: S1, quote: None.}]\n", "utf-8")
        for rule, text in RULES.items():
            (folder / "timed" / f"{rule}.yaml").write_text(HEAD + text, "utf-8")
        rules = load_rulebook([folder]).rules
    queries = Queries(rules)
    contents = contents_of(connection, queries.columns)
    return {rule: queries.of(f"timed/{rule}", contents)[1] for rule in RULES}


def contents_of(connection: duckdb.DuckDBPyConnection, wanted: Any) -> Any:
    """Return what is in the columns that the rules read."""
    from pacecar.evaluation.sql.contents import Contents
    from pacecar.plan.bulk.layout import TABLES

    def asked(what: str, table: str) -> Any:
        query = f'SELECT {what} FROM "{table}"'  # noqa: S608 - names are the layout's
        return connection.execute(query).fetchall()

    gaps, states, unlike = set(), {}, set()
    for name, columns in wanted.items():
        for column in (c for c in TABLES[name].columns if c.name in columns):
            if column.part == "state":
                found = asked(f'DISTINCT "{column.name}"', name)
                states[name, column.name] = frozenset(state for (state,) in found)
            elif column.nullable and asked(f'count(*) > count("{column.name}")', name)[0][0]:
                gaps.add((name, column.name))
        if TABLES[name].owner and not asked("max(n)", name)[0][0]:
            unlike.add(name)
    return Contents(frozenset(gaps), states, frozenset(), frozenset(unlike))


def compared(connection: duckdb.DuckDBPyConnection, rule: str, query: str) -> list[float]:
    """Return the best times of the two queries by hand and of Pacecar's, in milliseconds.

    Raises:
        ValueError: they do not say the same.
    """
    from pacecar.evaluation.sql.duckdb import judge
    from pacecar.plan.bulk.engine import SETTINGS

    def by_ids() -> Any:
        return connection.execute(IDS[rule]).fetchall()

    def by_keys() -> Any:
        return connection.execute(COUNTED.format(KEYS[rule])).fetchone()

    def ours() -> Any:
        return judge(connection, query)

    best = [float("inf")] * 3
    for _ in range(RUNS):
        for number, work in enumerate((by_ids, by_keys, ours)):
            # What Pacecar does not trust, others may use.
            off = SETTINGS["disabled_optimizers"] if work is ours else ""
            connection.execute(f"SET disabled_optimizers = '{off}'")
            time, answer = timed(work)
            best[number] = min(best[number], time)
            if number == 0:
                broken = len(answer)
            elif number == 1:
                hand = Counts(answer[0], len(answer[1] or ()), answer[2])
            else:
                outcomes = [row[0] for row in answer.rows]
                found = Counts(answer.kept, outcomes.count(1), outcomes.count(2))
        if not broken == hand.broken == found.broken or hand != found:
            raise ValueError(f"{rule}: {broken} broken by ids, {hand} by keys, {found} by Pacecar")
    return best


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Do some work, and return the milliseconds it took and what came of it."""
    begin = perf_counter()
    found = work()
    return (perf_counter() - begin) * 1000, found


if __name__ == "__main__":
    sys.exit(main())
