"""`pacecar check` on files of rows."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from pacecar.cli.bulk import size_of
from pacecar.cli.troubles import Trouble
from tests.bulk.both import ONE
from tests.cli.conftest import Run

PLAN = """\
plan: {name: Rows, as_of: 2025-12-31}
companies: [{id: nissan, name: Nissan, member: true}]
platforms: [{id: cmf-b, name: CMF-B}, {id: cmf-cd, name: CMF-C/D}]
"""
FOLLOWERS = 50


@pytest.fixture
def plan(folder: Path) -> Path:
    """Return the folder of a plan with fifty followers that are not on their leader's platform."""
    rows = (
        "SELECT 'n-' || i AS id, 'N' || i AS name, 'nissan' AS company, 'B' AS segment, "
        "'suv' AS body, CASE WHEN i = 0 THEN 'cmf-b' ELSE 'cmf-cd' END AS platform, "
        "CASE WHEN i > 0 THEN 'n-0' END AS leader FROM range(51) t(i)"
    )
    made = folder / "plan"
    made.mkdir()
    (made / "plan.yaml").write_text(PLAN)
    duckdb.connect().execute(f"COPY ({rows}) TO '{made / 'programs.parquet'}' (FORMAT parquet)")
    return made


def test_what_is_not_compared_is_told(plan: Path, pacecar: Run) -> None:
    """A setting or a hook asks for what is new; nobody is to take all findings for that."""
    Path("pacecar.toml").write_text('against = "HEAD"\n')
    found = pacecar("check", "plan", "--rules", str(ONE), "--format", "concise")
    told = "plan has files of rows, which are compared with no earlier state: all its findings"
    assert found.code == 1
    assert f"pacecar: {told} are told\n" in found.err


def test_the_first_findings_are_shown_and_all_are_written(plan: Path, pacecar: Run) -> None:
    """The report counts the others, and the file has them in the order of reports."""
    found = pacecar(
        *("check", "plan", "--rules", str(ONE), "--findings", "found.parquet", "--threads", "1"),
        *("--memory", "1GB", "--format", "json"),
    )
    assert found.code == 1
    report = json.loads(found.out)
    assert report["summary"]["error"] == FOLLOWERS
    assert len(report["findings"]) == 20
    assert report["left_out"] == [
        {"rule": "twins/on-one-platform", "severity": "error", "count": FOLLOWERS - 20}
    ]
    assert "for Parquet" in found.err
    assert f"{FOLLOWERS} findings written to found.parquet" in found.err
    query = "SELECT file, line, rule, id FROM 'found.parquet'"
    rows = duckdb.connect().execute(query).fetchall()
    assert rows == [
        ("plan/programs.parquet", n + 1, "twins/on-one-platform", f"n-{n}")
        for n in range(1, FOLLOWERS + 1)
    ]
    assert sorted(path.name for path in Path().iterdir()) == ["found.parquet", "plan"]


def test_lines_are_the_findings_of_json(plan: Path, pacecar: Run) -> None:
    """What stands in a line stands in the report as well."""
    found = pacecar(
        *("check", "plan", "--rules", str(ONE), "--findings", "f.jsonl", "--format", "json"),
    )
    lines = [json.loads(line) for line in Path("f.jsonl").read_text().splitlines()]
    assert lines[:20] == json.loads(found.out)["findings"]
    assert len(lines) == FOLLOWERS


def test_the_text_says_that_there_are_more(plan: Path, pacecar: Run) -> None:
    """And how to get them."""
    found = pacecar("check", "plan", "--rules", str(ONE))
    more = FOLLOWERS - 20
    assert f"{more} more are only counted here" in found.out
    assert f"{more} findings are only counted; --findings FILE writes all" in found.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--evaluator", "builtin"], "files of rows are judged by DuckDB, not by builtin"),
        (["--against", "HEAD"], "--against is not for files of rows"),
        (["--findings", "found.csv"], "the file's name ends in .parquet or .jsonl"),
        (["--findings", "no/found.jsonl"], "there is no folder no"),
        (["--memory", "much"], '--memory "much" is no size such as 2GB'),
        (["--memory", "10MB"], "give it at least 300MB"),
        (["--temp", "no"], "--temp no: there is no such folder"),
        (["--select", "twins/nothing"], "nothing"),
    ],
)
def test_what_cannot_be_is_refused(
    plan: Path,
    pacecar: Run,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    message: str,
) -> None:
    """In one line, before anything is read."""
    monkeypatch.delattr("pacecar.checking.bulk.read_bulk")
    found = pacecar("check", "plan", "--rules", str(ONE), *options)
    assert found.code == 2
    assert found.out == ""
    assert message in found.err


def test_a_plan_in_process_has_no_such_options(plan: Path, pacecar: Run) -> None:
    """They would be without effect, which is told."""
    found = pacecar("check", "plan/plan.yaml", "--rules", str(ONE), "--memory", "1GB")
    assert found.code == 2
    assert "--memory is for Parquet and large files of rows" in found.err


def test_sizes() -> None:
    """As people write them."""
    assert [size_of(text) for text in ("2GB", "800 MB", "1.5g", "300000000")] == [
        *(2_000_000_000, 800_000_000, 1_500_000_000, 300_000_000)
    ]
    with pytest.raises(Trouble):
        size_of("-1GB")
