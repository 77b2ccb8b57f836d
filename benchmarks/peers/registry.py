"""Who is compared: a name, how it is run, which rules it is asked."""

from __future__ import annotations

from typing import Final, NamedTuple

from benchmarks.peers.workload import RULES

PLAIN: Final = "plain Python"
DUCKDB: Final = "DuckDB (SQL by hand)"
BUILTIN: Final = "Pacecar (built-in judge)"
DURABLE: Final = "Pacecar (durable-rules)"
BULK: Final = "Pacecar (DuckDB)"
IN_PROCESS: Final = 100_000
"""Programs of the largest plan that is read into objects."""


class Entry(NamedTuple):
    """A contender.

    Attributes:
        name: what it is called.
        module: its module in `benchmarks.peers.contenders`; "" for Drools, which is Java.
        said: what it is, in one sentence or two.
        packages: the distributions whose versions are told; none comes with Python.
        rules: those that it is asked.
        most: programs of the largest workload that it is given.
    """

    name: str
    module: str
    said: str
    packages: tuple[str, ...] = ()
    rules: tuple[str, ...] = RULES
    most: int = 1_000_000


ENTRIES: Final = (
    Entry(
        BUILTIN,
        "pacecar_builtin",
        "the rulebook in `benchmarks/peers/rules`, as it is, judged in process; each case is kept, "
        "broken or undetermined, and all three are counted. Loading reads JSON with the place of "
        "every value, resolving checks it and links the programs",
        most=IN_PROCESS,
    ),
    Entry(
        DURABLE,
        "pacecar_durable",
        "the same, with durable-rules as the judge",
        ("durable-rules",),
        most=IN_PROCESS,
    ),
    Entry(
        BULK,
        "pacecar_duckdb",
        "the same rulebook as the queries that Pacecar makes of it, which count what is kept and "
        "name what is broken or undetermined. Resolving is the reading of `pacecar check "
        "--memory 400MB`: it looks for flaws in Parquet in Pacecar's own format, makes keys of ids "
        "and tables of lists, and translates the rules",
        ("duckdb", "sqlglot"),
    ),
    Entry(PLAIN, "plain_python", "dictionaries and one loop over them"),
    Entry(
        DUCKDB,
        "duckdb_sql",
        "tables made of Parquet files, a query a rule, violations only",
        ("duckdb",),
    ),
    Entry(
        "Polars",
        "polars_frames",
        "a lazy plan for each rule over Parquet files, collected together",
        ("polars",),
    ),
    Entry("SQLite", "sqlite", "tables with primary keys in memory, a query a rule"),
    Entry("clingo", "clingo_asp", "ground facts and an answer set program", ("clingo",)),
    Entry(
        "CLIPS",
        "clips_rules",
        "a fact for each program, a production for each rule; the sums of R6 are made by a "
        "function in Python that a production calls",
        ("clipspy",),
    ),
    Entry(
        "Rego (regorus)",
        "regorus",
        "comprehensions over a document that the host has indexed and grouped, on an interpreter "
        "in Rust",
        ("opa-eval",),
    ),
    Entry(
        "Rego (rego-cpp)",
        "rego_cpp",
        "the same policy on an interpreter in C++",
        ("regopy",),
    ),
    Entry(
        "Drools",
        "",
        "indexed joins and a grouping accumulation in its executable model, which is what its "
        "compiler makes of DRL; evaluating includes inserting the facts",
        ("drools-jpy",),
    ),
    Entry(
        "GoRules zen",
        "zen_expression",
        "one expression over all programs; the host joins the leaders (resolving), and R5 and R6 "
        "are beyond it",
        ("zen-engine",),
        ("R1", "R2", "R3", "R4"),
    ),
    Entry(
        "durable-rules (joins)",
        "durable_joins",
        "durable-rules by itself, with joins in its own language; it has no sums, so R6 is not "
        "asked. Evaluating includes asserting the facts",
        ("durable-rules",),
        ("R1", "R2", "R3", "R4", "R5"),
        most=100_000,
    ),
)


def chosen(names: str) -> list[Entry]:
    """Return the contenders of a list with commas: names, or beginnings of names or modules.

    Raises:
        LookupError: there is no such contender.
    """
    found: dict[str, Entry] = {}
    for name in filter(None, map(str.strip, names.split(","))):
        wanted = name.casefold()
        matching = [
            entry
            for entry in ENTRIES
            if entry.name.casefold().startswith(wanted) or entry.module.startswith(wanted)
        ]
        if not matching:
            known = ", ".join(repr(entry.name) for entry in ENTRIES)
            raise LookupError(f"There is no contender {name!r}; there are {known}.")
        found |= {entry.name: entry for entry in matching}
    return [entry for entry in ENTRIES if entry.name in found or not found]
