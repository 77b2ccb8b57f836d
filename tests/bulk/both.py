"""One plan both ways: in process from YAML, and through the database from files of rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pacecar.checking import bulk
from pacecar.checking.check import check
from pacecar.checking.report import Finding, Report
from pacecar.checking.waiving import DEFAULT_TERMS
from pacecar.evaluation.rulebooks import compiled_rulebook
from pacecar.plan.bulk.database import Limits
from pacecar.plan.bulk.files import BulkFiles
from pacecar.plan.bulk.sources import FORMATS, BulkFile
from pacecar.plan.files import find, read_file
from pacecar.plan.nodes import Mapping as Node
from pacecar.plan.source import read_nodes
from pacecar.plan.stems import collection_of_file
from tests.differential.yaml_text import dump
from tests.plan.sheets.rendering import csv_text, grids

TODAY = date(2026, 1, 1)
RULES = Path(__file__).parents[2] / "rules"

ONE = Path(__file__).parent / "rules"
"""A rulebook of one rule."""

SMALL = Limits(threads=1)

PlanData = dict[str, Any]
Row = dict[str, Any]


@cache
def every_rule() -> tuple[str, ...]:
    """Return the ids of all rules of the rulebook, also of those that are not enabled."""
    return tuple(rule.id for rule in compiled_rulebook([RULES], {}, kept=False).rules)


def files_of(folder: Path) -> BulkFiles:
    """Return the files of a plan, all files of rows for the database, however small they are."""
    small, large = [], []
    for number, file in enumerate(find([folder])):
        kind = FORMATS.get(file.path.suffix)
        collection = collection_of_file(file.name) if kind else None
        if kind and collection is not None and collection.named:
            large.append(BulkFile(file.name, file.path, kind, collection, number))
        else:
            small.append(read_file(file.name, file.path))
    return BulkFiles(small, large)


def through_database(
    folder: Path,
    rules: Path = RULES,
    select: Sequence[str] = (),
    limits: Limits = SMALL,
) -> Report:
    """Return the report on a plan that the database reads and judges, with all findings."""
    asked = bulk.Asked([rules], select, (), None, TODAY, kept=False, terms=DEFAULT_TERMS)
    with bulk.checked(files_of(folder), asked, limits, lambda _: None) as found:
        return found.report


def in_process(folder: Path, rules: Path = RULES, select: Sequence[str] = ()) -> Report:
    """Return the report on a plan that is read and judged in process."""
    return check([folder], rules=[rules], select=select, today=TODAY, evaluator="builtin")


@dataclass(frozen=True)
class Told:
    """What a report says, but for where things stand, and who judged."""

    findings: list[tuple[Any, ...]]
    rest: tuple[Any, ...]


def told(report: Report) -> Told:
    """Return what is to be the same both ways."""
    findings = sorted(map(_told, report.findings), key=str)
    # Of a plan that is not judged nobody counts the programs.
    programs = report.programs if report.verdict != "not judged" else 0
    rest = (report.rules, report.undetermined, report.summary, report.verdict, programs)
    return Told(findings, rest)


def _told(finding: Finding) -> tuple[Any, ...]:
    return (
        *(finding.rule, finding.severity, finding.legacy, finding.waived, finding.subject),
        *(finding.message, finding.hint, finding.fingerprint, finding.values_digest),
        tuple((related.subject, related.message) for related in finding.related),
        finding.related_total,
        json.dumps(finding.values, sort_keys=True, default=str),
    )


def placed(report: Report) -> list[tuple[Any, ...]]:
    """Return what is to be the same where both ways read the same file: findings in places."""
    places = (
        (_told(f), f.location, tuple((r.location, r.message) for r in f.related))
        for f in report.findings
    )
    return sorted(places, key=str)


def write_yaml(folder: Path, plan: Mapping[str, Any]) -> None:
    """Write a plan as one YAML file."""
    folder.mkdir(exist_ok=True)
    (folder / "plan.yaml").write_text(dump(plan), encoding="utf-8")


def write_jsonl(folder: Path, plan: Mapping[str, Any], bulk_in: Iterable[str]) -> None:
    """Write a plan with some collections as JSON Lines."""
    names = set(bulk_in)
    write_yaml(folder, {name: rows for name, rows in plan.items() if name not in names})
    for name in names:
        lines = [json.dumps(row, default=_number, ensure_ascii=False) for row in plan[name]]
        (folder / f"{name}.jsonl").write_text("".join(f"{x}\n" for x in lines), encoding="utf-8")


def write_csv(
    folder: Path, plan: Mapping[str, Any], bulk_in: Iterable[str], delimiter: str = ","
) -> None:
    """Write a plan with some collections as CSV."""
    names = set(bulk_in)
    write_yaml(folder, {name: rows for name, rows in plan.items() if name not in names})
    text = dump({name: plan[name] for name in names}).encode()
    root, _ = read_nodes(text, "plan.yaml")
    assert isinstance(root, Node)
    for name, rows in grids([root]).items():
        (folder / f"{name}.csv").write_bytes(csv_text(rows, delimiter).encode())


def _number(value: Decimal) -> float:
    return float(value)


COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("id", "name", "company", "brand", "segment", "body"), "VARCHAR"),
    **dict.fromkeys(("platform", "leader", "start", "end", "note"), "VARCHAR"),
    **dict.fromkeys(("regions", "plants", "powertrains"), "VARCHAR[]"),
    "upper_body_shared": "DECIMAL(18, 6)",
    "technologies": "STRUCT(technology VARCHAR, developer VARCHAR)[]",
    "units": "MAP(INTEGER, BIGINT)",
    "cost": "STRUCT(standalone DECIMAL(18, 6), planned DECIMAL(18, 6))",
}
"""The columns of programs in a Parquet file."""


def write_parquet(folder: Path, plan: Mapping[str, Any]) -> None:
    """Write a plan with its programs as Parquet."""
    write_yaml(folder, {name: rows for name, rows in plan.items() if name != "programs"})
    lines = folder / "lines.tmp"
    lines.write_text(
        "".join(json.dumps(row, default=_number) + "\n" for row in plan["programs"]),
        encoding="utf-8",
    )
    types = ", ".join(f"'{name}': '{type_}'" for name, type_ in COLUMNS.items())
    duckdb.connect().execute(
        f"COPY (SELECT * FROM read_json('{lines}', format = 'newline_delimited', "
        f"columns = {{{types}}})) TO '{folder / 'programs.parquet'}' (FORMAT parquet)"
    )
    lines.unlink()


def as_parquet_has_it(row: Row) -> Row:
    """Return a row without what Parquet cannot say.

    A value that may be none is not unknown there, and one that must be written is.
    """
    kept = {
        name: value
        for name, value in row.items()
        if not (value is None and name in ("leader", "end"))
    }
    return {"segment": None, "body": None, **kept}
