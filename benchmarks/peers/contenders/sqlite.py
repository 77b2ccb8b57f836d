"""SQLite in memory, as the standard library has it: tables with their indexes, a query a rule."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.contenders.sql import QUERIES
from benchmarks.peers.files import PLATFORMS, PROGRAMS, lines_of

TABLES = """
    CREATE TABLE platforms (id TEXT PRIMARY KEY, common INTEGER) WITHOUT ROWID;
    CREATE TABLE programs (
        id TEXT PRIMARY KEY, company TEXT, leader TEXT, segment TEXT, region TEXT,
        platform TEXT, upper_body_shared REAL, volume INTEGER, year INTEGER
    ) WITHOUT ROWID;
"""
FILL = """
    INSERT INTO programs VALUES (:id, :company, :leader, :segment, :region,
        :platform, :upper_body_shared, :volume, :year)
"""


def prepare() -> None:
    """Nothing is prepared."""


def load(_: None, folder: Path) -> Any:
    """Fill the tables."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    platforms = lines_of(folder / f"{PLATFORMS}.jsonl")
    connection.executemany("INSERT INTO platforms VALUES (:id, :common)", platforms)
    connection.executemany(FILL, lines_of(folder / f"{PROGRAMS}.jsonl"))
    connection.execute("ANALYZE")
    return connection


def resolve(_: None, data: Any) -> Any:
    """Leaders are joined while the rules are asked."""
    return data


def evaluate(_: None, data: Any) -> Answer:
    """Ask each rule."""
    return Answer(
        {rule: [id_ for (id_,) in data.execute(query)] for rule, query in QUERIES.items()}
    )
