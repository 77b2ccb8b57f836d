"""JSON Lines of a size that is read in process."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pacecar.plan.loading import load_plan
from pacecar.plan.portfolio import Plan

HEADER = """\
plan: {name: Lines, as_of: 2025-12-31}
companies: [{id: nissan, name: Nissan}]
"""
JUKE = '{"id": "n-juke", "name": "Juke", "company": "nissan", "segment": "B", "body": "suv"}'


def plan_of(folder: Path, text: str, name: str = "programs.jsonl") -> Plan:
    """Return a plan with a file of lines."""
    (folder / "plan.yaml").write_text(HEADER)
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return load_plan([folder], as_of=None, today=date(2026, 1, 1))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_line_is_an_entity(tmp_path: Path, end: str) -> None:
    """Blank lines are passed over, whatever ends a line."""
    leaf = JUKE.replace("juke", "leaf")
    plan = plan_of(tmp_path, end.join((JUKE, "", leaf)))
    assert [program.id for program in plan.collections["programs"]] == ["n-juke", "n-leaf"]
    assert plan.flaws == ()
    found = plan.collections["programs"][1].origin
    assert found is not None
    place = found.locate("id")
    assert (place.span.line, place.span.column, place.pointer) == (3, 8, "/programs/1/id")


def test_a_line_that_is_no_json_leaves_the_plan_not_judged(tmp_path: Path) -> None:
    """It is told at its place, and so is the next one."""
    plan = plan_of(tmp_path, f"{JUKE}\n{{]\n{JUKE.replace('juke', 'leaf')}\n{{\n")
    assert not plan.judged
    assert [(flaw.rule, flaw.location.span.line) for flaw in plan.flaws] == [
        ("plan/unreadable", 2),
        ("plan/unreadable", 4),
    ]
    assert len(plan.collections["programs"]) == 2


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    """It holds nothing, which nobody means."""
    assert [flaw.message for flaw in plan_of(tmp_path, "\n").flaws] == ["The file is empty."]


@pytest.mark.parametrize(
    ("name", "messages"),
    [
        ("findings.jsonl", []),
        ("progams.jsonl", ['A plan has no collection "progams".']),
        ("leaderships.parquet", ["leaderships are not read from Parquet."]),
        ("findings.parquet", []),
    ],
)
def test_files_of_other_names(tmp_path: Path, name: str, messages: list[str]) -> None:
    """What has nothing to do with plans is passed over; what is misspelt is told."""
    assert [flaw.message for flaw in plan_of(tmp_path, JUKE, name).flaws] == messages


def test_a_header_may_be_a_line(tmp_path: Path) -> None:
    """One line of `plan.jsonl` is the plan's header."""
    (tmp_path / "plan.jsonl").write_text('{"name": "Lines", "as_of": "2025-12-31"}\n')
    (tmp_path / "companies.jsonl").write_text('{"id": "nissan", "name": "Nissan"}\n')
    plan = load_plan([tmp_path], as_of=None, today=date(2026, 1, 1))
    assert plan.flaws == ()
    assert plan.header.name == "Lines"  # type: ignore[attr-defined]
