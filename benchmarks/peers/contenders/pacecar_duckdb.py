"""Pacecar's evaluator on DuckDB: the queries that it makes of the rulebook, on a plan's tables.

The plan is a Parquet file in Pacecar's own format, where regions and units are lists, and is read
as `pacecar check` reads it, within the same limit of memory that its user would give. Resolving is
all of that reading: flaws are looked for, entities get their keys and references are linked; and
each rule is translated for what the tables hold. Evaluating runs the queries, which count what is
kept and name what is broken or undetermined, and looks up what those are called.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import Any, Final
from weakref import finalize

from benchmarks.peers.contender import Answer
from benchmarks.peers.contenders.pacecar import RULE_OF, RULES
from benchmarks.peers.files import BULK

SUBJECTS: Final = {"R5": "regions", "R6": "targets"}
"""The collections that rules are about; all others are about programs."""

MEMORY: Final = 400 * 10**6
"""Bytes that are given with `--memory`."""

TODAY: Final = date(2026, 1, 1)


def prepare() -> Any:
    """Load the rulebook, and import what is late."""
    import duckdb  # noqa: F401 - that is what takes time

    from pacecar.evaluation.sql.duckdb import Queries
    from pacecar.rulebook.loading import load_rulebook

    return Queries(load_rulebook([RULES]).rules)


def load(_: Any, folder: Path) -> Any:
    """Read all but the programs, whose file is read column by column where they are resolved."""
    from pacecar.plan.bulk.database import Database, Limits
    from pacecar.plan.bulk.files import split

    database = Database(Limits(memory=MEMORY))
    finalize(database, rmtree, database.folder, ignore_errors=True)
    return database, split([folder / BULK])


def resolve(engine: Any, data: Any) -> Any:
    """Fill the tables of a plan, and translate the rules for them."""
    from pacecar.evaluation.sql.tables import contents_of
    from pacecar.plan.bulk.reading import read_bulk

    database, files = data
    plan = read_bulk(
        files.small, files.large, database, as_of=None, today=TODAY, tell=lambda _: None
    )
    if plan.flaws.fatal:
        raise ValueError("the plan has flaws")
    contents = contents_of(database, engine.columns)
    return database, {rule: engine.of(rule, contents) for rule in engine.rules}


def evaluate(_: Any, data: Any) -> Answer:
    """Run each rule's query."""
    from pacecar.evaluation.record import Outcome
    from pacecar.evaluation.sql.duckdb import judge

    database, queries = data
    keys: dict[str, list[int]] = {}
    outcomes = {}
    for name, (_, text) in queries.items():
        rule = RULE_OF[name]
        judged = judge(database.connection, text)
        keys[rule] = [row[1] for row in judged.rows if row[0] == Outcome.BROKEN]
        undetermined = len(judged.rows) - len(keys[rule])
        outcomes[rule] = (judged.kept, len(keys[rule]), undetermined)
    names = {of: _names(database, of, keys) for of in ("programs", *SUBJECTS.values())}
    broken = {
        rule: [names[SUBJECTS.get(rule, "programs")][key] for key in found]
        for rule, found in keys.items()
    }
    return Answer(broken, outcomes)


def _names(database: Any, collection: str, keys: Mapping[str, list[int]]) -> dict[int, str]:
    """Return what the workload calls the subjects of a collection, by their keys."""
    from pacecar.plan.bulk.keys import keys_of

    wanted = {
        key
        for rule, found in keys.items()
        if SUBJECTS.get(rule, "programs") == collection
        for key in found
    }
    table, name = (keys_of(collection), "id") if collection != "targets" else ("targets", "year")
    query = f"SELECT k, CAST({name} AS VARCHAR) FROM {table} WHERE k IN (SELECT unnest(?))"  # noqa: S608 - names of ours
    return dict(database.all(query, [list(wanted)]))
