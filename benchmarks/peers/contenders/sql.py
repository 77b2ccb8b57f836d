"""The six rules in SQL, as DuckDB and SQLite both read it: a query a rule over flat tables."""

from __future__ import annotations

from typing import Final

QUERIES: Final = {
    "R1": """
        SELECT f.id FROM programs f
        WHERE f.leader IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM programs l WHERE l.id = f.leader)
    """,
    "R2": """
        SELECT f.id FROM programs f JOIN programs l ON l.id = f.leader
        WHERE l.leader IS NOT NULL
    """,
    "R3": """
        SELECT f.id FROM programs f JOIN programs l ON l.id = f.leader
        WHERE f.platform <> l.platform
    """,
    "R4": "SELECT id FROM programs WHERE leader IS NOT NULL AND upper_body_shared <= 0.5",
    "R5": """
        SELECT region FROM programs WHERE leader IS NULL
        GROUP BY region HAVING count(DISTINCT company) > 1
    """,
    "R6": """
        SELECT CAST(p.year AS VARCHAR) FROM programs p JOIN platforms f ON f.id = p.platform
        GROUP BY p.year
        HAVING sum(CASE WHEN f.common THEN p.volume ELSE 0 END) * 5 < sum(p.volume) * 4
    """,
}
