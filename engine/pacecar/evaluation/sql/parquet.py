"""The tables of a plan in memory as Parquet files, for engines that do not run here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pacecar.evaluation.sql.duckdb import fill
from pacecar.evaluation.sql.filling import rows_of
from pacecar.evaluation.sql.reading import columns_told
from pacecar.plan.bulk.layout import TABLES, Column
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.rule import Rule


def write_tables(plan: Plan, rules: Sequence[Rule], folder: Path) -> list[str]:
    """Write what rules read of a plan, a file `<table>.parquet` for each table.

    Args:
        plan: a plan.
        rules: typed rules, those of what `load_rulebook` returns.
        folder: is there; files of the same names are replaced.

    Returns:
        The names of the tables.
    """
    import duckdb

    columns = columns_told(rules)
    rows, _ = rows_of(plan, columns)
    connection = duckdb.connect()
    fill(connection, rows, columns)
    for name in rows:
        wanted = [column for column in TABLES[name].columns if column.name in columns[name]]
        selected = ", ".join(map(_typed, wanted))
        path = str(folder / f"{name}.parquet").replace("'", "''")
        connection.execute(f"COPY (SELECT {selected} FROM \"{name}\") TO '{path}' (FORMAT parquet)")
    connection.close()
    return list(rows)


def _typed(column: Column) -> str:
    """Return a column in the type of the layout: Parquet has none of 128 bits but decimals."""
    return f'CAST("{column.name}" AS {column.type}) AS "{column.name}"'
