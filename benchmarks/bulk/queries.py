"""The six rules of the benchmark as one would write them by hand for DuckDB."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bulk.plans import PLATFORMS, REGIONS

_TWINS = """
SELECT count(*) FILTER (WHERE {kept}) AS kept, count(*) FILTER (WHERE NOT ({kept})) AS broken,
    list(f.id) FILTER (WHERE NOT ({kept})) IS NOT NULL AS named
FROM programs f JOIN programs l ON l.id = f.leader"""


def queries(plan: Path, form: str) -> list[tuple[str, str]]:
    """Return the statements, each with its name."""
    companies = "['nissan', 'renault', 'mitsubishi']"
    return [
        (
            "loading",
            f"CREATE TABLE programs AS SELECT * FROM read_{form}('{plan}/programs.{form}')",
        ),
        (
            "loading platforms",
            f"""CREATE TABLE platforms AS SELECT 'p-' || n AS id, n % 5 <> 0 AS common
            FROM range({PLATFORMS}) t(n)""",
        ),
        (
            "loading leaderships",
            f"""CREATE TABLE leaderships AS SELECT {companies}[n % 3 + 1] AS company,
            'r-' || n AS region FROM range({REGIONS}) t(n) UNION ALL SELECT 'renault', 'r-0'""",
        ),
        ("leader-is-no-follower", _TWINS.format(kept="l.leader IS NULL")),
        ("same-platform", _TWINS.format(kept="f.platform = l.platform")),
        ("upper-body", _TWINS.format(kept="f.upper_body_shared > 0.5")),
        ("does-not-start-first", _TWINS.format(kept="f.start >= l.start")),
        (
            "one-leader-per-region",
            """SELECT count(*) FROM leaderships a WHERE EXISTS (SELECT 1 FROM leaderships b
            WHERE b.region = a.region AND b.company <> a.company)""",
        ),
        (
            "common-share",
            """SELECT count(*) FILTER (WHERE p.common) >= 0.8 * count(*) FROM programs
            JOIN platforms p ON p.id = programs.platform""",
        ),
    ]
