"""The workload in files, in the form that each kind of contender reads.

`programs.jsonl` and `platforms.jsonl` are flat: a program has one region, and one year's volume.
The folder `plan` holds the same facts in Pacecar's own format, where regions and units are lists.
The Parquet files are made of the flat ones by DuckDB, those in the folder `bulk` in Pacecar's
format again. What is written is kept: the same size and seed make the same files.

    python -m benchmarks.peers.files FOLDER PROGRAMS SEED MOST_IN_PLAN
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from benchmarks.peers.workload import COMPANIES, Program, Workload, make

PROGRAMS: Final = "programs"
PLATFORMS: Final = "platforms"
EXPECTED: Final = "expected.json"
PLAN: Final = "plan"
BULK: Final = "bulk"
REST: Final = "rest.json"
"""All of a plan but its programs."""

AT_LEAST: Final = 0.8
"""The share of a year's vehicles that is to be on common platforms."""

_A_FILE: Final = 25_000
"""Programs in a file of the plan: Pacecar reads files of at most 16 MiB."""

_COPY: Final = "COPY (SELECT * FROM read_json($source)) TO $target (FORMAT parquet)"
_COPY_BULK: Final = """
    COPY (
        SELECT id, id AS name, company, segment, 'suv' AS body, [region] AS regions, platform,
            leader, CAST(upper_body_shared AS DECIMAL(3, 2)) AS upper_body_shared,
            CAST(year AS VARCHAR) AS start, MAP {CAST(year AS VARCHAR): volume} AS units
        FROM read_json($source, columns = {id: 'VARCHAR', company: 'VARCHAR', leader: 'VARCHAR',
            segment: 'VARCHAR', region: 'VARCHAR', platform: 'VARCHAR',
            upper_body_shared: 'VARCHAR', volume: 'BIGINT', year: 'BIGINT'})
    ) TO $target (FORMAT parquet)
"""


def write(folder: Path, count: int, seed: int, *, most_in_plan: int) -> None:
    """Write the workload into a folder, unless it is there already.

    Args:
        folder: where to.
        count: how many programs.
        seed: what they are made up by.
        most_in_plan: with more programs than that, there is no folder `plan`.
    """
    done = folder / EXPECTED
    if done.is_file():
        return
    workload = make(count, seed)
    folder.mkdir(parents=True, exist_ok=True)
    _write_lines(folder / f"{PROGRAMS}.jsonl", map(flat, workload.programs))
    platforms = ({"id": id_, "common": common} for id_, common in workload.platforms.items())
    _write_lines(folder / f"{PLATFORMS}.jsonl", platforms)
    (folder / REST).write_text(_json(references(workload)), "utf-8")
    if count <= most_in_plan:
        _write_plan(folder / PLAN, workload)
    expected = {"planted": workload.planted, "outcomes": workload.outcomes()}
    done.write_text(json.dumps(expected), "utf-8")


def write_parquet(folder: Path) -> None:
    """Write the Parquet files beside the others, unless they are there already."""
    bulk = folder / BULK
    done = bulk / REST
    if done.is_file():
        return
    import duckdb

    bulk.mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        for name in (PROGRAMS, PLATFORMS):
            source, target = folder / f"{name}.jsonl", folder / f"{name}.parquet"
            connection.execute(_COPY, {"source": str(source), "target": str(target)})
        source, target = folder / f"{PROGRAMS}.jsonl", bulk / f"{PROGRAMS}.parquet"
        connection.execute(_COPY_BULK, {"source": str(source), "target": str(target)})
    done.write_bytes((folder / REST).read_bytes())


def lines_of(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON Lines."""
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def flat(program: Program) -> dict[str, Any]:
    """Return a program as the flat file has it."""
    return {
        "id": program.id,
        "company": program.company,
        "leader": program.leader or None,
        "segment": program.segment,
        "region": program.region,
        "platform": program.platform,
        "upper_body_shared": _share(program),
        "volume": program.volume,
        "year": program.year,
    }


def _share(program: Program) -> float | None:
    return program.upper_body / 100 if program.leader else None


def _write_lines(file: Path, objects: Iterator[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(one) + "\n" for one in objects)


def _write_plan(folder: Path, workload: Workload) -> None:
    """Write a plan of several files."""
    folder.mkdir(exist_ok=True)
    programs = workload.programs
    for number, first in enumerate(range(0, len(programs), _A_FILE)):
        own = list(map(nested, programs[first : first + _A_FILE]))
        (folder / f"programs-{number}.json").write_text(_json({"programs": own}), "utf-8")
    (folder / REST).write_text(_json(references(workload)), "utf-8")


def references(workload: Workload) -> dict[str, Any]:
    """Return all of a plan but its programs, in Pacecar's format."""
    return {
        "plan": {"name": "Made-up plan", "as_of": "2026-01-01"},
        "companies": [{"id": id_, "name": id_.title()} for id_ in COMPANIES],
        "regions": [{"id": id_, "name": id_} for id_ in workload.regions],
        "platforms": [
            {"id": id_, "name": id_, "common": common} for id_, common in workload.platforms.items()
        ],
        "targets": [
            {"id": f"common-{year}", "year": year, "at_least": AT_LEAST} for year in workload.years
        ],
    }


def nested(program: Program) -> dict[str, Any]:
    """Return a program in Pacecar's format."""
    follows = {"leader": program.leader, "upper_body_shared": _share(program)}
    return {
        "id": program.id,
        "name": program.id,
        "company": program.company,
        "segment": program.segment,
        "body": "suv",
        "regions": [program.region],
        "platform": program.platform,
        **(follows if program.leader else {}),
        "start": str(program.year),
        "units": {str(program.year): program.volume},
    }


def _json(value: object) -> str:
    """Return JSON with a line for each entity, as people can read it."""
    text = json.dumps(value)
    return text.replace('}, {"id"', '},\n{"id"') + "\n"


def main() -> None:
    """Write what the arguments say; Parquet files only where DuckDB is installed."""
    folder, count, seed, most_in_plan = Path(sys.argv[1]), *map(int, sys.argv[2:])
    write(folder, count, seed, most_in_plan=most_in_plan)
    if find_spec("duckdb"):
        write_parquet(folder)


if __name__ == "__main__":
    main()
