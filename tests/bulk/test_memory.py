"""A check that stays within its memory, whatever the size of the plan."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.bulk.plans import SIX, write_plan
from pacecar.plan.bulk import linking, room
from pacecar.plan.bulk.database import Database, Limits
from pacecar.plan.bulk.problems import LimitReached, MemoryReached
from pacecar.plan.bulk.room import room_for_database
from tests.bulk.both import through_database

PROGRAMS = 300_000
NOTES = 48
"""With so many the plan's tables would take 510 MB, as `benchmarks.bulk` counts them."""

LIMIT = 300_000_000
"""The least that may be asked for."""

_CODE = """
import json, sys
from pathlib import Path
from pacecar.cli.main import main
sys.argv = ["pacecar", *{arguments!r}]
try:
    main()
except SystemExit as ended:
    code = ended.code
# Not getrusage: it counts what the process that started this one held.
(peak,) = [line for line in Path("/proc/self/status").open() if line.startswith("VmHWM:")]
held = int(peak.split()[1]) * 1024
print(json.dumps([code, held]), file=sys.stderr)
"""


def written(folder: Path, programs: int, notes: int = 1) -> tuple[Path, Path]:
    """Write a plan and the six rules; return their folders."""
    plan, rules = folder / "plan", folder / "rules"
    for made in (plan, rules / "bench"):
        made.mkdir(parents=True)
    write_plan(plan, programs, wide=True, notes=notes)
    for name, text in SIX.items():
        (rules / f"{name}.yaml").write_text(text)
    return plan, rules


def test_rows_that_cannot_be_put_in_order_at_once_are_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few that are, the report is the same; so it is with the items of their lists."""
    plan, rules = written(tmp_path, 500)
    whole = through_database(plan, rules)
    tried: list[int] = []
    listed: list[int] = []
    run = Database.run

    def short(self: Database, statement: str, values: Any = ()) -> None:
        found = re.search(r"WHERE (k|owner) BETWEEN (\d+) AND (\d+)", statement)
        if found and '"programs' in statement:
            of = tried if found[1] == "k" else listed
            of.append(int(found[3]) - int(found[2]) + 1)
            if of[-1] > 70:
                raise MemoryReached("the memory does not suffice")
        run(self, statement, values)

    monkeypatch.setattr(Database, "run", short)
    monkeypatch.setattr(linking, "_FEWEST", 125)
    with pytest.raises(LimitReached):
        through_database(plan, rules)
    assert tried == [500, 250, 125]
    tried.clear()
    monkeypatch.setattr(linking, "_FEWEST", 50)
    assert through_database(plan, rules) == whole
    assert tried == [500, 250, 125, *(8 * [63])]
    assert listed[:11] == tried


def test_the_database_has_what_the_process_leaves_it() -> None:
    """Its own share is not counted twice, and there is a least that it has in any case."""
    million = 10**6
    alone = room_for_database(1_000 * million, 0)
    assert 500 * million < alone < 950 * million
    assert room_for_database(1_000 * million, 10 * million) > alone
    assert room_for_database(1, 0) == room_for_database(2, 0) > 50 * million


def test_where_the_system_does_not_tell_what_is_held_a_share_is_kept_for_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The more there is, the more the database has."""
    monkeypatch.setattr(room, "_HELD", tmp_path / "statm")
    assert room_for_database(10**9, 0) == room_for_database(10**9, 10**8)
    assert room_for_database(2 * 10**9, 0) == room_for_database(10**9, 0) + 10**9


def test_there_are_as_many_threads_as_the_memory_has_room_for(tmp_path: Path) -> None:
    """What was asked for is the most that there are."""

    def threads(memory: int, asked: int) -> int:
        with Database(Limits(memory, asked, tmp_path)) as database:
            found: int = database.one("SELECT current_setting('threads')")[0]
            return found

    assert [threads(0, 3), threads(10**10, 3), threads(3 * 10**8, 3)] == [3, 3, 1]


@pytest.mark.slow
def test_a_plan_is_judged_within_the_memory_it_is_given(tmp_path: Path) -> None:
    """Its tables alone are larger; what does not fit is on the disk, and nothing of it is left."""
    plan, rules = written(tmp_path, PROGRAMS, NOTES)
    spilled = tmp_path / "spilled"
    spilled.mkdir()
    arguments = [
        *("check", str(plan), "--rules", str(rules), "--memory", "300MB", "--threads", "2"),
        *("--temp", str(spilled), "--findings", str(tmp_path / "findings.jsonl")),
    ]
    done = subprocess.run(
        [sys.executable, "-c", _CODE.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "engine"},
    )
    code, held = json.loads(done.stderr.splitlines()[-1])
    assert code == 1, done.stderr
    assert held < LIMIT
    assert list(spilled.iterdir()) == []
    assert len((tmp_path / "findings.jsonl").read_text().splitlines()) > PROGRAMS / 50
