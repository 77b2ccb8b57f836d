"""DuckDB with SQL written by hand: the flat Parquet files as tables, a query a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.contenders.sql import QUERIES
from benchmarks.peers.files import PLATFORMS, PROGRAMS


def prepare() -> None:
    """Import the engine."""
    import duckdb  # noqa: F401 - that is what takes time


def load(_: None, folder: Path) -> Any:
    """Fill the tables."""
    import duckdb

    connection = duckdb.connect()
    for name in (PROGRAMS, PLATFORMS):
        file = str(folder / f"{name}.parquet")
        connection.read_parquet(file).create(name)
    return connection


def resolve(_: None, data: Any) -> Any:
    """Leaders are joined while the rules are asked."""
    return data


def evaluate(_: None, data: Any) -> Answer:
    """Ask each rule."""
    return Answer(
        {
            rule: [id_ for (id_,) in data.execute(query).fetchall()]
            for rule, query in QUERIES.items()
        }
    )
