"""Pacecar's evaluator on DuckDB: the queries that it makes of the rulebook, on a plan's tables.

The plan is a Parquet file in Pacecar's own format, where regions and units are lists. Resolving
reads it, gives entities their keys, makes tables of lists, numbers whole ones, and ids keys; and
each rule is translated for what the tables hold. Evaluating runs the queries, which count what is
kept and name what is broken or undetermined, and looks up what those are called.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.contenders.pacecar import RULE_OF, RULES
from benchmarks.peers.files import BULK, PROGRAMS, REST

SUBJECTS = {"R5": "regions", "R6": "targets"}
"""The collections that rules are about; all others are about programs."""

SMALL = {
    "companies": "SELECT k, id FROM given",
    "regions": "SELECT k, id FROM given",
    "platforms": "SELECT k, id, common FROM given",
    "targets": "SELECT k, id, year, CAST(at_least * 1000000 AS BIGINT) AS at_least FROM given",
}
LARGE = (
    """
    CREATE TABLE keys AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id FROM read
    """,
    """
    CREATE TABLE programs AS
    SELECT own.k, own.id, company.k AS company, 0 AS regions_state, platform.k AS platform,
        leader.k AS leader,
        CASE WHEN p.leader IS NULL THEN 1 WHEN leader.k IS NULL THEN 3 ELSE 0 END AS leader_state,
        CAST(p.upper_body_shared * 1000000 AS BIGINT) AS upper_body_shared, 0 AS units_state
    FROM read p
    JOIN keys own ON own.id = p.id
    LEFT JOIN companies company ON company.id = p.company
    LEFT JOIN platforms platform ON platform.id = p.platform
    LEFT JOIN keys leader ON leader.id = p.leader
    """,
    """
    CREATE TABLE programs_regions AS
    SELECT row_number() OVER (ORDER BY owner, n) - 1 AS k, owner, n, regions.k AS item
    FROM (SELECT k AS owner, unnest(regions) AS id, generate_subscripts(regions, 1) - 1 AS n
        FROM read JOIN keys USING (id)) listed
    LEFT JOIN regions ON regions.id = listed.id
    """,
    """
    CREATE TABLE programs_units AS
    SELECT row_number() OVER (ORDER BY owner, n) - 1 AS k, owner, n, 0 AS state,
        CAST(entry.key AS BIGINT) AS year, entry.value AS vehicles
    FROM (SELECT k AS owner, unnest(map_entries(units)) AS entry,
            generate_subscripts(map_entries(units), 1) - 1 AS n
        FROM read JOIN keys USING (id)) listed
    """,
    "DROP TABLE keys",
)


def prepare() -> Any:
    """Load the rulebook, and import what is late."""
    import duckdb  # noqa: F401 - that is what takes time

    from pacecar.evaluation.sql.duckdb import Queries
    from pacecar.rulebook.loading import load_rulebook

    return Queries(load_rulebook([RULES]).rules)


def load(_: Any, folder: Path) -> Any:
    """Read all but the programs, whose file is read column by column where they are resolved."""
    import duckdb

    from pacecar.plan.bulk.engine import SETTINGS

    # Not the evaluator's own connection, which may open no file: plans in memory need none.
    connection = duckdb.connect(config=SETTINGS)
    connection.read_parquet(str(folder / BULK / f"{PROGRAMS}.parquet")).create_view("read")
    return connection, json.loads((folder / BULK / REST).read_text("utf-8"))


def resolve(engine: Any, data: Any) -> Any:
    """Fill the tables of a plan, and translate the rules for them."""
    connection, rest = data
    for name, query in SMALL.items():
        entities = sorted(rest[name], key=lambda one: one["id"])
        rows = [{"k": key, **one} for key, one in enumerate(entities)]
        given = "SELECT unnest(from_json(?, ?), recursive := true)"
        shape = json.dumps([{key: _type(value) for key, value in rows[0].items()}])
        connection.execute(
            f"CREATE TABLE {name} AS WITH given AS ({given}) {query}", [json.dumps(rows), shape]
        )
    for statement in LARGE:
        connection.execute(statement)
    contents = _contents(connection, engine.columns)
    return connection, {rule: engine.of(rule, contents) for rule in engine.rules}


def _type(value: object) -> str:
    """Return the type that DuckDB reads a value as."""
    names = {bool: "BOOLEAN", int: "BIGINT", float: "DECIMAL(18, 6)", str: "VARCHAR"}
    return names[type(value)]


def _contents(connection: Any, columns: Mapping[str, frozenset[str]]) -> Any:
    """Return what the tables are found to hold."""
    from pacecar.evaluation.sql.contents import Contents
    from pacecar.plan.bulk.layout import TABLES

    gaps, states, empty = set(), {}, set()
    for name, wanted in columns.items():
        if not connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall():  # noqa: S608 - names of ours
            empty.add(name)
        for column in TABLES[name].columns:
            if column.name not in wanted:
                continue
            of = f"FROM {name} WHERE {column.name}"
            if column.part == "state":
                query = f"SELECT DISTINCT {column.name} {of} IS NOT NULL"
                found = connection.execute(query).fetchall()
                states[name, column.name] = frozenset(state for (state,) in found)
            elif (
                column.nullable and connection.execute(f"SELECT 1 {of} IS NULL LIMIT 1").fetchall()
            ):
                gaps.add((name, column.name))
    return Contents(frozenset(gaps), states, frozenset(empty))


def evaluate(_: Any, data: Any) -> Answer:
    """Run each rule's query."""
    from pacecar.evaluation.record import Outcome
    from pacecar.evaluation.sql.duckdb import judge

    connection, queries = data
    keys: dict[str, list[int]] = {}
    outcomes = {}
    for name, (_, text) in queries.items():
        rule = RULE_OF[name]
        judged = judge(connection, text)
        keys[rule] = [row[1] for row in judged.rows if row[0] == Outcome.BROKEN]
        undetermined = len(judged.rows) - len(keys[rule])
        outcomes[rule] = (judged.kept, len(keys[rule]), undetermined)
    names = {table: _names(connection, table, keys) for table in ("programs", *SUBJECTS.values())}
    broken = {
        rule: [names[SUBJECTS.get(rule, "programs")][key] for key in found]
        for rule, found in keys.items()
    }
    return Answer(broken, outcomes)


def _names(connection: Any, table: str, keys: Mapping[str, list[int]]) -> dict[int, str]:
    """Return what the workload calls the subjects that lie in a table, by their keys."""
    wanted = {
        key
        for rule, found in keys.items()
        if SUBJECTS.get(rule, "programs") == table
        for key in found
    }
    name = "year" if table == "targets" else "id"
    query = f"SELECT k, CAST({name} AS VARCHAR) FROM {table} WHERE k IN (SELECT unnest(?))"  # noqa: S608 - names of ours
    return dict(connection.execute(query, [list(wanted)]).fetchall())
